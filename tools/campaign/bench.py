"""What the parts of the campaign share: a folder, one real InfluxDB, how thorough to be, and the seed."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from tools.influxd import InfluxServer

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


@dataclass(slots=True)
class Bench:
    """Servers are started when first needed, and emptied for every part."""

    folder: Path
    share: float = 1.0
    """Of the full number of runs."""
    seed: int = 1
    _server: InfluxServer | None = field(default=None, init=False)

    def runs(self, full: int) -> int:
        """Return how many runs to make where the full campaign makes ``full``."""
        return max(1, round(full * self.share))

    def room(self, name: str) -> Path:
        """Return an empty folder."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def server(self) -> InfluxServer:
        """Return a running InfluxDB with an empty bucket. ``ServersMissingError`` where it cannot be had."""
        if self._server is None:
            self._server = InfluxServer(self.room("own-influxd"))
            self._server.start()
        for row in self._server.query("SHOW MEASUREMENTS"):
            self._server.query(f'DROP MEASUREMENT "{row["name"]}"')
        return self._server

    def close(self) -> None:
        """End the servers."""
        if self._server is not None:
            with contextlib.suppress(OSError):
                self._server.stop()
            self._server = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

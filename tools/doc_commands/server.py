"""The InfluxDB behind a page that needs one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tools.influxd import InfluxServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ADDRESS: Final = "http://influx.clinic:8086"
"""What pages call the server."""
TOKEN: Final = "step1:PASSWORD"  # noqa: S105  stands for one
"""What pages call a station's token for an InfluxDB 1: user and password."""


@contextmanager
def names_of(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """Start the server that a page asks for; yield what its names on the page stand for.

    ``ServersMissingError`` where no influxd can be had.
    """
    if not kind:
        yield {}
        return
    if kind != "influxd":
        raise ValueError(f"<!-- with: {kind} -->: only influxd can be started")
    with InfluxServer(folder / "influxd") as server:
        yield {ADDRESS: server.url, TOKEN: server.write_token}

"""One station of a fleet: a folder, a configuration by environment, and the commands run with them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from simulators.fleet.influx import FleetError
from simulators.fleet.plan import ATHLETES
from simulators.fleet.process import Process

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COMMAND_S: Final = 120.0
_TERMINATED: Final = (143, -15)


@dataclass(slots=True)
class Member:
    """A station that is not running, or runs one visit."""

    number: int
    folder: Path
    site: str
    influx: Mapping[str, str]
    visits: int = 0
    """Begun so far."""
    athletes: list[str] = field(default_factory=list)
    running: Process | None = None
    asked_to_end: bool = False
    troubles: list[str] = field(default_factory=list)
    """Every visit or command that did not end as it should, in words."""

    @property
    def name(self) -> str:
        """Return what stands in the tag ``station``."""
        return f"s{self.number + 1:04d}"

    @property
    def told(self) -> Path:
        """Return the file of everything ``station live --json`` has said."""
        return self.folder / "told.jsonl"

    @property
    def errors(self) -> Path:
        """Return the file of everything said beside it."""
        return self.folder / "errors.txt"

    def environment(self) -> dict[str, str]:
        """Return what makes a command work for this station and find nothing else."""
        return {
            "HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder), "PYTHONUTF8": "1",
            "STATION_STATION_DATA_DIR": str(self.folder / "data"),
            "STATION_STATION_SITE": self.site, "STATION_STATION_NAME": self.name,
            "STATION_STORAGE_EMERGENCY_DIR": str(self.folder),
            "OPENBLAS_NUM_THREADS": "1",
        } | dict(self.influx)  # fmt: skip

    def ask(self, *arguments: str) -> tuple[int, Any]:
        """Run a short command; return its exit code, and what it printed as JSON, ``None`` when nothing."""
        out = self.folder / "asked.json"
        out.unlink(missing_ok=True)
        process = Process(arguments, self.environment(), out, self.errors)
        code = process.wait(COMMAND_S)
        if code is None:
            process.kill()
            raise FleetError(f"{self.name}: station {' '.join(arguments)} hangs")
        text = out.read_text("utf-8")
        return code, json.loads(text) if text.strip() else None

    def settle(self, people: int = ATHLETES) -> None:
        """Make the folder, and the people who train here."""
        self.folder.mkdir(parents=True)
        for number in range(people):
            code, person = self.ask("athlete", "add", f"Athlete {number + 1} of {self.name}", "--json")
            if code or person is None:
                raise FleetError(f"{self.name}: no athlete could be added ({code}): {self.last_words()}")
            self.athletes.append(person["id"])

    def begin(self, port: str) -> None:
        """Begin a visit."""
        athlete = self.athletes[self.visits % len(self.athletes)]
        arguments = ("live", "--json", "--port", port, "--athlete", athlete)
        self.visits += 1
        self.running = Process(arguments, self.environment(), self.told, self.errors)

    def end(self) -> None:
        """Ask the running visit to end in order."""
        if self.running is not None:
            self.asked_to_end = True
            self.running.end()

    def over(self) -> None:
        """Note how the visit ended that has ended."""
        if self.running is None:
            return
        code = self.running.wait()
        expected = (0, *_TERMINATED) if self.asked_to_end else (0,)
        if code not in expected:
            how = f"by signal {-code}" if code is not None and code < 0 else f"with {code}"
            self.troubles.append(f"visit {self.visits} ended {how}: {self.last_words()}")
        self.running = None

    def last_words(self) -> str:
        """Return the last line said beside the output."""
        lines = self.errors.read_text("utf-8", "replace").splitlines() if self.errors.exists() else []
        return lines[-1] if lines else "nothing was said"

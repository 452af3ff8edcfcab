"""What was measured, when and on what: ``docs/performance.json``, one run a part."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tools.bench.machine import BUSY_LOAD, BUSY_OTHERS
from tools.bench.targets import TARGETS
from tools.provenance import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.bench.targets import Target

DOCUMENT: Final = ROOT / "docs" / "performance.json"
SCHEMA: Final = "station.performance/1"


class NotMeasuredError(Exception):
    """A part cannot be measured here; says why and what would help."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a part found."""

    values: dict[str, float]
    notes: list[str] = field(default_factory=list)
    """What else is worth knowing, a line each."""


@dataclass(frozen=True, slots=True)
class Run:
    """One part of the bench: what it found, and all that is needed to do it again."""

    date: str
    commit: str
    """With ``+`` when the folder held changes that were in no commit."""
    command: str
    values: dict[str, float]
    notes: list[str] = field(default_factory=list)
    took_s: float | None = None
    """``None`` for what is quoted from another page, as are all below."""
    machine: str | None = None
    cores: int | None = None
    load: tuple[float, float] | None = None
    """Average of a minute: before the bench began, and when the part was done."""
    others_cores: float | None = None
    """Cores that other programs kept busy meanwhile."""

    @property
    def on_busy_machine(self) -> bool:
        """Tell whether times of this run cannot be trusted."""
        if self.cores is None or self.load is None or self.others_cores is None:
            return False
        return self.load[0] > BUSY_LOAD * self.cores or self.others_cores > BUSY_OTHERS * self.cores


Runs = dict[str, Run]
"""By part."""


def read(path: Path = DOCUMENT) -> Runs:
    """Return the runs of an earlier bench; none where there was none."""
    if not path.is_file():
        return {}
    document = json.loads(path.read_text("utf-8"))
    if document["schema"] != SCHEMA:
        raise ValueError(f"{path} is {document['schema']!r}, not {SCHEMA!r}: remove it and run `make bench`")
    return {
        part: Run(**run | {"load": run["load"] and tuple(run["load"])})
        for part, run in document["runs"].items()
    }


def value_of(target: Target, runs: Mapping[str, Run]) -> float | None:
    """Return what was measured for a target; ``None`` when it was not."""
    run = runs.get(target.part)
    return None if run is None else run.values.get(target.key)


def document(runs: Mapping[str, Run]) -> dict[str, Any]:
    """Return everything as JSON values: the runs, and each target with its value."""
    return {
        "schema": SCHEMA,
        "targets": [_judged(target, value_of(target, runs)) for target in TARGETS],
        "runs": {part: asdict(run) for part, run in runs.items()},
    }


def _judged(target: Target, value: float | None) -> dict[str, Any]:
    return {
        "key": target.key,
        "what": target.what,
        "at_least" if target.at_least else "at_most": target.limit,
        "unit": target.unit,
        "value": value,
        "met": None if value is None else target.met_by(value),
        "part": target.part,
    }

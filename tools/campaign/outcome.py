"""What one fault did in many runs: a row of the campaign's table."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Outcome:
    """Counted over all runs of one fault."""

    fault: str
    runs: int = 0
    saved: int = 0
    """Reps the station told as saved."""
    lost: int = 0
    """Of those, reps that are not in the database, or not in InfluxDB once nothing waits."""
    doubled: int = 0
    """Reps that are there more than once, in the database or in InfluxDB."""
    recovery_s: float | None = None
    """The worst of all runs; ``None`` where nothing has to recover."""
    notes: list[str] = field(default_factory=list)
    """What else was counted, in words."""
    wrong: list[str] = field(default_factory=list)
    """Every other sum or behaviour that was not as promised; empty when all is well."""
    took_s: float = 0.0

    @property
    def ok(self) -> bool:
        """Tell whether every promise was kept."""
        return not (self.lost or self.doubled or self.wrong)

    def recovered(self, seconds: float) -> None:
        """Take one recovery into account."""
        self.recovery_s = max(self.recovery_s or 0.0, seconds)

    def expect(self, holds: bool, words: str) -> None:  # noqa: FBT001  reads like an assertion
        """Write down what was not as promised."""
        if not holds:
            self.wrong.append(words)

    def document(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


@contextmanager
def timed(outcome: Outcome) -> Iterator[Outcome]:
    """Measure how long a fault's runs took together."""
    begun_s = time.monotonic()
    yield outcome
    outcome.took_s += time.monotonic() - begun_s


def watch_s() -> float:
    """Return seconds for measuring a recovery."""
    return time.monotonic()

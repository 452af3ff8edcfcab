"""What a rule is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.programme.advice import Reason
    from station.programme.course import Course, Place
    from station.programme.history import History
    from station.programme.log import Override, Profile
    from station.programme.plan import Plan


@dataclass(frozen=True, slots=True)
class Case:
    """One athlete on one day."""

    today: int
    place: Place
    profile: Profile
    history: History
    course: Course
    overrides: tuple[Override, ...]
    """Those in force today, the latest last."""

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self.place.plan


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found for one leg. Findings only ever take away; the strictest of them counts."""

    reason: Reason
    sets_share: float = 1.0
    """Share of the sets that is kept."""
    floor: bool = False
    """Floor level instead of the step's edge."""
    fewer_reps: bool = False
    """The lower end of the plan's repetitions."""
    no_raises: bool = False
    """Lowerings instead of single-leg raises."""
    rest: bool = False
    """No training today."""
    stop: bool = False
    """Nothing more today."""

"""One visit, set by set: what comes next follows from what was done and said so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from station.coach.asking import asked_of, next_set, other_leg_first, prescription_for
from station.coach.logbook import set_done
from station.programme.engine import advise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from station.events import Prescription, SessionPlan, SetSummary
    from station.programme.model import (
        Advice,
        Assignment,
        Log,
        Plan,
        PlannedSet,
        Profile,
        SessionDone,
        Side,
        Symptom,
    )


@dataclass(frozen=True, slots=True)
class Guide:
    """What a visit follows; each thing that happens gives the next guide.

    It knows what was stored when the visit began, and what was done since: it reads no database, so a thread
    that must not wait may ask it.
    """

    assignments: tuple[Assignment, ...]
    profile: Profile
    before: Log
    """Without this visit."""
    day: date
    plans: Mapping[str, Plan]
    base: Prescription
    """What is asked of somebody without a plan."""
    visit: SessionDone
    said: tuple[Symptom, ...] = ()
    advice: Advice = field(init=False)
    """As of now."""

    def __post_init__(self) -> None:
        log = replace(
            self.before,
            sessions=(*self.before.sessions, self.visit),
            symptoms=(*self.before.symptoms, *self.said),
        )
        advice = advise(self.assignments, self.profile, log, self.day, self.plans)
        object.__setattr__(self, "advice", advice)

    @property
    def next_set(self) -> PlannedSet | None:
        """The set to do now; ``None`` when there is none. After a set that broke off: the other leg's."""
        return other_leg_first(self.advice, self._last_leg) or next_set(self.advice)

    @property
    def prescription(self) -> Prescription:
        """What the step asks for now; after a set that broke off, of either leg."""
        return prescription_for(self.advice, self.profile, self.base, self._last_leg)

    @property
    def _last_leg(self) -> Side | None:
        return self.visit.sets[-1].side if self.visit.sets else None

    @property
    def plan(self) -> SessionPlan | None:
        """What is still asked of the visit; as it began, to be kept with it."""
        return asked_of(self.advice, self.profile)

    def after_set(self, summary: SetSummary) -> Guide:
        """Return the guide once a set has closed."""
        return replace(self, visit=replace(self.visit, sets=(*self.visit.sets, set_done(summary))))

    def after(self, symptom: Symptom) -> Guide:
        """Return the guide once the athlete has said something, sharp pain say."""
        return replace(self, said=(*self.said, symptom))

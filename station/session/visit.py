"""Who is being measured, from when, and how much they did."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from station.events import Identity, Rep, RepWithdrawn, Session, SetSummary, Weigh
from station.metrics.session import summarize_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from station.events import ClockStamp, Event, Prescription, SessionPlan, Side


@dataclass(slots=True)
class _Open:
    session: Session
    involved_side: Side | None
    reps: dict[tuple[int, int], Rep] = field(default_factory=dict)
    """As told last, by set and index."""
    sets: set[int] = field(default_factory=set)
    body_mass_kg: float | None = None


class VisitBook:
    """State of the visit: at most one is open."""

    def __init__(self, port: str, new_id: Callable[[], str]) -> None:
        self.port = port
        self._new_id = new_id
        self._open: _Open | None = None
        self._step_uid: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether somebody is being measured."""
        return self._open is not None

    def open(
        self,
        athlete_id: str | None,
        prescription: Prescription,
        time_us: int,
        clock: ClockStamp | None = None,
        plan: SessionPlan | None = None,
    ) -> Session:
        """Open a visit, timed by ``clock``, and return its event; the one before must be closed."""
        session = Session(
            "opened",
            self._new_id(),
            athlete_id,
            time_us,
            self.port,
            self._step_uid,
            body_mass_kg=prescription.body_mass_kg,
            clock=clock,
            plan=plan,
        )
        self._open = _Open(session, prescription.involved_side)
        return session

    def close(self, time_us: int) -> Session:
        """Close the open visit and return its event."""
        visit = self._open
        if visit is None:
            raise RuntimeError("no visit is open")
        self._open = None
        return replace(
            visit.session,
            state="closed",
            time_us=max(time_us, visit.session.time_us),
            step_uid=self._step_uid,
            body_mass_kg=visit.body_mass_kg or visit.session.body_mass_kg,
            sets_done=len(visit.sets),
            reps_done=len(visit.reps),
            summary=summarize_session(
                [visit.reps[key] for key in sorted(visit.reps)], visit.involved_side, visit.session.plan
            ),
        )

    def note(self, events: Iterable[Event]) -> None:
        """Count what was done, and learn the step's uid and the body mass."""
        for event in events:
            if isinstance(event, Identity):
                self._step_uid = event.uid
            elif self._open is None:
                continue
            elif isinstance(event, Rep):
                self._open.reps[event.set, event.index] = event
            elif isinstance(event, RepWithdrawn):
                self._open.reps.pop((event.set, event.index), None)
            elif isinstance(event, SetSummary):
                self._open.sets.add(event.index)
            elif isinstance(event, Weigh) and event.added_load_kg is None:
                self._open.body_mass_kg = event.system_mass_kg

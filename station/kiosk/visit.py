"""Folds reps, sets and what was saved of them into one visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.kiosk.snapshot import RepLine, Visit

if TYPE_CHECKING:
    from station.events import Rep, RepWithdrawn, Saved, Session, SetSummary


@dataclass(slots=True)
class VisitLog:
    """State of the visit in work; ``view`` gives the frozen value, rebuilt only after a change."""

    number: int = 0
    session: Session | None = None
    reps: dict[tuple[int, int], Rep] = field(default_factory=dict)
    sets: dict[int, SetSummary] = field(default_factory=dict)
    saved: set[tuple[int, int]] = field(default_factory=set)
    _view: Visit | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody is being measured."""
        return self.session is not None and self.session.state == "opened"

    def opened(self, session: Session) -> None:
        """Begin another visit: forget the one before."""
        self.number += 1
        self.session = session
        self.reps.clear()
        self.sets.clear()
        self.saved.clear()
        self._view = None

    def closed(self, session: Session) -> None:
        """Note that the visit ended; its reps stay on show."""
        self.session = session
        self._view = None

    def rep(self, rep: Rep) -> None:
        """Take a rep, or its final values; one done while no visit is open is nobody's."""
        if self.is_open:
            self.reps[rep.set, rep.index] = rep
            self._view = None

    def withdrawn(self, rep: RepWithdrawn) -> None:
        """Take back a rep that turned out to be none."""
        self.reps.pop((rep.set, rep.index), None)
        self._view = None

    def set_closed(self, summary: SetSummary) -> None:
        """Take a set's summary."""
        if self.is_open:
            self.sets[summary.index] = summary
            self._view = None

    def is_saved(self, saved: Saved) -> None:
        """Note a rep of this visit that is on disk."""
        foreign = self.session is not None and saved.session_id != self.session.session_id
        if foreign or saved.set is None or saved.index is None:
            return
        self.saved.add((saved.set, saved.index))
        self._view = None

    def view(self) -> Visit:
        """Return the visit as a value."""
        if self._view is None:
            self._view = Visit(
                number=self.number,
                session_id=self.session.session_id if self.session else None,
                closed=self.session is not None and not self.is_open,
                reps=tuple(RepLine.of(self.reps[key], saved=key in self.saved) for key in sorted(self.reps)),
                sets=tuple(self.sets[index] for index in sorted(self.sets)),
            )
        return self._view

"""Folds reps, sets and what was saved of them into one visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from station.kiosk.snapshot import RepLine, Visit
from station.kiosk.verdict import judge

if TYPE_CHECKING:
    from station.events import Rep, RepWithdrawn, Saved, Session, SetSummary


SAME_REP_S: Final = 1.5
"""Reps last longer than this, and their begin is found anew nearer than this."""


@dataclass(slots=True)
class VisitLog:
    """State of the visit in work; ``view`` gives the frozen value, rebuilt only after a change."""

    number: int = 0
    session: Session | None = None
    reps: dict[tuple[int, int], Rep] = field(default_factory=dict)
    sets: dict[int, SetSummary] = field(default_factory=dict)
    saved: set[tuple[int, int]] = field(default_factory=set)
    told: dict[tuple[int, int], tuple[float, str]] = field(default_factory=dict)
    """When reps began that were told while their set went on, device time, and what was said of them."""
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
        self.told.clear()
        self._view = None

    def closed(self, session: Session) -> None:
        """Note that the visit ended; its reps stay on show."""
        self.session = session
        self._view = None

    def rep(self, rep: Rep) -> None:
        """Take a rep, or its final values; one done while no visit is open is nobody's."""
        if self.is_open:
            self.reps[rep.set, rep.index] = rep
            if not rep.final:
                self.told[rep.set, rep.index] = rep.start_s, judge(rep).sentence
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

    def _told_of(self, rep: Rep) -> str | None:
        """Return what was said of a rep before its final values, by when it began: numbers may have moved on.

        Empty when nothing was; ``None`` before the final values, and for a set of which nothing was heard.
        """
        told = [words for (index, _), words in self.told.items() if index == rep.set]
        if not rep.final or not told:
            return None
        apart_s, sentence = min((abs(start_s - rep.start_s), sentence) for start_s, sentence in told)
        return sentence if apart_s < SAME_REP_S else ""

    def view(self) -> Visit:
        """Return the visit as a value."""
        if self._view is None:
            self._view = Visit(
                number=self.number,
                session_id=self.session.session_id if self.session else None,
                closed=self.session is not None and not self.is_open,
                reps=tuple(
                    RepLine.of(self.reps[key], saved=key in self.saved, told=self._told_of(self.reps[key]))
                    for key in sorted(self.reps)
                ),
                sets=tuple(self.sets[index] for index in sorted(self.sets)),
            )
        return self._view

"""How many reps wait to be saved: those of which nothing is saved yet, also where their final figures wait too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import Rep, Session

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import Event


class Tally:
    """Reps by visit, set and index: as many visits as were opened among the events taken, the first continued."""

    def __init__(self, reps: Iterable[tuple[int, int, int]] = (), visit: int = 0) -> None:
        self.reps = set(reps)
        self._visit = visit

    def copy(self) -> Tally:
        """Return one that goes on from here."""
        return Tally(self.reps, self._visit)

    def take(self, events: Iterable[Event]) -> None:
        """Take events, the oldest first."""
        for event in events:
            if isinstance(event, Session) and event.state == "opened":
                self._visit += 1
            elif isinstance(event, Rep):
                self.reps.add((self._visit, event.set, event.index))

    def continued(self) -> Tally:
        """Return the newest visit's part, as the first one of events that continue it."""
        return Tally((0, of, index) for visit, of, index in self.reps if visit == self._visit)

"""What somebody did, over all the visits it was cut into: turns on one step, or going on after an early end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.events import Rep, RepWithdrawn, Saved, Session, SetSummary
from station.kiosk.snapshot import Visit
from station.kiosk.visit import VisitLog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Event


class Parts:
    """Keeps the log of each visit by its number, so that what one person did is never shown to another."""

    def __init__(self) -> None:
        self.opened = 0
        """How many visits began; they are numbered from 1 in the order in which they were asked for."""
        self._logs: dict[int, VisitLog] = {}
        self._joined: tuple[tuple[Visit, ...], Visit] = ((), Visit())

    def feed(self, events: Iterable[Event]) -> None:
        """Take events in the order of the stream."""
        for event in events:
            match event:
                case Session(state="opened"):
                    log = VisitLog(number=self.opened)
                    log.opened(event)
                    self.opened = log.number
                    self._logs[log.number] = log
                case Session():
                    self._closed(event)
                case Saved():
                    for log in self._logs.values():
                        log.is_saved(event)
                case Rep() | RepWithdrawn() | SetSummary():
                    self._in_work(event)
                case _:
                    pass  # nothing that is counted

    def _closed(self, session: Session) -> None:
        for log in self._logs.values():
            if log.session is not None and log.session.session_id == session.session_id:
                log.closed(session)

    def _in_work(self, event: Rep | RepWithdrawn | SetSummary) -> None:
        log = self._logs.get(self.opened)
        if log is None:
            return
        if isinstance(event, Rep):
            log.rep(event)
        elif isinstance(event, RepWithdrawn):
            log.withdrawn(event)
        else:
            log.set_closed(event)

    def of(self, numbers: Sequence[int]) -> Visit:
        """Return the visits of these numbers as one; those that did not begin yet are left out."""
        parts = tuple(self._logs[number].view() for number in numbers if number in self._logs)
        if self._joined[0] != parts:
            self._joined = (parts, joined(parts))
        return self._joined[1]

    def reps_of(self, numbers: Sequence[int]) -> int:
        """Return how many reps were done in the visits of these numbers."""
        return sum(len(self._logs[number].view().reps) for number in numbers if number in self._logs)

    def keep(self, numbers: Iterable[int]) -> None:
        """Forget all other visits: of people who went home."""
        wanted = {*numbers, self.opened}
        self._logs = {number: log for number, log in self._logs.items() if number in wanted}


def joined(parts: Sequence[Visit]) -> Visit:
    """Return visits one after the other as one, their sets numbered on."""
    if len(parts) < 2:  # noqa: PLR2004  one is itself
        return parts[0] if parts else Visit()
    reps, sets, before = [], [], 0
    for part in parts:
        reps += [replace(line, rep=replace(line.rep, set=line.rep.set + before)) for line in part.reps]
        sets += [replace(one, index=one.index + before) for one in part.sets]
        before = max([before, *(line.rep.set for line in reps), *(one.index for one in sets)])
    return replace(parts[-1], reps=tuple(reps), sets=tuple(sets))

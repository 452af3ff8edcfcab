"""The keeper of the clock: says what it is worth, and puts right what was timed by a wrong one."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from station.errors import StationError
from station.events import Alarm, ClockState
from station.session.judging import Evidence, judge
from station.store import clocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.events import ClockStamp, Event
    from station.session.timeline import TimeLine
    from station.sources import Machine
    from station.store import Store

LOOK_S: Final = 1.0


class ClockKeeper:
    """A thread that looks once a second, and once more at its end."""

    def __init__(self, store: Store, line: TimeLine, machine: Machine) -> None:
        self._store, self._line, self._machine = store, line, machine
        self._tell: Callable[[Event], None] = lambda _event: None
        self._evidence = self._known()
        self._told: ClockState | None = None
        self._trouble = ""
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock-keeper", daemon=True)

    def start(self, tell: Callable[[Event], None]) -> None:
        """Begin. What is found is handed to ``tell``, for the screen."""
        self._tell = tell
        self._thread.start()

    def stop(self) -> None:
        """End; harmless before ``start``."""
        self._ending.set()
        if self._thread.ident is not None:
            self._thread.join()

    def stamp(self) -> ClockStamp:
        """Judge the time a visit that begins now is timed by; never waits for the disk."""
        return self._judged(self._line.offset_us)

    def look(self) -> None:
        """Judge the clock, correct the sessions that can be, tell what has changed."""
        now = self._judged(self._line.true_offset_us)
        if now.state == "ok":
            self._evidence = replace(self._evidence, ok_offset_us=now.offset_us, synchronized_before=True)
        now_us = self._line.since_boot_us() + now.offset_us
        with self._store.reading() as connection:
            due = clocks.is_due(connection, now) or clocks.lies_ahead(connection, now, now_us)
        if due:
            with self._store.transaction() as connection:
                clocks.mark_future(connection, now, now_us)
                clocks.mend(connection, now, now_us)
            self._evidence = replace(self._evidence, newest_us=self._known().newest_us)
            self._store.tell_outbox()
        with self._store.reading() as connection:
            held = clocks.waiting(connection)
        state = ClockState(now.state, now.reason, held)
        if state != self._told:
            self._told = state
            self._tell(state)

    def _judged(self, offset_us: int) -> ClockStamp:
        return judge(
            offset_us,
            self._line.since_boot_us(),
            self._machine.boot_id,
            self._evidence,
            synchronized=self._machine.synchronized(),
        )

    def _known(self) -> Evidence:
        with self._store.reading() as connection:
            known = clocks.known(connection, self._machine.boot_id)
        return Evidence(known.newest_us, known.ok_offset_us, known.ok_before)

    def _run(self) -> None:
        last = False
        while not last:
            last = self._ending.wait(LOOK_S)
            try:
                self.look()
                self._trouble = ""
            except Exception as error:  # noqa: BLE001  a thread's outermost frame: told, and tried again
                words = str(error) if isinstance(error, StationError) else repr(error)
                if words != self._trouble:
                    self._trouble = words
                    self._tell(Alarm("clock", self._trouble, self._line.now_us()))

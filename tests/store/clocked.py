"""A station whose clock is set, and what must hold of its store whatever was done to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from station.events import Link
from station.session.clock_keeper import ClockKeeper
from station.session.judging import MADE
from station.session.timeline import TimeLine
from station.store import Store, StoreWriter, ledger, outbox, resending
from tests.support.stream import closed, one_set, opened
from tests.support.two_clocks import ScriptedMachine, TwoClocks

if TYPE_CHECKING:
    from pathlib import Path

    from station.events import Event

DAY_S = 86_400
YEAR_S = 365 * DAY_S
MADE_US = round(MADE.timestamp()) * 10**6


@dataclass
class Station:
    """A station without threads, at clocks that the test sets; it remembers when things really happened."""

    database: Path
    host: TwoClocks = field(default_factory=TwoClocks)
    machine: ScriptedMachine = field(default_factory=ScriptedMachine)
    real_us: dict[str, int] = field(default_factory=dict)
    """When each session really began."""
    boots: dict[str, str] = field(default_factory=dict)
    acknowledged: list[resending.Key] = field(default_factory=list)
    error_us: int = 0
    """How far the wall clock is ahead of the real time."""
    name: str = ""
    """The session that is open."""

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin a process."""
        self.line = TimeLine(self.host)
        self.store = Store.open(self.database, clock_us=self.line.now_us)
        self.writer = StoreWriter(self.store, "clinic", "step1")
        self.keeper = ClockKeeper(self.store, self.line, self.machine)
        self.keeper.look()

    def restart(self) -> None:
        """End the process, as a crash does, and begin another."""
        self.store.close()
        self.name = ""
        self.start()

    def reboot(self, off_s: int = 3600, error_s: int | None = None) -> None:
        """Switch the machine off for a while; a clock without a battery is then wrong by ``error_s``."""
        self.store.close()
        self.name = ""
        self.host.go(off_s)
        self.host.since_us = 20_000_000
        self.machine.boot_id += "'"
        self.machine.in_sync = False
        if error_s is not None:
            self.set_wrong(error_s)
        self.start()

    def set_wrong(self, error_s: int) -> None:
        """Set the wall clock to this much ahead of the real time."""
        self.host.step(error_s - self.error_us / 1e6)
        self.error_us = error_s * 10**6

    def synchronise(self) -> None:
        """Set the wall clock right, as a time daemon does."""
        self.set_wrong(0)
        self.machine.in_sync = True
        self.keeper.look()

    def handle(self, *events: Event) -> None:
        """Store events."""
        self.writer.handle(events, self.line.now_us())

    def open(self) -> str:
        """Begin a session, as the core does: on the clock as it is now."""
        self.close()
        self.handle(*self.line.steps())
        self.line.adopt()
        self.name = f"s{len(self.real_us):03}"
        self.real_us[self.name] = self.host.wall_us - self.error_us
        self.boots[self.name] = self.machine.boot_id
        self.handle(replace(opened(self.name, time_us=self.line.now_us()), clock=self.keeper.stamp()))
        return self.name

    def train(self, reps: int = 2) -> None:
        """Do a set, a minute long, and close the session."""
        begun_us = self.line.now_us() - 60_000_000
        self.handle(*one_set(1, reps, opened_us=begun_us), Link("lost", "port", self.line.now_us()))
        self.host.go(60.0)
        self.close()

    def close(self) -> None:
        """Close the session, if one is open."""
        if self.name:
            self.handle(closed(self.name, self.line.now_us()))
            self.name = ""
            self.keeper.look()

    def visit(self) -> str:
        """Do a whole session."""
        name = self.open()
        self.train()
        return name

    def deliver(self) -> None:
        """Let the server take everything that is not held."""
        rows = self.store.outbox_waiting(10_000)
        self.acknowledged += [resending.key(row.point) for row in rows]
        self.store.outbox_delivered([row.id for row in rows])

    def opened_us(self, name: str) -> int:
        """Return when a session began, as stored."""
        visit = self.store.session(name)
        assert visit is not None
        return visit.opened_us

    def clock(self, name: str) -> tuple[str | None, bool]:
        """Return what became of a session's clock, and whether its points wait."""
        visit = self.store.session(name)
        assert visit is not None
        return visit.clock, visit.held


def check(station: Station) -> None:
    """Everything adds up, once, in the order it happened, under keys of its own."""
    store = station.store
    assert ledger.audit(store) == []
    names = [visit.id for visit in store.sessions(limit=-1)]
    assert names[::-1] == sorted(station.real_us)
    with store.reading() as connection:
        keys = [resending.key(point) for name in names for point in resending.rebuilt(connection, name)]
        waiting = [resending.key(row.point) for name in names for row in outbox.of_session(connection, name)]
    assert len(keys) == len(set(keys))
    stored = [key for key in waiting if key[0] != "step_health"]
    assert len(stored) == len(set(stored))
    assert set(stored) <= set(keys)

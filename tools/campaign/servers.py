"""A server that freezes, is slow, refuses, or drops the connection: the forwarder goes on, capture never waits."""

from __future__ import annotations

import random
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from station.config import InfluxSection
from station.sinks.influx import Forwarder
from station.store import Store, StoreWriter, ledger
from tools.campaign import visits
from tools.campaign.counting import Told, doubled, influx_reps, missing, rows_of
from tools.campaign.outcome import Outcome, timed, watch_s
from tools.campaign.proxy import Proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tools.campaign.proxy import Habit
    from tools.influxd import InfluxServer

OPENED_US = 1_760_000_000_000_000
PATIENCE_S = 60.0
TIMEOUT_S = 0.4


class Sender:
    """A forwarder in its thread whose pauses are cut short, at a minute to a fiftieth of a second."""

    def __init__(self, store: Store, url: str, token: str) -> None:
        self._ended = threading.Event()
        config = InfluxSection(url=url, timeout_s=TIMEOUT_S)
        self._forwarder = Forwarder(store, config, token, lambda _: None, pause=self._pause)
        self.longest_pause_s = 0.0
        self.pauses = 0

    def _pause(self, wait_s: float) -> None:
        self.longest_pause_s = max(self.longest_pause_s, wait_s)
        self.pauses += 1
        self._ended.wait(wait_s / 3000)

    def __enter__(self) -> Self:
        self._forwarder.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._forwarder.stop()


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens on the way to the server, and to how many requests."""

    words: str
    habit: Habit | None
    """``None``: influxd itself is frozen by SIGSTOP."""
    share: float = 1.0


FAULTS = (
    Fault("influxd frozen (SIGSTOP)", None),
    Fault("influxd slow: it answers after the station's patience", "slow", 0.5),
    Fault("503 with Retry-After", "503"),
    Fault("401: the token is refused for a while", "401"),
    Fault("413: only small bodies are taken", "413"),
    Fault("connection dropped before anything is stored", "drop before", 0.5),
    Fault("connection dropped after everything was stored", "drop after", 0.5),
    Fault("answer cut off in its first line", "cut answer", 0.5),
)


def sending(folder: Path, server: InfluxServer, runs: int, seed: int, fault: Fault) -> Outcome:
    """Store visits while the way to the server misbehaves."""
    with timed(Outcome(fault.words)) as outcome, Proxy(server.url, seed) as proxy:
        with (
            Store.open(folder / "station.db") as store,
            Sender(store, proxy.url, server.write_token) as sender,
        ):
            story = _Story(store, outcome, random.Random(seed))  # noqa: S311  reproducible
            for _ in range(runs):
                with _striking(fault, proxy, server, sender):
                    story.visit()
                    story.visit()
                story.visit()
                story.until_nothing_waits()
            outcome.notes.append(f"pauses up to {sender.longest_pause_s:.0f} s asked for, cut short here")
        if fault.habit:
            outcome.notes.append(f"{proxy.struck} requests struck")
        _compare(folder / "station.db", server, story.told, outcome)
    return outcome


@contextmanager
def _striking(fault: Fault, proxy: Proxy, server: InfluxServer, sender: Sender) -> Iterator[None]:
    """Strike at least once while visits are stored; habits that a sender can get along with stay."""
    if fault.habit is None:
        pauses = sender.pauses
        with server.frozen():
            yield
            wait_until(lambda: sender.pauses > pauses)
        return
    struck = proxy.struck
    proxy.behave(fault.habit, fault.share)
    yield
    wait_until(lambda: proxy.struck > struck)
    if fault.share == 1.0 and fault.habit != "413":
        proxy.behave("pass")


def wait_until(happened: Callable[[], bool]) -> None:
    """Return as soon as it has happened. ``TimeoutError`` when it does not."""
    begun_s, patience = watch_s(), threading.Event()
    while not happened():
        if watch_s() - begun_s > PATIENCE_S:
            raise TimeoutError("what was waited for did not happen")
        patience.wait(0.01)


class _Story:
    """Visits stored one after the other, and what was promised of them."""

    def __init__(self, store: Store, outcome: Outcome, chance: random.Random) -> None:
        self.told = Told()
        self._store, self._outcome, self._chance = store, outcome, chance
        self._writer = StoreWriter(store, "clinic", "step1")
        self._visits = 0

    def visit(self) -> None:
        """Store one visit, each rep as it comes."""
        session_id, opened_us = f"visit{self._visits}", OPENED_US + self._visits * visits.HOUR_US
        self._visits += 1
        scenario = self._chance.choice(("textbook", "alternate", "bounce"))
        visits.store(self._writer, visits.visit(session_id, opened_us, scenario), self.told, session_id)

    def until_nothing_waits(self) -> None:
        """End a run."""
        self._outcome.runs += 1
        begun_s = watch_s()
        try:
            wait_until(lambda: not self._store.outbox_counts()[0])
        except TimeoutError:
            waiting = self._store.outbox_counts()
            self._outcome.wrong.append(f"run {self._outcome.runs}: {waiting} points still wait")
            return
        self._outcome.recovered(watch_s() - begun_s)


def _compare(database: Path, server: InfluxServer, told: Told, outcome: Outcome) -> None:
    with Store.open(database) as store:
        outcome.wrong += [f"ledger: {each.words}" for each in ledger.audit(store)]
    rows, there = rows_of(database), influx_reps(server)
    outcome.saved = len(told.promised)
    outcome.lost = missing(told.promised, rows.reps) + missing(told.promised, there)
    outcome.doubled = rows.twins + doubled(rows.reps) + doubled(there)
    outcome.expect(rows.parked == 0, f"{rows.parked} points were parked, though no line was wrong")
    outcome.expect(
        rows.queued == rows.delivered == there.total(),
        f"reps queued {rows.queued}, delivered {rows.delivered}, in InfluxDB {there.total()}",
    )

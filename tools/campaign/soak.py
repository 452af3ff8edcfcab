"""A month of daily use in minutes: visits, restarts, crashes, pulled cables, wrong clocks, a server away for days."""

from __future__ import annotations

import os
import random
from contextlib import suppress
from typing import TYPE_CHECKING

from station.config import Config, InfluxSection, StationSection, StorageSection
from station.events import RepWithdrawn, Saved, Session
from station.session import LiveSession
from station.session.housekeeping import Housekeeper
from station.sinks.influx import Forwarder
from station.sources import SystemTime
from station.store import Store, StoreWriter, ledger
from tools.campaign import visits
from tools.campaign.counting import Told, doubled, influx_reps, missing, rows_of
from tools.campaign.outcome import Outcome, timed
from tools.processes import resident_mb

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from station.events import Event
    from tools.influxd import InfluxServer

DAYS = 30
FIRST_DAY_US = 1_790_000_000_000_000
DAY_US, HOUR_US, MINUTE_US = 86_400_000_000, 3_600_000_000, 60_000_000
SERVER_AWAY = range(10, 14)
"""Days."""
CRASH_EVERY, UNPLUG_EVERY, CLOCK_EVERY = 4, 3, 5
WRONG_YEAR_DAY = 20
RECORDINGS_MB = 2
SETTLED_DAY = 10
"""Everything is warm by then: memory and sizes are compared from here on."""
GROWTH_MB = 30.0
LONGEST_SESSION_S = 120.0


class ScriptedTime(SystemTime):
    """Wall time of a simulated day, which may be set while a session runs."""

    def __init__(self, now_us: int) -> None:
        self._ahead_us = now_us - super().now_us()

    def now_us(self) -> int:
        """Return wall time as the machine believes it to be."""
        return super().now_us() + self._ahead_us

    def step(self, by_us: int) -> None:
        """Set the clock."""
        self._ahead_us += by_us


class Month:
    """The month of one station."""

    def __init__(
        self, folder: Path, server: InfluxServer, seed: int, visits_a_day: int, live_every: int
    ) -> None:
        self.folder, self.server = folder, server
        self.visits_a_day, self.live_every = visits_a_day, live_every
        self.chance = random.Random(seed)  # noqa: S311  reproducible
        self.told = Told()
        self.visits = 0
        self.longest_log = 0
        self.config = Config(
            station=StationSection(data_dir=folder),
            storage=StorageSection(recordings_max_mb=RECORDINGS_MB, recording_part_mb=1),
            influx=InfluxSection(url=server.url, timeout_s=1.0),
        )

    @property
    def database(self) -> Path:
        """Where it is all kept."""
        return self.folder / "station.db"

    def day(self, number: int) -> None:
        """Live one day; every fourth ends with a crash in mid-set, the next begins with a recovery."""
        time = ScriptedTime(FIRST_DAY_US + number * DAY_US + 8 * HOUR_US + self.chance.randrange(HOUR_US))
        if number == WRONG_YEAR_DAY:
            time.step(-40 * 365 * DAY_US)
        with Store.open(self.database, clock_us=time.now_us) as store:
            writer = StoreWriter(store, "clinic", "step1")
            for visit in range(self.visits_a_day):
                self._visit(writer, time)
                if number % CLOCK_EVERY == 0 and visit == self.visits_a_day // 2:
                    time.step(self.chance.choice((-HOUR_US, HOUR_US, -90 * MINUTE_US)))
            if number % self.live_every == 0:
                self._live(store, time, number)
            if number % CRASH_EVERY == 0:
                self._visit(writer, time, crash=True)
            if number not in SERVER_AWAY:
                with suppress(ConnectionError):
                    Forwarder(store, self.config.influx, self.server.write_token, lambda _: None).push_once()
            Housekeeper(self.config, store, time, lambda _: None, lambda: None).look(tidy=True)
            log = self.database.with_name("station.db-wal")
            self.longest_log = max(self.longest_log, log.stat().st_size)

    def _visit(self, writer: StoreWriter, time: ScriptedTime, *, crash: bool = False) -> None:
        """Store one visit, a few minutes after the last; a crash leaves it open, cut off anywhere."""
        time.step(self.chance.randrange(3 * MINUTE_US, 9 * MINUTE_US))
        scenario = self.chance.choice(("textbook", "alternate", "bounce"))
        session_id = f"visit{self.visits}"
        self.visits += 1
        events = visits.visit(session_id, time.now_us(), scenario)
        if crash:
            events = events[: self.chance.randrange(20, len(events) - 1)]
        visits.store(writer, events, self.told, session_id)

    def _live(self, store: Store, time: ScriptedTime, number: int) -> None:
        """Measure one visit with every thread of a live session; every third has its cable pulled in mid-set."""
        pulled = "&disconnect_at=35&disconnect_s=6" if number % UNPLUG_EVERY == 0 else ""
        port = f"sim://textbook?seed={number}&reps=3&speed=max&epoch_us={time.now_us()}{pulled}"
        writer = StoreWriter(store, "clinic", "step1")
        session = LiveSession(
            port, self.config, writer=writer, recordings_dir=self.folder / "recordings", time=time
        )
        current = [""]

        def take(events: Sequence[Event]) -> None:
            for event in events:
                if isinstance(event, Session) and event.state == "opened":
                    current[0] = event.session_id
                elif isinstance(event, RepWithdrawn):
                    self.told.withdrawn.add((current[0], event.set, event.index))
                elif isinstance(event, Saved):
                    self.told.receipt(event.what, event.session_id, event.set, event.index)

        session.subscribe(take)
        session.begin(None)
        session.start()
        if not session.join(LONGEST_SESSION_S):
            session.stop()
            raise TimeoutError(f"day {number}: the live session hangs")
        self.visits += 1


def month(folder: Path, server: InfluxServer, seed: int, visits_a_day: int, live_every: int) -> Outcome:
    """Live a month, then compare ledger, rows, InfluxDB, memory and sizes."""
    with timed(Outcome("a simulated month")) as outcome:
        story = Month(folder, server, seed, visits_a_day, live_every)
        settled = (0.0, 0, 0)
        for number in range(DAYS):
            if number == SERVER_AWAY.start:
                server.kill_influxd()
            elif number == SERVER_AWAY.stop:
                server.start_influxd()
            story.day(number)
            outcome.runs += 1
            if number == SETTLED_DAY - 1:
                settled = (resident_mb(os.getpid()), story.database.stat().st_size, story.visits)
        _compare(story, outcome)
        _sizes(story, outcome, *settled)
    return outcome


def _compare(story: Month, outcome: Outcome) -> None:
    with Store.open(story.database) as store:
        state = Forwarder(store, story.config.influx, story.server.write_token, lambda _: None).push_once()
        outcome.expect((state.pending, state.parked) == (0, 0), f"at the end: {state}")
        outcome.wrong += [f"ledger: {each.words}" for each in ledger.audit(store)]
        recovered = ledger.statement(store).recovered
    rows, there = rows_of(story.database), influx_reps(story.server)
    outcome.saved = len(story.told.promised)
    outcome.lost = missing(story.told.promised, rows.reps) + missing(story.told.promised, there)
    outcome.doubled = rows.twins + doubled(rows.reps) + doubled(there)
    outcome.wrong += rows.damage
    outcome.expect(
        rows.queued == rows.delivered == there.total() == rows.reps.total(),
        f"reps queued {rows.queued}, delivered {rows.delivered}, in InfluxDB {there.total()}, "
        f"in the database {rows.reps.total()}",
    )
    outcome.notes.append(f"days; {story.visits} visits, {recovered} recovered from crashes")


def _sizes(
    story: Month, outcome: Outcome, settled_mb: float, settled_bytes: int, settled_visits: int
) -> None:
    """Memory and log stay, recordings keep to their budget, and the database grows by what is in it."""
    grown_mb = resident_mb(os.getpid()) - settled_mb
    first = settled_bytes / settled_visits
    later = (story.database.stat().st_size - settled_bytes) / (story.visits - settled_visits)
    recordings = sum(file.stat().st_size for file in (story.folder / "recordings").glob("*"))
    outcome.expect(
        grown_mb < GROWTH_MB, f"memory grew by {grown_mb:.0f} MB in the last {DAYS - SETTLED_DAY} days"
    )
    outcome.expect(
        later < 1.5 * first, f"{later / 1024:.0f} kB a visit later, {first / 1024:.0f} kB at first"
    )
    outcome.expect(recordings <= (RECORDINGS_MB + 1) << 20, f"{recordings >> 20} MB of recordings")
    outcome.notes.append(
        f"memory {grown_mb:+.1f} MB over the last {DAYS - SETTLED_DAY} days; database {later / 1024:.0f} kB a visit, "
        f"{first / 1024:.0f} kB at first; log at most {story.longest_log / 2**20:.1f} MB; "
        f"recordings {recordings / 2**20:.1f} MB of {RECORDINGS_MB} MB allowed"
    )

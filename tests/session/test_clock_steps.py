"""A running session whose computer's clock is set: visits keep their time, and the recording replays bit for bit."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from station.config import Config
from station.events import ClockStep, Fault, ForceBlock, Rep, Session, SetSummary
from station.jsonl import encode
from station.pipeline import Pipeline
from station.recording import CLOCK_SET, Control, Wire, read_records, replay_events
from station.session import LiveSession
from station.session.clock_keeper import ClockKeeper
from station.session.timeline import TimeLine
from station.store import Store, StoreWriter, ledger
from tests.support.live import Told, running
from tests.support.two_clocks import BEGUN_US, ScriptedMachine, SetClock
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from station.events import Event

FASTER = 10.0
STEP = f"sim://textbook?seed=7&speed={FASTER:g}&reps=100"
HOUR_S = 3600.0
YEAR_S = 365 * 24 * HOUR_S
NEAR_US = 600 * 10**6
"""A session of a minute cannot be further off than that, however busy the machine is."""


def told_reps(told: Told, number: int) -> bool:
    """Tell whether so many reps were told live in the visit that is open."""
    begun = max(told.events.index(event) for event in told.of(Session))
    return sum(isinstance(event, Rep) and not event.final for event in told.events[begun:]) >= number


@pytest.mark.parametrize("wrong_s", [HOUR_S, -56 * YEAR_S])
def test_clock_is_set_while_somebody_trains(tmp_path: Path, wrong_s: float) -> None:
    """The visit goes on on its own time; the next begins on the new one; the recording replays with the step in it."""
    host, path = SetClock(FASTER), tmp_path / "steps.steprec"
    line = TimeLine(host)
    with Store.open(tmp_path / "station.db", clock_us=line.now_us) as store:
        keeper = ClockKeeper(store, line, ScriptedMachine())
        session = LiveSession(
            STEP, Config(), writer=StoreWriter(store, "home", "step1"), recording_file=path, time=line,
            clock=keeper.stamp,
        )  # fmt: skip
        session.begin(None)
        with running(session) as told:
            wait_until(lambda: bool(told.of(Session)) and told_reps(told, 2))
            host.step(wrong_s)
            wait_until(lambda: told_reps(told, 4))
            session.begin(None)
            wait_until(lambda: len(told.of(Session)) == 3 and told_reps(told, 2))
            host.step(-wrong_s)
            wait_until(lambda: told_reps(told, 3))
            session.end()
            wait_until(lambda: len(told.of(Session)) == 4)
            session.begin(None)
            wait_until(lambda: len(told.of(Session)) == 5 and told_reps(told, 1))
        assert [step.step_s for step in told.of(ClockStep)] == pytest.approx([wrong_s, -wrong_s])
        assert not [fault for fault in told.of(Fault) if fault.code == "device_restart"]
        first, second, third = store.sessions()[::-1]
        wrong_us = round(wrong_s * 1e6)
        for visit, off_us in ((first, 0), (second, wrong_us), (third, 0)):
            assert abs(visit.opened_us - BEGUN_US - off_us) < NEAR_US
            times_us = [rep.start_time_us or 0 for rep in store.reps(visit.id)]
            assert all(abs(time_us - BEGUN_US - off_us) < NEAR_US for time_us in times_us)
            for (earlier, before_us), (later, after_us) in pairwise(
                zip(store.reps(visit.id), times_us, strict=True)
            ):
                assert after_us - before_us > 0.5e6 * (later.start_s - earlier.start_s)
        assert ledger.audit(store) == []
        keeper.look()
        now = store.session(second.id)
        assert now is not None
        if wrong_s < -YEAR_S:  # proven by the program's age
            assert abs(now.opened_us - BEGUN_US) < NEAR_US
        else:  # nothing says which hour is right
            assert now.opened_us == second.opened_us
    assert [encode(event) for event in replay_events(path)] == told.core_lines()
    moves = [
        record for record in read_records(path) if isinstance(record, Control) and record.action == CLOCK_SET
    ]
    assert sum(move.arguments["by_us"] for move in moves) == pytest.approx(0, abs=50_000)
    assert moves[0].arguments["by_us"] == pytest.approx(wrong_us, abs=50_000)


def wire(path: Path) -> list[tuple[int, bytes]]:
    """Return a simulated set as it arrived."""
    session = LiveSession(
        "sim://textbook?seed=3&speed=max&reps=3&epoch_us=1800000000000000", Config(), recording_file=path
    )
    with running(session) as told:
        assert session.join(60.0)
    assert told.of(Rep)
    return [(record.arrival_us, record.raw) for record in read_records(path) if isinstance(record, Wire)]


def events_of(chunks: list[tuple[int, bytes]], at: int, by_us: int, told_us: int) -> list[Event]:
    """Return what a pipeline tells whose arrivals are ``by_us`` ahead from chunk ``at`` on, of which it is told."""
    pipeline = Pipeline()
    events: list[Event] = []
    for number, (arrival_us, raw) in enumerate(chunks):
        if number == at and told_us:
            events += pipeline.clock_set(told_us)
        events += pipeline.feed(raw, arrival_us + (by_us if number >= at else 0))
    return [event for event in [*events, *pipeline.finish()] if not isinstance(event, ForceBlock)]


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[int, bytes]], list[Event]]:
    """Return a set as it came, and what is told of it where nobody sets a clock."""
    chunks = wire(tmp_path_factory.mktemp("undisturbed") / "set.steprec")
    return chunks, events_of(chunks, 0, 0, 0)


@pytest.mark.parametrize("by_us", [10**12, -(10**12), 10**16])
def test_pipeline_that_is_told_of_a_step_measures_as_without_one(
    undisturbed: tuple[list[tuple[int, bytes]], list[Event]], by_us: int
) -> None:
    """Only wall times after the step differ, and those by the step; untold, the same arrivals would spoil the time."""
    chunks, plain = undisturbed
    at = len(chunks) // 2
    told = events_of(chunks, at, by_us, by_us)
    assert len(plain) == len(told)
    moved = 0
    for before, after in zip(plain, told, strict=True):
        if isinstance(before, Rep) and isinstance(after, Rep) and before.start_time_us != after.start_time_us:
            assert (after.start_time_us or 0) - (before.start_time_us or 0) == pytest.approx(by_us, abs=5)
            moved += 1
        else:
            assert isinstance(before, SetSummary) or encode(before) == encode(after)
    assert moved
    untold = events_of(chunks, at, by_us, 0)
    assert [encode(event) for event in untold] != [encode(event) for event in told]


def test_source_with_a_time_of_its_own_is_timed_by_no_clock_of_ours(tmp_path: Path) -> None:
    """A recording or a simulation at full speed says when it was: nothing is held, and nothing can be corrected."""
    line = TimeLine(SetClock(wall_us=5_000_000))
    with Store.open(tmp_path / "station.db", clock_us=line.now_us) as store:
        keeper = ClockKeeper(store, line, ScriptedMachine())
        assert keeper.stamp().state == "wrong"
        url = "sim://textbook?seed=3&speed=max&reps=1&epoch_us=1800000000000000"
        session = LiveSession(
            url, Config(), writer=StoreWriter(store, "home", "step1"), time=line, clock=keeper.stamp
        )
        session.begin(None)
        with running(session):
            assert session.join(60.0)
        (visit,) = store.sessions()
        assert (visit.clock, visit.held, visit.reps_done) == (None, False, 1)

"""The operator's pages of facts: diagnostics, InfluxDB, people, the program, the raw trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.kiosk.facts import FactBook, Outbox, diagnostics_rows, influx_rows
from station.kiosk.operating import Desk, Job
from station.kiosk.raw_trace import RawRing
from station.kiosk.screens.operator import OperatorScreen
from station.kiosk.screens.operator_facts import PeopleScreen
from station.kiosk.widgets.count_trace import CountTrace
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.work import tracing
from station.store import Store
from station.store.rows import OutboxTotals
from station.wire import Sample, SampleFlag
from tests.kiosk.at_desk import SimulatedLive, run, staged, stop_after
from tests.kiosk.stage import settle, text_of
from tests.support.host_time import FastTime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Yield a store."""
    with Store.open(tmp_path / "station.db") as opened:
        yield opened


def words(rows: list[tuple[tuple[str, str], ...]]) -> str:
    """Return rows as lines."""
    return "\n".join("".join(text for text, _ in row) for row in rows)


def test_diagnostics_tell_what_became_of_every_conversion() -> None:
    """An account that does not add up is red; faults are counted by code and channel."""
    book = FactBook()
    good, bad = ev.ChannelAccount("L", 100, 90, 6, 4), ev.ChannelAccount("R", 100, 90, 6, 3)
    book.put([ev.WireAccount(1.0, (good, bad), {"crc": 2}, boots=1), *[ev.Fault("gap", "L", 1.0, 2.0)] * 3])
    book.put([ev.StoreState("held", 3, 9, "disk \x1b[2J full")])
    rows = diagnostics_rows(book, watchers=2)
    assert [row[0][1] for row in rows[2:4]] == ["", "stop"]
    assert "gap L" in words(rows)
    assert "held disk" in words(rows)
    assert "\x1b" not in words(rows)
    assert words(rows).endswith("2")


def test_influx_tells_the_account_of_every_measurement() -> None:
    """What waits, what is held, what was refused; the state with the server's words."""
    outbox = Outbox(5, 1, 2, (OutboxTotals("rep", 50, 44, 0),), ())
    told = words(influx_rows(outbox, ev.InfluxState("waiting", 5, 1, "connection refused")))
    assert "connection refused" in told
    assert [line.split()[:3] for line in told.splitlines() if line.strip().startswith("rep")] == [
        ["rep", "50", "44"]
    ]


@pytest.mark.parametrize("key", ["6", "7", "8", "9", "0"])
@pytest.mark.parametrize("size", [(120, 40), (60, 20), (20, 5)])
def test_every_page_opens_and_goes_back_at_every_size(store: Store, key: str, size: tuple[int, int]) -> None:
    """Also where no step is, and nothing is stored yet."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", key)
        await settle(pilot)
        await stage.draw(pilot)
        assert not isinstance(stage.app.screen, OperatorScreen)
        await pilot.press("escape")
        await stage.draw(pilot)
        assert isinstance(stage.app.screen, OperatorScreen)

    stage.act(steps, size)


def test_a_forgotten_pin_is_taken_off_after_a_second_key(store: Store) -> None:
    """R asks, R does; whoever has none is told so; names with markup stay names."""
    ana, _bob = store.add_athlete("[b]Ana[/b]"), store.add_athlete("Bob")
    store.set_pin(ana.id, "1234")
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "9")
        await settle(pilot)
        screen = stage.app.screen
        assert isinstance(screen, PeopleScreen)
        at = [its_id for _, its_id, _, _ in screen.people].index(ana.id)
        await pilot.press(*["down"] * at)
        await stage.draw(pilot)
        assert "[b]Ana[/b]" in text_of(stage.find("#facts", Dense))
        await pilot.press("r")
        assert store.has_pin(ana.id)
        assert "once more" in stage.find("#said", Say).text
        await pilot.press("r")
        await settle(pilot)
        assert not store.has_pin(ana.id)
        await settle(pilot)
        await stage.draw(pilot)
        await pilot.press("r")
        assert "No PIN" in stage.find("#said", Say).text

    stage.act(steps)


def test_the_raw_ring_keeps_ten_seconds_over_wraps_and_restarts() -> None:
    """By the step's own clock; what the step doubts is marked."""
    ring = RawRing(("L", "R"))
    ring.feed(Sample(0, n, (2**32 - 500_000 + 10_000 * n) % 2**32, n, 0) for n in range(2000))
    left, right = ring.lines()
    assert left.counts[-1] == 1999
    assert max(left.age_s) == pytest.approx(10.0)
    assert right.counts == ()
    ring.feed([Sample(0, 0, 10, 500, int(SampleFlag.DESYNC))])
    (left, _) = ring.lines()
    assert (left.counts, left.doubtful) == ((500,), (True,))


def test_the_trace_fills_its_box_with_every_converter() -> None:
    """As many rows as there are, each with its range; a quiet one is no mountain."""
    ring = RawRing(("L", "R"))
    ring.feed(Sample(n % 2, n, 10_000 * n, 1000 + (n % 3 if n % 2 else 40 * (n % 50)), 0) for n in range(900))
    widget = CountTrace()
    widget.lines = ring.lines()
    for width, height in ((80, 20), (30, 4), (14, 2), (5, 1)):
        rows = widget.rows(width, height)
        assert len(rows) <= height
        assert all(sum(len(text) for text, _ in row) <= max(width, 13) for row in rows)
    assert "█" in words(list(widget.rows(80, 20)))


def test_tracing_hears_the_step_until_the_screen_is_left(store: Store) -> None:
    """Both converters, while the session goes on."""
    live = SimulatedLive("quiet", seed=3)
    job = Job(Desk(live, store, time=FastTime()), tracing)
    stop_after(job, live, 20.0)
    run(job)
    assert [line.channel for line in job.trace] == ["L", "R"]
    assert all(len(line.counts) > 500 for line in job.trace)
    assert live.talking == 0

"""Real faults on the kiosk: each is told in words, says what of the reps is safe, and goes away when it is over."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import pytest

from station.config import Config, InfluxSection, StationSection, StorageSection
from station.errors import StoreError
from station.events import Prescription, Rep
from station.kiosk.app import KioskApp
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.force_trace import ForceTrace
from station.kiosk.widgets.status import Banner
from station.session import Running, assembled
from station.store import StoreWriter
from tests.kiosk.stage import until
from tests.support.small_disk import small_disk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from station.events import Alarm, Event, Saved

    Steps = Callable[[KioskApp, Running, Pilot[None]], Awaitable[None]]

TEXTBOOK = "sim://textbook?seed=7&speed=8&reps=60"


def acted(config: Config, port: str, steps: Steps, *, secret: str | None = None) -> None:
    """Run the kiosk on a port, a guest training, through ``steps``."""

    async def main(running: Running) -> None:
        app = KioskApp(running.session, running.store, prescription=Prescription(target_reps=3))
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, WhoScreen) and app.screen.drawable)
            await pilot.press("1")
            await steps(app, running, pilot)

    with assembled(config, port, secret, patient=True) as running:
        running.forwarder.start()
        asyncio.run(main(running))


def banner(app: KioskApp) -> str:
    """Return what the banner says; empty when there is none."""
    shown = app.screen.query(Banner)
    return "".join(one.text for one in shown if one.display)


def reps_done(app: KioskApp) -> int:
    """Return how many reps the kiosk has been told of."""
    return len(app.model.snapshot(0.0).visit.reps)


def test_a_plate_that_falls_silent_is_named(tmp_path: Path) -> None:
    """A converter dies in the middle of a set: which plate, that nothing is measured, and what to do."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        del running
        await until(pilot, lambda: isinstance(app.screen, LiveScreen))
        await until(pilot, lambda: "The right plate is not answering" in banner(app))
        assert "Check its cable" in banner(app)

    config = Config(station=StationSection(data_dir=tmp_path))
    acted(config, f"{TEXTBOOK}&dead=R&dead_at=20", steps)


def test_silence_greys_the_trace_and_says_for_how_long(tmp_path: Path) -> None:
    """The reader goes on, but nothing comes: the picture is marked as old, and the words count."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        del running
        await until(pilot, lambda: isinstance(app.screen, LiveScreen) and reps_done(app) > 0)
        await until(pilot, lambda: bool(app.screen.query_one(ForceTrace).message))
        assert "No new data for" in app.screen.query_one(ForceTrace).message
        await until(pilot, lambda: "The step is unplugged. Reps so far are kept." in banner(app))
        await until(pilot, lambda: not banner(app) and not app.screen.query_one(ForceTrace).message)

    config = Config(station=StationSection(data_dir=tmp_path))
    acted(config, f"{TEXTBOOK}&disconnect_at=25&disconnect_s=40", steps)


def test_influxdb_away_is_told_once_and_reps_are_kept(tmp_path: Path) -> None:
    """A server that is not there: the banner says that nothing is lost and nothing is to be done."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        del running
        await until(pilot, lambda: "InfluxDB is away. Reps are saved here" in banner(app))
        await until(pilot, lambda: app.model.snapshot(0.0).visit.saved > 0)

    influx = InfluxSection(url=f"http://127.0.0.1:{port}", org="clinic", bucket="step")
    acted(
        Config(station=StationSection(data_dir=tmp_path), influx=influx),
        TEXTBOOK,
        steps,
        secret="x" * 8,
    )


def test_a_full_disk_is_told_with_the_reps_that_wait_and_is_over_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real disk, filled in the middle of a set: reps wait; when there is room they are saved and the banner goes."""
    monkeypatch.setattr("station.session.storage.RETRY_S", 0.05)
    with small_disk(tmp_path / "disk", 4) as disk:
        station = StationSection(data_dir=disk.folder, record=False)
        config = Config(
            station=station, storage=StorageSection(emergency_dir=tmp_path / "held", free_space_warn_mb=0)
        )

        async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
            del running
            await until(pilot, lambda: app.model.snapshot(0.0).visit.saved > 0)
            disk.fill()
            await until(pilot, lambda: "NOT SAVED" in banner(app))
            assert "Make room" in banner(app)
            disk.make_room()
            await until(pilot, lambda: not banner(app))
            visit = app.model.snapshot(0.0).visit
            await until(pilot, lambda: app.model.snapshot(0.0).visit.saved >= len(visit.reps))

        acted(config, TEXTBOOK, steps)


class Broken(StoreWriter):
    """A writer with a mistake in it."""

    def handle(self, events: Sequence[Event], time_us: int | None = None) -> list[Saved | Alarm]:
        """Die at the first rep."""
        if any(isinstance(event, Rep) for event in events):
            raise ZeroDivisionError("for the test")
        return super().handle(events, time_us)


def test_a_crashed_worker_is_told_for_as_long_as_it_is_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The storage thread dies: that new reps are not kept stays on the screen, whatever key is pressed."""
    monkeypatch.setattr("station.session.assemble.StoreWriter", Broken)

    told: list[str] = []

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        del running
        await until(pilot, lambda: "Saving has stopped: new reps are NOT kept" in banner(app))
        await pilot.press("f4")
        app.frame()
        assert "Saving has stopped" in banner(app)
        before = reps_done(app)
        await until(pilot, lambda: reps_done(app) > before)
        told.append(banner(app))

    config = Config(station=StationSection(data_dir=tmp_path), storage=StorageSection(emergency_dir=tmp_path))
    with pytest.raises(StoreError, match="NOT SAVED"):
        acted(config, TEXTBOOK, steps)
    assert len(told) == 1, "what went wrong in between is hidden by what is raised at the end"
    assert "Saving has stopped" in told[0]


def test_a_failed_question_goes_away_by_key(tmp_path: Path) -> None:
    """An alarm that is over is taken away by F4; the key is offered only then."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        del running

        def fails() -> None:
            raise OSError("for the test")

        await until(pilot, lambda: isinstance(app.screen, LiveScreen))
        assert app.check_action("seen", ()) is False
        app.ask(fails, lambda _: None)
        await until(pilot, lambda: "That did not work. Reps so far are saved." in banner(app))
        assert app.check_action("seen", ()) is True
        await pilot.press("f4")
        await until(pilot, lambda: not banner(app))

    acted(Config(station=StationSection(data_dir=tmp_path)), TEXTBOOK, steps)

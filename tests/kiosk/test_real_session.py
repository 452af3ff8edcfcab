"""The kiosk on a real session: simulated step, real pipeline, real store."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from station.coach import Coach, Library
from station.config import Config, StationSection
from station.errors import StoreError
from station.events import Prescription
from station.kiosk.app import KioskApp, run_kiosk
from station.kiosk.screens.choose import ChooseScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.next import NextScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.weeks import WeeksScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.menu import Menu
from station.kiosk.widgets.weeks_chart import WeeksChart
from station.session import Running, assembled
from station.store import Store
from tests.kiosk.stage import until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

TEXTBOOK = "sim://textbook?seed=7&speed=8&reps=24"
"""Reps enough that some are left when a slow machine has typed a name."""


def acted(
    folder: Path, port: str, steps: Callable[[KioskApp, Running, Pilot[None]], Awaitable[None]]
) -> None:
    """Run the kiosk on a port through ``steps``."""
    config = Config(station=StationSection(data_dir=folder))

    async def main(running: Running) -> None:
        coach = Coach(running.store, Library.open(folder / "plans"), site="", station="test")
        app = KioskApp(running.session, running.store, coach=coach, prescription=Prescription(target_reps=3))
        async with app.run_test(size=(120, 40)) as pilot:
            await steps(app, running, pilot)

    with assembled(config, port, None, patient=True) as running:
        running.forwarder.start()
        asyncio.run(main(running))


def says(app: KioskApp, selector: str, words: str) -> bool:
    """Return whether a line of the screen in front holds these words."""
    return any(words in line.text for line in app.screen.query(selector).results(Say))


def on(app: KioskApp, screen: type) -> bool:
    """Return whether this screen is in front."""
    return isinstance(app.screen, screen)


def test_a_new_athlete_from_the_name_to_the_summary(tmp_path: Path) -> None:
    """Type a name, train, rest, end: what the screen says is what is on disk."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: on(app, WhoScreen))
        await pilot.press(*"Dora", "enter")
        await until(pilot, lambda: on(app, ChooseScreen))
        await pilot.press("escape")
        await until(pilot, lambda: on(app, TodayScreen) and app.screen.query_one(Menu).items != ())
        await pilot.press("enter")
        await until(pilot, lambda: on(app, LiveScreen))
        await until(pilot, lambda: app.screen.has_class("-resting"))
        await pilot.press("escape")
        await until(pilot, lambda: on(app, SummaryScreen))
        await until(pilot, lambda: says(app, "#kept", "reps are saved."))
        assert says(app, "#title", "Well done, Dora")
        (athlete,) = running.store.athletes()
        await until(pilot, lambda: running.store.last_visit_us(athlete.id) is not None)
        (visit,) = running.store.sessions(athlete.id)
        stored = running.store.reps(visit.id)
        shown = [line.rep for line in app.model.snapshot(0.0).visit.reps]
        assert stored
        assert [(rep.set, rep.index, rep.side) for rep in stored] == [
            (rep.set, rep.index, rep.side) for rep in shown
        ]
        await pilot.press("enter")
        await until(pilot, lambda: on(app, QuestionsScreen))
        await pilot.press("escape")
        await until(pilot, lambda: on(app, GoodbyeScreen) and says(app, "#kept", "kept"))
        await pilot.press("enter")
        await until(pilot, lambda: on(app, WhoScreen) and app.person is None)

    acted(tmp_path, TEXTBOOK, steps)


def test_somebody_with_a_plan_from_the_name_to_what_comes_next(tmp_path: Path) -> None:
    """Real plan, real store: today's set is asked of the step, symptoms are kept, the weeks tell of the visit."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        await until(pilot, lambda: on(app, WhoScreen))
        await pilot.press(*"Dora", "enter")
        await until(pilot, lambda: on(app, ChooseScreen) and says(app, "#question", "Which leg is sore?"))
        await pilot.press("1")
        await until(pilot, lambda: on(app, ChooseScreen) and says(app, "#question", "Which plan?"))
        await pilot.press("1")
        await until(pilot, lambda: on(app, TodayScreen) and app.course.advice is not None)
        await until(pilot, lambda: app.screen.query_one(Menu).items != ())
        advice = app.course.advice
        assert advice is not None
        assert advice.action == "train"
        assert advice.plan_id == "seed-default"
        await pilot.press("1")
        await until(pilot, lambda: on(app, LiveScreen))
        asked = app.model.prescription
        assert (asked.planned_side, asked.target_reps) == (advice.sets[0].leg, advice.sets[0].reps)
        await until(pilot, lambda: len(app.model.snapshot(0.0).visit.reps) > 1)
        await pilot.press("escape")
        await until(pilot, lambda: on(app, SummaryScreen) and says(app, "#kept", "reps are saved."))
        await pilot.press("enter")
        await until(pilot, lambda: on(app, QuestionsScreen))
        await pilot.press("2", "enter", "1", "enter", "0", "enter", "0", "enter")
        await until(pilot, lambda: on(app, NextScreen))
        (athlete,) = running.store.athletes()
        coach = app.course.coach
        assert isinstance(coach, Coach)
        (entry, *others) = coach.entries(athlete.id)
        values = {kind: value for one in (entry, *others) for kind, value in one.values.items()}
        assert values == {"during": 2, "after": 1, "sharp": 0, "heel_bone": 0}
        (visit,) = running.store.sessions(athlete.id)
        assert {one.session_id for one in (entry, *others)} == {visit.id}
        await pilot.press("w")
        await until(pilot, lambda: on(app, WeeksScreen) and app.screen.query_one(WeeksChart).weeks != ())
        assert app.screen.query_one(WeeksChart).weeks[0].sessions_done == 1

    acted(tmp_path, TEXTBOOK.replace("reps=24", "reps=60"), steps)


def test_a_pulled_cable_is_told_and_the_set_goes_on(tmp_path: Path) -> None:
    """Unplugged in the middle of a set: said within a moment, gone when the step is back; the reps stay."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        del running
        await until(pilot, lambda: on(app, WhoScreen))
        await pilot.press("1")
        await until(pilot, lambda: says(app, "#banner", "The step is unplugged"))
        before = len(app.model.snapshot(0.0).visit.reps)
        await until(pilot, lambda: not app.screen.query_one("#banner").display)
        await until(pilot, lambda: len(app.model.snapshot(0.0).visit.reps) > before)
        assert on(app, LiveScreen)

    acted(tmp_path, f"{TEXTBOOK}&disconnect_at=25&disconnect_s=24", steps)


def test_no_step_yet_is_not_an_error(tmp_path: Path) -> None:
    """Without a step the kiosk waits, says so, and names can be chosen."""

    async def steps(app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        del running
        await until(pilot, lambda: on(app, WhoScreen))
        await pilot.press("1")
        await until(pilot, lambda: says(app, "#instruction", "Waiting for the step"))
        await until(pilot, lambda: says(app, "#banner", "No step yet: "))

    acted(tmp_path, str(tmp_path / "no-such-port"), steps)


def test_a_store_in_use_is_refused_before_the_screen(tmp_path: Path) -> None:
    """A second kiosk on the same data ends with one line, not with a broken terminal."""
    config = Config(station=StationSection(data_dir=tmp_path))
    with Store.open(tmp_path / "station.db"), pytest.raises(StoreError):
        run_kiosk(config, TEXTBOOK)

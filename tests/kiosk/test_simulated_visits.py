"""Whole visits on a simulated step with a real store: athletes good and bad, one alone and two in turn."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from station.coach import Coach, Library
from station.config import Config, StationSection
from station.events import Prescription
from station.kiosk.app import KioskApp
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.menu import Menu
from station.session import Running, assembled
from tests.kiosk.stage import UNHURRIED, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from station.store.rows import Athlete

SPEED = 12
EXHAUSTIVE = pytest.mark.exhaustive


class Played:
    """A kiosk on a simulated port, with two people who train there."""

    def __init__(self, app: KioskApp, running: Running, pilot: Pilot[None]) -> None:
        self.app, self.running, self.pilot = app, running, pilot

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait until it has happened."""
        await until(self.pilot, happened)

    async def on(self, screen: type | tuple[type, ...]) -> None:
        """Wait until this screen is in front and drawn."""
        await self.until(lambda: isinstance(self.app.screen, screen) and self.app.screen.drawable)  # type: ignore[attr-defined]

    async def press(self, key: str, screen: type | tuple[type, ...]) -> None:
        """Press a key that leads to a screen."""
        await self.pilot.press(key)
        await self.on(screen)

    async def chosen(self, key: str) -> None:
        """Choose somebody of the list, and begin without a plan."""
        await self.on(WhoScreen)
        await self.until(lambda: len(self.app.screen.rows) > 1)  # type: ignore[attr-defined]
        await self.press(key, TodayScreen)
        await self.until(lambda: self.app.screen.query_one(Menu).items != ())
        await self.press("enter", (ReadyScreen, LiveScreen))

    @property
    def reps(self) -> int:
        """How many reps the one in front did so far."""
        return len(self.app.snapshot_now(0.0).visit.reps)

    async def stands_there(self) -> None:
        """Say that it is the right one who stands on the step: nobody stepped off in between."""
        if isinstance(self.app.screen, ReadyScreen) and self.app.screen.leaving:
            await self.pilot.press("enter")

    def shown_of(self, numbers: list[int]) -> list[tuple[int, str]]:
        """Return index and side of every rep that was shown of these visits."""
        return [(line.rep.index, line.rep.side) for line in self.app.parts.of(numbers).reps]

    def says(self, selector: str, words: str) -> bool:
        """Return whether a line of the screen in front holds these words."""
        return any(words in line.text for line in self.app.screen.query(selector).results(Say))

    def stored(self, athlete: Athlete) -> list[tuple[int, str]]:
        """Return index and side of every rep on disk of somebody, visit after visit."""
        visits = reversed(self.running.store.sessions(athlete.id))
        return [(rep.index, rep.side) for visit in visits for rep in self.running.store.reps(visit.id)]


def played(
    folder: Path,
    port: str,
    steps: Callable[[Played, list[Athlete]], Awaitable[None]],
    prescription: Prescription | None = None,
) -> None:
    """Run a kiosk on a port through ``steps``."""
    config = Config(station=StationSection(data_dir=folder))

    async def main(running: Running) -> None:
        coach = Coach(running.store, Library.open(folder / "plans"), site="", station="test")
        people = [running.store.add_athlete("Ana"), running.store.add_athlete("Bob")]
        app = KioskApp(
            running.session,
            running.store,
            coach=coach,
            settings=UNHURRIED,
            prescription=prescription or Prescription(target_reps=4),
            attract=True,
        )
        async with app.run_test(size=(80, 24)) as pilot:
            visit = Played(app, running, pilot)
            await visit.on(AttractScreen)
            await visit.press("down", WhoScreen)
            await steps(visit, people)

    with assembled(config, port, None, patient=True) as running:
        running.forwarder.start()
        asyncio.run(main(running))


@pytest.mark.parametrize(
    "athlete",
    [
        "bounce",
        "novice",
        *(pytest.param(each, marks=EXHAUSTIVE) for each in ("textbook", "fast", "stumble", "rail")),
    ],
)
def test_visit_of_a_good_or_a_bad_athlete(tmp_path: Path, athlete: str) -> None:
    """From the first screen to goodbye: every rep that was shown is on disk, whoever did it and how."""

    async def steps(visit: Played, people: list[Athlete]) -> None:
        ana = people[0]
        await visit.chosen("2")
        await visit.on(LiveScreen)
        await visit.until(lambda: visit.reps > 2)
        await visit.press("escape", SummaryScreen)
        await visit.until(lambda: visit.says("#kept", "saved."))
        reps = visit.reps
        await visit.press("enter", QuestionsScreen)
        await visit.press("escape", GoodbyeScreen)
        await visit.until(lambda: visit.app.screen.query_one("#reps", Figure).text == str(reps))
        assert len(visit.stored(ana)) == reps
        await visit.press("enter", WhoScreen)

    played(tmp_path, f"sim://{athlete}?seed=11&speed={SPEED}&reps=30", steps)


def test_backpack_is_weighed_after_the_body(tmp_path: Path) -> None:
    """Weighed without, then with it: the load is told before the first rep, and the rep carries it."""

    async def steps(visit: Played, people: list[Athlete]) -> None:
        del people
        await visit.chosen("2")
        await visit.until(lambda: visit.says("#instruction", "Now with your load: 8.0 kg planned"))
        await visit.until(lambda: visit.says("#instruction", "Weighed, as planned."))
        load_kg = visit.app.model.snapshot(0.0).added_load_kg
        assert load_kg == pytest.approx(8.0, abs=0.3)
        await visit.on(LiveScreen)

    prescription = Prescription(target_reps=4, planned_added_load_kg=8.0)
    played(tmp_path, f"sim://heavy?seed=4&speed={SPEED}&reps=30&added_kg=8", steps, prescription)


def test_two_people_in_turn_keep_what_is_theirs(tmp_path: Path) -> None:
    """They swap in the middle of everything: each has on disk what was shown under their name, in two visits."""

    async def steps(visit: Played, people: list[Athlete]) -> None:
        ana, bob = people
        await visit.chosen("2")
        await visit.until(lambda: visit.reps > 1)
        await visit.press("x", WhoScreen)
        await visit.chosen("1")
        assert visit.app.person_name == "Bob"
        await visit.stands_there()
        await visit.until(lambda: visit.reps > 1)
        await visit.press("x", ReadyScreen)
        assert visit.app.person_name == "Ana"
        before = visit.reps
        await visit.stands_there()
        await visit.until(lambda: visit.reps > before)
        await visit.press("x", ReadyScreen)
        assert visit.app.person_name == "Bob"
        before = visit.reps
        await visit.stands_there()
        await visit.until(lambda: visit.reps > before)
        await visit.press("escape", SummaryScreen)
        await visit.until(lambda: visit.says("#kept", "saved."))
        shown = {seat.name: visit.shown_of(seat.numbers) for seat in visit.app.turns.seats}
        assert (visit.stored(ana), visit.stored(bob)) == (shown["Ana"], shown["Bob"])
        assert min(map(len, shown.values())) > 1
        assert len(visit.running.store.sessions(ana.id)) == len(visit.running.store.sessions(bob.id)) == 2

    played(tmp_path, f"sim://alternate?seed=3&speed={SPEED}&reps=120", steps)

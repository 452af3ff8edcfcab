"""A monkey at the keyboard: any key, junk, mouse, sizes and troubles, for minutes in the exhaustive form."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.screen import SystemModalScreen

from station.errors import StoreError
from station.kiosk.operating import Desk
from station.kiosk.screens.base import KioskScreen
from station.kiosk.view.app import ViewApp
from station.store import Store
from station.viewing import Asked, Missed
from station.viewing.watcher import Tie
from tests.kiosk.at_desk import NoStep
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.monkey import Monkey
from tests.kiosk.stage import Stage, settle
from tests.support.host_time import FastTime

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from station.events import Event
    from station.viewing import Opened

MOVES = 40
MANY_MOVES = 1500


def let_loose(folder: Path, seed: int, moves: int) -> None:
    """Let a monkey play with a whole kiosk: programme, operator's desk, people whose list sometimes fails."""
    with Store.open(folder / "station.db") as store:
        stage = Stage(coach=ScriptedCoach(), attract=bool(seed % 2))
        stage.app.desk = Desk(NoStep(), store, pin="" if seed % 3 else "12", time=FastTime())

        def wait(seconds: float) -> None:
            stage.now_s += seconds
            stage.people.fails = StoreError("the disk is gone", "Wait") if int(stage.now_s) % 7 == 3 else None

        async def steps(pilot: Pilot[None]) -> None:
            monkey = Monkey(seed, pilot, hear=stage.live.send, wait=wait, draw=stage.app.frame)
            try:
                await monkey.play(moves)
                assert len(monkey.moves) == moves, "it was ended"
                stage.people.fails = None
                while isinstance(stage.app.screen, SystemModalScreen):
                    await pilot.press("escape")
                if stage.app.is_running:
                    await pilot.resize_terminal(80, 24)
                    await settle(pilot)
                    await stage.draw(pilot)
                    assert isinstance(stage.app.screen, KioskScreen)
            except BaseException as error:
                error.add_note("\n".join(monkey.moves[-30:]))
                raise

        stage.act(steps, (80, 24))


@pytest.mark.parametrize("seed", range(2))
def test_the_kiosk_bears_a_monkey(tmp_path: Path, seed: int) -> None:
    """Nothing anybody presses, pastes or unplugs ends it or leaves it without a screen."""
    let_loose(tmp_path, seed, MOVES)


@pytest.mark.exhaustive
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", range(100, 112))
def test_the_kiosk_bears_a_monkey_for_minutes(tmp_path: Path, seed: int) -> None:
    """The same for long."""
    let_loose(tmp_path, seed, MANY_MOVES)


class Theatre:
    """The other end of a view, in a test's hands."""

    def __init__(self) -> None:
        self.tie = Tie("attached", "127.0.0.1:4000")
        self.heard: list[Event | Asked | Opened | Missed] = []

    def start(self) -> None:
        """Nothing is looked for."""

    def stop(self) -> None:
        """Nothing is let go."""

    def take(self) -> list[Event | Asked | Opened | Missed]:
        """Return and forget what was heard."""
        heard, self.heard = self.heard, []
        return heard


@pytest.mark.parametrize("seed", range(1))
def test_the_view_bears_a_monkey(seed: int) -> None:
    """Neither keys nor what is heard breaks it; the keys that leave it leave it in order."""
    theatre, now_s = Theatre(), [0.0]
    app = ViewApp(theatre, clock_s=lambda: now_s[0])

    def wait(seconds: float) -> None:
        now_s[0] += seconds
        theatre.tie = Tie("gone", "", "x") if int(now_s[0]) % 5 == 2 else Tie("attached", "\x1b[31m")
        theatre.heard += [Missed(int(seconds)), Asked("\u202eAna\x1b[2J", "no such screen")]

    async def main() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            app.action_quit = _stay  # type: ignore[method-assign]  # it is left at the end
            monkey = Monkey(seed, pilot, hear=theatre.heard.extend, wait=wait, draw=app.frame)
            try:
                await monkey.play(MOVES)
            except BaseException as error:
                error.add_note("\n".join(monkey.moves[-30:]))
                raise
            assert isinstance(app.screen, KioskScreen)

    asyncio.run(main())


async def _stay() -> None:
    """Stay, whatever key says to leave."""

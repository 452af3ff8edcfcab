"""What the screens around a visit say is whole in small terminals, in both languages; and no size breaks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.pause import PauseScreen
from station.kiosk.screens.pin import PinScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Drawn, Say
from station.kiosk.words import LANGUAGES, say
from tests.kiosk.scripted import force
from tests.kiosk.stage import Stage, people
from tests.kiosk.test_turns import does, pressed, stands, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot


@pytest.fixture(params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield each language; English again afterwards."""
    yield request.param
    say.speak(LANGUAGES["en"], "kg")


def around(language: str) -> Stage:
    """Return a kiosk that begins with its first screen, where Ana has a PIN."""
    known = people()
    known.pins["ana"] = "0203"
    stage = Stage(known, attract=True)
    say.speak(LANGUAGES[language], "kg")
    return stage


def assert_whole(stage: Stage, kind: type[KioskScreen]) -> None:
    """Assert that this screen is in front and has room for all its words."""
    screen = stage.app.screen
    assert isinstance(screen, kind)
    for words in screen.query(Say).results():
        if words.display and words.region and words.text:
            needed = words.get_content_height(words.content_size, screen.size, words.content_size.width)
            assert needed <= words.content_size.height, words.text
    for drawn in screen.query(Drawn).results():
        for row in drawn.drawn:
            assert sum(len(text) for text, _ in row) <= drawn.size.width, (drawn.id, row)


async def through(stage: Stage, pilot: Pilot[None]) -> list[type[KioskScreen]]:
    """Go through the screens around a visit; yield nothing, but return which were in front."""
    seen: list[type[KioskScreen]] = []

    async def at(kind: type[KioskScreen], *keys: str) -> None:
        await pressed(stage, pilot, *keys)
        assert_whole(stage, kind)
        seen.append(kind)

    await stage.draw(pilot)
    assert_whole(stage, AttractScreen)
    await at(WhoScreen, "down")
    await at(PinScreen, "1")
    await pressed(stage, pilot, *"1111")
    assert_whole(stage, PinScreen)
    await at(ReadyScreen, *"0203")
    await told(stage, pilot, [*stands(stage, "both"), ev.Weigh(0.0, 1.0, 78.0, 0.1, 0.5, None)])
    await told(stage, pilot, [force(stage.now_s + 1.0, 400.0, 420.0)])
    assert_whole(stage, ReadyScreen)
    await told(stage, pilot, [ev.Weigh(1.0, 2.0, 90.0, 0.1, 0.5, 12.0)])
    assert_whole(stage, ReadyScreen)
    await does(stage, pilot, 2)
    await at(PauseScreen, "pageup")
    await at(WhoScreen, "2")
    await at(ReadyScreen, "1")
    await told(stage, pilot, stands(stage, "empty"))
    await does(stage, pilot, 1)
    await at(GoodbyeScreen, "escape", "enter")
    return seen


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_screens_around_a_visit_say_all_of_it(size: tuple[int, int], language: str) -> None:
    """Nothing is cut, at any of three sizes, in any language."""
    stage = around(language)

    async def steps(pilot: Pilot[None]) -> None:
        say.speak(LANGUAGES[language], "kg")
        assert len(await through(stage, pilot)) > 5

    stage.act(steps, size)


@pytest.mark.parametrize("size", [(20, 5), (8, 3), (1, 1), (240, 70), (40, 60)])
def test_screens_around_a_visit_at_any_size(size: tuple[int, int]) -> None:
    """Whatever the size, and when it changes on each of them: the way goes on."""
    stage = around("en")

    async def steps(pilot: Pilot[None]) -> None:
        for keys in ("x", "1", "0203", "", "x", "1"):
            await pilot.resize_terminal(100, 30)
            await pressed(stage, pilot, *keys)
            await pilot.resize_terminal(*size)
            await stage.draw(pilot)
            assert isinstance(stage.app.screen, KioskScreen)

    stage.act(steps)

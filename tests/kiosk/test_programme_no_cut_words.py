"""What the programme's screens say is whole in every terminal they are made for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from station import events as ev
from station.kiosk.widgets.drawing import Drawn, Say
from station.kiosk.widgets.paragraphs import Paragraphs
from tests.kiosk.coached import ScriptedCoach, resting, sentence, training
from tests.kiosk.scripted import a_set
from tests.kiosk.stage import Stage, settle
from tests.kiosk.test_programme_pictures import SCREENS

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from station.programme.model import Advice

SIZES = [(60, 20), (80, 24), (120, 40)]


def assert_whole(stage: Stage) -> None:
    """Assert that every line has the rows its words need, every drawn row its cells, every key its place."""
    screen = stage.app.screen
    for line in screen.query(Say).results():
        if line.display and line.text and line.region and line.parent is not None:
            width = line.content_size.width
            assert max(map(cell_len, line.text.split()), default=0) <= width, line.text
            needed = line.get_content_height(line.content_size, screen.size, width)
            assert needed <= line.content_size.height, line.text
    for text in screen.query(Paragraphs).results():
        if text.display and text.region and not isinstance(text.parent, VerticalScroll):
            needed = text.get_content_height(text.content_size, screen.size, text.content_size.width)
            assert needed <= text.content_size.height, str(text.content)
    shown = (drawn for drawn in screen.query(Drawn).results() if drawn.size.area)
    for drawn in shown:
        for row in drawn.drawn:
            assert sum(cell_len(text) for text, _ in row) <= drawn.size.width, (drawn.id, row)
    footer = screen.query_one(Footer)
    for key in footer.query(FooterKey).results():
        assert key.region.right <= footer.region.right, key.description


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_says_all_of_it(name: str, size: tuple[int, int]) -> None:
    """Nothing is cut, at any of three sizes."""
    advice, keys = SCREENS[name]
    stage = Stage(coach=ScriptedCoach(advice), prescription=ev.Prescription())

    async def steps(pilot: Pilot[None]) -> None:
        for key in ("1", *keys):
            await stage.front(pilot)
            await pilot.press(key)
            await settle(pilot)
            await settle(pilot)
        await stage.draw(pilot)
        assert_whole(stage)

    stage.act(steps, size)


@pytest.mark.parametrize("size", SIZES)
def test_rest_stop_and_what_comes_next_say_all_of_it(size: tuple[int, int]) -> None:
    """The same through a visit."""
    stage = Stage(coach=ScriptedCoach(), prescription=ev.Prescription())

    async def steps(pilot: Pilot[None]) -> None:
        for key in ("1", "enter", "enter"):
            await stage.front(pilot)
            await pilot.press(key)
            await settle(pilot)
        await stage.play(pilot, a_set(5))
        assert stage.app.screen.has_class("-resting")
        assert_whole(stage)
        await pilot.press("p")
        await stage.draw(pilot)
        assert_whole(stage)
        stage.live.send([ev.Stance("empty", 80.0)])
        for later in (None, "enter", "escape"):
            await stage.draw(pilot)
            if later is not None:
                await pilot.press(later)
                await settle(pilot)
                await settle(pilot)
        await stage.draw(pilot)
        assert_whole(stage)

    stage.act(steps, size)


LONG = (
    "This sentence about the last week is as long as sentences of the programme become when a plan's author and "
    "the rules have much to say: the volume-load has grown by a third, and two visits were on one day."
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("advice", [training(), resting()], ids=["train", "rest"])
def test_what_has_no_room_on_today_is_counted_and_can_be_read(advice: Advice, size: tuple[int, int]) -> None:
    """Long warm-up, mobility and alerts: whole sentences or a pointer to Why, which has them all."""
    alerts = tuple(replace(advice.alerts[0], sentence=sentence(f"{at}. {LONG}")) for at in (1, 2, 3))
    long = replace(
        advice, alerts=alerts, warm_up=sentence(LONG), mobility=sentence(LONG), next=sentence(LONG)
    )
    stage = Stage(coach=ScriptedCoach(long), prescription=ev.Prescription())

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await settle(pilot)
        await settle(pilot)
        await stage.draw(pilot)
        assert_whole(stage)
        shown = str(stage.find("#also", Paragraphs).content)
        assert shown.count("1. This") + shown.count("more to read: Y") >= 1
        await pilot.press("y")
        await stage.draw(pilot)
        told = str(stage.find("#reasons", Paragraphs).content)
        assert all(f"{at}. {LONG}" in told for at in (1, 2, 3))

    stage.act(steps, size)

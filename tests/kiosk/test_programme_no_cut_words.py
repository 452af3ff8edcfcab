"""What the programme's screens say is whole in every terminal they are made for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.kiosk.look import Look
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.words import LANGUAGES
from station.store import Store
from tests.kiosk.coached import ScriptedCoach, resting, sentence, training
from tests.kiosk.gallery import GALLERY, Picture, come_to
from tests.kiosk.scripted import a_set
from tests.kiosk.stage import Stage, settle
from tests.kiosk.whole import assert_whole

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from station.programme.model import Advice

SIZES = [(60, 20), (80, 24), (120, 40)]
ATHLETES = [one for one in GALLERY if "operator" not in one.shows.__module__]
"""The screens of people who train; an engineer's lists are as wide as they are."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", ATHLETES, ids=lambda picture: str(picture.name))
def test_a_screen_says_all_of_it(picture: Picture, language: str, tmp_path: Path) -> None:
    """Nothing is cut at any of three sizes in German, whose words are longest, nor in English at the smallest.

    Pounds take more room than kilograms.
    """
    look = Look(language, "lb" if language == "de" else "kg")
    with Store.open(tmp_path / "station.db") as store:
        stage = picture.stage(store)
        stage.app.wear(look)

        async def steps(pilot: Pilot[None]) -> None:
            await come_to(picture, stage, pilot)
            for size in SIZES if language == "de" else SIZES[:1]:
                await pilot.resize_terminal(*size)
                await pilot.pause()
                await stage.draw(pilot)
                assert_whole(stage)

        stage.act(steps, SIZES[0])


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

"""What a second look changed is read whole in the rest and in the summary, in small terminals, in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.kiosk.screens.rest import changed_words
from station.kiosk.verdict import MOST_USEFUL_FIRST
from station.kiosk.widgets.drawing import Say
from station.kiosk.words import LANGUAGES, say
from tests.kiosk.scripted import a_set
from tests.kiosk.stage import Stage, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot


@pytest.fixture(params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak each language; English again afterwards."""
    say.speak(LANGUAGES[request.param], "kg")
    yield request.param
    say.speak(LANGUAGES["en"], "kg")


async def seen_again(stage: Stage, pilot: Pilot[None], fault: str) -> str:
    """Train a set of which all reps turn out to have a fault; return the sentence about them."""
    await pilot.press("1")
    await settle(pilot)
    await stage.play(pilot, a_set(5))
    told = [line.rep for line in stage.app.snapshot_now(stage.now_s).visit.reps]
    stage.live.send([replace(one, final=True, faults=(fault,)) for one in told])
    await stage.draw(pilot)
    await stage.draw(pilot)
    (sentence,) = changed_words(stage.app.snapshot_now(stage.now_s).visit.reps)
    return sentence


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("fault", [MOST_USEFUL_FIRST[3], max(MOST_USEFUL_FIRST, key=len)])
def test_the_rest_names_what_a_second_look_changed(fault: str, size: tuple[int, int]) -> None:
    """The whole sentence stands there, and below it the advice."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        sentence = await seen_again(stage, pilot, fault)
        lines = stage.find("#rest-lines", Say)
        assert sentence in lines.text.splitlines()
        assert lines.text.splitlines()[-1] == say("rest.faults", sentence=say(f"fault.{fault}"))
        assert lines.region.height <= lines.container_size.height
        assert stage.find("#rest-next", Say).region.bottom <= stage.app.size.height - 2

    stage.act(steps, size)


@pytest.mark.usefixtures("language")
def test_the_summary_names_it_too() -> None:
    """Where there is room for more than the counts."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        sentence = await seen_again(stage, pilot, "touch")
        await pilot.press("escape")
        await settle(pilot)
        await stage.draw(pilot)
        assert f"{sentence}." in stage.find("#sentences", Say).text.splitlines()

    stage.act(steps, (80, 24))

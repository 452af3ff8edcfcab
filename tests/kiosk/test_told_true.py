"""What screens say while something is missing: no order that cannot be followed, no figure of before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.kiosk.look import Look
from station.kiosk.model import KioskModel
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.choose import Choice, ChooseScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.keys import Keys
from station.kiosk.widgets.paragraphs import FitsRows
from station.kiosk.widgets.progress import Progress
from station.kiosk.widgets.set_list import SetList, set_wordings
from station.kiosk.widgets.status import StatusLine
from station.kiosk.words import LANGUAGES, say
from station.metrics.limits import LIMITS
from station.programme.model import PlannedSet
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.scripted import WEIGHT_N, force, link, session
from tests.kiosk.stage import Stage, text_of, until
from tests.kiosk.test_gallery import cells
from tests.kiosk.test_turns import does, pressed, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Let what comes after a test in German find English."""
    yield
    say.speak(LANGUAGES["en"], "kg")


IN_BOTH = pytest.mark.parametrize("look", [Look(), Look(language="de")])


def on_one_leg(stage: Stage) -> list[ev.Event]:
    """Return somebody on the left leg, whom the step nearly takes for weighed."""
    return [
        ev.Stance("left", stage.now_s),
        ev.WeighProgress(stage.now_s, 0.6, still=True),
        force(stage.now_s, WEIGHT_N, 0.0),
    ]


@IN_BOTH
def test_ready_asks_for_both_feet_of_somebody_on_one_leg(look: Look) -> None:
    """The line in large says what the first open line of the list says, and the bar stays where it is."""
    stage = Stage(look=look)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, "4"), ReadyScreen)
        await told(stage, pilot, on_one_leg(stage))
        assert stage.find("#instruction", Say).text == say("ready.step_on")
        assert stage.find(Progress.__name__, Progress).fraction == 0.0

    stage.act(steps)


@IN_BOTH
def test_a_step_that_is_unplugged_asks_nobody_to_step_on(look: Look) -> None:
    """Neither on the first screen nor on that of the set."""
    stage = Stage(attract=True, look=look)

    async def steps(pilot: Pilot[None]) -> None:
        await told(stage, pilot, [force(stage.now_s, 0.0, 0.0)])
        assert isinstance(stage.app.screen, AttractScreen)
        assert stage.find("#begin", Say).text == say("attract.begin")
        await told(stage, pilot, [link("lost")])
        assert stage.find("#begin", Say).text == say("attract.press")
        await pressed(stage, pilot, "down", "up", "enter", "enter")
        assert isinstance(stage.app.screen, LiveScreen)
        assert stage.find("#verdict", Say).text == say("cue.blind")

    stage.act(steps)


def test_a_new_visit_begins_without_the_curve_of_the_one_before() -> None:
    """Force of another person is never drawn as this one's."""
    model = KioskModel()
    model.feed([session("opened", None), force(0.0, WEIGHT_N, WEIGHT_N)], 0.0)
    assert model.snapshot(0.0).trace.end_s is not None
    model.feed([session("closed", None), session("opened", None)], 300.0)
    assert model.snapshot(300.0).trace.end_s is None


def test_sharp_pain_is_told_on_ready() -> None:
    """By the key that tells it in the set; it can be taken back."""
    coach = ScriptedCoach()
    stage = Stage(coach=coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot, "1", "enter"), ReadyScreen)
        assert isinstance(await pressed(stage, pilot, "p"), StopScreen)
        assert [one.kind for one in coach.noted] == ["sharp"]
        assert isinstance(await pressed(stage, pilot, "u"), ReadyScreen)

    stage.act(steps)


def test_f10_is_not_offered_to_athletes_and_quits_when_pressed_twice() -> None:
    """Once only says so; later once more only says so again."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await pressed(stage, pilot), WhoScreen)
        assert "F10" not in text_of(stage.find("#keys", Keys))
        for _ in range(2):
            await pressed(stage, pilot, "f10")
            assert stage.app.is_running
            assert "F10" in stage.find("#told-line", Say).text
            stage.now_s += 60.0
        stage.now_s -= 59.0
        await pilot.press("f10")
        await until(pilot, lambda: not stage.app.is_running)

    stage.act(steps)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 20)])
def test_a_visit_without_reps_keeps_its_foot_at_the_foot(size: tuple[int, int]) -> None:
    """The line of states and the keys lie where they lie on every screen."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "4", "enter")
        assert isinstance(await pressed(stage, pilot, "escape"), SummaryScreen)
        assert stage.find(Keys.__name__, Keys).region.y == size[1] - 1
        assert stage.find(StatusLine.__name__, StatusLine).region.y == size[1] - 2
        assert stage.find("#kept", Say).text.strip() != ""

    stage.act(steps, size)


def test_goodbye_tells_one_number_of_reps() -> None:
    """What is kept is what the line of states says is saved."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "4", "enter")
        await does(stage, pilot, 3)
        await pressed(stage, pilot, "escape", "enter")
        assert stage.find("#kept", Say).text == "✓  reps are kept."
        assert "3 saved" in text_of(stage.find(StatusLine.__name__, StatusLine))

    stage.act(steps)


@IN_BOTH
def test_the_goal_names_the_seconds_from_which_a_rep_is_good(look: Look) -> None:
    """Whoever is told that 2.4 s were good, when 3 s were asked for, sees where that begins."""
    stage = Stage(look=look)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "4", "enter")
        target_s = stage.app.model.prescription.lowering_target_s
        steady = say.number(LIMITS.tempo_share * target_s)
        assert f"{steady} s" in stage.find("#clock-word", Say).text
        await does(stage, pilot, 3)
        await pressed(stage, pilot, "escape")
        assert f"{steady} s" in stage.find("#sentences", FitsRows).text

    stage.act(steps)


@IN_BOTH
@pytest.mark.parametrize("width", [40, 52, 58, 76])
def test_the_load_of_a_set_is_whole_where_there_is_little_room(look: Look, width: int) -> None:
    """Neither the list of today nor the line on Ready ends within the word that tells the load."""
    say.speak(LANGUAGES[look.language], "lb")
    try:
        one = PlannedSet(
            index=1, leg="right", variant="straight_step", kind="lowering", reps=12, added_load_kg=0.0,
            lower_s=3.0, upper_s=5.0, rise_s=None, rest_s=60,
        )  # fmt: skip
        endings = (say("today.no_load"), say("today.no_load_short"))
        best = next(words for words in set_wordings(one) if len(words) <= width)
        assert best.endswith(endings)
        shown = SetList()
        shown.sets = (one, replace(one, index=2, leg="left"))
        rows = ["".join(text for text, _ in row) for row in shown.rows(max(width, 56), 9)]
        assert all(row.endswith(endings) and len(row) <= max(width, 56) for row in rows)
    finally:
        say.speak(LANGUAGES["en"], "kg")


@IN_BOTH
def test_a_long_list_says_that_it_goes_on_and_its_notes_are_indented_whole(look: Look) -> None:
    """Until its end is reached; every line of a note begins below the first letter of what it explains."""
    stage = Stage(look=look)
    note = "what it is, in so many words that they take more than a line of this terminal, and one more"

    async def steps(pilot: Pilot[None]) -> None:
        screen = ChooseScreen(
            "?", "", [Choice(str(at), f"Plan {at}", note) for at in range(8)], lambda _: None
        )
        stage.app.show_screen(screen)
        await stage.draw(pilot)
        await stage.draw(pilot)
        assert stage.find("#more", Say).text == say("choose.more")
        lines = ["".join(letter for letter, _ in row) for row in cells(stage)]
        first = next(at for at, line in enumerate(lines) if "Plan 0" in line)
        column = lines[first].index("Plan 0")
        assert all(line[:column].strip() == "" for line in lines[first + 1 : first + 3])
        assert all(line[column] != " " for line in lines[first + 1 : first + 3])
        await pressed(stage, pilot, "up")
        await stage.draw(pilot)
        assert stage.find("#more", Say).text == ""

    stage.act(steps, (80, 24))


@IN_BOTH
def test_the_foot_of_the_set_names_the_menu_in_a_narrow_terminal(look: Look) -> None:
    """Sharp pain, the end and all else are in it."""
    stage = Stage(look=look)

    async def steps(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "4", "enter")
        assert isinstance(stage.app.screen, LiveScreen)
        assert say("key.menu") in text_of(stage.find("#keys", Keys))

    stage.act(steps, (60, 20))

"""What somebody decides beside the plan: a rest, a change, a plan, none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station import events as ev
from station.kiosk.screens.change import ChangeScreen
from station.kiosk.screens.choose import ChooseScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.lines import Lines
from station.programme.plans import shipped
from tests.kiosk.coached import ScriptedCoach, no_plan, resting
from tests.kiosk.scripted import a_set, force
from tests.kiosk.stage import settle, text_of
from tests.kiosk.with_plan import chosen, offered, said, stage_of

if TYPE_CHECKING:
    from textual.pilot import Pilot


def test_a_rest_is_kept_with_its_reason_and_never_scolded() -> None:
    """R, a reason, and today says rest; Enter is then the way home."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1", "r"), ChooseScreen)
        assert isinstance(await chosen(stage, pilot, "2"), TodayScreen)
        assert said(stage, "#what") == "○  Rest today. It is part of the plan."
        assert offered(stage)[0] == "home"
        assert isinstance(await chosen(stage, pilot, "enter"), WhoScreen)

    stage.act(steps)
    (kept,) = coach.kept
    assert (kept.rest, kept.reason, kept.by, kept.from_day) == (True, "Sore", "athlete", kept.until_day)


def test_training_although_the_plan_rests_is_a_decision_too() -> None:
    """It asks for a reason, is kept, and today then has sets."""
    coach = ScriptedCoach(resting())
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1", "5", "enter"), TodayScreen)
        assert offered(stage)[0] == "start"

    stage.act(steps)
    assert [one.rest for one in coach.kept] == [False]


def test_a_change_needs_a_reason_is_kept_and_can_be_taken_back() -> None:
    """Arrows alone change load and reps; without a reason Enter leads to it; the change is listed after."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1", "c"), ChangeScreen)
        assert isinstance(
            await chosen(stage, pilot, "enter", "left", "left", "down", "left", "enter"), ChangeScreen
        )
        assert isinstance(await chosen(stage, pilot, "right", "enter"), TodayScreen)
        assert isinstance(await chosen(stage, pilot, "c", "up"), ChangeScreen)
        lines = text_of(stage.find("#lines", Lines))
        assert "+3.0 kg · 14 reps, me: It feels too hard" in lines
        assert isinstance(await chosen(stage, pilot, "enter"), TodayScreen)

    stage.act(steps)
    assert coach.kept == []


def test_a_reason_in_own_words() -> None:
    """Letters typed on the line of the reason are kept as they are."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await chosen(stage, pilot, "1", "c", "right", "up", "up", "up")
        await pilot.press(*"my race", "enter")
        await settle(pilot)

    stage.act(steps)
    assert [(one.reason, one.load_kg) for one in coach.kept] == [("my race", 6.0)]


def test_somebody_new_is_asked_for_sore_leg_and_plan() -> None:
    """Two plain screens; what suits is listed first; today follows."""
    coach = ScriptedCoach(no_plan(), known_plans=tuple(shipped().values()))
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*"dora", "enter")
        await settle(pilot)
        assert isinstance(await chosen(stage, pilot), ChooseScreen)
        assert said(stage, "#question") == "Which leg is sore?"
        await chosen(stage, pilot, "4")
        assert said(stage, "#question") == "Which plan?"
        assert isinstance(await chosen(stage, pilot, "enter"), TodayScreen)
        assert offered(stage)[0] == "start"

    stage.act(steps)
    assert coach.assigned == [("id3", "insertional-floor", "left", True)]


def test_somebody_new_can_leave_both_open() -> None:
    """Esc, and they train as a guest would, under their name."""
    coach = ScriptedCoach(no_plan())
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(*"dora", "enter")
        await settle(pilot)
        assert isinstance(await chosen(stage, pilot, "escape"), TodayScreen)
        assert offered(stage) == ["start", "plan", "undo"]
        assert isinstance(await chosen(stage, pilot, "enter"), ReadyScreen)

    stage.act(steps)
    assert coach.assigned == []
    assert stage.live.asked[0][:2] == ("begin", "id3")


def test_a_guest_goes_straight_to_the_weighing() -> None:
    """Without a name there is no plan and nothing to be kept; pain still stops the set."""
    coach = ScriptedCoach()
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "4"), ReadyScreen)
        assert isinstance(await chosen(stage, pilot, "enter"), LiveScreen)
        await stage.play(pilot, a_set(5), until_s=36.6)
        assert isinstance(await chosen(stage, pilot, "p"), StopScreen)
        await stage.play(pilot, [(40.0, ev.Stance("empty", 40.0)), (40.1, force(40.1, 0.0, 0.0))])
        assert isinstance(await chosen(stage, pilot, "enter"), GoodbyeScreen)

    stage.act(steps)
    assert coach.noted == []


def test_a_plan_that_cannot_be_read_does_not_keep_anybody_from_training() -> None:
    """It is said, and Start goes on without it."""
    coach = ScriptedCoach(fails=OSError("database is gone"))
    stage = stage_of(coach)

    async def steps(pilot: Pilot[None]) -> None:
        assert isinstance(await chosen(stage, pilot, "1"), TodayScreen)
        assert said(stage, "#what") == "The plan could not be read. You can train without it."
        assert isinstance(await chosen(stage, pilot, "enter"), ReadyScreen)

    stage.act(steps)

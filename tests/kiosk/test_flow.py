"""Through the screens by keys, with a scripted session."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList

from station import events as ev
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.status import Banner
from tests.kiosk.scripted import ScriptedPeople, Somebody, a_set, weigh_in
from tests.kiosk.stage import Stage, people, settle, until

if TYPE_CHECKING:
    from textual.pilot import Pilot


def rows(stage: Stage) -> list[str]:
    """Return the lines of the list of people."""
    screen = stage.app.screen
    assert isinstance(screen, WhoScreen)
    return [f"{row.name} {row.when}".strip() for row in screen.rows]


def test_from_the_name_to_the_summary_and_back() -> None:
    """Choose, be weighed, do a set, rest, end, and the next one may come."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await stage.draw(pilot)
        assert isinstance(await stage.front(pilot), ReadyScreen)
        await stage.play(pilot, a_set(4), until_s=7.0)
        assert isinstance(await stage.front(pilot), LiveScreen)
        await stage.play(pilot, [item for item in a_set(4) if item[0] >= 7.0])
        assert stage.app.screen.has_class("-resting")
        await pilot.press("escape")
        await stage.draw(pilot)
        assert isinstance(await stage.front(pilot), SummaryScreen)
        assert stage.find("#title", Say).text == "Well done, Ana Müller"
        assert stage.find("#kept", Say).text == "✓  All 4 reps are saved."
        said = stage.find("#sentences", Say).text.splitlines()
        assert said[0] == "3 of 4 reps were good."
        assert "Left against right needs 3 reps a side." in said
        await pilot.press("enter")
        await stage.draw(pilot)
        assert isinstance(await stage.front(pilot), GoodbyeScreen)
        assert stage.find("#kept", Say).text == "✓  reps are kept."
        assert stage.find("#reps", Figure).text == "4"
        await pilot.press("enter")
        assert isinstance(await stage.front(pilot), WhoScreen)

    stage.act(steps)
    (_, who, prescription), end = stage.live.asked
    assert who == "ana"
    assert isinstance(prescription, ev.Prescription)
    assert prescription.body_mass_kg == 78.0
    assert end == ("end",)


def test_the_weight_is_shown_then_the_set_begins_by_itself() -> None:
    """Nothing has to be pressed when all is well."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await stage.play(pilot, sorted(weigh_in(0.0), key=lambda item: item[0]), until_s=2.0)
        assert stage.find("#mass", Figure).unit == "%"
        await stage.play(pilot, sorted(weigh_in(0.0), key=lambda item: item[0]), until_s=4.0)
        assert stage.find("#mass", Figure).text == "+5.1"
        assert stage.find("#mass-note", Say).text == "added to your 78.0 kg"
        assert stage.find("#check-weigh", Say).text == "✓  Weighed"
        await stage.play(pilot, [item for item in weigh_in(0.0) if item[0] > 4.0])
        assert isinstance(await stage.front(pilot), LiveScreen)

    stage.act(steps)


def test_the_weighing_can_be_skipped_and_gone_back_from() -> None:
    """Enter starts the set at once; Esc returns to the names and closes the visit."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("2", "enter")
        assert isinstance(await stage.front(pilot), LiveScreen)
        await pilot.press("escape")
        await stage.draw(pilot)
        assert stage.find("#title", Say).text == "No reps this time"
        await pilot.press("enter")
        await stage.front(pilot)
        await settle(pilot)
        await pilot.press("3")
        await stage.front(pilot)
        await pilot.press("escape")
        assert isinstance(await stage.front(pilot), WhoScreen)

    stage.act(steps)
    assert [asked[:2] for asked in stage.live.asked] == [
        ("begin", "bob"),
        ("end",),
        ("begin", "chen"),
        ("end",),
    ]


def test_typing_filters_and_adds() -> None:
    """Letters narrow the list; a name that is not there can be added with Enter."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        assert rows(stage) == [
            "Ana Müller today",
            "Bob Okafor 5 days ago",
            "Chen Wei no visit yet",
            "Guest no name kept",
        ]
        await pilot.press(*"ob")
        assert rows(stage) == ["Bob Okafor 5 days ago", "ob", "Guest no name kept"]
        await pilot.press("escape", *"dora")
        assert rows(stage) == ["dora", "Guest no name kept"]
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(await stage.front(pilot), ReadyScreen)
        assert stage.app.person_name == "dora"

    stage.act(steps)
    assert stage.people.known[0].name == "dora"


def test_digits_choose_only_while_nothing_is_typed() -> None:
    """After a letter a digit belongs to the name."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("x", "1")
        assert stage.find("#filter", Input).value == "x1"
        await pilot.press("escape", "4")
        assert stage.app.person is None
        assert isinstance(await stage.front(pilot), ReadyScreen)

    stage.act(steps)
    assert stage.live.asked[0][:2] == ("begin", None)


def test_pedals_and_arrows_move_through_the_list_and_around() -> None:
    """Page keys do what arrows do."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        people_list = stage.find("#people", OptionList)
        await pilot.press("pagedown", "down")
        assert people_list.highlighted == 2
        await pilot.press("pageup", "up", "up")
        assert people_list.highlighted == 3

    stage.act(steps)


def test_a_list_that_cannot_be_read_is_said_and_guests_can_train() -> None:
    """A failed worker is shown; the flow goes on without names."""
    broken = people()
    broken.fails = OSError("database is gone")
    stage = Stage(broken)

    async def steps(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await stage.draw(pilot)
        assert stage.find("#banner", Banner).text.endswith("Try once more. (database is gone)")
        await pilot.press("1")
        assert isinstance(await stage.front(pilot), ReadyScreen)

    stage.act(steps)


def test_names_with_escape_codes_and_markup_are_only_letters() -> None:
    """What is in a name never reaches the terminal as a command."""
    stage = Stage(ScriptedPeople([Somebody("x", "[red]Eve[/] \x1b[2J\u202e")]))

    async def steps(pilot: Pilot[None]) -> None:
        assert rows(stage)[0].startswith("[red]Eve[/] �[2J�")
        await pilot.press("1", "enter")
        await stage.draw(pilot)
        assert "[red]Eve[/]" in stage.find("#variant", Say).text
        assert "\x1b" not in stage.find("#variant", Say).text

    stage.act(steps)


def test_the_next_set_is_offered_only_between_sets() -> None:
    """The bottom bar says what keys do now."""
    stage = Stage()

    def offered() -> set[str]:
        return {
            binding.binding.action for binding in stage.app.screen.active_bindings.values() if binding.enabled
        }

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1", "enter")
        await stage.play(pilot, a_set(1), until_s=9.0)
        assert "next_set" not in offered()
        await stage.play(pilot, a_set(1), until_s=1e9)
        assert "next_set" in offered()
        await pilot.press("enter")
        await stage.draw(pilot)
        assert "next_set" not in offered()
        assert stage.find("#set", Say).text == "Set 2"

    stage.act(steps)


def test_light_and_dark() -> None:
    """F2 changes the theme without disturbing anything."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f2")
        assert stage.app.theme == "kiosk-light"
        await pilot.press("1", "enter", "f2")
        await stage.draw(pilot)
        assert stage.app.theme == "kiosk-dark"

    stage.act(steps)


def test_ctrl_c_leaves_from_every_screen() -> None:
    """Ctrl-C quits, also while a name is typed and in the middle of a set, and tells the shell so."""
    for keys in ((), ("b", "o"), ("enter",), ("2", "enter")):
        stage = Stage()

        async def steps(pilot: Pilot[None], stage: Stage = stage, keys: tuple[str, ...] = keys) -> None:
            await pilot.press(*keys)
            await stage.front(pilot)
            await pilot.press("ctrl+c")
            await until(pilot, lambda: not stage.app.is_running)

        stage.act(steps)
        assert stage.app.return_code == 130


def test_people_who_come_after_somebody_has_chosen_are_nobodys() -> None:
    """Two quick keys leave the list before it was read; what comes then is not drawn."""
    stage = Stage(attract=True)

    async def steps(pilot: Pilot[None]) -> None:
        read, known = threading.Event(), stage.people.athletes()
        monkey = pytest.MonkeyPatch()
        monkey.setattr(stage.people, "athletes", lambda: known if read.wait(30.0) else [])
        await pilot.press("enter", "enter")
        await until(pilot, lambda: not isinstance(stage.app.screen, (AttractScreen, WhoScreen)))
        read.set()
        await settle(pilot)
        monkey.undo()
        await stage.draw(pilot)
        assert isinstance(await stage.front(pilot), ReadyScreen)

    stage.act(steps)
    assert [asked[0] for asked in stage.live.asked] == ["begin"]


@pytest.mark.parametrize("key", ["p", "P"])
def test_sharp_pain_is_heard_with_caps_lock_too(key: str) -> None:
    """The foot names the key by a capital letter."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await stage.play(pilot, a_set(2), until_s=9.0)
        assert isinstance(await stage.front(pilot), LiveScreen)
        await pilot.press(key)
        assert isinstance(await stage.front(pilot), StopScreen)

    stage.act(steps)


def test_a_name_keeps_its_capitals() -> None:
    """Only keys that are no text are taken for small letters."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("P", "a")
        assert stage.find("#filter", Input).value == "Pa"

    stage.act(steps)

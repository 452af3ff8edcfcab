"""Help on every screen, a list of what can be done now, and the line of keys."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import pytest
from textual.command import CommandPalette

import station.kiosk.screens
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.help import HelpScreen, help_key
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.menu import MenuScreen
from station.kiosk.screens.operator_facts import FactsScreen
from station.kiosk.screens.operator_forms import FormScreen
from station.kiosk.screens.operator_job import JobScreen
from station.kiosk.screens.reading import ReadingScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.keys import Keys, KeyShown
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.words import ENGLISH, LANGUAGES, say
from tests.kiosk.scripted import a_set
from tests.kiosk.stage import Stage, settle, text_of

if TYPE_CHECKING:
    from textual.pilot import Pilot

SHARED = (MenuScreen, FormScreen, JobScreen, FactsScreen, ReadingScreen, HelpScreen)
"""What screens are made of, and help itself."""


def screens() -> list[type[KioskScreen]]:
    """Return every kind of screen that the kiosk shows."""
    for module in pkgutil.iter_modules(station.kiosk.screens.__path__):
        importlib.import_module(f"station.kiosk.screens.{module.name}")
    found: set[type[KioskScreen]] = set()
    waiting = [KioskScreen]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        found |= {kind for kind in kinds if kind.__module__.startswith("station.kiosk.screens.")}
        waiting += kinds
    return sorted(found - set(SHARED), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", screens(), ids=lambda kind: str(kind.__name__))
def test_every_screen_has_help(kind: type[KioskScreen]) -> None:
    """A new screen is explained, in the catalogue."""
    assert help_key(kind.__name__) in ENGLISH


def help_text(stage: Stage) -> str:
    """Return what the help in front says."""
    return str(stage.find("#text", Paragraphs).content)


def test_help_tells_the_keys_of_the_screen_below() -> None:
    """The question mark, also where a name can be typed; all keys of an action; Esc goes back."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        assert isinstance(stage.app.screen, HelpScreen)
        assert "Choose your name" in help_text(stage)
        assert "Enter" in help_text(stage)
        await pilot.press("question_mark")
        assert isinstance(stage.app.screen, WhoScreen)
        await pilot.press("f1", "escape")
        assert isinstance(stage.app.screen, WhoScreen)

    stage.act(steps)


def test_a_key_of_the_screen_below_works_in_help_too() -> None:
    """Sharp pain while reading: the set stops at once."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await stage.play(pilot, a_set(3), until_s=20.0)
        assert isinstance(stage.app.screen, LiveScreen)
        await pilot.press("question_mark")
        assert isinstance(stage.app.screen, HelpScreen)
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(stage.app.screen, LiveScreen)

    stage.act(steps)


def test_help_tells_nothing_that_is_not_possible_there() -> None:
    """In a set nobody looks after the station, and the keys that end programs are no part of training."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f1")
        assert "F10" not in help_text(stage)
        assert "^q" not in help_text(stage)
        await pilot.press("escape", "1")
        await stage.play(pilot, a_set(3), until_s=20.0)
        await pilot.press("question_mark")
        told = help_text(stage)
        assert "Exact" in told
        for key in ("^c", "^q", "F9", "F10", "Undo", "Next set"):
            assert key not in told

    stage.act(steps)


def test_help_goes_when_the_next_rep_is_done() -> None:
    """Nobody has to find a key with a foot in the air."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await stage.play(pilot, a_set(3), until_s=20.0)
        await pilot.press("question_mark")
        await stage.play(pilot, [item for item in a_set(3) if item[0] >= 20.0])
        await stage.draw(pilot)
        assert isinstance(stage.app.screen, LiveScreen)

    stage.act(steps)


def test_the_list_of_commands_holds_what_the_keys_do_now() -> None:
    """Nothing that is not possible on this screen."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p")
        assert isinstance(stage.app.screen, CommandPalette)
        await pilot.press("escape")
        listed = [one.title for one in stage.app.get_system_commands(stage.app.screen)]
        titles = set(listed)
        assert len(titles) == len(listed)
        assert {"Choose", "Help", "Language: Deutsch", "Masses in lb"} <= titles
        await pilot.press("1")
        await stage.play(pilot, a_set(3), until_s=20.0)
        titles = {one.title for one in stage.app.get_system_commands(stage.app.screen)}
        assert "Pain" in titles
        assert "Language: Deutsch" not in titles

    stage.act(steps)


def test_no_list_lies_over_a_set() -> None:
    """Where somebody stands on the step, help comes instead, which the next rep takes away."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await stage.play(pilot, a_set(3), until_s=20.0)
        await pilot.press("ctrl+p")
        assert isinstance(stage.app.screen, HelpScreen)

    stage.act(steps)


def test_another_language_is_chosen_in_the_list_of_commands() -> None:
    """The screen in front says everything anew."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"deutsch")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await settle(pilot)
        await settle(pilot)
        assert isinstance(stage.app.screen, WhoScreen)
        assert say("who.title") == "Wer trainiert?"
        await stage.draw(pilot)
        assert "Wählen" in text_of(stage.find("#keys", Keys))

    try:
        stage.act(steps)
    finally:
        say.speak(LANGUAGES["en"], "kg")


@pytest.mark.parametrize(("width", "shown"), [
    (60, " Enter  Choose    ↑  Up    Esc  Clear    ?  Help"),
    (40, " Enter  Choose  ↑  Up  Esc  Clear  ? "),
    (37, " Enter  Choose  ↑  Up  Esc  Clear  ? "),
    (30, " Enter  Choose  ↑  Up  ? "),
    (14, " Enter  Choose"),
    (10, " ? "),
    (1, ""),
])  # fmt: skip
def test_a_key_is_shown_with_its_word_or_not_at_all(width: int, shown: str) -> None:
    """Where there is no room the last keys go; a question mark says what it does without a word."""
    keys = Keys()
    keys.shown = tuple(
        KeyShown(key.lower(), key, words)
        for key, words in (("Enter", "Choose"), ("↑", "Up"), ("Esc", "Clear"), ("?", "Help"))
    )
    (row,) = keys.rows(width, 1)
    text = "".join(part for part, _ in row)
    assert len(text) <= width
    assert text.split() == shown.split()

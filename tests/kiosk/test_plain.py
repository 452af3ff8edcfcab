"""Terminals that cannot show colours or symbols: everything is still told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from station.kiosk.look import Look
from station.kiosk.plain import WEB_DRIVER, Abilities, abilities_of, ascii_of
from station.kiosk.theme import DARK
from station.kiosk.words import LANGUAGES
from tests.kiosk.scripted import a_set
from tests.kiosk.stage import Stage

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.strip import Strip

MID_REP_S = 36.6


@pytest.mark.parametrize(
    ("environment", "colours", "able"),
    [
        ({"TERM": "xterm-256color", "LANG": "C.UTF-8"}, 256, Abilities()),
        ({"TERM": "xterm-256color"}, 256, Abilities()),
        ({"TERM": "xterm", "LANG": "de_DE.utf8"}, 8, Abilities(few_colours=True)),
        ({"TERM": "xterm", "COLORTERM": "truecolor", "LANG": "de_DE.utf8"}, 8, Abilities()),
        ({"TERM": "xterm-256color", "NO_COLOR": "1", "LANG": "C.UTF-8"}, 256, Abilities(colour=False)),
        ({"TERM": "xterm-256color", "NO_COLOR": "", "LANG": "C.UTF-8"}, 256, Abilities()),
        ({"TERM": "xterm-256color", "LANG": "C"}, 256, Abilities(unicode=False)),
        ({"TERM": "xterm-256color", "LANG": "C", "LC_CTYPE": "C.UTF-8"}, 256, Abilities(unicode=False)),
        ({"TERM": "xterm-256color", "LANG": "C", "LC_CTYPE": "de_DE.UTF-8"}, 256, Abilities()),
        ({"TERM": "xterm-256color", "LANG": "de_DE.UTF-8", "LC_ALL": "POSIX"}, 256, Abilities(unicode=False)),
        ({"TERM": "xterm-256color", "LANG": "de_DE.ISO-8859-1"}, 256, Abilities(unicode=False)),
        ({"TERM": "vt100", "LANG": "C.UTF-8"}, -1, Abilities(colour=False, unicode=False)),
        ({"TERM": "vt100", "LANG": "C.UTF-8"}, None, Abilities(colour=False, unicode=False)),
        ({"TERM": "linux", "LANG": "C.UTF-8"}, 8, Abilities(unicode=False, few_colours=True)),
        ({"TERM": "something-new", "LANG": "C.UTF-8"}, None, Abilities()),
        ({}, None, Abilities()),
    ],
)
def test_what_a_terminal_can_show(environment: dict[str, str], colours: int | None, able: Abilities) -> None:
    """The locale tells of letters, the terminal's name and database of colours, NO_COLOR of a wish."""
    assert abilities_of(environment, "auto", lambda _term: colours) == able


def test_a_configured_choice_of_symbols_counts() -> None:
    """Somebody who knows better than the locale."""
    bare = {"TERM": "vt100", "LANG": "C"}
    assert abilities_of(bare, "unicode", lambda _term: 0) == Abilities(colour=False, unicode=True)
    assert abilities_of({"TERM": "xterm-256color"}, "ascii", lambda _term: 256) == Abilities(unicode=False)


@given(st.text())
def test_a_text_in_ascii_takes_the_same_room(text: str) -> None:
    """Nothing moves on the screen, whatever somebody is called."""
    plain = ascii_of(text)
    assert plain.isascii()
    assert cell_len(plain) == cell_len(text) or not text.isprintable()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Müller", "Muller"),
        ("陈伟", "????"),
        ("✓ good", "v good"),
        ("▁▄█", "_m#"),
        ("─┬─", "-+-"),
        ("3\N{MINUS SIGN}1", "3-1"),
    ],
)
def test_symbols_have_a_likeness(text: str, plain: str) -> None:
    """Letters without their marks; blocks by their weight."""
    assert ascii_of(text) == plain


def strips_of(stage: Stage) -> list[Strip]:
    """Return the lines of the screen as they go to the terminal."""
    screen = stage.app.screen
    return screen._compositor.render_strips(stage.app.size)


def watch(look: Look, language: str = "en") -> list[Strip]:
    """Return the lines of a live set in the middle of a rep."""
    stage = Stage(look=look)
    seen: list[Strip] = []

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await stage.play(pilot, a_set(5), until_s=MID_REP_S)
        seen.extend(strips_of(stage))

    stage.act(steps, (80, 24))
    assert language in LANGUAGES
    return seen


def test_a_terminal_without_symbols_gets_letters_only() -> None:
    """The live set in ASCII: figures, trace, bars, marks, in German with its umlauts."""
    lines = [strip.text for strip in watch(Look(language="de", able=Abilities(unicode=False)))]
    assert all(line.isascii() for line in lines)
    assert any("LINKS" in line for line in lines)
    assert sum(line.count("#") for line in lines) > 50


def test_a_terminal_without_colours_gets_none_and_keeps_what_is_marked() -> None:
    """No colour is sent; what stood on a lit ground stands in reverse."""
    strips = watch(Look(theme="light", able=Abilities(colour=False)))
    colours = {
        colour.name
        for strip in strips
        for segment in strip
        if segment.style is not None
        for colour in (segment.style.color, segment.style.bgcolor)
        if colour is not None
    }
    assert colours <= {"default"}


def test_sixteen_colours_keep_the_meanings_and_one_black_ground() -> None:
    """The Linux console: each colour is one of its own, feet and verdicts differ."""
    strips = watch(Look(theme="light", able=Abilities(few_colours=True)))
    styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
    letters = {style.color.name for style in styles if style.color is not None}
    grounds = {style.bgcolor.name for style in styles if style.bgcolor is not None}
    assert {"bright_blue", "yellow", "bright_green", "bright_yellow", "bright_white"} <= letters
    assert grounds <= {"black", "bright_black", "bright_blue", "yellow", "bright_white", "bright_green"}


def test_what_is_chosen_is_seen_without_colours() -> None:
    """The marked name in the list of people."""
    stage = Stage(look=Look(able=Abilities(colour=False)))
    lit: list[str] = []

    async def steps(pilot: Pilot[None]) -> None:
        del pilot
        assert stage.app.theme == DARK.name
        lit.extend(
            segment.text
            for strip in strips_of(stage)
            for segment in strip
            if segment.style is not None and segment.style.reverse
        )

    stage.act(steps, (80, 24))
    assert any("Ana" in text for text in lit)


def test_a_browser_shows_everything_whatever_terminal_its_server_has() -> None:
    """Started by a service without a terminal, or with a plain one; ASCII only where it is wanted."""
    web = {"TEXTUAL_DRIVER": WEB_DRIVER, "TERM": "dumb", "NO_COLOR": "1", "LANG": "C"}
    assert abilities_of(web, "auto", lambda _: 0) == Abilities()
    assert abilities_of(web, "ascii", lambda _: 0) == Abilities(unicode=False)

"""Style sheets are read once for each theme, and say what they said when Textual read them itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.css.stylesheet import Stylesheet, StylesheetParseError

from station.kiosk.screens.help import HelpScreen
from station.kiosk.styles import ReadOnce
from station.kiosk.theme import LIGHT
from tests.kiosk.stage import Stage, settle

if TYPE_CHECKING:
    from textual.pilot import Pilot


def a_round() -> list[str]:
    """Take a kiosk through two screens and both themes; return what its last rules are for."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(stage.app.screen, HelpScreen)
        stage.app.theme = LIGHT.name
        await stage.draw(pilot)

    stage.act(steps)
    return [rule.selectors for rule in stage.app.stylesheet.rules]


def test_no_sheet_is_read_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither for a screen that brings its own, nor for a theme that was on before, nor for a second kiosk."""
    first = a_round()
    read: list[object] = []
    monkeypatch.setattr("textual.css.stylesheet.parse", lambda *args, **_: read.append(args))
    assert a_round() == first
    assert read == []


@pytest.mark.parametrize("colour", ["#4aa8ff", "#0050a6"])
def test_rules_are_those_that_textual_reads(colour: str) -> None:
    """Also after the colours changed, and changed back."""
    once, whole = ReadOnce(variables={"left": "#000000"}), Stylesheet(variables={"left": "#000000"})
    for sheet in (once, whole):
        sheet.add_source("Label { color: $left; width: 1; }", ("a.tcss", ""))
        sheet.add_source(
            "Label { height: 2; }", ("b.tcss", ""), is_default_css=True, tie_breaker=3, scope="App"
        )
        black = sheet.css
        sheet.set_variables({"left": colour})
        sheet.reparse()
        assert sheet.css != black
    assert once.css == whole.css
    assert [rule.selector_set for rule in once.rules] == [rule.selector_set for rule in whole.rules]


def test_a_broken_sheet_is_an_error_each_time_it_is_new() -> None:
    """What was read before it stays."""
    for _ in range(2):
        sheet = ReadOnce()
        sheet.add_source("Label { width: 1; }", ("a.tcss", ""))
        good = sheet.css
        sheet.add_source("Label { width: wide; }", ("b.tcss", ""))
        with pytest.raises(StylesheetParseError):
            sheet.reparse()
        assert "".join(rule.css for rule in sheet._rules) == good

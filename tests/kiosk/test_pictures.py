"""A few whole screens as pictures: same events, same cells. `--snapshot-update` accepts a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from tests.kiosk.scripted import a_set
from tests.kiosk.stage import Stage, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

SIZES = {"large": (120, 40), "terminal": (80, 24), "kiosk": (60, 20)}
MID_REP_S = 36.6
"""The scripted fifth rep is on one leg, past its target."""


def picture(
    snap_compare: Callable[..., bool], size: tuple[int, int], until_s: float, *keys: str, later_s: float = 0.0
) -> bool:
    """Return whether a screen looks as it was accepted, after events up to an instant and some keys."""
    stage = Stage()

    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        stage.app.screen.query_one(Input).cursor_blink = False
        if until_s:
            await pilot.press("1")
            await stage.play(pilot, a_set(5), until_s)
        await pilot.press(*keys)
        stage.now_s += later_s
        await stage.draw(pilot)

    return snap_compare(stage.app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES)
def test_the_live_set(snap_compare: Callable[..., bool], size: str) -> None:
    """The middle of a rep, in three sizes."""
    assert picture(snap_compare, SIZES[size], MID_REP_S)


def test_the_live_set_in_the_light_theme(snap_compare: Callable[..., bool]) -> None:
    """The same on white."""
    assert picture(snap_compare, SIZES["large"], MID_REP_S, "f2")


def test_a_stale_picture(snap_compare: Callable[..., bool]) -> None:
    """Nothing came for two seconds: grey, and said."""
    assert picture(snap_compare, SIZES["terminal"], MID_REP_S, later_s=2.0)


def test_who(snap_compare: Callable[..., bool]) -> None:
    """The list of people."""
    assert picture(snap_compare, SIZES["terminal"], 0.0)


def test_the_weighing(snap_compare: Callable[..., bool]) -> None:
    """Two thirds of the way."""
    assert picture(snap_compare, SIZES["terminal"], 2.2)


def test_the_rest(snap_compare: Callable[..., bool]) -> None:
    """Between two sets."""
    assert picture(snap_compare, SIZES["kiosk"], 1e9)


def test_the_summary(snap_compare: Callable[..., bool]) -> None:
    """The visit in one picture."""
    assert picture(snap_compare, SIZES["large"], 1e9, "escape")

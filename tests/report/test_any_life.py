"""Whatever was stored, in whatever order and however odd: a page comes of it, without a figure that is none."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from station import events as ev
from station.programme.model import Override
from tests.report.made import START, Made, SetMade
from tests.report.reading import Page

if TYPE_CHECKING:
    from pathlib import Path

    from station.store.rows import Athlete

WRONG: Final = ev.ClockStamp("wrong", "the clock was behind the program", "boot", 0, held=True)
NO_FIGURE: Final = re.compile(r"\b(nan|inf|None)\b")
SAID: Final[tuple[dict[str, float], ...]] = (
    {"during": 7.0}, {"next_morning": 0.0}, {"next_morning": 10.0, "sharp": 1.0}, {"visa_a": 50.0},
    {"stiffness_min": 300.0}, {"daily_life": 4.0, "heel_bone": 1.0},
)  # fmt: skip
INSTEAD: Final[tuple[dict[str, Any], ...]] = (
    {"load_kg": 5.0}, {"rest": True}, {"plan_week": 3}, {"variant": "bent_floor"}, {"reps": 5, "sets": 1},
)  # fmt: skip
MODES: Final[tuple[ev.Mode, ...]] = ("lowering", "lowering", "bilateral", "single_leg_raise")
WITHHELD: Final[tuple[tuple[tuple[str, str], ...], ...]] = (
    (), (("single_leg_time_s", "interrupted"),), (("eccentric_tut_s", "uncertain by 0.31 s"), ("tempo", "uncertain")),
)  # fmt: skip


def _set(luck: random.Random) -> SetMade:
    mode = luck.choice(MODES)
    legs: tuple[ev.Side, ...] = ("both",) if mode == "bilateral" else ("left", "right")
    return SetMade(
        side=luck.choice(legs),
        reps=luck.choice((1, 2, 3, 12)),
        seconds=luck.choice((0.3, 3.0, 9.0)),
        load_kg=luck.choice((None, 0.0, 5.0, -3.0, 60.0)),
        tempo=luck.choice((None, "ok", "fast", "borderline")),
        faults=luck.choice(((), ("fast",), ("rail", "hop"))),
        refused=luck.choice(WITHHELD),
        mode=mode,
    )


def _lived(made: Made, folder: Path, luck: random.Random) -> Athlete:
    who = made.person("Somebody", luck.choice((None, 70.0)))
    coach = made.coach(folder)
    if luck.random() < 0.6:
        made.plan(
            who, day=START + timedelta(days=luck.randint(-30, 300)), sore=luck.choice((None, "left", "both"))
        )
    for _ in range(luck.choice((0, 1, 2, 5, 20))):
        day = START + timedelta(days=luck.randint(-100, 820))
        sets = [_set(luck) for _ in range(luck.choice((0, 1, 2, 6)))]
        made.visit(who, day, sets, clock=luck.choice((None, None, WRONG)), closes=luck.random() < 0.9)
    for _ in range(luck.choice((0, 1, 10, 60))):
        day = START + timedelta(days=luck.randint(-20, 800))
        made.say(who, day, leg=luck.choice((None, "left", "right")), **luck.choice(SAID))
    if luck.random() < 0.5:
        day = START + timedelta(days=luck.randint(0, 200))
        decided = Override(
            id="", from_day=day, until_day=luck.choice((None, day + timedelta(days=5))), reason="why", by="me",
            made_us=0, **luck.choice(INSTEAD),
        )  # fmt: skip
        kept = coach.override(who.id, decided)
        if luck.random() < 0.5:
            coach.clear_override(who.id, kept.id, day=day, by="you", reason="done")
    return who


@pytest.mark.parametrize("seed", range(24))
def test_any_life_has_a_page(seed: int, made: Made, tmp_path: Path) -> None:
    """Visits without sets, sets without values, clocks years off, plans that begin later, overrides taken back."""
    luck = random.Random(seed)  # noqa: S311  reproducible, not secret
    made.today = START + timedelta(days=luck.choice((0, 1, 7, 30, 84, 200, 800)))
    text = made.report(_lived(made, tmp_path, luck), tmp_path, luck.choice((None, 1, 4, 50)))
    assert not NO_FIGURE.search(Page(text).words)
    assert not re.search(r'="[^"]*\b(nan|inf)\b', text)

"""What is said beside and below the clock is whole in a small terminal, whatever has to be said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from station import events as ev
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.verdict import MOST_USEFUL_FIRST
from station.kiosk.widgets.drawing import Say
from tests.kiosk.scripted import WEIGHT_N, force, rep
from tests.kiosk.stage import Stage, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

PERIOD_S = 20.0
MOST_FRAMES = 50


def leading_to(cue: str, t_s: float) -> list[ev.Event]:
    """Return what happens before the kiosk asks for this."""
    both: list[ev.Event] = [ev.Stance("both", t_s), force(t_s + 4.0, WEIGHT_N / 2, WEIGHT_N / 2)]
    if cue == "shift":
        return [both[0], ev.Rise(t_s + 1.0, t_s + 1.8, 0.08, 0.5), both[1]]
    if cue == "next":
        return both
    return [both[0], ev.Stance("left", t_s + 0.05), force(t_s + 0.05, WEIGHT_N, 0.0, seconds=0.5)]


TOLD = [
    *(rep(1, faults=(fault,)) for fault in MOST_USEFUL_FIRST),
    *(rep(1, tempo=tempo) for tempo in ("ok", "fast", "borderline", None)),
    rep(1, seconds=2.4, half_width_s=0.7),
    rep(1, seconds=12.4, half_width_s=3.7, tempo="borderline"),
    rep(1, seconds=2.4, half_width_s=0.7, faults=("touch",)),
]


async def in_set(stage: Stage, pilot: Pilot[None]) -> KioskScreen:
    """Wait until the live set is in front, which a first rep leads to, and draw it."""
    for _ in range(MOST_FRAMES):
        await stage.draw(pilot)
        if isinstance(stage.app.screen, LiveScreen):
            break
    await stage.draw(pilot)
    screen = stage.app.screen
    assert isinstance(screen, KioskScreen)
    return screen


def assert_whole(stage: Stage, width: int) -> None:
    """Assert that verdict and cue have the room that they need, and that there is a cue where it is shown."""
    verdict, cue = stage.find("#verdict", Say), stage.find("#cue", Say)
    for words in (verdict, cue):
        if words.display and words.text:
            assert cell_len(words.text) <= words.content_size.width <= width, words.text
            assert "…" not in words.text
    assert verdict.text
    assert bool(cue.text) == (width == 80)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("cue", ["next", "lower", "shift"])
def test_verdict_and_cue_are_never_cut(cue: str, size: tuple[int, int]) -> None:
    """Every verdict beside every cue."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: isinstance(stage.app.screen, ReadyScreen))
        await stage.draw(pilot)
        for at, told in enumerate(TOLD, start=1):
            t_s = at * PERIOD_S
            one = replace(told, index=at)
            await stage.play(
                pilot,
                [
                    (t_s - 0.1, one),
                    *((t_s + 0.5, event) for event in leading_to(cue, t_s)),
                ],
            )
            screen = await in_set(stage, pilot)
            assert screen.snapshot is not None
            assert screen.snapshot.cue == cue
            assert_whole(stage, size[0])

    stage.act(steps, size)


@pytest.mark.parametrize("half_width_s", [0.3, 0.7])
def test_good_rep_with_fewer_seconds_down_than_prescribed_says_why(half_width_s: float) -> None:
    """The prescribed time is paced on one leg: this stands beside the seconds down."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await until(pilot, lambda: isinstance(stage.app.screen, ReadyScreen))
        await stage.draw(pilot)
        await stage.play(
            pilot,
            [
                (13.3, rep(1, seconds=2.4, half_width_s=half_width_s)),
                (13.5, force(13.5, WEIGHT_N / 2, WEIGHT_N / 2)),
            ],
        )
        await in_set(stage, pilot)
        assert stage.find("#verdict", Say).text == "✓  Good. 3.3 s on one leg, about 2.4 s of it down."

    stage.act(steps, (80, 24))


@pytest.mark.parametrize(
    ("side", "said"), [("left", "Slowly down."), ("right", "The plan asks for the other leg.")]
)
def test_the_wrong_leg_is_told_while_it_works(side: ev.Side, said: str) -> None:
    """Not only when its repetition is over; before it, the leg of the plan is named."""
    stage = Stage(prescription=ev.Prescription(target_reps=12, planned_side="left"))

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        await stage.play(
            pilot, [(1.0, ev.Stance("both", 1.0)), (1.5, force(1.5, WEIGHT_N / 2, WEIGHT_N / 2))]
        )
        stage.app.start_set()
        await stage.draw(pilot)
        assert stage.find("#verdict", Say).text == "Rise on both feet, then lower on the left leg."
        loads = (WEIGHT_N, 0.0) if side == "left" else (0.0, WEIGHT_N)
        await stage.play(pilot, [(2.0, ev.Stance(side, 2.0)), (2.5, force(2.5, *loads))])
        assert stage.find("#verdict", Say).text == said

    stage.act(steps, (60, 20))

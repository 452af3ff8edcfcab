"""Zeros that wander: read while a plate is empty or its foot in the air, taken back in time, never from a toe."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from station.events import PLATES
from station.pipeline import Pipeline
from station.pipeline.zeros import ZeroBook
from station.stance import History, StanceStage, ZeroReading, ZeroSet
from station.stance.wander import Wander
from tests.core.forces import WEIGHT_N, Scene, part
from tests.core.playing import events_of, final_reps, play
from tools.accuracy.matching import match

if TYPE_CHECKING:
    from station.force import GridBlock

LEFT_N_PER_S, RIGHT_N_PER_S = 6.0 / 60.0, -8.0 / 60.0


def steps(times: int = 3) -> Scene:
    """Return a scene: empty plates, two feet, then left and right leg in turn, each for five seconds."""
    scene = Scene(noise_n=0.2).empty(4.0).stand(4.0)
    for _ in range(times):
        scene.move(0.3, 0.5, 1.0).stand(5.0, 1.0).move(0.3, 1.0, 0.5).stand(1.5)
        scene.move(0.3, 0.5, 0.0).stand(5.0, 0.0).move(0.3, 0.0, 0.5).stand(1.5)
    return scene


def drifting(block: GridBlock) -> GridBlock:
    """Add the wander of both zeros."""
    t_s = block.tick / 100.0
    block.left_n[:] += LEFT_N_PER_S * t_s
    block.right_n[:] += RIGHT_N_PER_S * t_s
    return block


def zeros_of(block: GridBlock) -> list[ZeroSet]:
    """Return the zeros taken."""
    return [item for item in StanceStage().feed(block)[1] if isinstance(item, ZeroSet)]


def test_zero_is_read_while_a_foot_is_in_the_air() -> None:
    """Each plate's zero is followed within half a newton although somebody stands there all the time."""
    block = drifting(steps().block())
    last = zeros_of(block)[-1]
    now_s = block.tick[-1] / 100.0
    assert last.left_n == pytest.approx(LEFT_N_PER_S * now_s, abs=0.7)
    assert last.right_n == pytest.approx(RIGHT_N_PER_S * now_s, abs=1.5)  # 8 s before the end at the latest


def test_forces_before_a_reading_are_corrected_as_if_zero_had_moved_evenly() -> None:
    """With all readings, kept forces are those of the body, within what lies after the last reading."""
    block = drifting(steps().block())
    stage, history = StanceStage(), History()
    for start in range(0, len(block), 40):
        corrected, items = stage.feed(part(block, start, start + 40))
        history.append(corrected)
        for item in items:
            if isinstance(item, ZeroSet):
                for reading in item.readings:
                    history.correct_zero(reading, item.known_tick)
    left_n, right_n, _ = history.window(500, len(block) - 1200)
    true = steps().block()
    assert np.abs(left_n - true.left_n[500:-1200]).max() < 0.4
    assert np.abs(right_n - true.right_n[500:-1200]).max() < 0.4


@pytest.mark.parametrize("toe", [0.01, 0.03, 0.06])
def test_a_toe_on_the_plate_is_not_its_zero(toe: float) -> None:
    """What a resting toe leaves, be it a pound or a little, is load."""
    scene = Scene(noise_n=0.2).empty(3.0).stand(4.0).move(0.3, 0.5, 1.0 - toe).stand(6.0, 1.0 - toe)
    zeros = zeros_of(scene.move(0.3, 1.0 - toe, 0.5).stand(2.0).block())
    assert abs(zeros[-1].right_n) < 0.2


def test_a_foot_that_feels_for_its_plate_is_not_its_zero() -> None:
    """A trembling contact within the limits of drift changes nothing."""
    scene = Scene(noise_n=0.2).empty(3.0).stand(20.0).move(0.3, 0.5, 1.0)
    t_s = np.arange(600) / 100.0
    toe_n = 2.0 + 1.5 * np.sin(2 * np.pi * 1.3 * t_s)
    scene.add(WEIGHT_N - toe_n, toe_n).move(0.3, 1.0, 0.5).stand(2.0)
    assert abs(zeros_of(scene.block())[-1].right_n) < 0.2


def test_first_reading_holds_for_all_that_was_before() -> None:
    """A recording that begins with somebody on the plates gets the zero that shows when they leave."""
    history = History()
    block = Scene(noise_n=0.1).stand(5.0).block()
    block.left_n[:] += 4.0
    history.append(block)
    history.correct_zero(ZeroReading("left", None, 450, 4.0), 499)
    left_n, _, _ = history.window(0, 500)
    assert float(left_n.mean()) == pytest.approx(350.0, abs=0.1)


def test_wander_is_told_from_how_far_readings_moved() -> None:
    """Plates that stay are known to stay, and readings are averaged; of those that warm up each is believed."""
    calm, warming = Wander(), Wander()
    for n in range(8):
        for plate in PLATES:
            calm.note(plate, 800 * n, 0.05 * (-1) ** n)
            warming.note(plate, 800 * n, 1.2 * n)
    assert calm.drift_n < 0.5
    assert calm.trust(800) < 0.2
    assert warming.drift_n > 1.4
    assert warming.trust(800) > 0.7


def read(tick: int) -> ZeroSet:
    """Return a reading of both plates."""
    return ZeroSet(tick + 50, 0.0, 0.0, tuple(ZeroReading(plate, None, tick, 0.0) for plate in PLATES))


def test_time_to_wander_shrinks_between_readings() -> None:
    """Two moments before one reading could wander for all their distance, between two only off a straight line."""
    book = ZeroBook()
    assert book.minutes(0, 6000) == 1.0
    book.note(read(0))
    assert book.minutes(None, 3000) == 0.5
    assert book.minutes(1200, 4800) == pytest.approx(0.6)
    book.note(read(6000))
    assert book.minutes(1200, 4800) == pytest.approx(0.6 - 0.36)
    assert book.minutes(0, 6000) == pytest.approx(0.0)
    assert book.minutes(3000, 6600) == pytest.approx(0.25 + 0.1)


@pytest.mark.parametrize("scenario", ["drift", "heavy", "mixed_session"])
def test_added_load_is_as_certain_as_it_says(scenario: str) -> None:
    """Errors of the added load are of the size told, on plates that drift by newtons as on good ones."""
    standard, errors_kg = [], []
    for seed in (21, 22, 23):
        played = play(scenario, seed, ("reps", "5"))
        reps = final_reps(events_of(played.gathered(1.0), Pipeline()))
        for rep, truth in match(reps, played.truth.reps):
            if rep.added_load_kg is not None and rep.added_load_sd_kg is not None:
                errors_kg.append(rep.added_load_kg - truth.added_load_kg)
                standard.append(errors_kg[-1] / rep.added_load_sd_kg)
    assert len(standard) >= 12
    assert math.sqrt(float(np.mean(np.square(standard)))) < 1.5
    assert float(np.mean(np.abs(errors_kg))) < (0.6 if scenario == "drift" else 0.15)

"""Touches, hops, resting heels and springs in plain arrays; faults from evidence; their one table."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from station.kiosk.verdict import MOST_USEFUL_FIRST
from station.kiosk.words import ENGLISH
from station.metrics.contacts import hopped, other_foot, touch_down
from station.metrics.faults import FAULTS, faults
from station.metrics.limits import CONTACT, FAULT, LIMITS
from station.metrics.verdicts import Evidence, faults_of, tempo_of
from station.motion.oscillation import SPRING, spring
from station.reps.limits import LIMITS as REPS

FloatArray = NDArray[np.float64]
TICK_S = 0.01


def bump(ticks: int) -> FloatArray:
    """Return a raised cosine of height 1."""
    return 0.5 - 0.5 * np.cos(np.linspace(0.0, 2.0 * np.pi, ticks))


def phase(ticks: int = 500, resting: float = 0.0) -> FloatArray:
    """Return the other foot's share in a single-leg phase: leaving, away, returning, with some noise."""
    share = np.full(ticks, resting) + np.random.default_rng(3).normal(0.0, 0.001, ticks)
    share[:10] += np.linspace(0.05, 0.0, 10)
    share[-10:] += np.linspace(0.0, 0.05, 10)
    return share


# --- the other foot ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resting", [0.0, 0.03, 0.1])
@pytest.mark.parametrize(("height", "ticks", "told"), [(0.08, 25, True), (0.08, 80, True), (0.02, 60, False)])
def test_touch_is_a_contact_that_comes_and_goes(
    resting: float, height: float, ticks: int, *, told: bool
) -> None:
    """A light contact is found however much the foot keeps; a toe that feels for the plate is none."""
    share = phase(resting=resting)
    share[200 : 200 + ticks] += height * bump(ticks)
    found = other_foot(share)
    assert found.touched is told
    assert found.plateau_share == pytest.approx(resting, abs=0.005)


def test_neither_edges_nor_spikes_are_touches() -> None:
    """A foot that leaves or returns in two goes does not come back up; 20 ms are no contact."""
    share = phase()
    share[:60] += 0.2
    share[-80:] += 0.15
    share[250:252] += 0.5
    assert not other_foot(share).touched


def test_no_phase_no_touch() -> None:
    """Nothing is said of an empty phase."""
    assert not other_foot(np.zeros(0)).touched


def test_hop_needs_flight_and_landing() -> None:
    """Flight with a landing is a hop; a quick lowering, a dropout and stepping off are none."""
    standing = np.ones(300)
    flight = standing.copy()
    flight[100:112] = 0.05
    landed = flight.copy()
    landed[112:125] = 1.8
    quick = standing - 0.3 * bump(300)
    dropout = standing.copy()
    dropout[100:103], dropout[103:110] = 0.0, 1.3
    assert hopped(landed)
    assert not any(hopped(each) for each in (standing, flight, quick, dropout))


@pytest.mark.parametrize("taken", [0.25, 0.6])
def test_resting_heel_is_found_where_it_comes_down(taken: float) -> None:
    """The part of the load a heel takes off the plates, until the foot returns, begins at its touch-down."""
    total_n = 700.0 * (1.0 - 0.03 * bump(500))
    total_n[400:] *= 1.0 - taken
    total_n[390:400] *= np.linspace(1.0, 1.0 - taken, 10)
    found = touch_down(total_n)
    assert found is not None
    assert 385 <= found <= 396


def test_no_heel_where_none_rests() -> None:
    """Neither a quick lowering in mid-phase nor steady hands on a rail look like a heel."""
    quick = np.full(400, 700.0)
    quick[150:200] *= 1.0 - 0.25 * bump(50)
    assert touch_down(quick) is None
    assert touch_down(np.full(400, 0.85 * 700.0)) is None
    assert touch_down(np.full(10, 700.0)) is None


# --- springing up -----------------------------------------------------------------------------------------------


def moving(*moves: tuple[float, float, float], seconds: float = 8.0) -> FloatArray:
    """Return the acceleration, m/s², of a body that moves by ``(start_s, seconds, metres)``, up positive."""
    ticks = round(seconds / TICK_S)
    speed = np.zeros(ticks + 1)
    for start_s, lasts_s, height_m in moves:
        n = round(lasts_s / TICK_S)
        curve = bump(n)
        start = round(start_s / TICK_S)
        speed[start : start + n] += height_m * curve / (curve.sum() * TICK_S)
    return np.diff(speed) / TICK_S


RISE, DOWN = (0.2, 1.0, 0.09), (2.0, 3.0, -0.1)


def spring_of(acceleration: FloatArray) -> float:
    """Return the spring of a rep whose single-leg phase is 1.5 to 7.5 s."""
    found = spring(acceleration, 150, 750, TICK_S)
    return found.speed_m_s if found else 0.0


@pytest.mark.parametrize(("height_m", "lasts_s"), [(0.014, 0.3), (0.02, 0.4), (0.028, 0.4), (0.006, 0.14)])
def test_bounce_is_told(height_m: float, lasts_s: float) -> None:
    """Springing up by 6 to 28 mm at the bottom and sinking back is a bounce, with a weight wrong by 0.1 %."""
    body = moving(RISE, DOWN, (5.0, lasts_s, height_m), (5.0 + lasts_s, 0.6, -0.8 * height_m))
    assert spring_of(body + 0.01) >= FAULT.bounce_m_s


def test_what_is_no_bounce_is_not_told() -> None:
    """Neither a smooth lowering, nor hesitating, nor overshooting, nor a dip before it, nor the next rise."""
    no_bounce = {
        "smooth": moving(RISE, DOWN),
        "quick": moving(RISE, (2.0, 0.6, -0.1)),
        "hesitating": moving(RISE, (2.0, 0.5, -0.05), (2.6, 0.5, -0.05)),
        "overshooting": moving(RISE, (2.0, 2.5, -0.105), (4.5, 0.5, 0.005)),
        "dip": moving(RISE, (2.0, 0.12, 0.006), DOWN),
        "next rise": moving(RISE, DOWN, (6.0, 0.8, 0.09)),
        "weight wrong": moving(RISE, DOWN) + 0.03,
    }
    told = {name: spring_of(body) for name, body in no_bounce.items()}
    assert {name: speed for name, speed in told.items() if speed >= FAULT.bounce_m_s} == {}


def test_sway_is_no_bounce() -> None:
    """Standing on one leg with twice the sway of people makes no bounce."""
    t_s = np.arange(800) * TICK_S
    for seed in range(5):
        rng = np.random.default_rng(seed)
        sway = sum(
            amplitude * np.sin(2 * np.pi * f * t_s + rng.uniform(0.0, 6.28))
            for f, amplitude in ((0.7, 0.04), (1.6, 0.05), (2.7, 0.08), (3.9, 0.07), (6.1, 0.05))
        )
        assert spring_of(moving(RISE, DOWN) + sway) < FAULT.bounce_m_s


def test_phase_too_short_has_no_bounce() -> None:
    """A phase shorter than the lift of the other foot says nothing."""
    assert spring(moving(RISE), 150, 165, TICK_S) is None


# --- verdicts ---------------------------------------------------------------------------------------------------

NOTHING = Evidence(frozenset(), tempo="ok", hand_share=0.002, other_share=0.03, rise_left_share=0.52)


def test_good_rep_has_no_fault() -> None:
    """Nothing seen, nothing told; neither where nothing can be told."""
    assert faults_of(NOTHING) == []
    assert faults_of(Evidence(frozenset())) == []


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ({"tempo": "fast"}, "fast"),
        ({"spring_m_s": 0.12}, "bounce"),
        ({"touched": True}, "touch"),
        ({"hopped": True}, "hop"),
        ({"hand_share": 0.02}, "rail"),
        ({"other_share": 0.08}, "incomplete_transfer"),
        ({"flags": frozenset({"same_leg_return"})}, "same_leg_return"),
        ({"rise_left_share": 0.3}, "rise_imbalance"),
        ({"rise_left_share": 0.7}, "rise_imbalance"),
        ({"wrong_leg": True}, "wrong_leg"),
        ({"flags": frozenset({"interrupted"})}, "interrupted"),
    ],
)
def test_each_fault_has_its_evidence(seen: dict[str, object], told: str) -> None:
    """One thing seen makes one fault."""
    assert faults_of(replace(NOTHING, **seen)) == [told]  # type: ignore[arg-type]  # fields by name


def test_faults_come_in_the_order_of_their_table() -> None:
    """Many at once are told as the table lists them."""
    seen = replace(NOTHING, tempo="fast", touched=True, flags=frozenset({"interrupted", "touch"}))
    assert faults_of(seen) == ["fast", "touch", "interrupted"]


@pytest.mark.parametrize(
    ("single_s", "bounds_s", "told"),
    [
        (2.99, (2.5, 3.5), "fast"),
        (4.0, (1.5, 2.05), "fast"),
        (4.0, (2.2, 3.0), "ok"),
        (4.0, (1.9, 3.0), "borderline"),
        (None, (2.2, 3.0), "ok"),
        (4.0, (None, None), None),
        (2.0, (None, None), "fast"),
    ],
)
def test_tempo_rule(
    single_s: float | None, bounds_s: tuple[float | None, float | None], told: str | None
) -> None:
    """For 3 s: certain by the time on one leg, else by the interval against 2.1 s."""
    assert tempo_of(single_s, bounds_s, 3.0) == told


# --- the table --------------------------------------------------------------------------------------------------


def test_every_fault_of_a_rep_is_in_the_table_once() -> None:
    """Names are unique, every fault has a sentence, advice and a source, and the screen ranks them all."""
    names = [rule.name for rule in FAULTS]
    assert len(names) == len(set(names))
    assert all(rule.seen and rule.advice and rule.source for rule in FAULTS)
    assert set(MOST_USEFUL_FIRST) == {rule.name for rule in faults("rep")}


def test_the_screen_says_what_the_table_says() -> None:
    """Every fault has its advice and a word for the table of the set in the screen's catalogue."""
    assert {rule.name: ENGLISH[f"fault.{rule.name}"] for rule in FAULTS} == {
        rule.name: rule.advice for rule in FAULTS
    }
    assert all(ENGLISH[f"word.{rule.name}"] for rule in FAULTS)


def test_thresholds_of_the_table_are_limits_in_use() -> None:
    """A threshold is named and valued as in its table of limits, and every fault limit belongs to a fault."""
    told = {threshold.name: threshold.value for rule in FAULTS for threshold in rule.thresholds}
    tables = (LIMITS, FAULT, CONTACT, SPRING, REPS)
    for name, value in told.items():
        assert value in [float(getattr(table, name)) for table in tables if hasattr(table, name)]
    assert {item.name for item in fields(FAULT)} <= set(told)

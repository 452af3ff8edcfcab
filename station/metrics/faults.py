"""The one table of faults: what was seen, from where on it is a fault, on what that rests, what to do about it.

The manual's page of faults is generated from it; the words of screen and terminal are tested against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.metrics.limits import CONTACT, FAULT, LIMITS
from station.motion.oscillation import SPRING
from station.reps.limits import LIMITS as REPS

FaultLevel = Literal["rep", "set"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """One limit of a fault, by the name and value it has in its table of limits."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class FaultRule:
    """One fault. ``name`` is what ``faults`` of a rep and ``fault_counts`` of a set contain."""

    name: str
    level: FaultLevel
    seen: str
    """What was seen."""
    advice: str
    """What to do."""
    thresholds: tuple[Threshold, ...]
    source: str
    """On what the rule and its limits rest."""


def _limits(table: object, *names: str) -> tuple[Threshold, ...]:
    return tuple(Threshold(name, float(getattr(table, name))) for name in names)


FAULTS: tuple[FaultRule, ...] = (
    FaultRule(
        "fast", "rep",
        "The lowering was faster than prescribed.",
        "Slower on the way down.",
        _limits(LIMITS, "tempo_share"),
        "Certain when the time on one leg, an upper bound, is below the prescribed seconds; else when the whole "
        "90 % interval of the lowering time is below 0.7 of them.",
    ),
    FaultRule(
        "bounce", "rep",
        "The body sprang up again at the bottom.",
        "No bounce at the bottom.",
        (*_limits(FAULT, "bounce_m_s"), *_limits(SPRING, "upward_m_s", "reach_ticks")),
        "Speed gained upwards and lost again within 0.45 s; real one-leg stances stay below 17 mm/s.",
    ),
    FaultRule(
        "touch", "rep",
        "The other foot came down and left again.",
        "Keep the other foot up until you are down.",
        (*_limits(CONTACT, "touch_share", "touch_ticks"), *_limits(REPS, "touch_ticks")),
        "Its share of the load rises above its own usual one for 60 ms or more and falls back; contacts of over "
        "1.1 s end the rep instead.",
    ),
    FaultRule(
        "hop", "rep",
        "The standing foot left its plate.",
        "Keep the standing foot down.",
        _limits(CONTACT, "flight_share", "flight_ticks", "landing_share"),
        "A force that no lowering makes, then a landing.",
    ),
    FaultRule(
        "rail", "rep",
        "Hands carried a part of the weight.",
        "Hands off the rail.",
        _limits(
            FAULT, "rail_share", "rail_unclean_share", "rail_void_share", "rail_spread_share", "rail_reps_min",
            "rail_wander_n",
        ),
        "1 - mean total force / weight of an unassisted stance; told from 1.2 %, spoils the rep from 5 %. Without "
        "such a stance: the cycles of a set differ by more than bodies do.",
    ),
    FaultRule(
        "incomplete_transfer", "rep",
        "The other foot kept a part of the load.",
        "All your weight on one leg.",
        _limits(FAULT, "incomplete_share"),
        "Median of the other foot's share in the single-leg phase; a resting toe keeps 1-6 %.",
    ),
    FaultRule(
        "same_leg_return", "rep",
        "The working leg pushed up again alone.",
        "Come up with both feet.",
        _limits(REPS, "alone_min_m", "alone_speed_m_s"),
        "A rise of the body while the other foot carries less than a tenth.",
    ),
    FaultRule(
        "rise_imbalance", "rep",
        "The rise was not shared between the feet.",
        "Rise evenly on both feet.",
        _limits(FAULT, "rise_unequal_share", "rise_alone_share"),
        "Left share of the load over the rise, where both feet rose.",
    ),
    FaultRule(
        "wrong_leg", "rep",
        "The other leg worked than the plan asks for.",
        "The plan asks for the other leg.",
        (),
        "The side is decided by the plates; asked only where the plan names a leg.",
    ),
    FaultRule(
        "interrupted", "rep",
        "The source was silent within the rep.",
        "Data was missing, so this one is not judged.",
        (),
        "What was not measured cannot be judged.",
    ),
    FaultRule(
        "fading", "set",
        "Reps became shorter across the set.",
        "End the set when the tempo falls.",
        _limits(FAULT, "fading_share", "fading_confidence", "fading_reps_min"),
        "Least-squares slope of the time on one leg over the reps, each leg about its own mean; told when it is "
        "below zero beyond its own uncertainty and large enough to matter.",
    ),
)  # fmt: skip


def faults(level: FaultLevel) -> tuple[FaultRule, ...]:
    """Return the faults of one level, in the order of the table."""
    return tuple(rule for rule in FAULTS if rule.level == level)

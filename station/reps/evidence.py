"""How surely a movement up is the rise of a heel raise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import exp, hypot, log
from statistics import median
from typing import TYPE_CHECKING

from station.motion.lobes import Lobe, unseen_rise
from station.motion.moves import find_moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.motion.moves import Move
    from station.reps.stretch import Stretch


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """What heights rises have, and what heights other movements have. In m and nats."""

    usual_m: float = 0.08
    usual_spread: float = 0.45
    """Centre-of-mass rise of a heel raise before an athlete's own is known, and its logarithmic sd."""
    own_spread: float = 0.35
    """Spread of an athlete's own rises: the first, from level feet, is half as high as those from the bottom."""
    by_the_way_m: float = 0.011
    """What shifts of weight, a swinging leg, breath and stops on the way down look like (1 sd)."""
    artefact: float = 0.05
    artefact_spread: float = 5.0
    """One in twenty is none at all - saturation, a hand, a heel - and of any size (flat in its logarithm)."""
    height_range: tuple[float, float] = (-8.0, 6.0)
    fit_slope: float = 14.0
    fit_even: float = 0.45
    fit_range: tuple[float, float] = (-6.0, 2.0)
    """A rise explains most of the force of its window (0.6-0.99), a stop on the way down 0.1-0.6."""
    strong: float = 3.0
    """Twenty to one."""
    clear_share: float = 0.25
    """A rise that nothing else confirms is a quarter as clear as the athlete's others; a stop in a lowering is not."""


LIMITS = EvidenceLimits()


@dataclass(frozen=True, slots=True)
class Up:
    """A movement up and its evidence: the log likelihood ratio of a rise against anything else."""

    rise: Lobe
    strength: float
    """Signal-to-noise ratio."""
    evidence: float

    @property
    def centre_tick(self) -> int:
        """Return its middle."""
        return (self.rise.start_tick + self.rise.end_tick) // 2

    @property
    def clarity(self) -> float:
        """Return the signal-to-noise ratio of what looks like a rise in it."""
        return self.strength * self.rise.fit

    def against(self, usual_m: float) -> Up:
        """Return the same movement, judged by the athlete's own rises."""
        if self.rise.unseen:
            return self
        return replace(self, evidence=_evidence(self.rise, self.strength, usual_m, LIMITS.own_spread))


def clear_of(ups: Sequence[Up]) -> list[Up]:
    """Return those that are clear beside the sure ones among them."""
    sure = [up.clarity for up in ups if up.evidence >= LIMITS.strong]
    least = LIMITS.clear_share * median(sure) if sure else 0.0
    return [up for up in ups if up.clarity >= least]


def find_ups(stretch: Stretch) -> tuple[list[Up], list[Move]]:
    """Return the movements up and those down, in order."""
    moves = find_moves(stretch.acceleration_m_s2, stretch.usable, stretch.first_tick, wander=stretch.wander)
    ups = [_up(move, stretch) for move in moves if move.height_m > 0.0]
    ups += [_lifted(block, stretch) for block in stretch.heel_lifts]
    return sorted(ups, key=lambda up: up.centre_tick), [move for move in moves if move.height_m < 0.0]


def _up(move: Move, stretch: Stretch) -> Up:
    part = slice(stretch.block(move.start_tick), stretch.block(move.end_tick) + 1)
    lighter = stretch.lighter[part]
    rise = Lobe(
        known_tick=move.end_tick,
        start_tick=move.start_tick,
        end_tick=move.end_tick,
        height_m=move.height_m,
        left_share=float(stretch.left_share[part].mean()),
        lighter_min=float(lighter.min()),
        lighter_max=float(lighter.max()),
        fit=move.fit,
        carried=0.0,
    )
    strength = move.strength_m_s2 / stretch.noise_m_s2
    return Up(rise, strength, _evidence(rise, strength, LIMITS.usual_m, LIMITS.usual_spread))


def _evidence(rise: Lobe, strength: float, usual_m: float, spread: float) -> float:
    height_m = rise.height_m
    other_m = hypot(LIMITS.by_the_way_m, height_m / max(strength, 1e-3))
    is_rise = -0.5 * (log(height_m / usual_m) / spread) ** 2 - log(spread * height_m)
    by_the_way = exp(-0.5 * (height_m / other_m) ** 2) * 2.0 / other_m
    is_other = log(by_the_way + LIMITS.artefact / (LIMITS.artefact_spread * height_m))
    looks = LIMITS.fit_slope * (rise.fit - LIMITS.fit_even)
    return _within(is_rise - is_other, LIMITS.height_range) + _within(looks, LIMITS.fit_range)


def _within(value: float, limits: tuple[float, float]) -> float:
    return min(max(value, limits[0]), limits[1])


def _lifted(block: int, stretch: Stretch) -> Up:
    """Return the rise that begins when the heels leave the floor."""
    tick = stretch.tick(block)
    share = float(stretch.left_share[block])
    rise = unseen_rise(tick, tick - _LIFT_TICKS, tick + _RISE_TICKS, share, "the heels rest on the floor")
    return Up(rise, _SURE, 2.0 * LIMITS.strong)


_LIFT_TICKS = 40
_RISE_TICKS = 60
_SURE = 100.0

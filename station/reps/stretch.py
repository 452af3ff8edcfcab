"""A finished stretch of force as the reader of reps sees it: 25 blocks a second, in shares of the weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.events import STANDARD_GRAVITY_M_S2
from station.force.runs import runs
from station.motion.lobes import STEP_TICKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StretchLimits:
    """Loads as shares of the weight, times in blocks of 40 ms."""

    loaded: float = 0.25
    empty: float = 0.12
    empty_blocks: int = 8
    """Nobody is there (or data are missing) for a third of a second: a hop is shorter."""
    silent_blocks: int = 6
    before_blocks: int = 5
    after_blocks: int = 20
    """Stepping on and off, and landing, move the body by themselves: for so long, nothing is read from it."""
    violent: float = 1.6
    before_violent_blocks: int = 20
    light: float = 0.45
    light_blocks: int = 3
    """Less than this for longer than the brake of the most abrupt rise is no body standing on the plates."""
    level_quantile: float = 0.7
    """The load while nothing but feet on plates and hands on a rail carries the body."""
    heels_low: float = 0.25
    heels_high: float = 0.87
    heels_up: float = 0.93
    heels_blocks: int = 10
    heels_lift_blocks: int = 25
    both_share: float = 0.10
    """Heels on the floor take 25-60 % of the load off both plates, and give it back within a second."""
    rail_share: float = 0.01
    rail_wander: float = 0.12
    """Hands carry more than a per cent of the weight, and what they carry wanders by 12 % of it (rms)."""
    wander_steps: tuple[float, ...] = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
    """That wander beside the athlete's sway, to the nearest of these: each needs filters of its own."""
    noise_blocks: int = 13
    noise_min_m_s2: float = 0.015
    """Sway is what is quicker than half a second, and never less than that of quiet standing."""


LIMITS = StretchLimits()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks of 40 ms, arrays of shape ``(n,)``."""

    first_tick: int
    load: FloatArray
    """Total force over weight."""
    left_share: FloatArray
    loaded: BoolArray
    usable: BoolArray
    """Where the force tells how the body moves."""
    acceleration_m_s2: FloatArray
    silent: BoolArray
    """Where nothing was heard of the plates."""
    backed: BoolArray
    """Where at least three of four instants rest on good conversions."""
    noise_m_s2: float
    """Rms of this athlete's sway while standing and moving."""
    wander: float
    """Rms of a slow force of hands over that of sway."""
    heel_lifts: tuple[int, ...]
    """Blocks at which resting heels left the floor."""

    @property
    def lighter(self) -> FloatArray:
        """Return the lighter foot's share."""
        return np.minimum(self.left_share, 1.0 - self.left_share)

    def block(self, tick: int) -> int:
        """Return the block that holds a tick, at the ends the first or last."""
        return min(max((tick - self.first_tick) // STEP_TICKS, 0), len(self.load) - 1)

    def tick(self, block: int) -> int:
        """Return the first tick of a block."""
        return self.first_tick + block * STEP_TICKS

    @property
    def end_tick(self) -> int:
        """Return one past the last tick."""
        return self.tick(len(self.load))


def stretch_of(
    left_n: FloatArray, right_n: FloatArray, valid: BoolArray, first_tick: int, weight_n: float
) -> Stretch:
    """Return forces per grid instant, N, shape ``(n,)``, ``n >= 4``, as blocks."""
    count = len(left_n) // STEP_TICKS
    size = count * STEP_TICKS
    left = left_n[:size].reshape(count, STEP_TICKS).mean(axis=1)
    total = left + right_n[:size].reshape(count, STEP_TICKS).mean(axis=1)
    load = total / weight_n
    silent = _silent(load, valid[:size].reshape(count, STEP_TICKS))
    loaded = load > LIMITS.loaded
    share = np.where(loaded, left / np.maximum(total, 1.0), 0.5)
    level = float(np.quantile(load[loaded], LIMITS.level_quantile)) if loaded.any() else 1.0
    lifts, resting = _heels(load / level, np.minimum(share, 1.0 - share))
    usable = (
        (load < LIMITS.violent)
        & ~_light(load)
        & ~resting
        & ~silent
        & ~_disturbed(np.where(silent, 1.0, load))
    )
    acceleration = np.clip((load - 1.0) * STANDARD_GRAVITY_M_S2, -_CLIP_M_S2, _CLIP_M_S2)
    noise = _noise(acceleration, usable)
    hands = 1.0 - float(np.median(load[usable])) if usable.any() else 0.0
    wander = LIMITS.rail_wander * hands * STANDARD_GRAVITY_M_S2 / noise if hands > LIMITS.rail_share else 0.0
    step = min(LIMITS.wander_steps, key=lambda known: abs(known - wander))
    backed = valid[:size].reshape(count, STEP_TICKS).sum(axis=1) >= _BACKED_TICKS
    return Stretch(
        first_tick, load, share, loaded, usable, acceleration, silent, backed, noise, step, tuple(lifts)
    )


_CLIP_M_S2 = 6.0
_BACKED_TICKS = 3


def _silent(load: FloatArray, valid: BoolArray) -> BoolArray:
    """Return the blocks of a silence: no data, and so no force, for a quarter of a second or more."""
    silent = np.zeros(len(load), dtype=np.bool_)
    for start, stop in runs((load < LIMITS.empty) & ~valid.any(axis=1)):
        if stop - start >= LIMITS.silent_blocks:
            silent[max(start - 1, 0) : stop + 1] = True
    return silent


def _noise(acceleration_m_s2: FloatArray, usable: BoolArray) -> float:
    """Return the rms of what is quicker than half a second, from its median size."""
    kernel = np.full(LIMITS.noise_blocks, 1.0 / LIMITS.noise_blocks)
    quick = (acceleration_m_s2 - np.convolve(acceleration_m_s2, kernel, mode="same"))[usable]
    if not len(quick):
        return LIMITS.noise_min_m_s2
    return max(1.4826 * float(np.median(np.abs(quick))), LIMITS.noise_min_m_s2)


def _light(load: FloatArray) -> BoolArray:
    """Return the blocks in which the plates carry only a part of the body."""
    light = np.zeros(len(load), dtype=np.bool_)
    for start, stop in runs(load <= LIMITS.light):
        light[start:stop] = stop - start >= LIMITS.light_blocks
    return light


def _disturbed(load: FloatArray) -> BoolArray:
    """Return the blocks in which somebody steps on, off or lands, and what goes before and after."""
    disturbed = np.zeros(len(load), dtype=np.bool_)
    for start, stop in runs(load < LIMITS.empty):
        if stop - start >= LIMITS.empty_blocks or start == 0:
            disturbed[max(start - LIMITS.before_blocks, 0) : stop + LIMITS.after_blocks] = True
    for start, stop in runs(load > LIMITS.violent):
        disturbed[max(start - LIMITS.before_violent_blocks, 0) : stop + LIMITS.after_blocks] = True
    return disturbed


def _heels(load: FloatArray, lighter: FloatArray) -> tuple[list[int], BoolArray]:
    """Return the blocks at which resting heels left the floor, and where they rested."""
    resting = np.zeros(len(load), dtype=np.bool_)
    lifts = []
    for start, stop in runs((load > LIMITS.heels_low) & (load < LIMITS.heels_high)):
        if stop - start < LIMITS.heels_blocks:
            continue
        resting[start:stop] = True
        up = stop + np.flatnonzero(load[stop : stop + LIMITS.heels_lift_blocks] >= LIMITS.heels_up)
        if (
            not len(up)
            or float(np.median(lighter[max(stop - LIMITS.heels_blocks, start) : stop])) < LIMITS.both_share
        ):
            continue
        if float(np.median(load[up[0] : up[0] + LIMITS.heels_lift_blocks])) >= LIMITS.heels_up:
            resting[start : up[0]] = True
            lifts.append(int(up[0]))
    return lifts, resting

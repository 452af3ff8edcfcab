"""Velocity profiles of human movements: how the way from here to there is spread over the time it takes.

A profile is a velocity over the movement's samples, zero at both ends, with unit area (progress a second
times seconds), so that ``distance * profile`` is a velocity. *Even* profiles are the smooth ones of motor
control textbooks; *human* ones hesitate, speed up, creep and overshoot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulators.signals import RATE_HZ, chance, samples, slow_noise, smooth

if TYPE_CHECKING:
    from simulators.signals import FloatArray

Shapes = Literal["even", "human"]

JERK_LIMIT_S = 0.03
"""Muscle does not switch: every profile is smoothed with a Gaussian of this sigma."""
LONG_S = 1.4
"""Movements shorter than this have no time to hesitate or creep."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a human mover does what (probability a movement) and how strongly."""

    unevenness: float = 0.25
    """Log standard deviation of the speed around the base profile."""
    hesitation: float = 0.35
    creep: float = 0.35
    """Chance of a long slow end."""
    overshoot: float = 0.15
    plunge: float = 0.2
    """Chance of a quick first part."""
    steadiness: float = 0.57
    """Least part of the time that the middle of the way takes, see ``steadiness``: 0.6 is minimum-jerk."""


CALM = Habit()
ERRATIC = Habit(unevenness=0.45, hesitation=0.7, creep=0.3, overshoot=0.3, plunge=0.4, steadiness=0.4)


def normalised(velocity: FloatArray) -> FloatArray:
    """Return ``velocity`` with its ends at zero, jerk limited, and unit area in seconds."""
    tapered = velocity.copy()
    edge = min(tapered.size // 4, max(2, round(0.08 * RATE_HZ)))
    ramp = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, edge))
    tapered[:edge] *= ramp
    tapered[-edge:] *= ramp[::-1]
    sigma_s = min(JERK_LIMIT_S, tapered.size / RATE_HZ / 16.0)
    rounded = smooth(np.pad(tapered, round(4 * sigma_s * RATE_HZ)), sigma_s)
    spare = rounded.size - velocity.size
    kept = rounded[spare // 2 : spare // 2 + velocity.size].copy()
    kept -= np.linspace(kept[0], kept[-1], kept.size)
    return np.asarray(kept / (kept.sum() / RATE_HZ))


def bell_profile(u: FloatArray, rise: float, fall: float) -> FloatArray:
    """Return a bell whose flanks have these powers; 2 and 2 is the minimum-jerk movement."""
    return u**rise * (1.0 - u) ** fall


def trapezoid_profile(u: FloatArray, rise: float, fall: float) -> FloatArray:
    """Return a plateau between raised-cosine flanks that take these fractions of the time."""
    up = np.clip(u / rise, 0.0, 1.0)
    down = np.clip((1.0 - u) / fall, 0.0, 1.0)
    return (0.5 - 0.5 * np.cos(np.pi * up)) * (0.5 - 0.5 * np.cos(np.pi * down))


def even_profile(rng: np.random.Generator, duration_s: float) -> FloatArray:
    """Return a smooth movement: a skewed bell in one case of three, else a jerk-limited trapezoid."""
    u = np.linspace(0.0, 1.0, samples(duration_s))
    if chance(rng, 1.0 / 3.0):
        return normalised(bell_profile(u, rng.uniform(1.5, 2.4), rng.uniform(1.5, 2.4)))
    return normalised(trapezoid_profile(u, rng.uniform(0.1, 0.32), rng.uniform(0.12, 0.36)))


def _hesitate(rng: np.random.Generator, velocity: FloatArray, duration_s: float) -> None:
    """Nearly stop once or twice on the way."""
    u = np.linspace(0.0, 1.0, velocity.size)
    for _ in range(1 + (chance(rng, 0.3))):
        width = min(0.2, rng.uniform(0.12, 0.35) / duration_s)
        dip = np.exp(-0.5 * ((u - rng.uniform(0.25, 0.75)) / width) ** 4)
        velocity *= 1.0 - rng.uniform(0.6, 0.95) * dip


def human_profile(rng: np.random.Generator, duration_s: float, habit: Habit = CALM) -> FloatArray:
    """Return a movement as people do it: skewed, uneven, hesitating, creeping or overshooting."""
    count = samples(duration_s)
    u = np.linspace(0.0, 1.0, count)
    if chance(rng, 0.5):
        velocity = bell_profile(u, rng.uniform(0.6, 2.2), rng.uniform(0.8, 2.8))
    else:
        velocity = trapezoid_profile(u, rng.uniform(0.08, 0.45), rng.uniform(0.1, 0.5))
    velocity /= velocity.mean()
    velocity *= np.exp(habit.unevenness * rng.uniform(0.5, 1.5) * slow_noise(rng, count, 1.6))
    if chance(rng, habit.plunge):
        velocity *= 1.0 + rng.uniform(0.4, 1.2) * np.exp(-u / rng.uniform(0.12, 0.3))
    if chance(rng, habit.hesitation) and duration_s > LONG_S:
        _hesitate(rng, velocity, duration_s)
    if chance(rng, habit.creep) and duration_s > LONG_S:
        end = rng.uniform(0.55, 0.8)
        velocity *= np.where(u < end, 1.0, np.exp(-(u - end) / rng.uniform(0.06, 0.16)))
    profile = normalised(velocity)
    if chance(rng, habit.overshoot):
        profile = _overshoot(rng, profile)
    return profile


def _overshoot(rng: np.random.Generator, profile: FloatArray) -> FloatArray:
    """Go 3-8 % too far and come back within the last part of the movement."""
    extra = rng.uniform(0.03, 0.08)
    back = min(profile.size // 3, samples(rng.uniform(0.35, 0.7)))
    forth = profile.size - back
    u_forth, u_back = np.linspace(0.0, 1.0, forth), np.linspace(0.0, 1.0, back)
    squeezed = np.interp(u_forth * (profile.size - 1), np.arange(profile.size), profile)
    there = squeezed / squeezed.sum() * (1.0 + extra)
    home = bell_profile(u_back, 2.0, 2.0)
    return np.concatenate([there, -extra * home / home.sum()]) * RATE_HZ


def profile(rng: np.random.Generator, duration_s: float, shapes: Shapes, habit: Habit = CALM) -> FloatArray:
    """Return a velocity profile of the asked kind, 1/s, shape ``(samples(duration_s),)``."""
    if shapes == "even":
        return even_profile(rng, duration_s)
    for _ in range(20):
        drawn = human_profile(rng, duration_s, habit)
        if steadiness(drawn) >= habit.steadiness:
            break
    return drawn


def steadiness(velocity: FloatArray) -> float:
    """Return the time from 10 % to 90 % of the way as a part of all time, over 0.8: 1 at constant speed."""
    progress = np.cumsum(velocity) / velocity.sum()
    return float(np.argmax(progress >= 0.9) - np.argmax(progress >= 0.1)) / 0.8 / velocity.size  # noqa: PLR2004  t10, t90


def quick_profile(rng: np.random.Generator, duration_s: float) -> FloatArray:
    """Return the bell of a brisk movement (a rise, a leg swing)."""
    u = np.linspace(0.0, 1.0, samples(duration_s))
    return normalised(bell_profile(u, rng.uniform(1.4, 2.4), rng.uniform(1.5, 2.8)))


def stopped_profile(
    rng: np.random.Generator, duration_s: float, shapes: Shapes, *, brake_s: float, sharp: float
) -> FloatArray:
    """Return a movement that is stopped while still under way, by a floor or by a stiff ankle.

    Its last part is at least ``sharp`` times as fast as its mean, and it stops within ``brake_s``.
    """
    whole = profile(rng, duration_s * 1.25, shapes)
    kept = np.maximum(whole[: samples(duration_s)], 0.0)
    u = np.linspace(0.0, 1.0, kept.size)
    kept = np.maximum(kept, sharp * kept.mean() * np.clip((u - 0.75) / 0.15, 0.0, 1.0))
    brake = min(kept.size // 4, samples(brake_s))
    kept[-brake:] *= np.linspace(1.0, 0.0, brake) ** 1.5
    rounded = smooth(np.concatenate([kept, np.zeros(samples(0.03))]), 0.01)[: kept.size]
    rounded -= np.linspace(rounded[0], rounded[-1], rounded.size)
    return np.asarray(rounded / (rounded.sum() / RATE_HZ))


def transfer_curve(rng: np.random.Generator, duration_s: float) -> FloatArray:
    """Return the progress 0 to 1 of load moving from one foot to the other: ramp-like, a little uneven."""
    count = samples(duration_s)
    u = np.linspace(0.0, 1.0, count)
    rate = trapezoid_profile(u, rng.uniform(0.2, 0.5), rng.uniform(0.12, 0.4))
    rate *= np.exp(0.25 * slow_noise(rng, count, 6.0))
    progress = np.cumsum(rate)
    return np.asarray(progress / progress[-1])

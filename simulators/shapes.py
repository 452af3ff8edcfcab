"""Velocity profiles of human movements: how the way from here to there is spread over the time it takes.

A profile is a velocity over the movement's samples, zero at both ends, with unit area (progress a second
times seconds), so that ``distance * profile`` is a velocity. *Even* profiles are smooth: the minimum-jerk
movement of motor control textbooks, flattened and leaning to one side. *Human* ones come in strokes, are
corrected or change pace, hesitate, plunge, creep and overshoot.

What measures such movements must not know these formulas; they are of another kind than any prior of the
station's, and no number here is to be adjusted to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulators.signals import RATE_HZ, chance, ease, samples, slow_noise, smooth
from simulators.strokes import MANNERS, lognormal_stroke, strokes

if TYPE_CHECKING:
    from simulators.signals import FloatArray

Shapes = Literal["even", "human"]

JERK_LIMIT_S = 0.03
"""Muscle does not switch: every profile is smoothed with a Gaussian of this sigma."""
TAPER_S = 0.08
LONG_S = 1.4
"""Movements shorter than this have no time to hesitate or creep."""
STEADIEST = 1.1
"""More than 1 is a quick start and a quick end with dawdling between."""
RISE_HALTS = (0.4, 0.7)
"""Where in its time a rise may slacken: the push off the ground comes in one."""
TRIES = 20


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a human mover does what (probability a movement) and how strongly."""

    unevenness: float = 0.3
    """Log standard deviation of speed between parts of the way."""
    hesitation: float = 0.3
    creep: float = 0.35
    """Chance of a long slow end."""
    overshoot: float = 0.15
    plunge: float = 0.2
    """Chance of a quick first part."""
    dip: float = 0.4
    """Chance of a preparatory movement before a rise, and before a lowering."""
    toe: float = 0.25
    """Chance of feeling for the plate with the free toe before the foot returns."""
    halting: float = 0.2
    """Chance of loading or unloading a foot in two goes."""
    steadiness: float = 0.55
    """Least part of the time that the middle of the way takes, see ``steadiness``: 0.6 is minimum-jerk."""
    manners: tuple[float, float, float] = (1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0)
    """How often in strokes, steered, phased."""


CALM = Habit()
ERRATIC = Habit(
    unevenness=0.45, hesitation=0.65, creep=0.4, overshoot=0.3, plunge=0.4, dip=0.6, toe=0.4, steadiness=0.4
)


def normalised(velocity: FloatArray) -> FloatArray:
    """Return ``velocity`` with its ends at zero, jerk limited, and unit area in seconds."""
    tapered = velocity.copy()
    edge = min(tapered.size // 4, samples(TAPER_S))
    ramp = ease(np.linspace(0.0, 1.0, edge))
    tapered[:edge] *= ramp
    tapered[-edge:] *= ramp[::-1]
    sigma_s = min(JERK_LIMIT_S, tapered.size / RATE_HZ / 16.0)
    rounded = smooth(np.pad(tapered, round(4 * sigma_s * RATE_HZ)), sigma_s)
    spare = rounded.size - velocity.size
    kept = rounded[spare // 2 : spare // 2 + velocity.size].copy()
    kept -= np.linspace(kept[0], kept[-1], kept.size)
    return np.asarray(kept / (kept.sum() / RATE_HZ))


def flattened(u: FloatArray, flatness: tuple[float, float], lean: float) -> FloatArray:
    """Return ``(1 - |x|^flatness)^2`` over progress in time ``u``; (2, 2) and 1 is the minimum-jerk movement.

    The larger ``flatness`` (before and after the peak), the longer the speed is constant; ``lean`` below 1
    puts the peak early.
    """
    x = 2.0 * u ** (-np.log(2.0) / np.log(0.5 * lean)) - 1.0
    power = np.where(x < 0.0, flatness[0], flatness[1])
    return np.asarray((1.0 - np.abs(x) ** power) ** 2)


def even_profile(rng: np.random.Generator, duration_s: float) -> FloatArray:
    """Return a smooth movement: about minimum-jerk in one case of three, else flatter."""
    u = np.linspace(0.0, 1.0, samples(duration_s))
    low, high = (1.8, 2.5) if chance(rng, 1.0 / 3.0) else (2.8, 7.0)
    return normalised(
        flattened(u, (rng.uniform(low, high), rng.uniform(low, high)), 1.0 + rng.uniform(-0.3, 0.3))
    )


def quick_profile(rng: np.random.Generator, duration_s: float) -> FloatArray:
    """Return the bell of a brisk movement (a rise, coming to stand level)."""
    u = np.linspace(0.0, 1.0, samples(duration_s))
    flatness = rng.uniform(1.8, 2.6), rng.uniform(1.8, 2.6)
    return normalised(flattened(u, flatness, 1.0 + rng.uniform(-0.2, 0.2)))


def _hesitate(
    rng: np.random.Generator,
    velocity: FloatArray,
    duration_s: float,
    where: tuple[float, float] = (0.25, 0.75),
    depth: tuple[float, float] = (0.6, 0.95),
) -> None:
    """Slow down by ``depth`` (1 is a stop) once or twice on the way, within ``where`` of the time."""
    u = np.linspace(0.0, 1.0, velocity.size)
    for _ in range(1 + (chance(rng, 0.3))):
        width = min(0.2, rng.uniform(0.12, 0.35) / duration_s)
        dip = np.exp(-0.5 * ((u - rng.uniform(*where)) / width) ** 4)
        velocity *= 1.0 - rng.uniform(*depth) * dip


def _creep(rng: np.random.Generator, velocity: FloatArray) -> FloatArray:
    """Leave the last 8-20 % of the way to the last 25-45 % of the time, slower and slower."""
    share, way = rng.uniform(0.25, 0.45), rng.uniform(0.08, 0.2)
    first = round(velocity.size * (1.0 - share))
    before = np.interp(np.linspace(0.0, velocity.size - 1.0, first), np.arange(velocity.size), velocity)
    begins = round(first * 0.85)
    v = np.linspace(0.0, 1.0, velocity.size - begins)
    tail = v**0.5 * (1.0 - v) ** rng.uniform(1.2, 2.2)
    out = np.zeros(velocity.size)
    out[:first] = before / before.sum() * (1.0 - way)
    out[begins:] += tail / tail.sum() * way
    return np.asarray(out / out.mean())


def _overshoot(rng: np.random.Generator, profile: FloatArray) -> FloatArray:
    """Go 3-8 % too far and come back within the last part of the movement."""
    extra = rng.uniform(0.03, 0.08)
    back = min(profile.size // 3, samples(rng.uniform(0.35, 0.7)))
    forth = profile.size - back
    squeezed = np.interp(np.linspace(0.0, profile.size - 1.0, forth), np.arange(profile.size), profile)
    v = np.linspace(0.0, 1.0, back)
    home = v ** rng.uniform(1.5, 2.5) * (1.0 - v) ** rng.uniform(1.5, 3.0)
    there = squeezed / squeezed.sum() * (1.0 + extra)
    return np.concatenate([there, -extra * home / home.sum()]) * RATE_HZ


def _uneven(rng: np.random.Generator, duration_s: float, habit: Habit) -> FloatArray:
    """Return a speed in one of the habit's manners, mean 1."""
    manner = MANNERS[int(rng.choice(len(MANNERS), p=habit.manners))]
    speed = manner(rng, duration_s, habit.unevenness * rng.uniform(0.5, 1.5))
    return np.asarray(speed / speed.mean())


def human_profile(rng: np.random.Generator, duration_s: float, habit: Habit = CALM) -> FloatArray:
    """Return a movement as people do it: skewed, uneven, hesitating, creeping or overshooting."""
    velocity = _uneven(rng, duration_s, habit)
    u = np.linspace(0.0, 1.0, velocity.size)
    if chance(rng, habit.plunge):
        velocity *= 1.0 + rng.uniform(0.4, 1.2) * np.exp(-u / rng.uniform(0.12, 0.3))
    if duration_s > LONG_S and chance(rng, habit.hesitation):
        _hesitate(rng, velocity, duration_s)
    if duration_s > LONG_S and chance(rng, habit.creep):
        velocity = _creep(rng, velocity)
    profile = normalised(velocity)
    return _overshoot(rng, profile) if chance(rng, habit.overshoot) else profile


def profile(rng: np.random.Generator, duration_s: float, shapes: Shapes, habit: Habit = CALM) -> FloatArray:
    """Return a velocity profile of the asked kind, 1/s, shape ``(samples(duration_s),)``."""
    if shapes == "even":
        return even_profile(rng, duration_s)
    for _ in range(TRIES):
        drawn = human_profile(rng, duration_s, habit)
        if habit.steadiness <= steadiness(drawn) <= STEADIEST:
            break
    return drawn


def rise_profile(rng: np.random.Generator, duration_s: float, shapes: Shapes, habit: Habit) -> FloatArray:
    """Return a rise: smooth for an even mover; a human one pushes in one go or more, and may go too far."""
    if shapes == "even":
        return quick_profile(rng, duration_s) if chance(rng, 0.6) else even_profile(rng, duration_s)
    velocity = _uneven(rng, duration_s, habit) if chance(rng, 0.5) else strokes(rng, duration_s, 0.5)
    if chance(rng, habit.hesitation):
        _hesitate(rng, velocity, duration_s * 2.0, RISE_HALTS, (0.3, 0.7))
    pushed = normalised(velocity)
    return _overshoot(rng, pushed) if chance(rng, habit.overshoot) else pushed


def small_profile(rng: np.random.Generator, duration_s: float) -> FloatArray:
    """Return a short movement of little care, one lognormal stroke: a preparatory dip."""
    time_s = np.linspace(0.0, 1.0, samples(duration_s))
    return normalised(lognormal_stroke(time_s, -0.1, rng.uniform(0.45, 0.65), rng.uniform(0.25, 0.4)))


def steadiness(velocity: FloatArray) -> float:
    """Return the time from 10 % to 90 % of the way as a part of all time, over 0.8: 1 at constant speed."""
    progress = np.cumsum(velocity) / velocity.sum()
    return float(np.argmax(progress >= 0.9) - np.argmax(progress >= 0.1)) / 0.8 / velocity.size  # noqa: PLR2004  t10, t90


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


def transfer_curve(rng: np.random.Generator, duration_s: float, *, halts: bool = False) -> FloatArray:
    """Return the progress 0 to 1 of load moving from one foot to the other: ramp-like, a little uneven.

    With ``halts`` it waits half-way for a moment.
    """
    count = samples(duration_s)
    u = np.linspace(0.0, 1.0, count)
    rate = flattened(u, (rng.uniform(2.2, 6.0), rng.uniform(2.2, 6.0)), rng.uniform(0.8, 1.2))
    rate *= np.exp(0.25 * slow_noise(rng, count, 6.0))
    if halts:
        rate *= 1.0 - rng.uniform(0.8, 0.97) * np.exp(-(((u - rng.uniform(0.35, 0.65)) / 0.14) ** 4))
    progress = np.cumsum(rate)
    return np.asarray(progress / progress[-1])

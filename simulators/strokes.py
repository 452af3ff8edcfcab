"""How people's speed varies on the way: strokes that overlap, a hand on the tiller, phases of different speed.

Three independent pictures of an uneven movement, each a speed over the samples of its duration, at least
zero, of any area:

- *strokes*: slow movements are made of discrete submovements, each a lognormal speed over time (Plamondon
  1995, kinematic theory; submovements of slow movements: Vallbo & Wessberg 1993);
- *steered*: speed is set anew only now and then, from what seems left of the way, and followed by sluggish
  muscle (intermittent control with dead time: Gawthrop et al. 2011);
- *phased*: a few stretches, each at its own speed, joined as fast as muscle allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulators.signals import RATE_HZ, chance, samples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.signals import FloatArray

STROKE_EVERY_S = (0.6, 1.3)
"""Time between the beginnings of submovements of a slow lowering."""
STROKE_SPREAD = (0.25, 0.5)
"""The lognormal's sigma: 0.2 is nearly symmetrical, 0.5 has a long tail."""
DECIDE_EVERY_S = (0.25, 0.6)
"""Time between corrections of speed: a reaction time at least."""
MUSCLE_S = (0.08, 0.2)
"""Time constant of force following command."""


def lognormal_stroke(time_s: FloatArray, onset_s: float, width_s: float, spread: float) -> FloatArray:
    """Return the speed of one submovement of unit area: lognormal in the time since ``onset_s``, 1/s."""
    since_s = np.maximum(time_s - onset_s, 1e-9)
    exponent = -0.5 * (np.log(since_s / width_s) / spread) ** 2
    return np.asarray(np.exp(exponent) / (since_s * spread * np.sqrt(2.0 * np.pi)))


def _stretched(speed: FloatArray, count: int, floor: float) -> FloatArray:
    """Return the part of ``speed`` that exceeds ``floor`` times its peak, resampled to ``count`` samples."""
    moving = np.flatnonzero(speed > floor * speed.max())
    where = np.linspace(float(moving[0]), float(moving[-1]), count)
    return np.interp(where, np.arange(speed.size), speed)


def strokes(rng: np.random.Generator, duration_s: float, unevenness: float) -> FloatArray:
    """Return a sum of overlapping lognormal submovements; one or two when there is time for no more."""
    every_s = rng.uniform(*STROKE_EVERY_S)
    count = max(1, round(duration_s / every_s))
    time_s = np.arange(samples(duration_s * 2.0)) / RATE_HZ
    speed = np.zeros(time_s.size)
    for number in range(count):
        onset_s = every_s * (number + rng.uniform(-0.2, 0.2) * (number > 0))
        width_s = every_s * rng.uniform(1.2, 1.8)
        size = np.exp(unevenness * rng.standard_normal())
        speed += size * lognormal_stroke(time_s, onset_s, width_s, rng.uniform(*STROKE_SPREAD))
    whole = _stretched(speed, samples(duration_s), 0.015)
    return whole[::-1].copy() if chance(rng, 0.35) else whole


def _followed(time_s: FloatArray, changes: Sequence[tuple[float, float]], muscle_s: float) -> FloatArray:
    """Return the speed of critically damped muscle to which ``(when, new speed)`` is commanded, from rest."""
    speed, before = np.zeros(time_s.size), 0.0
    for when_s, wanted in changes:
        first = int(np.searchsorted(time_s, when_s))
        lag = (time_s[first:] - when_s) / muscle_s
        speed[first:] += (wanted - before) * (1.0 - (1.0 + lag) * np.exp(-lag))
        before = wanted
    return speed


def steered(rng: np.random.Generator, duration_s: float, unevenness: float) -> FloatArray:
    """Return a speed that is corrected now and then, each time to a misjudged rest of the way."""
    muscle_s = min(rng.uniform(*MUSCLE_S), duration_s / 14.0)
    stop_s = duration_s - 5.0 * muscle_s
    changes, now_s, left = [], 0.0, 1.0
    while now_s < stop_s:
        wanted = max(left, 0.03) / max(stop_s - now_s, 0.25) * np.exp(unevenness * rng.standard_normal())
        changes.append((now_s, float(wanted)))
        lasts_s = min(rng.uniform(*DECIDE_EVERY_S), stop_s - now_s)
        left -= wanted * lasts_s
        now_s += lasts_s + 1e-6
    return _followed(np.arange(samples(duration_s)) / RATE_HZ, [*changes, (stop_s, 0.0)], muscle_s)


def phased(rng: np.random.Generator, duration_s: float, unevenness: float) -> FloatArray:
    """Return two to five stretches at their own speeds, of random lengths."""
    muscle_s = min(rng.uniform(*MUSCLE_S), duration_s / 14.0)
    stop_s = duration_s - 5.0 * muscle_s
    count = int(rng.integers(2, 6 if duration_s > 2.0 else 4))  # noqa: PLR2004  seconds
    begins_s = np.concatenate([[0.0], np.cumsum(rng.dirichlet(np.full(count, 3.0)))[:-1]]) * stop_s
    speeds = np.exp(1.3 * unevenness * rng.standard_normal(count))
    changes = list(zip(begins_s.tolist(), speeds.tolist(), strict=True))
    return _followed(np.arange(samples(duration_s)) / RATE_HZ, [*changes, (stop_s, 0.0)], muscle_s)


MANNERS = (strokes, steered, phased)
"""The pictures that a person's habit mixes."""


def lift_off(rng: np.random.Generator, peak_m_s: float) -> FloatArray:
    """Return the body's velocity, m/s, when the free foot leaves: a jerk of ``peak_m_s`` and its rebound.

    Usually upwards (the leg's mass is lifted), sometimes down (one calf gives way under all the weight).
    """
    time_s = np.arange(samples(rng.uniform(0.6, 1.0))) / RATE_HZ
    first_s, second_s = rng.uniform(0.03, 0.06), rng.uniform(0.07, 0.12)
    first = (time_s / first_s) ** 2 * np.exp(-time_s / first_s)
    second = (time_s / second_s) ** 3 * np.exp(-time_s / second_s)
    velocity = first / first.max() - rng.uniform(0.15, 0.6) * second / second.max()
    velocity -= np.linspace(velocity[0], velocity[-1], velocity.size)
    sign = 1.0 if chance(rng, 0.75) else -1.0
    return np.asarray(sign * peak_m_s * velocity / np.abs(velocity).max())

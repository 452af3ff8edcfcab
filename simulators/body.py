"""From choreography to force: what the plates carry follows from the motion of the centre of mass.

Total force is ``m (g + a)`` less what the hands take; the feet divide it by the left foot's share. Sway,
tremor, heart beat and breathing are accelerations of the same centre of mass, so that between two moments
of rest the mean force is the weight, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulators.athlete import GRAVITY_M_S2, share_on
from simulators.signals import RATE_HZ, Track, band_noise, bell, samples, slow_noise, smooth, stream

if TYPE_CHECKING:
    from simulators.athlete import Athlete, Side
    from simulators.signals import FloatArray

SINGLE_BANDS = ((0.25, 2.0, 0.40), (2.0, 5.0, 0.72), (5.0, 8.0, 0.42), (8.0, 12.0, 0.15), (12.0, 28.0, 0.15))
"""Spectrum of one-leg standing (Hz, Hz, part of the rms), after balance-board recordings."""
DOUBLE_BANDS = ((0.25, 2.0, 0.60), (2.0, 5.0, 0.60), (5.0, 8.0, 0.45), (8.0, 12.0, 0.25), (12.0, 28.0, 0.06))
"""Spectrum of two-leg standing without the heart beat, after laboratory plates."""
WANDER_BANDS = ((0.03, 0.3, 0.85), (0.3, 2.0, 0.5), (2.0, 5.0, 0.045), (5.0, 12.0, 0.025))
"""Spectrum of the load that moves between two standing feet."""
HEART_HARMONICS = (0.25, 0.35, 0.5, 0.8, 0.75, 0.5, 0.3)
RAIL_BANDS = ((0.05, 0.6, 0.12), (0.6, 3.0, 0.03))
"""Spectrum of a hand's load on a rail, as a part of that load: 1-2 % of body weight."""
MOVING_SPEED_M_S = 0.03
ON_TOES_M, ON_TOES_SWAY = 0.03, 1.5
"""With the heels this far up two feet are steady no more: so much sway is added to theirs."""
BURSTS_HZ = 0.5
MOVING_ON_TWO_FEET = 0.3
"""Sway while moving on two feet, as a part of one-leg sway."""


@dataclass(frozen=True, slots=True)
class Motion:
    """Everything that happened, on the internal rate: arrays of shape ``(n,)`` from second 0 on."""

    left_n: FloatArray
    right_n: FloatArray
    left_share: FloatArray
    height_m: FloatArray
    """Intended height of the centre of mass: no sway, no swinging leg."""
    swing_m_s: FloatArray
    """Velocity of the centre of mass that nobody meant: a foot lifted or put down, a hop."""
    presence: FloatArray
    """Part of the weight on the plates; 0 when nobody is there."""
    rail_share: FloatArray
    mass_kg: FloatArray

    @property
    def duration_s(self) -> float:
        """Return how long it lasted."""
        return self.left_n.size / RATE_HZ

    def time_s(self) -> FloatArray:
        """Return the time of every sample."""
        return np.arange(self.left_n.size) / RATE_HZ


class Choreography:
    """One athlete's moves in time; ``now_s`` is where the next move begins."""

    def __init__(self, athlete: Athlete, seed: int, scenario: str) -> None:
        self.athlete = athlete
        self.rng = stream(seed, f"{scenario}/moves")
        self.now_s = 0.0
        self.height_m = 0.0
        """Where the moves so far have taken the centre of mass, above quiet standing."""
        self.share = Track(0.5)
        self.presence = Track(0.0)
        self.heel = Track(0.0)
        """Part of the load that the heels take past the plates to the floor."""
        self.rail = Track(0.0)
        self.mass_kg = Track(athlete.body_mass_kg)
        self.tiredness = Track(0.0)
        self.effort = Track(0.0)
        """How much tremor the muscles show, 0 to 1."""
        self.toe_contacts: list[tuple[float, float]] = []
        """From when to when the free toe felt for its plate, too lightly to end single-leg time."""
        self._seed, self._scenario = seed, scenario
        self._intended: list[tuple[int, FloatArray]] = []
        self._incidental: list[tuple[int, FloatArray]] = []
        self._plates: dict[Side, list[tuple[int, FloatArray]]] = {"left": [], "right": []}

    def wait(self, duration_s: float) -> None:
        """Let time pass."""
        self.now_s += duration_s

    def vary(self, value: float, relative_sd: float | None = None) -> float:
        """Return ``value`` as it turns out this time."""
        spread = self.athlete.variation if relative_sd is None else relative_sd
        return value * float(np.clip(1.0 + spread * self.rng.standard_normal(), 0.5, 1.6))

    def travel(self, distance_m: float, profile: FloatArray, start_s: float | None = None) -> float:
        """Move the centre of mass on purpose; return when it has arrived."""
        begin = self.now_s if start_s is None else start_s
        self._intended.append((round(begin * RATE_HZ), distance_m * profile))
        self.height_m += distance_m
        return begin + profile.size / RATE_HZ

    def nudge(self, distance_m: float, duration_s: float, start_s: float) -> None:
        """Move the centre of mass by the way: a swinging leg, a foot put down."""
        curve = bell(samples(duration_s))
        self._incidental.append((round(start_s * RATE_HZ), distance_m * curve / (curve.sum() / RATE_HZ)))

    def fling(self, velocity_m_s: FloatArray, start_s: float) -> None:
        """Add a velocity that is nobody's intention (a hop, a jump)."""
        self._incidental.append((round(start_s * RATE_HZ), velocity_m_s))

    def knock(self, speed_m_s: float, duration_s: float, start_s: float) -> None:
        """Shake the body: a velocity that comes and goes, so its force pulse has no net impulse."""
        count = samples(duration_s)
        curve = bell(count) * np.cos(np.linspace(0.0, 2.5 * np.pi, count) + self.rng.uniform(0.0, 6.28))
        self._incidental.append(
            (round(start_s * RATE_HZ), speed_m_s * (curve - curve.mean() * bell(count) * 2.0))
        )

    def press(self, side: Side, force_n: FloatArray, start_s: float) -> None:
        """Put a force on a plate that no body motion explains (a walker's step, a dumbbell)."""
        self._plates[side].append((round(start_s * RATE_HZ), force_n))

    def shift(self, left_share: float, duration_s: float, curve: FloatArray | None = None) -> None:
        """Move load between the feet, starting now."""
        self.share.move(self.now_s, duration_s, left_share, curve)

    def shift_to(self, side: Side, duration_s: float, curve: FloatArray | None = None) -> None:
        """Put everything on one leg, starting now."""
        self.shift(share_on(side), duration_s, curve)

    def perform(self) -> Motion:
        """Return the motion and the forces."""
        count = samples(self.now_s)
        left_share = self.share.render(count)
        mass_kg = self.mass_kg.render(count)
        intended = _laid_out(self._intended, count)
        incidental = _laid_out(self._incidental, count)
        velocity = intended + incidental
        velocity += self._body_noise(count, left_share, intended, mass_kg)
        rail_share = self._rail(count)
        acceleration = np.diff(velocity, prepend=0.0) * RATE_HZ
        carried_n = mass_kg * (GRAVITY_M_S2 * (1.0 - rail_share) + acceleration)
        presence = self.presence.render(count)
        total_n = np.maximum(carried_n, 0.0) * presence * (1.0 - self.heel.render(count))
        left_share = self._wandering(left_share)
        return Motion(
            left_n=left_share * total_n + _laid_out(self._plates["left"], count),
            right_n=(1.0 - left_share) * total_n + _laid_out(self._plates["right"], count),
            left_share=left_share,
            height_m=np.cumsum(intended) / RATE_HZ,
            swing_m_s=incidental,
            presence=presence,
            rail_share=rail_share,
            mass_kg=mass_kg,
        )

    def _stream(self, name: str) -> np.random.Generator:
        return stream(self._seed, f"{self._scenario}/{name}")

    def _wandering(self, left_share: FloatArray) -> FloatArray:
        """Return the share with the slow wander of load between two loaded feet."""
        wander = band_noise(self._stream("wander"), left_share.size, WANDER_BANDS)
        both = 4.0 * np.clip(left_share, 0.0, 1.0) * np.clip(1.0 - left_share, 0.0, 1.0)
        return np.asarray(np.clip(left_share + self.athlete.wander_bw * wander * both, 0.0, 1.0))

    def _rail(self, count: int) -> FloatArray:
        """Return the part of the weight on the rail."""
        share = self.rail.render(count)
        if not share.any():
            return share
        wander = band_noise(self._stream("rail"), count, RAIL_BANDS)
        return np.asarray(np.clip(share * (1.0 + wander), 0.0, None))

    def _body_noise(
        self, count: int, left_share: FloatArray, intended: FloatArray, mass_kg: FloatArray
    ) -> FloatArray:
        """Return velocity of sway, tremor, heart and breath, m/s."""
        who = self.athlete
        single = smooth(np.clip((np.abs(2.0 * left_share - 1.0) - 0.7) / 0.3, 0.0, 1.0), 0.08)
        moving = smooth(np.clip(np.abs(intended) / MOVING_SPEED_M_S, 0.0, 1.0), 0.12)
        one = band_noise(self._stream("sway1"), count, SINGLE_BANDS, order=1) * (
            GRAVITY_M_S2 * who.sway_single_bw
        )
        if who.sway_bursts:
            strength = who.sway_bursts * slow_noise(self._stream("bursts"), count, BURSTS_HZ)
            one *= np.exp(strength - who.sway_bursts**2)
        two = band_noise(self._stream("sway2"), count, DOUBLE_BANDS, order=1) * (
            GRAVITY_M_S2 * who.sway_double_bw
        )
        velocity = one * (single * (1.0 + 0.3 * moving) + MOVING_ON_TWO_FEET * moving * (1.0 - single))
        on_toes = smooth(np.clip(np.cumsum(intended) / RATE_HZ / ON_TOES_M, 0.0, 1.0), 0.1)
        velocity += two * (1.0 - single) * (1.0 + ON_TOES_SWAY * on_toes)
        velocity += self._tremor(count)
        velocity += self._heart(count) * (who.heart_n / mass_kg)
        breath = 2.0 * np.pi * who.breath_hz * (np.arange(count) / RATE_HZ)
        return np.asarray(velocity + who.breath_m * 2.0 * np.pi * who.breath_hz * np.cos(breath))

    def _tremor(self, count: int) -> FloatArray:
        who = self.athlete
        strength = who.tremor_fresh_bw + self.tiredness.render(count) * (
            who.tremor_tired_bw - who.tremor_fresh_bw
        )
        noise = band_noise(self._stream("tremor"), count, ((8.0, 12.0, 1.0),), order=1)
        return np.asarray(noise * GRAVITY_M_S2 * strength * smooth(self.effort.render(count), 0.1))

    def _heart(self, count: int) -> FloatArray:
        """Return velocity of the heart beat for a force peak of 1 N on 1 kg."""
        rng = self._stream("heart")
        rate_hz = self.athlete.heart_hz * (1.0 + 0.04 * slow_noise(rng, count, 0.15))
        phase = 2.0 * np.pi * np.cumsum(rate_hz) / RATE_HZ
        shift = rng.uniform(0.0, 2.0 * np.pi, len(HEART_HARMONICS))
        cycle = np.linspace(0.0, 2.0 * np.pi, 256)
        waves = [(k, c, shift[k - 1]) for k, c in enumerate(HEART_HARMONICS, start=1)]
        peak = float(np.abs(sum(c * np.sin(k * cycle + s) for k, c, s in waves)).max())
        omega = 2.0 * np.pi * self.athlete.heart_hz
        return np.asarray(sum(-c / (k * omega) * np.cos(k * phase + s) for k, c, s in waves) / peak)


def _laid_out(pieces: list[tuple[int, FloatArray]], count: int) -> FloatArray:
    """Return the sum of pieces placed in time, shape ``(count,)``."""
    out = np.zeros(count)
    for start, values in pieces:
        end = min(count, start + values.size)
        if start < end:
            out[start:end] += values[: end - start]
    return out

"""What the plates feel of a maker's work: loads where they lie, people who sway, cells that are not perfect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulators.body import Motion
from simulators.bridges import draw_bridge, felt, slope_of
from simulators.maker import hands_of, true_masses_kg
from simulators.signals import RATE_HZ, slow_noise, stream
from simulators.truth import PlateTruth, Truth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulators.act import Settings
    from simulators.bridges import Bridge
    from simulators.maker import Hands
    from simulators.signals import FloatArray

SWAY_HZ = 0.5
STILL = 0.0015
"""Standard deviation of the force under somebody who stands still on firm ground, of the weight."""
LEANS = 0.02
"""... and of what wanders from foot to foot,"""
ROCKS = 0.05
"""... and from heel to toe."""
FRONT: dict[str, tuple[float, float]] = {
    "centre": (0.45, 0.55),
    "front_left": (0.72, 0.85),
    "front_right": (0.72, 0.85),
    "rear_left": (0.15, 0.28),
    "rear_right": (0.15, 0.28),
    "rear_edge": (0.03, 0.1),
}
"""Share of the front cell of a load at each place: the cells stand a little in from the edges."""


@dataclass(frozen=True, slots=True)
class Workpiece:
    """What the plates of a performance feel, N, and what they are: by plate."""

    felt_n: dict[str, FloatArray]
    bridges: dict[str, Bridge]
    placed_n: dict[str, FloatArray]
    """What of it is load, with what its place does to it."""
    front_share: dict[str, FloatArray]
    """What the front one of two cells carries of the load."""

    def cell_n(self, channel: str) -> FloatArray:
        """Return what the cell of a channel feels: all of its plate, or its part of the load and half of the rest."""
        plate = channel[0]
        if channel == plate:
            return self.felt_n[plate]
        share = self.front_share[plate] if channel.endswith("F") else 1.0 - self.front_share[plate]
        return share * self.placed_n[plate] + 0.5 * (self.felt_n[plate] - self.placed_n[plate])


def work(settings: Settings) -> tuple[Motion, Truth, Workpiece]:
    """Return loads, truth and what the plates feel."""
    hands = hands_of(settings)
    loads = _swaying(hands, settings, {plate: _load_n(hands, settings, plate) for plate in "LR"})
    bridges = {plate: draw_bridge(settings.seed, plate) for plate in "LR"}
    placed = {plate: loads[plate] * _place_factor(hands, plate, bridges[plate]) for plate in "LR"}
    heard = {}
    for plate, other in (("L", "R"), ("R", "L")):
        heard[plate] = felt(placed[plate], placed[other], bridges[plate], bridges[other])
        for moved, since_s, by_n in hands.moved:
            if moved == plate:
                heard[plate][round(since_s * RATE_HZ) :] += by_n
    none = np.zeros(loads["L"].size)
    motion = Motion(loads["L"], loads["R"], none + 0.5, none, none, none, none, none)
    return (
        motion,
        _truth(settings, hands, bridges, motion.duration_s),
        Workpiece(heard, bridges, placed, {plate: _front_share(hands, settings, plate) for plate in "LR"}),
    )


def _load_n(hands: Hands, settings: Settings, plate: str) -> FloatArray:
    time_s = np.arange(round(hands.now_s * RATE_HZ)) / RATE_HZ
    load_n = np.interp(time_s, hands.times_s[plate], hands.loads_n[plate])
    for shaken, start_s, end_s in hands.shaking:
        if shaken == plate:
            rng = stream(settings.seed, "shaking")
            held = (time_s >= start_s) & (time_s < end_s)
            wobble = np.sin(2.0 * np.pi * rng.uniform(0.8, 1.5) * time_s[held])
            load_n[held] *= 1.0 + 0.06 * wobble
    return np.asarray(load_n)


def _place_factor(hands: Hands, plate: str, bridge: Bridge) -> FloatArray:
    """Return what the plate reads for 1 N where the load lies, on the internal rate."""
    factor = np.ones(round(hands.now_s * RATE_HZ))
    for since_s, where in hands.wheres[plate]:
        factor[round(since_s * RATE_HZ) :] = 1.0 + bridge.places[where]
    return factor


def _truth(settings: Settings, hands: Hands, bridges: dict[str, Bridge], duration_s: float) -> Truth:
    return Truth(
        scenario=settings.scenario,
        seed=settings.seed,
        duration_s=duration_s,
        mass_kg=0.0,
        body_mass_kg=0.0,
        added_load_kg=0.0,
        shapes="none",
        events=tuple(hands.events),
        plates=tuple(_plates(settings, hands, bridges)),
    )


def _plates(settings: Settings, hands: Hands, bridges: dict[str, Bridge]) -> Iterator[PlateTruth]:
    """Return what a calibration without any error would find, by the plate's own gain of 1."""
    masses = true_masses_kg(settings)
    for plate, bridge in bridges.items():
        used_s = np.asarray(
            [s for s, n in zip(hands.times_s[plate], hands.loads_n[plate], strict=True) if n > 0.0]
        )
        warm_c = float(bridge.temperature_c(used_s).mean()) if used_s.size else 0.0
        yield PlateTruth(
            channel=plate,
            slope=slope_of(masses, bridge, at_c=warm_c),
            masses_kg=masses,
            hysteresis=bridge.hysteresis,
            nonlinearity=bridge.nonlinearity,
            crosstalk=bridge.crosstalk,
            creep=bridge.creep,
            places=dict(bridge.places),
            warming_c=bridge.warming_c,
        )


def _swaying(hands: Hands, settings: Settings, loads: dict[str, FloatArray]) -> dict[str, FloatArray]:
    """Return the loads with what people do who stand still: they breathe, and lean from foot to foot."""
    rng = stream(settings.seed, "standing")
    for start_s, end_s in hands.standing:
        when = slice(round(start_s * RATE_HZ), round(end_s * RATE_HZ))
        left, right = loads["L"][when], loads["R"][when]
        still = 1.0 + STILL * slow_noise(rng, left.size, SWAY_HZ)
        leaning = LEANS * slow_noise(rng, left.size, SWAY_HZ) * np.minimum(left, right)
        loads["L"][when], loads["R"][when] = (left + leaning) * still, (right - leaning) * still
    return loads


def _front_share(hands: Hands, settings: Settings, plate: str) -> FloatArray:
    """Return the front cell's part of the load on the internal rate."""
    rng = stream(settings.seed, f"front/{plate}")
    drawn = {where: rng.uniform(*span) for where, span in FRONT.items()}
    share = np.full(round(hands.now_s * RATE_HZ), drawn["centre"])
    for since_s, where in hands.wheres[plate]:
        share[round(since_s * RATE_HZ) :] = drawn[where]
    for start_s, end_s in hands.standing:
        when = slice(round(start_s * RATE_HZ), round(end_s * RATE_HZ))
        share[when] += ROCKS * slow_noise(rng, share[when].size, SWAY_HZ)
    return share

"""Scenarios with nothing to count: standing, shifting, walking over, squats, jumps, things and children."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulators import drills
from simulators.athlete import GRAVITY_M_S2, other
from simulators.shapes import profile, quick_profile
from simulators.signals import RATE_HZ, bell, chance, samples, slow_noise

if TYPE_CHECKING:
    from simulators.act import Act
    from simulators.athlete import Side
    from simulators.signals import FloatArray


def quiet(act: Act) -> None:
    """Stand on two feet, load wandering between them."""
    act.enter()
    act.body.wait(act.body.rng.uniform(60.0, 90.0))
    act.leave()


def empty(act: Act) -> None:
    """Leave the step alone."""
    act.nobody = True
    act.body.wait(act.body.rng.uniform(25.0, 30.0))


def visitor(act: Act) -> None:
    """Come after a while, stand for a while, leave, and let the step rest."""
    body, rng = act.body, act.body.rng
    body.wait(rng.uniform(19.0, 21.0))
    act.enter()
    body.wait(rng.uniform(35.0, 40.0))
    act.leave()
    body.wait(rng.uniform(58.0, 62.0))


def shift(act: Act) -> None:
    """Shift weight from foot to foot, now and then almost all of it."""
    act.enter()
    body, rng = act.body, act.body.rng
    for _ in range(act.reps(14, 20)):
        share = float(np.clip(0.5 + rng.choice([-1.0, 1.0]) * rng.uniform(0.1, 0.49), 0.0, 1.0))
        drills.shift_stance(body, share, rng.uniform(0.4, 1.5))
        body.wait(rng.uniform(0.5, 4.0))
    drills.shift_stance(body, drills.stance_share(body), 0.8)
    act.leave()


def oneleg(act: Act) -> None:
    """Stand on one leg for as long as it goes, then on the other, toe taps included."""
    act.enter()
    body, rng = act.body, act.body.rng
    side = body.athlete.side
    for _ in range(act.reps(4, 6)):
        drills.leave(body, side)
        body.wait(rng.uniform(4.0, 9.0))
        if chance(rng, 0.4):
            sign = 1.0 if side == "left" else -1.0
            body.share.bump(
                body.now_s, -sign * rng.uniform(0.05, 0.25) * bell(samples(rng.uniform(0.15, 0.5)))
            )
            body.wait(rng.uniform(3.0, 7.0))
        drills.put_back(body, drills.stance_share(body))
        body.wait(rng.uniform(2.0, 5.0))
        side = other(side)
    act.leave()


def _footfall(rng: np.random.Generator, weight_n: float, contact_s: float) -> FloatArray:
    """Return a walker's step on a plate: two humps with a trough between them, N."""
    u = np.linspace(0.0, 1.0, samples(contact_s))
    humps = np.sin(np.pi * u) + rng.uniform(0.25, 0.4) * np.sin(3.0 * np.pi * u)
    heel = rng.uniform(0.0, 0.25) * np.exp(-0.5 * ((u - 0.06) / 0.02) ** 2)
    return np.asarray(np.clip(weight_n * (1.12 * humps + heel), 0.0, None))


def walk(act: Act) -> None:
    """Walk over the plates again and again; once stop on them for a moment."""
    body, rng = act.body, act.body.rng
    body.wait(rng.uniform(2.0, 3.0))
    weight_n = body.athlete.body_mass_kg * GRAVITY_M_S2
    for crossing in range(act.reps(7, 10)):
        contact_s = rng.uniform(0.55, 0.85)
        side = drills.any_side(rng)
        start_s = body.now_s
        body.press(side, _footfall(rng, weight_n, contact_s), start_s)
        if chance(rng, 0.7):
            body.press(
                other(side), _footfall(rng, weight_n, contact_s), start_s + contact_s * rng.uniform(0.75, 0.9)
            )
        act.happened("walk_over", start_s, start_s + 2.0 * contact_s)
        body.wait(2.0 * contact_s + rng.uniform(1.5, 5.0))
        if crossing == 2:  # noqa: PLR2004  the third time
            act.mount(rng.uniform(1.5, 3.0))
            act.dismount(rng.uniform(2.0, 4.0))
    body.wait(2.0)


def squat(act: Act) -> None:
    """Do squats on two feet."""
    act.enter()
    body, rng = act.body, act.body.rng
    depth_m = rng.uniform(0.2, 0.42)
    for _ in range(act.reps(8, 12)):
        start_s, way_m = body.now_s, body.vary(depth_m, 0.12)
        body.shift(drills.stance_share(body), 0.8)
        body.now_s = body.travel(-way_m, profile(rng, rng.uniform(0.9, 2.4), body.athlete.shapes))
        body.wait(rng.uniform(0.0, 0.8))
        body.now_s = body.travel(way_m, quick_profile(rng, rng.uniform(0.7, 1.6)))
        act.happened("squat", start_s, body.now_s)
        body.wait(rng.uniform(0.3, 1.5))
    act.leave()


def jump(act: Act) -> None:
    """Jump on the spot, landing with one foot a little before the other."""
    act.enter()
    body, rng = act.body, act.body.rng
    for _ in range(act.reps(5, 8)):
        way = drills.hop_velocity(rng, rng.uniform(1.2, 2.6), rng.uniform(0.22, 0.35), rng.uniform(0.12, 0.3))
        start_s = body.now_s
        body.fling(way, start_s)
        landing_s = start_s + way.size / RATE_HZ * 0.6
        body.share.bump(landing_s, rng.uniform(-0.15, 0.15) * bell(samples(0.3)))
        body.now_s = start_s + way.size / RATE_HZ
        act.happened("jump", start_s, body.now_s)
        body.wait(rng.uniform(1.5, 5.0))
    act.leave()


def _set_down(act: Act, side: Side, mass_kg: float, stays_s: float) -> None:
    """Put a dumbbell on a plate and take it away again."""
    body, rng = act.body, act.body.rng
    weight_n = mass_kg * GRAVITY_M_S2
    down, up = samples(rng.uniform(0.1, 0.4)), samples(rng.uniform(0.15, 0.5))
    force_n = np.full(samples(stays_s), weight_n)
    force_n[:down] *= np.linspace(0.0, 1.0, down)
    force_n[-up:] *= np.linspace(1.0, 0.0, up)
    knock = samples(0.06)
    force_n[down : down + knock] += weight_n * rng.uniform(0.3, 2.0) * bell(knock)
    if chance(rng, 0.4):
        rolling = weight_n * 0.3 * slow_noise(rng, force_n.size, 0.8)
        rolling[: samples(1.0)] = rolling[-samples(1.0) :] = 0.0
        body.press(side, -np.clip(rolling, 0.0, 0.5 * weight_n), body.now_s)
        body.press(other(side), np.clip(rolling, 0.0, 0.5 * weight_n), body.now_s)
    body.press(side, force_n, body.now_s)
    act.happened("dumbbell", body.now_s, body.now_s + stays_s, f"{mass_kg:.1f} kg")
    body.wait(stays_s)


def dumbbell(act: Act) -> None:
    """Use the step as a shelf for a dumbbell."""
    act.nobody = True
    body, rng = act.body, act.body.rng
    body.wait(rng.uniform(2.0, 3.0))
    for _ in range(act.reps(5, 8)):
        _set_down(act, drills.any_side(rng), rng.uniform(4.0, 22.0), rng.uniform(3.0, 15.0))
        body.wait(rng.uniform(0.5, 5.0))
    body.wait(2.0)


def child(act: Act) -> None:
    """Let a small child play on the step: on and off, hopping, stamping."""
    body, rng = act.body, act.body.rng
    if act.settings.mass_kg is None:
        mass_kg = round(float(rng.uniform(9.0, 19.0)), 2)
        body.athlete = replace(body.athlete, body_mass_kg=mass_kg, sway_double_bw=0.012, sway_single_bw=0.03)
        body.mass_kg.move(0.0, 0.01, mass_kg)
    body.wait(rng.uniform(2.0, 3.0))
    for _ in range(act.reps(3, 5)):
        drills.step_on(body)
        for _ in range(int(rng.integers(3, 9))):
            _fidget(act)
        drills.step_off(body)
        body.wait(rng.uniform(1.5, 5.0))
    body.wait(1.0)


def _fidget(act: Act) -> None:
    """Do one thing that children do."""
    body, rng = act.body, act.body.rng
    if chance(rng, 0.35):
        way = drills.hop_velocity(rng, rng.uniform(0.4, 1.2), rng.uniform(0.12, 0.2), rng.uniform(0.08, 0.15))
        body.fling(way, body.now_s)
        body.wait(way.size / RATE_HZ)
    elif chance(rng, 0.5):
        drills.shift_stance(body, rng.uniform(0.0, 1.0), rng.uniform(0.2, 0.6))
    else:
        height_m = rng.uniform(0.02, 0.06)
        body.now_s = body.travel(height_m, quick_profile(rng, rng.uniform(0.4, 0.9)))
        body.now_s = body.travel(-height_m, quick_profile(rng, rng.uniform(0.4, 0.9)))
    body.wait(rng.uniform(0.2, 1.5))

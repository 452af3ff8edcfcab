"""Measuring the truth from a motion: nothing here sees what the converter made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from simulators.athlete import GRAVITY_M_S2
from simulators.signals import RATE_HZ
from simulators.truth import RepTruth, SetTruth, StanceTruth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulators.body import Motion
    from simulators.exercises import RepPlan, SetPlan

SHARE_MARGIN = 0.05
STANCE_SHARE = 0.9
STANCE_MIN_S = 1.0
STANCE_MIN_PRESENCE = 0.35
HAND_SHARE = 0.01
"""More of the weight than this on the rail is a fault."""


def _index(time_s: float) -> int:
    return max(0, round(time_s * RATE_HZ))


def crossings(
    height_m: NDArray[np.float64], start_s: float, end_s: float, *, rising: bool = False
) -> tuple[float, float, float]:
    """Return t10, t90 (s) and the depth (m) of the way from the highest to the lowest point in these times.

    The highest point is sought before the lowest one, so that neither a dip before the movement nor an
    overshoot at its end is taken for its beginning or its end. ``rising`` measures the way up instead.
    """
    start, last = _index(start_s), max(_index(end_s), _index(start_s) + 2)
    part_m = -height_m[start:last] if rising else height_m[start:last]
    lowest = int(np.argmin(part_m))
    first = int(np.argmax(part_m[: lowest + 1]))
    down_m = part_m[first] - part_m[first : lowest + 1]
    depth_m = float(down_m[-1])
    t10 = start + first + int(np.argmax(down_m >= 0.1 * depth_m))
    t90 = start + first + int(np.argmax(down_m >= 0.9 * depth_m))
    return t10 / RATE_HZ, t90 / RATE_HZ, depth_m


def _single_leg(motion: Motion, plan: RepPlan) -> tuple[float, float] | None:
    """Return when the working leg's share rises above and falls below its plateau less the margin."""
    if plan.off is None or plan.back is None:
        return None
    sign = 1.0 if plan.side == "left" else -1.0

    def share(start: int, stop: int) -> NDArray[np.float64]:
        return 0.5 + sign * (motion.left_share[start:stop] - 0.5)

    off, back = _index(plan.off.start_s), _index(plan.back.start_s)
    edge = float(np.median(share(_index(plan.off.end_s), back))) - SHARE_MARGIN
    leaving = share(off, _index(plan.off.end_s) + 2) < edge
    returning = share(back, _index(plan.back.end_s) + 2) < edge
    start = off + int(np.flatnonzero(leaving)[-1]) + 1
    return start / RATE_HZ, (back + int(np.argmax(returning))) / RATE_HZ


def _band_rms(values: NDArray[np.float64], low_hz: float, high_hz: float) -> float:
    """Return the rms of ``values`` within a band."""
    window = np.hanning(values.size)
    spectrum = np.abs(np.fft.rfft((values - values.mean()) * window)) ** 2
    freqs_hz = np.fft.rfftfreq(values.size, 1.0 / RATE_HZ)
    inside = (freqs_hz >= low_hz) & (freqs_hz < high_hz)
    return float(np.sqrt(2.0 * spectrum[inside].sum() / values.size / (window**2).sum()))


def measure_rep(motion: Motion, plan: RepPlan, where: tuple[int, int], body_mass_kg: float) -> RepTruth:
    """Return the truth of one rep; ``where`` is its set and index, from 1."""
    single = _single_leg(motion, plan)
    bottom_s = single[1] if single else plan.lowering.end_s + 0.3
    t10_s, t90_s, depth_m = crossings(motion.height_m, plan.rise.end_s, max(bottom_s, plan.lowering.end_s))
    up10_s, up90_s, _ = crossings(motion.height_m, plan.rise.start_s, plan.rise.end_s, rising=True)
    rise, lowering = slice(_index(up10_s), _index(up90_s)), slice(_index(t10_s), _index(t90_s))
    cycle = slice(_index(plan.rise.start_s), _index(max(bottom_s, plan.lowering.end_s)))
    lowering_n = motion.left_n[lowering] + motion.right_n[lowering]
    hand_share = float(motion.rail_share[cycle].mean())
    faults = [*plan.faults, *(["rail"] if hand_share > HAND_SHARE else [])]
    return RepTruth(
        set=where[0],
        index=where[1],
        mode=plan.mode,
        side=plan.side,
        start_s=plan.rise.start_s,
        single_leg_start_s=single[0] if single else None,
        single_leg_end_s=single[1] if single else None,
        single_leg_time_s=single[1] - single[0] if single else None,
        lowering_start_s=t10_s,
        lowering_end_s=t90_s,
        eccentric_tut_s=(t90_s - t10_s) / 0.8,
        near_bottom_s=single[1] - t90_s if single and "same_leg_return" not in plan.faults else None,
        rise_s=(up90_s - up10_s) / 0.8,
        rise_left_share=float(motion.left_share[rise].mean()),
        lowering_left_share=float(motion.left_share[lowering].mean()),
        added_load_kg=float(motion.mass_kg[lowering].mean()) - body_mass_kg,
        hand_share=hand_share,
        com_lowering_m=depth_m,
        tremor_rms_n=_band_rms(lowering_n, 8.0, 12.0),
        nominal_rise_end_s=plan.rise.end_s,
        nominal_start_s=plan.lowering.start_s,
        nominal_end_s=plan.lowering.end_s,
        nominal_lowering_s=plan.lowering.end_s - plan.lowering.start_s,
        faults=tuple(sorted(faults)),
    )


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return ``[start, stop)`` of every run of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def single_leg_stances(motion: Motion) -> list[StanceTruth]:
    """Return every single-leg stance, with edges at its own plateau less the margin."""
    total_n = motion.left_n + motion.right_n
    there = total_n > STANCE_MIN_PRESENCE * GRAVITY_M_S2 * motion.mass_kg
    share = motion.left_n / np.maximum(total_n, 1.0)
    stances = []
    sides: Sequence[tuple[Literal["left", "right"], NDArray[np.float64]]] = (
        ("left", share),
        ("right", 1.0 - share),
    )
    for side, own in sides:
        for start, stop in _runs(there & (own > STANCE_SHARE)):
            plateau = float(np.median(own[start:stop]))
            inside = np.flatnonzero(own[start:stop] >= plateau - SHARE_MARGIN)
            first, last = start + int(inside[0]), start + int(inside[-1]) + 1
            if last - first >= STANCE_MIN_S * RATE_HZ:
                stances.append(StanceTruth(side, first / RATE_HZ, last / RATE_HZ))
    return sorted(stances, key=lambda stance: stance.start_s)


def measure_sets(
    motion: Motion, plans: Sequence[SetPlan], body_mass_kg: float
) -> tuple[tuple[SetTruth, ...], tuple[RepTruth, ...]]:
    """Return the truth of all sets and of all their reps."""
    sets, reps = [], []
    for number, plan in enumerate((plan for plan in plans if plan.reps), start=1):
        done = [
            measure_rep(motion, rep, (number, index), body_mass_kg)
            for index, rep in enumerate(plan.reps, start=1)
        ]
        load_kg = float(np.mean([rep.added_load_kg for rep in done]))
        sets.append(SetTruth(number, plan.side, plan.mode, len(done), load_kg))
        reps.extend(done)
    return tuple(sets), tuple(reps)

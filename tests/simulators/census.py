"""What moves a population of simulated athletes makes, told from the motion alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from simulators.act import Settings
from simulators.scenarios import perform
from simulators.signals import RATE_HZ, smooth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from simulators.body import Motion
    from simulators.truth import RepTruth


@dataclass(frozen=True, slots=True)
class Moves:
    """How one rep was moved. Lengths in m, speeds in m/s, times as parts of the lowering's."""

    dipped_m: float
    """How far down before the rise."""
    prepared_m: float
    """How far up or down shortly before the lowering."""
    overshot: float
    """How far back up at the bottom, as a part of the way."""
    crept: float
    """From t90 to the end, as a part of the time."""
    slowest: float
    """Least speed between t10 and t90 over the mean there."""
    peak_at: float
    """Where in time the speed is greatest."""
    lift_m_s: float
    """Greatest unintended speed while the foot leaves."""
    rise_goes: int
    """Separate maxima of speed on the way up."""
    force_bw: float
    """Greatest net force of the lowering itself, in body weights."""


def _cut(values: NDArray[np.float64], start_s: float, end_s: float) -> NDArray[np.float64]:
    return values[max(0, round(start_s * RATE_HZ)) : max(2, round(end_s * RATE_HZ))]


def moves_of(motion: Motion, speed_m_s: NDArray[np.float64], rep: RepTruth) -> Moves:
    """Return what one rep looked like; ``speed_m_s`` is that of the intended motion, smoothed."""
    height_m = motion.height_m
    before = _cut(height_m, rep.start_s - 0.6, rep.start_s + 0.3)
    ready = _cut(height_m, rep.nominal_start_s - 0.45, rep.nominal_start_s)
    down = _cut(height_m, rep.nominal_start_s, rep.nominal_end_s)
    way = -_cut(speed_m_s, rep.nominal_start_s, rep.nominal_end_s)
    middle = -_cut(speed_m_s, rep.lowering_start_s, rep.lowering_end_s)
    up = _cut(speed_m_s, rep.start_s, rep.start_s + rep.rise_s * 1.3)
    peaks = (up[1:-1] > up[:-2]) & (up[1:-1] >= up[2:]) & (up[1:-1] > 0.25 * up.max())
    off_s = rep.single_leg_start_s or rep.nominal_start_s
    return Moves(
        dipped_m=float(before[0] - before.min()),
        prepared_m=float(np.ptp(ready)),
        overshot=float(down[-1] - down.min()) / rep.com_lowering_m,
        crept=(rep.nominal_end_s - rep.lowering_end_s) / rep.nominal_lowering_s,
        slowest=float(middle.min() / middle.mean()),
        peak_at=float(np.argmax(way)) / way.size,
        lift_m_s=float(np.abs(_cut(motion.swing_m_s, off_s - 0.4, off_s + 0.6)).max()),
        rise_goes=int(peaks.sum()),
        force_bw=float(np.abs(np.diff(way)).max()) * RATE_HZ / 9.80665,
    )


@cache
def _played(scenario: str, seed: int, shapes: str) -> tuple[tuple[Moves, ...], int]:
    """Return the moves of one performance, and its touches of the free toe; played once for all tests."""
    played = perform(Settings(scenario, seed, shapes=shapes))
    speed_m_s = smooth(np.diff(played.motion.height_m, prepend=0.0) * RATE_HZ, 0.03)
    moves = tuple(moves_of(played.motion, speed_m_s, rep) for rep in played.truth.reps)
    return moves, sum(event.type == "toe_contact" for event in played.truth.events)


def census(scenario: str, seeds: Iterable[int], shapes: str) -> tuple[list[Moves], float]:
    """Return the moves of every rep, and how many reps a light touch of the free toe accompanies, as a share."""
    played = [_played(scenario, seed, shapes) for seed in seeds]
    moves = [move for each, _ in played for move in each]
    return moves, sum(toes for _, toes in played) / max(1, len(moves))

"""What goes wrong between plate and wire: spoiled, lost and late conversions, played on purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from simulators.converter import FULL_SCALE, SATURATED, Conversions
from simulators.signals import chance, stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulators.converter import Plate
    from simulators.truth import Truth

DESYNC, OVERRUN = 2, 4
"""Flags of a sample line."""
BOTH_CHANCE = 0.5
"""Of a hole being in both channels (the board was busy) and not in one (its cable)."""
TRANSFER_APART_S = 0.15
"""Moments closer than this are one transfer."""


@dataclass(frozen=True, slots=True)
class Spoiling:
    """How a bad cable spoils conversions; probabilities are per conversion."""

    wild: float = 0.003
    """Of being wildly wrong; 0.2-3.6 % were in hand-made plates."""
    drop_out: float = 0.0005
    """Of a cell dropping to zero for 1-3 conversions."""
    hole: float = 0.0015
    """Of a hole of 1-13 conversions beginning."""


@dataclass(frozen=True, slots=True)
class Hole:
    """Conversions of some channels that speak of ``[start_s, end_s)`` are missing."""

    channels: str
    start_s: float
    end_s: float


def saturating(plate: Plate, force_n: float) -> Plate:
    """Return the plate with its zero so far off that the converter's range ends at this force."""
    return replace(plate, zero_count=float(round(FULL_SCALE - force_n / plate.scale_n_per_count)))


def ailing(plate: Plate, **how: float | None) -> Plate:
    """Return the plate with what was asked for, instead of its own."""
    asked: dict[str, Any] = {name: value for name, value in how.items() if value is not None}
    return replace(plate, **asked)


def stuck(made: Conversions) -> Conversions:
    """Return the conversions of a converter that gives its first count for ever."""
    return replace(made, count=np.full_like(made.count, made.count[0]))


def opened(made: Conversions) -> Conversions:
    """Return the conversions of a bridge that has lost a wire: its output floats to the end of the range."""
    return replace(made, count=np.full_like(made.count, FULL_SCALE), flags=made.flags | SATURATED)


def late(made: Conversions, by_s: float) -> Conversions:
    """Return the conversions stamped later than they were, as by a board that reads this chip after another."""
    return replace(made, ready_s=made.ready_s + by_s)


def spoil(made: Conversions, rng: np.random.Generator, zero_count: float, how: Spoiling) -> Conversions:
    """Return the conversions of a bad cable: single wild values, a cell that drops out, conversions lost."""
    size = made.count.size
    count, flags = made.count.copy(), made.flags.copy()
    for i in np.flatnonzero(rng.random(size) < how.wild):
        kind = rng.random()
        if kind < 0.6:  # noqa: PLR2004  most are merely wrong
            count[i] += int(rng.choice([-1, 1]) * rng.uniform(4e4, 8e5))
        else:
            count[i] = -1 if kind < 0.8 else FULL_SCALE - int(rng.integers(1, 5000))  # noqa: PLR2004  all ones read
            flags[i] |= DESYNC if chance(rng, 0.5) else 0
    count = np.clip(count, -FULL_SCALE - 1, FULL_SCALE)
    for start in np.flatnonzero(rng.random(size) < how.drop_out):
        count[start : start + int(rng.integers(1, 4))] = round(zero_count)
    lost = np.zeros(size, dtype=bool)
    for start in np.flatnonzero(rng.random(size) < how.hole):
        lost[start : start + int(rng.choice([1, 1, 2, 3, 4, 8, 13]))] = True
    return without(replace(made, count=count, flags=flags), lost)


def without(made: Conversions, lost: NDArray[np.bool_]) -> Conversions:
    """Return the conversions less the lost ones; the next one after a loss says so by its flag."""
    kept = np.flatnonzero(~lost)
    missed = np.diff(np.cumsum(made.missed + 1)[kept], prepend=0) - 1
    flags = made.flags[kept] | np.where(missed > 0, OVERRUN, 0)
    return Conversions(made.ready_s[kept], made.count[kept], flags, missed)


def pierced(made: Conversions, holes: Sequence[Hole], channel: str, delay_s: float) -> Conversions:
    """Return the conversions less those in the holes; each is ``delay_s`` later than what it speaks of."""
    said_s = made.ready_s - delay_s
    lost = np.zeros(said_s.size, dtype=bool)
    for hole in holes:
        if channel in hole.channels:
            lost |= (said_s >= hole.start_s) & (said_s < hole.end_s)
    return without(made, lost) if lost.any() else made


def transfers_s(truth: Truth) -> list[float]:
    """Return when a foot left or returned, in order."""
    reps = [time_s for rep in truth.reps for time_s in (rep.single_leg_start_s, rep.single_leg_end_s)]
    stances = [time_s for stance in truth.stances for time_s in (stance.start_s, stance.end_s)]
    moments: list[float] = []
    for time_s in sorted(time_s for time_s in (*reps, *stances) if time_s is not None):
        if not moments or time_s - moments[-1] > TRANSFER_APART_S:
            moments.append(time_s)
    return moments


def holes_at_transfers(truth: Truth, probability: float, length_ms: tuple[float, float]) -> tuple[Hole, ...]:
    """Return holes over transfers, each with this probability, on the clock of the performance."""
    rng = stream(truth.seed, f"{truth.scenario}/holes")
    holes = []
    for time_s in transfers_s(truth):
        length_s, before = rng.uniform(*length_ms) / 1e3, rng.uniform(0.1, 0.9)
        channels = "LR" if chance(rng, BOTH_CHANCE) else str(rng.choice(["L", "R"]))
        if chance(rng, probability):
            start_s = time_s - before * length_s
            holes.append(Hole(channels, start_s, start_s + length_s))
    return tuple(holes)

"""The truth of a performance: what a perfect observer of the body would write down.

Times are seconds on the device clock, when the body did it (the converter answers two conversions later).

- ``lowering_start_s`` and ``lowering_end_s`` are t10 and t90: the first moments when 10 % and 90 % of the way
  from the top to this rep's lowest point is done, by the intended centre of mass (no sway, no swinging leg).
- ``eccentric_tut_s`` is ``(t90 - t10) / 0.8``; ``near_bottom_s`` is from t90 to ``single_leg_end_s``.
- ``single_leg_*`` is the time the working leg's share is above its own plateau less 0.05.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulators.athlete import GRAVITY_M_S2
from simulators.signals import RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulators.body import Motion
    from simulators.drills import RepPlan, SetPlan

SHARE_MARGIN = 0.05
STANCE_SHARE = 0.9
SHIFTED = (
    "start_s", "end_s", "single_leg_start_s", "single_leg_end_s", "lowering_start_s", "lowering_end_s",
    "nominal_start_s", "nominal_end_s",
)  # fmt: skip
STANCE_MIN_S = 1.0
STANCE_MIN_PRESENCE = 0.35


@dataclass(frozen=True, slots=True)
class RepTruth:
    """One rep; ``None`` where the quantity does not exist for its mode."""

    set: int
    index: int
    mode: str
    side: str
    start_s: float
    """Start of the rise."""
    single_leg_start_s: float | None
    single_leg_end_s: float | None
    single_leg_time_s: float | None
    lowering_start_s: float
    lowering_end_s: float
    eccentric_tut_s: float
    near_bottom_s: float | None
    rise_s: float
    rise_left_share: float
    lowering_left_share: float
    added_load_kg: float
    hand_share: float
    com_lowering_m: float
    tremor_rms_n: float
    nominal_start_s: float
    """First movement down."""
    nominal_end_s: float
    """Last movement down."""
    nominal_lowering_s: float
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetTruth:
    """One set."""

    index: int
    side: str
    mode: str
    reps: int
    added_load_kg: float


@dataclass(frozen=True, slots=True)
class StanceTruth:
    """One leg carried at least nine tenths of the load for a second or more."""

    side: Literal["left", "right"]
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class EventTruth:
    """Anything else that happened."""

    type: str
    start_s: float
    end_s: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LinkFaultTruth:
    """What was done to the link or the device on purpose."""

    type: str
    value: str
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """All of it, as ``python -m simulators.step --truth`` prints it."""

    scenario: str
    seed: int
    duration_s: float
    mass_kg: float
    """Of body and load at the end."""
    body_mass_kg: float
    added_load_kg: float
    shapes: str
    sets: tuple[SetTruth, ...] = ()
    reps: tuple[RepTruth, ...] = ()
    stances: tuple[StanceTruth, ...] = ()
    events: tuple[EventTruth, ...] = ()
    link_faults: tuple[LinkFaultTruth, ...] = field(default=())


def _index(time_s: float) -> int:
    return max(0, round(time_s * RATE_HZ))


def crossings(height_m: NDArray[np.float64], start_s: float, end_s: float) -> tuple[float, float, float]:
    """Return t10, t90 (s) and the depth (m) of the way down between these times."""
    first, last = _index(start_s), max(_index(end_s), _index(start_s) + 2)
    down_m = height_m[first] - height_m[first:last]
    depth_m = float(down_m.max())
    t10 = first + int(np.argmax(down_m >= 0.1 * depth_m))
    t90 = first + int(np.argmax(down_m >= 0.9 * depth_m))
    return t10 / RATE_HZ, t90 / RATE_HZ, depth_m


def _single_leg(motion: Motion, plan: RepPlan) -> tuple[float, float] | None:
    """Return when the working leg's share rises above and falls below its plateau less the margin."""
    if plan.off_s is None or plan.back_s is None:
        return None
    sign = 1.0 if plan.side == "left" else -1.0
    share = 0.5 + sign * (motion.left_share - 0.5)
    plateau = float(np.median(share[_index(plan.off_s[1]) : _index(plan.back_s[0])]))
    leaving = share[_index(plan.off_s[0]) : _index(plan.off_s[1]) + 2] < plateau - SHARE_MARGIN
    returning = share[_index(plan.back_s[0]) : _index(plan.back_s[1]) + 2] < plateau - SHARE_MARGIN
    start = _index(plan.off_s[0]) + int(np.flatnonzero(leaving)[-1]) + 1
    end = _index(plan.back_s[0]) + int(np.argmax(returning))
    return start / RATE_HZ, end / RATE_HZ


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
    bottom_s = single[1] if single else plan.lowering_s[1] + 0.3
    t10_s, t90_s, depth_m = crossings(motion.height_m, plan.lowering_s[0], max(bottom_s, plan.lowering_s[1]))
    up10_s, up90_s, _ = crossings(-motion.height_m, *plan.rise_s)
    rise, lowering = slice(_index(up10_s), _index(up90_s)), slice(_index(t10_s), _index(t90_s))
    cycle = slice(_index(plan.rise_s[0]), _index(max(bottom_s, plan.lowering_s[1])))
    total_n = motion.left_n + motion.right_n
    hand_share = float(motion.rail_share[cycle].mean())
    faults = [*plan.faults, *(["rail"] if hand_share > 0.01 and "rail" not in plan.faults else [])]
    return RepTruth(
        set=where[0],
        index=where[1],
        mode=plan.mode,
        side=plan.side,
        start_s=plan.rise_s[0],
        single_leg_start_s=single[0] if single else None,
        single_leg_end_s=single[1] if single else None,
        single_leg_time_s=single[1] - single[0] if single else None,
        lowering_start_s=t10_s,
        lowering_end_s=t90_s,
        eccentric_tut_s=(t90_s - t10_s) / 0.8,
        near_bottom_s=single[1] - t90_s if single else None,
        rise_s=(up90_s - up10_s) / 0.8,
        rise_left_share=float(motion.left_share[rise].mean()),
        lowering_left_share=float(motion.left_share[lowering].mean()),
        added_load_kg=float(motion.mass_kg[lowering].mean()) - body_mass_kg,
        hand_share=hand_share,
        com_lowering_m=depth_m,
        tremor_rms_n=_band_rms(total_n[lowering], 8.0, 12.0),
        nominal_start_s=plan.lowering_s[0],
        nominal_end_s=plan.lowering_s[1],
        nominal_lowering_s=plan.lowering_s[1] - plan.lowering_s[0],
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


def shifted(truth: Truth, offset_s: float) -> Truth:
    """Return the truth on a clock that is ahead by ``offset_s``."""
    if not offset_s:
        return truth

    def moved(values: object) -> dict[str, float]:
        names = [name for name in SHIFTED if getattr(values, name, None) is not None]
        return {name: getattr(values, name) + offset_s for name in names}

    return replace(
        truth,
        reps=tuple(replace(rep, **moved(rep)) for rep in truth.reps),  # type: ignore[arg-type]  # only times
        stances=tuple(replace(stance, **moved(stance)) for stance in truth.stances),  # type: ignore[arg-type]  # only times
        events=tuple(replace(event, **moved(event)) for event in truth.events),  # type: ignore[arg-type]  # only times
        link_faults=tuple(replace(fault, **moved(fault)) for fault in truth.link_faults),  # type: ignore[arg-type]  # only times
    )

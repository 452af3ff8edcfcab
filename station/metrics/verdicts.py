"""From what was seen of a rep to its tempo and its faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.metrics.faults import faults
from station.metrics.limits import FAULT, LIMITS

if TYPE_CHECKING:
    from station.events import Tempo

_HALF = 0.5


def tempo_of(
    single_leg_time_s: float | None, bounds_s: tuple[float | None, float | None], target_s: float
) -> Tempo | None:
    """Judge by the time on one leg (certain: it is an upper bound), else by the lowering time's 90 % interval.

    ``None`` when there is neither.
    """
    steady_s = LIMITS.tempo_share * target_s
    low_s, high_s = bounds_s
    if single_leg_time_s is not None and single_leg_time_s < target_s:
        return "fast"
    if low_s is None or high_s is None:
        return None
    if high_s < steady_s:
        return "fast"
    return "ok" if low_s > steady_s else "borderline"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was seen of a rep; ``None`` where it does not apply or cannot be told."""

    flags: frozenset[str]
    """What the state machine saw: touch, hop, same_leg_return, interrupted."""
    tempo: Tempo | None = None
    touched: bool = False
    hopped: bool = False
    wrong_leg: bool = False
    spring_m_s: float | None = None
    hand_share: float | None = None
    support_varies: bool = False
    other_share: float | None = None
    """Usual share of the load on the foot that should be in the air."""
    rise_left_share: float | None = None
    """Of a rise on both feet."""


def faults_of(seen: Evidence) -> list[str]:
    """Return the names of all faults of a rep, in the order of their table."""
    rise_share = seen.rise_left_share
    found = {
        "fast": seen.tempo == "fast",
        "bounce": seen.spring_m_s is not None and seen.spring_m_s >= FAULT.bounce_m_s,
        "touch": seen.touched,
        "hop": seen.hopped,
        "rail": seen.support_varies or (seen.hand_share is not None and seen.hand_share >= FAULT.rail_share),
        "incomplete_transfer": seen.other_share is not None and seen.other_share >= FAULT.incomplete_share,
        "rise_imbalance": rise_share is not None and abs(rise_share - _HALF) > FAULT.rise_unequal_share,
        "wrong_leg": seen.wrong_leg,
    }
    return [rule.name for rule in faults("rep") if found.get(rule.name) or rule.name in seen.flags]

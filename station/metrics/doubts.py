"""Which values of a rep a doubtful source takes away: all that rest on what is doubted, each with the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from station.metrics import registry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import SetSummary
    from station.metrics.values import Values

DoubtKind = Literal["saturated", "object", "gains", "zero"]

_RISE = frozenset({"rise_left_share", "rise_s"})
_ON_BOTH_PLATES = frozenset(
    {
        "rise_left_share",
        "lowering_left_share",
        "left_share_sd",
        "added_load_kg",
        "added_load_sd_kg",
        "hand_share",
        "load_time_kg_s",
    }
)
"""Comes from both plates. A thing on one adds a constant, which moves nothing; so does, on one leg, a wrong gain."""
_FAULT_RESTS_ON = {
    "fast": "tempo",
    "bounce": "com_lowering_m",
    "rail": "hand_share",
    "incomplete_transfer": "lowering_left_share",
    "rise_imbalance": "rise_left_share",
}
"""A fault is not told without the value that shows it."""
_WORDS: dict[DoubtKind, str] = {
    "saturated": "the {plate} plate was at the end of its range",
    "object": "something lay on the {plate} plate",
    "gains": "the plates do not agree about the weight",
    "zero": "the zero of the {plate} plate moved further during the set than plates drift",
}
_FOLLOWS = {
    "single_leg_time_s": ("single_leg_start_s", "single_leg_end_s"),
    "eccentric_tut_s": ("lowering_start_s", "lowering_end_s"),
}
"""Instants that are told with a metric and are as good as it is."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """From ``start_tick`` to ``end_tick`` (``None``: it goes on) a plate did not tell the force of a foot."""

    kind: DoubtKind
    plate: str
    start_tick: int
    end_tick: int | None = None

    def touches(self, start_tick: int, end_tick: int) -> bool:
        """Whether any of it lies on ``[start_tick, end_tick)``."""
        return self.start_tick < end_tick and (self.end_tick is None or self.end_tick > start_tick)

    @property
    def reason(self) -> str:
        """Say it."""
        return _WORDS[self.kind].format(plate=self.plate)


DISAGREEMENT = Doubt("gains", "", 0)
"""A plate reads quite wrong: nobody knows since when, or which."""


def withhold(values: Values, doubts: Sequence[Doubt], *, rate_hz: float, rise_ticks: tuple[int, int]) -> None:
    """Refuse what rests on a doubtful plate, and every metric that needs more samples than there are.

    What was refused before keeps its reason, unless a doubt explains it better; faults that rest on a refused
    value are not told.
    """
    withheld: set[str] = set()
    for doubt in doubts:
        for name in _touched(doubt, rise_ticks):
            withheld.add(name)
            for each in (name, *_FOLLOWS.get(name, ())):
                values.refused[each] = doubt.reason
                setattr(values, each, None)
    slow = [metric for metric in registry.metrics("rep") if rate_hz < metric.minimum_rate_hz]
    for metric in slow:
        values.refuse(too_slow(rate_hz, metric), metric.name, *_FOLLOWS.get(metric.name, ()))
    withheld |= {metric.name for metric in slow}
    values.faults[:] = [fault for fault in values.faults if _FAULT_RESTS_ON.get(fault) not in withheld]


def _touched(doubt: Doubt, rise_ticks: tuple[int, int]) -> frozenset[str]:
    """Return the metrics that rest on what is doubted: a saturated plate hides all force while it is so."""
    if doubt.kind != "saturated":
        return _ON_BOTH_PLATES
    everything = frozenset(metric.name for metric in registry.metrics("rep"))
    return everything if doubt.touches(*rise_ticks) else everything - _RISE


def too_slow(rate_hz: float, metric: registry.Metric) -> str:
    """Say that there are too few samples for a metric."""
    return f"sample rate {rate_hz:.0f} Hz is below {metric.minimum_rate_hz:.0f} Hz"


def withhold_of_set(summary: SetSummary) -> SetSummary:
    """Refuse every metric of a set that needs more samples than there were."""
    rate_hz = summary.sample_rate_hz
    if rate_hz is None:
        return summary
    slow = [metric for metric in registry.metrics("set") if rate_hz < metric.minimum_rate_hz]
    reasons = {metric.name: too_slow(rate_hz, metric) for metric in slow}
    withheld: dict[str, Any] = dict.fromkeys(reasons)
    return replace(summary, refused=summary.refused | reasons, **withheld) if reasons else summary

"""A visit's totals, from its closed sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import SetSummary
    from station.kiosk.snapshot import Visit


SMALLEST_LOAD_KG: Final = 0.5
"""Less than the smallest plates and bottles is no added load; a load this near the plan is the planned one."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts and means of a visit; ``None`` where no set could say."""

    reps: int
    clean: int
    left: int
    right: int
    down_mean_s: float | None
    one_leg_mean_s: float | None
    tut_good_s: float | None
    tut_total_s: float | None
    asymmetry_pct: float | None
    asymmetry_band_pct: float | None
    added_load_kg: float | None


def totals_of(visit: Visit) -> Totals:
    """Return the totals of a visit; reps of a set still open count, its times come when it closes."""
    reps = [line.rep for line in visit.reps]
    telling = max(
        (one for one in visit.sets if one.single_leg_asymmetry_pct is not None),
        key=lambda one: one.reps_done,
        default=None,
    )
    loads = [one.added_load_kg for one in visit.sets if one.added_load_kg is not None]
    return Totals(
        reps=len(reps),
        clean=_clean(visit),
        left=sum(rep.side in ("left", "both") for rep in reps),
        right=sum(rep.side in ("right", "both") for rep in reps),
        down_mean_s=_mean(rep.eccentric_tut_s for rep in reps),
        one_leg_mean_s=_mean(rep.single_leg_time_s for rep in reps),
        tut_good_s=_sum(visit.sets, "tut_good_s"),
        tut_total_s=_sum(visit.sets, "tut_total_s"),
        asymmetry_pct=telling.single_leg_asymmetry_pct if telling else None,
        asymmetry_band_pct=telling.single_leg_asymmetry_band_pct if telling else None,
        added_load_kg=loads[-1] if loads else None,
    )


def _clean(visit: Visit) -> int:
    """Return the clean reps as closed sets count them; in a set still open a rep with a fault is not clean."""
    closed = {one.index for one in visit.sets}
    still_open = sum(not line.rep.faults for line in visit.reps if line.rep.set not in closed)
    return still_open + sum(one.reps_clean for one in visit.sets)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _sum(sets: Iterable[SetSummary], name: str) -> float | None:
    known = [value for one in sets if (value := getattr(one, name)) is not None]
    return sum(known) if known else None

"""A visit, summed up from its reps: totals, and the legs side by side."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, Any

from station.events import SessionSummary
from station.metrics.adherence import adherence
from station.metrics.asymmetry import (
    REPS_MIN,
    between_legs,
    limb_symmetry_index,
    mean_of,
    on_two_feet,
    share_of,
)
from station.metrics.clean import is_clean, shared_rise, time_under_tension_s
from station.metrics.comparisons import BY_FOOT, BY_LEG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from station.events import Rep, SessionPlan, Side
    from station.metrics.asymmetry import Asymmetry
    from station.metrics.comparisons import Comparison

_NEEDS = f"needs {REPS_MIN} reps a side that tell it"
_NEEDS_BOTH = f"needs {REPS_MIN} reps on both feet"


def summarize_session(
    reps: Sequence[Rep], involved_side: Side | None = None, plan: SessionPlan | None = None
) -> SessionSummary:
    """Sum up a visit from the reps told last, in the order they were done.

    ``involved_side`` is the leg the athlete named as the injured one, if any; ``plan`` what was planned.
    """
    refused: dict[str, str] = {}
    values: dict[str, Any] = _totals(reps)
    plates_sd = _plates_sd(reps)
    found = {
        "single_leg": _compare(reps, lambda rep: rep.single_leg_time_s),
        "eccentric_tut": _compare(reps, lambda rep: rep.eccentric_tut_s),
        "load_time": _compare(reps, lambda rep: rep.load_time_kg_s),
        "compliant": between_legs(share_of(_clean(reps, "left")), share_of(_clean(reps, "right"))),
        "rise_share": _compare(reps, _working_share_of_rise, 2.0 * plates_sd),
        "rise": on_two_feet(_known(shared_rise(rep) for rep in reps), plates_sd),
        "lowering": on_two_feet(
            _known(rep.lowering_left_share for rep in reps if rep.mode == "bilateral"), plates_sd
        ),
    }
    for comparison in (*BY_LEG, *BY_FOOT):
        values |= _told(comparison, found[comparison.stem])
        if found[comparison.stem] is None:
            refused[comparison.percent] = _NEEDS if comparison in BY_LEG else _NEEDS_BOTH
    single_leg = found["single_leg"]
    values["limb_symmetry_index_pct"] = _index(single_leg, involved_side)
    if values["limb_symmetry_index_pct"] is None:
        why = _NEEDS if involved_side in _LEGS else "no involved leg was named"
        refused["limb_symmetry_index_pct"] = why
    followed, withheld = adherence(reps, plan)
    return SessionSummary(**values, **followed, refused=refused | withheld)


def _totals(reps: Sequence[Rep]) -> dict[str, Any]:
    tension = [(time_s, is_clean(rep)) for rep in reps if (time_s := time_under_tension_s(rep)) is not None]
    loads = _known(rep.load_time_kg_s for rep in reps)
    return {
        "reps_done": len(reps),
        "reps_clean": sum(is_clean(rep) for rep in reps),
        "reps_left": sum(rep.side == "left" for rep in reps),
        "reps_right": sum(rep.side == "right" for rep in reps),
        "tut_total_s": sum(time_s for time_s, _ in tension) if tension else None,
        "tut_good_s": sum(time_s for time_s, clean in tension if clean) if tension else None,
        "volume_load_kg_s": sum(loads) if loads else None,
    }


def _plates_sd(reps: Sequence[Rep]) -> float:
    """Return what the plates leave open of a left share, alike in all reps; between legs it counts twice."""
    sds = _known(rep.left_share_sd for rep in reps)
    return fmean(each**2 for each in sds) ** 0.5 if sds else 0.0


def _compare(
    reps: Sequence[Rep], value_of: Callable[[Rep], float | None], plates_sd: float = 0.0
) -> Asymmetry | None:
    left, right = (mean_of(_known(value_of(rep) for rep in reps if rep.side == side)) for side in _LEGS)
    return between_legs(left, right, plates_sd)


def _clean(reps: Sequence[Rep], side: str) -> list[bool]:
    return [is_clean(rep) for rep in reps if rep.side == side]


def _working_share_of_rise(rep: Rep) -> float | None:
    share = shared_rise(rep)
    if share is None or rep.mode != "lowering":
        return None
    return share if rep.side == "left" else 1.0 - share


def _told(comparison: Comparison, found: Asymmetry | None) -> dict[str, Any]:
    """Return the fields of one comparison: both raw values, difference, band, and the difference in words."""
    return {
        comparison.right: found.right if found else None,
        comparison.left: found.left if found else None,
        comparison.percent: found.percent if found else None,
        comparison.band: found.band_percent if found else None,
        comparison.told: found.told if found else None,
    }


def _index(times: Asymmetry | None, involved_side: Side | None) -> float | None:
    if times is None or involved_side not in _LEGS:
        return None
    involved, other = (times.left, times.right) if involved_side == "left" else (times.right, times.left)
    return limb_symmetry_index(involved, other)


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


_LEGS = ("left", "right")

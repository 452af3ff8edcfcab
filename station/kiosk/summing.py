"""A visit's totals, from its closed sets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.kiosk.words import say
from station.metrics.asymmetry import side_asymmetry
from station.metrics.clean import is_clean, time_under_tension_s
from station.metrics.summary import told_of_enough

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Rep, SetSummary, Side
    from station.kiosk.snapshot import RepLine, Visit
    from station.metrics.asymmetry import Asymmetry


SMALLEST_LOAD_KG: Final = 0.5
"""Less than the smallest plates and bottles is no added load; a load this near the plan is the planned one."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts and means of a visit; ``None`` where no set could say."""

    reps: int
    told: str
    """How many were good, close and not judged, in the words of the live verdicts."""
    left: int
    right: int
    down_mean_s: float | None
    one_leg_mean_s: float | None
    tut_good_s: float | None
    tut_total_s: float | None
    asymmetry: Asymmetry | None
    """Of time on one leg, over the whole visit: legs may have had a set each."""
    added_load_kg: float | None


def totals_of(visit: Visit) -> Totals:
    """Return the totals of a visit; reps of a set still open count, its times come when it closes."""
    reps = [line.rep for line in visit.reps]
    asymmetry = side_asymmetry(_one_leg_times_s(reps, "left"), _one_leg_times_s(reps, "right"))
    loads = [one.added_load_kg for one in visit.sets if one.added_load_kg is not None]
    return Totals(
        reps=len(reps),
        told=tally(visit.reps, "summary.good"),
        left=sum(rep.side in ("left", "both") for rep in reps),
        right=sum(rep.side in ("right", "both") for rep in reps),
        down_mean_s=_mean(rep.eccentric_tut_s for rep in reps) if told_of_enough(reps) else None,
        one_leg_mean_s=_mean(rep.single_leg_time_s for rep in reps),
        tut_good_s=_sum(visit.sets, "tut_good_s"),
        tut_total_s=_sum(visit.sets, "tut_total_s"),
        asymmetry=asymmetry,
        added_load_kg=loads[-1] if loads else None,
    )


def tally(lines: Sequence[RepLine], key: str) -> str:
    """Return how many reps were told to be good, then how many close or not judged where there are any."""
    kinds = Counter(line.verdict.kind for line in lines)
    rest = [say(f"tally.{kind}", count=kinds[kind]) for kind in ("close", "unjudged") if kinds[kind]]
    return ", ".join([say(key, good=kinds["good"], count=len(lines)), *rest])


def tension_of(lines: Iterable[RepLine]) -> tuple[float | None, float | None]:
    """Return time under tension without a fault, and in all, of reps told so far, s; ``None`` while none has a time."""
    timed = [(time_under_tension_s(line.rep), is_clean(line.rep)) for line in lines]
    known = [(time_s, clean) for time_s, clean in timed if time_s is not None]
    if not known:
        return None, None
    return sum(time_s for time_s, clean in known if clean), sum(time_s for time_s, _ in known)


def _one_leg_times_s(reps: Iterable[Rep], side: Side) -> list[float]:
    return [rep.single_leg_time_s for rep in reps if rep.side == side and rep.single_leg_time_s is not None]


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _sum(sets: Iterable[SetSummary], name: str) -> float | None:
    known = [value for one in sets if (value := getattr(one, name)) is not None]
    return sum(known) if known else None

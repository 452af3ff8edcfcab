"""What panels promise, worked out from points without a look at their queries.

``answer`` follows a query's own conditions, so a wrong condition would be wrong in both answers. Here every panel that
chooses among rows is worked out once more from the words on it alone.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from station.programme.log import Profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from station.store import Point
    from tools.dashboards.compare.answer import Row
    from tools.dashboards.compare.setting import Setting
    from tools.dashboards.model import Ask

Told = list[tuple[Any, ...]]
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LIMIT_NRS: Final = Profile().acceptable_nrs


def seen(points: Iterable[Point], setting: Setting, *, one: bool) -> Iterator[Point]:
    """Yield what lies in the range of time, at the place, and, if ``one``, is of the person; in the order of time."""
    for point in sorted(points, key=lambda each: each.time_us):
        tags = point.tags
        if not setting.start_us <= point.time_us < setting.stop_us:
            continue
        if not (re.fullmatch(setting.site, tags["site"]) and re.fullmatch(setting.station, tags["station"])):
            continue
        if not one or tags["athlete"] == setting.athlete:
            yield point


def _moved(points: Iterable[Point]) -> list[Point]:
    return [point for point in points if point.fields.get("reps_done", 0) > 0]  # type: ignore[operator]  # a count


def _kept(points: Iterable[Point]) -> list[Point]:
    return [point for point in points if not point.fields["withdrawn"]]


def _people(points: Sequence[Point], _setting: Setting) -> Told:
    who = {point.tags["athlete"] for point in _moved(points)} - {"none"}
    return [(len(who),)] if who else []


def _clean(points: Sequence[Point], _setting: Setting) -> Told:
    counted = [point.fields for point in _moved(points) if "reps_clean" in point.fields]
    if not counted:
        return []
    return [(sum(each["reps_clean"] for each in counted) / sum(each["reps_done"] for each in counted),)]  # type: ignore[misc]


def _asked_to_stop(points: Sequence[Point], _setting: Setting) -> Told:
    number = sum(point.fields.get("plan_action") == "stop_and_ask" for point in points)
    return [(number,)] if number else []


def _who(points: Sequence[Point], _setting: Setting) -> Told:
    visits = [point for point in _moved(points) if point.tags["athlete"] != "none"]
    return [(point.time_us, point.tags["athlete"], point.tags["station"]) for point in visits]


def _alerts(points: Sequence[Point], _setting: Setting) -> Told:
    return [(point.time_us, point.tags["athlete"]) for point in points if point.fields.get("plan_alerts")]


def _pains(point: Point) -> list[float]:
    return [float(value) for name, value in point.fields.items() if name.endswith("_nrs")]


def _too_much(points: Sequence[Point], _setting: Setting) -> Told:
    high = [
        point
        for point in _kept(points)
        if point.fields.get("sharp") or max(_pains(point), default=0.0) > _LIMIT_NRS
    ]
    return [(point.time_us, point.tags["athlete"], point.tags["side"]) for point in high]


def _days(points: Sequence[Point], setting: Setting) -> Told:
    zone = ZoneInfo(setting.zone)
    days = {
        (_EPOCH + timedelta(microseconds=point.time_us)).astimezone(zone).date() for point in _moved(points)
    }
    return [(len(days),)] if days else []


def _entered(points: Sequence[Point], _setting: Setting) -> Told:
    return [(point.time_us, point.tags["side"]) for point in _kept(points)]


def _ever(name: str, choose: Callable[[list[Any]], Any]) -> Callable[[Sequence[Point], Setting], Told]:
    def found(points: Sequence[Point], _setting: Setting) -> Told:
        values = [point.fields[name] for point in _kept(points) if name in point.fields]
        return [(choose(values),)] if values else []

    return found


def _farthest(*names: str) -> Callable[[Sequence[Point], Setting], Told]:
    def found(points: Sequence[Point], _setting: Setting) -> Told:
        values = [
            abs(float(point.fields[name])) for point in points for name in names if name in point.fields
        ]
        return [(max(values),)] if values else []

    return found


def _total(name: str) -> Callable[[Sequence[Point], Setting], Told]:
    def found(points: Sequence[Point], _setting: Setting) -> Told:
        values = [float(point.fields[name]) for point in points if name in point.fields]
        return [(math.fsum(values),)] if values else []

    return found


def _as_asked(rows: Sequence[Row], ask: Ask) -> Told:
    """Return of rows when they were and whose, of anything else the values."""
    if not ask.rows:
        return [row.values for row in rows]
    whose = len(ask.columns)
    return [(row.time_us, *row.values[whose:]) for row in rows]


def _worst(rows: Sequence[Row], _ask: Ask) -> Told:
    values = [abs(float(value)) for row in rows for value in row.values if value is not None]
    return [(max(values),)] if values else []


def _summed(rows: Sequence[Row], _ask: Ask) -> Told:
    values = [float(row.values[0]) for row in rows if row.values[0] is not None]
    return [(math.fsum(values),)] if values else []


@dataclass(frozen=True, slots=True)
class Figure:
    """One panel's promise: from the store's points, and the same out of InfluxDB's answer."""

    stored: Callable[[Sequence[Point], Setting], Told]
    one: bool = False
    """Of the chosen person."""
    answered: Callable[[Sequence[Row], Ask], Told] = _as_asked

    def holds(self, rows: Sequence[Row], ask: Ask, points: Iterable[Point], setting: Setting) -> bool:
        """Whether an answer is what the panel promises; of the newest rows, those newer than the last are compared."""
        of_kind = (point for point in points if point.measurement == ask.measurement)
        promised = self.stored(list(seen(of_kind, setting, one=self.one)), setting)
        told = self.answered(rows, ask)
        if ask.newest and len(promised) > ask.newest:
            cut_us = sorted((each[0] for each in promised), reverse=True)[ask.newest - 1]
            promised = [each for each in promised if each[0] > cut_us]
            told = [each for each in told if each[0] > cut_us]
        return len(told) == len(promised) and all(
            map(_alike, sorted(told, key=str), sorted(promised, key=str))
        )


def _alike(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(one) == len(other) and all(
        a == b
        or (isinstance(a, int | float) and isinstance(b, int | float) and math.isclose(a, b, rel_tol=1e-9))
        for a, b in zip(one, other, strict=True)
    )


FIGURES: Final[dict[tuple[str, str], Figure]] = {
    ("Clinic today", "People who trained"): Figure(_people),
    ("Clinic today", "Clean"): Figure(_clean),
    ("Clinic today", "Told to stop and ask"): Figure(_asked_to_stop),
    ("Clinic today", "Who trained"): Figure(_who),
    ("Clinic today", "What the programme asks somebody to look at"): Figure(_alerts),
    ("Clinic today", f"Pain above {_LIMIT_NRS:g} of 10, or sharp"): Figure(_too_much),
    ("Athlete", "Days trained"): Figure(_days, one=True),
    ("Athlete", "Clean reps"): Figure(_clean, one=True),
    ("Athlete", "Worst pain in training"): Figure(_ever("during_nrs", max), one=True),
    ("Athlete", "Pain next morning, last"): Figure(
        _ever("next_morning_nrs", lambda values: values[-1]), one=True
    ),
    ("Athlete", "Morning stiffness, last"): Figure(
        _ever("stiffness_min", lambda values: values[-1]), one=True
    ),
    ("Athlete", "VISA-A, last"): Figure(_ever("visa_a", lambda values: values[-1]), one=True),
    ("Athlete", "Time under tension"): Figure(_total("tut_good_s"), one=True, answered=_summed),
    ("Athlete", "What was entered"): Figure(_entered, one=True),
    ("Step health", "Drift of the empty plate"): Figure(
        _farthest("drift_n_per_min_l", "drift_n_per_min_r"), answered=_worst
    ),
    ("Step health", "Right plate late by"): Figure(_farthest("skew_ms"), answered=_worst),
}
"""By board and panel."""

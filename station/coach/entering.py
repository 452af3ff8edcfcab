"""What people say, checked where it is entered and made into entries of the store."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Final, cast

from station.coach.days import check_day, local_day, noon_us
from station.errors import UsageError
from station.events import SymptomNoted
from station.programme.entry import check_symptom
from station.store.symptoms import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, tzinfo

    from station.events import Side
    from station.programme.model import Surface, Symptom, SymptomKind

LONGEST_RUN_MIN: Final = 1440.0
MOST_LEVELS: Final = 20


def check_values(values: Mapping[str, float]) -> None:
    """Raise ``UsageError`` for a value that is off its scale, or none at all."""
    if not values:
        raise UsageError("there is nothing to keep", "Give at least one value, as in --during 3")
    for kind, value in values.items():
        if kind in KINDS:
            check_symptom(cast("SymptomKind", kind), value)
        elif kind == "run_during":
            check_symptom("during", value)
        elif kind == "run_level":
            _within("level of the run", value, 1, MOST_LEVELS)
        else:
            _within("minutes of the run", value, 0, LONGEST_RUN_MIN)


def _within(what: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise UsageError(f"{what} {value:g} cannot be", f"Give a number from {low:g} to {high:g}")


def entry_of(
    athlete_id: str | None,
    values: Mapping[str, float],
    now_us: int,
    *,
    day: date | None = None,
    leg: Side | None = None,
    session_id: str | None = None,
    run_surface: Surface | None = None,
    zone: tzinfo | None = None,
) -> SymptomNoted:
    """Return a checked entry, made now; ``day`` when it tells of another day than today.

    ``UsageError`` for values off their scale and for days in the future or before 2000.
    """
    check_values(values)
    today = local_day(now_us, zone)
    stated = None if day is None else check_day(day, today).isoformat()
    time_us = now_us if day is None or session_id is not None else noon_us(day, zone)
    return SymptomNoted(athlete_id, time_us, dict(values), leg, session_id, stated, run_surface)


def entries_of(
    athlete_id: str, symptoms: Sequence[Symptom], now_us: int, zone: tzinfo | None = None
) -> Iterator[SymptomNoted]:
    """Yield checked entries for symptoms: those of one day, leg, visit and time together; a time of 0 is now."""
    for (day, leg, session_id, time_us), together in groupby(sorted(symptoms, key=_place), key=_place):
        made_us = time_us or now_us
        yield entry_of(
            athlete_id,
            {each.kind: each.value for each in together},
            made_us,
            day=None if day == local_day(made_us, zone) else day,
            leg=cast("Side | None", leg or None),
            session_id=session_id or None,
            zone=zone,
        )


def _place(symptom: Symptom) -> tuple[date, str, str, int]:
    return symptom.day, symptom.leg or "", symptom.session_id or "", symptom.time_us

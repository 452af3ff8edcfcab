"""What people enter, checked where they enter it: one clear error, naming the value and what would do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from station.errors import UsageError
from station.programme.log import NRS_KINDS, YES_NO_KINDS
from station.text import spelled_out

if TYPE_CHECKING:
    from station.programme.log import Override, Profile, SymptomKind

LONGEST_STIFFNESS_MIN: Final = 600.0
VISA_A_MAX: Final = 100.0
NRS_MAX: Final = 10.0
SMALLEST_STEP_KG: Final = (0.1, 20.0)
HEAVIEST_ADDED_KG: Final = 200.0
BODY_MASS_KG: Final = (25.0, 250.0)
"""Outside of this a weighing was not one of a person with a step of their own."""
MOST_SETS: Final = 20
MOST_REPS: Final = 100
MOST_REPS_A_DAY: Final = 500
"""On one leg; no plan may ask for more either."""
MOST_WEEKS: Final = 104
WEEKDAYS: Final = 7


def symptom_range(kind: SymptomKind) -> tuple[float, float]:
    """Return the lowest and highest value of a symptom."""
    if kind in NRS_KINDS:
        return 0.0, NRS_MAX
    if kind in YES_NO_KINDS:
        return 0.0, 1.0
    return 0.0, VISA_A_MAX if kind == "visa_a" else LONGEST_STIFFNESS_MIN


def worst_value(kind: SymptomKind) -> float | None:
    """Return the value of a symptom that asks for least; a VISA-A total asks for nothing."""
    if kind == "visa_a":
        return None
    lowest, highest = symptom_range(kind)
    return lowest if kind == "feels_balanced" else highest


def symptom_fits(kind: SymptomKind, value: float) -> bool:
    """Say whether a value can be what it claims to be."""
    lowest, highest = symptom_range(kind)
    fits = math.isfinite(value) and lowest <= value <= highest
    return fits and (kind not in YES_NO_KINDS or value in (lowest, highest))


def check_symptom(kind: SymptomKind, value: float) -> None:
    """Raise ``UsageError`` for a pain of 11, minus five minutes of stiffness and the like."""
    if symptom_fits(kind, value):
        return
    lowest, highest = symptom_range(kind)
    scale = "1 for yes or 0 for no" if kind in YES_NO_KINDS else f"a number from {lowest:g} to {highest:g}"
    raise UsageError(f"{kind} {value:g} is not on its scale", f"Give {scale}")


def check_override(override: Override) -> None:
    """Raise ``UsageError`` for an override that sets nothing, says no reason, or cannot be done."""
    if not override.reason.strip():
        raise UsageError("The override gives no reason", "Say why in a few words: the reason is kept with it")
    if override.until_day is not None and override.until_day < override.from_day:
        raise UsageError(
            f"The override ends on {override.until_day}, before it begins on {override.from_day}",
            "Give a last day on or after the first",
        )
    settings = (
        override.load_kg,
        override.reps,
        override.sets,
        override.rest,
        override.variant,
        override.plan_week,
    )
    if all(setting is None for setting in settings):
        raise UsageError("The override changes nothing", "Name a load, reps, sets, rest, a variant or a week")
    _in_range("load", override.load_kg, 0.0, HEAVIEST_ADDED_KG, "kg")
    _in_range("reps", override.reps, 1, MOST_REPS)
    _in_range("sets", override.sets, 1, MOST_SETS)
    _in_range("week", override.plan_week, 1, MOST_WEEKS)
    _in_range("number of repetitions a leg", (override.reps or 1) * (override.sets or 1), 1, MOST_REPS_A_DAY)


def override_fits(override: Override) -> bool:
    """Say whether ``check_override`` has nothing against it."""
    try:
        check_override(override)
    except UsageError:
        return False
    return True


def check_profile(profile: Profile) -> None:
    """Raise ``UsageError`` for a profile that cannot be: no step of load, limits off the scale."""
    _in_range("smallest step of load", profile.smallest_step_kg, *SMALLEST_STEP_KG, "kg")
    _in_range("acceptable pain", profile.acceptable_nrs, 0.0, NRS_MAX)
    _in_range("pain that counts as none", profile.pain_free_nrs, 0.0, NRS_MAX)
    _in_range("body mass", profile.body_mass_kg, *BODY_MASS_KG, "kg")
    for weekday in profile.rest_weekdays:
        _in_range("day of rest", weekday, 0, WEEKDAYS - 1)


def _in_range(what: str, value: float | None, lowest: float, highest: float, unit: str = "") -> None:
    if value is None or (math.isfinite(value) and lowest <= value <= highest):
        return
    shown = spelled_out(f"{value:g} {unit}".strip())
    raise UsageError(
        f"{what[0].upper()}{what[1:]} {shown} cannot be", f"Give {lowest:g} to {highest:g} {unit}".strip()
    )

"""``docs/explanation/error-budget.md``: source, size, where the size comes from, and what it does to each quantity."""

from __future__ import annotations

import math
from statistics import fmean, median
from typing import TYPE_CHECKING

from tools.budget.measuring import QUANTITIES, REPS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.budget.measuring import Errors
    from tools.budget.sources import Source

_HEAD = """\
# Error budget

Written by `python -m tools.budget`; do not edit. {seeds} simulated athletes a row, {reps} reps each; no number here was measured on people.

Every row but the last two is a Monte Carlo with only that source on: the same athletes stand on plates that are perfect otherwise, the conversions go through the station's own pipeline, and what it tells is compared with what happened. So a row shows what is *left* of a source after everything the station does about it: zeros are followed, the plates' ratio is learned, the load is a difference. The first row is in all others: conversions come from two clocks that are not synchronised, and a body breathes, sways and never rests. What a row adds is what it has beyond the first. An effect is told as *mean error ± standard deviation*; `-` was refused in all reps.

"""  # noqa: E501  prose lines of a page
_TITLES = {
    "mass_kg": "mass, kg",
    "added_load_kg": "added load, kg",
    "rise_share_points": "share in the rise, points",
    "single_leg_time_s": "single-leg time, s",
    "lowering_time_s": "lowering time, s",
}
_DECIMALS = {
    "mass_kg": 3,
    "added_load_kg": 3,
    "rise_share_points": 2,
    "single_leg_time_s": 3,
    "lowering_time_s": 3,
}


def page(rows: Sequence[tuple[Source, Errors]], seeds: int) -> str:
    """Return the page about these rows; the last two have everything on, on warm plates and on cold ones."""
    parts = [_HEAD.format(seeds=seeds, reps=REPS), "## What each source does\n\n", _table(rows)]
    parts.append("\n## What the station states\n\n")
    for source, errors in rows[-2:]:
        parts.append(f"With {source.name}, beside the standard deviation that is told with the value:\n\n")
        parts.append(_stated(errors) + "\n")
    parts.append(_COVERED)
    parts.append("\n" + _NOT_SEEN)
    return "".join(parts)


def _table(rows: Sequence[tuple[Source, Errors]]) -> str:
    heads = ["source", "size", "where the size comes from", *(_TITLES[name] for name in QUANTITIES)]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for source, errors in rows:
        cells = [source.name, source.size, source.origin, *(_cell(errors, name) for name in QUANTITIES)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def spread_of(errors: Sequence[float]) -> tuple[float, float]:
    """Return mean and standard deviation."""
    mean = fmean(errors)
    return mean, math.sqrt(fmean((each - mean) ** 2 for each in errors))


def rms_of(errors: Sequence[float]) -> float:
    """Return the root of the mean square."""
    return math.sqrt(fmean(each**2 for each in errors))


def _cell(errors: Errors, name: str) -> str:
    values, refused = errors.errors[name], errors.refused[name]
    if not values:
        return "-" if refused else ""
    mean, sd = spread_of(values)
    decimals = _DECIMALS[name]
    told = f"{mean:+.{decimals}f} ± {sd:.{decimals}f}"
    return told + (f" ({100 * refused / (refused + len(values)):.0f} % refused)" if refused else "")


def _stated(errors: Errors) -> str:
    lines = ["| quantity | error, rms | stated sd, median | within 2 stated sds |", "|---|---|---|---|"]
    for name in QUANTITIES:
        values, stated = errors.errors[name], errors.stated[name]
        if not values or len(stated) != len(values):
            rms = f"{rms_of(values):.{_DECIMALS[name]}f}" if values else ""
            lines.append(f"| {_TITLES[name]} | {rms} | none is told | |")
            continue
        inside = fmean(abs(error) <= 2.0 * sd for error, sd in zip(values, stated, strict=True))
        decimals = _DECIMALS[name]
        lines.append(
            f"| {_TITLES[name]} | {rms_of(values):.{decimals}f} | {median(stated):.{decimals}f} | {inside:.0%} |"
        )
    return "\n".join(lines) + "\n"


_COVERED = """\
Two standard deviations hold 95 % of errors when they are neither too small nor too large; of 40 athletes, 90 to 100 % come to the same. On plates that were just switched on the first weighing has an error somewhat larger than its sd: a zero that runs away in one direction is further off after some seconds than one that wanders. The added load, which comes from later zeros, is stated wide enough. What the plates leave open of a share (`left_share_sd`) is no sd of a single rep's share, which the body itself moves by more: it is the part that all reps have in common, and stands in the noise bands of a session's asymmetries.
"""  # noqa: E501  prose lines of a page
_NOT_SEEN = """\
## What no row shows

- A scale error that both plates share changes mass and added load by that share and nothing else: force alone cannot see it, only a known mass can (`station step verify`).
- Feet beside the plates' middle: the error of corners is measured by `station step calibrate` and stands on its certificate.
- Sway cannot be switched off in a body that stands; it is in the first row and so in every one.
- A step that is bent, a floor that gives, shoes: nothing here models them.
"""  # noqa: E501  prose lines of a page

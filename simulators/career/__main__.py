"""``python -m simulators.career``: months of a simulated person, advised by the programme day by day.

Prints the career as a page to read, or as one line of JSON a day; with ``--into`` also fills a station's database.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from datetime import date
from typing import TYPE_CHECKING, Final

from simulators.career.cases import CASES
from simulators.career.errors import CannotStoreError
from simulators.career.timeline import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.career.plain import Day

START: Final = date(2026, 1, 5)
"""A Monday."""
PLAN: Final = "seed-default"
_MOST_WEEKS = 104
_INTERRUPTED = 130


def _parser() -> argparse.ArgumentParser:
    cases = "\n".join(f"  {name:12} {case.about}" for name, case in CASES.items())
    parser = argparse.ArgumentParser(
        prog="simulators.career",
        description=(__doc__ or "").partition("\n\n")[0],
        epilog=f"cases:\n{cases}\n\nAll of it is made up by a model; it is no data of people.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--case", choices=list(CASES), default="steady", help="who (default steady)")
    parser.add_argument("--weeks", type=_weeks, default=14, help="how long (default 14)")
    parser.add_argument("--seed", type=int, default=1, help="which luck (default 1)")
    parser.add_argument(
        "--start", type=_day, default=START, metavar="DATE", help=f"first day (default {START})"
    )
    parser.add_argument("--plan", default=PLAN, help=f"id of a shipped plan (default {PLAN})")
    parser.add_argument(
        "--into", metavar="DATA_FOLDER", help="also store it there, as the visits of one more athlete"
    )
    parser.add_argument("--name", help="the athlete's name in that folder (default: of the case)")
    parser.add_argument("--json", action="store_true", help="print a day a line as JSON instead of the page")
    return parser


def _weeks(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _MOST_WEEKS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of weeks from 1 to {_MOST_WEEKS}")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(f"{text!r} is no date as in {START}") from wrong


def as_json(day: Day) -> str:
    """Return one day as a line of JSON."""
    return json.dumps(dataclasses.asdict(day), default=_plain, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} has no form in JSON")


def _run(asked: argparse.Namespace) -> int:
    from simulators.career.driver.career import Career, plan_ids  # noqa: PLC0415  help needs no station

    if asked.plan not in plan_ids():
        sys.stderr.write(f"simulators.career: no plan {asked.plan!r}; there are {', '.join(plan_ids())}\n")
        return 2
    career = Career(CASES[asked.case], asked.seed, asked.start, asked.plan)
    days = list(career.days(asked.weeks))
    if asked.into:
        from simulators.career.driver.filling import fill  # noqa: PLC0415  most careers are only printed

        sys.stderr.write(f"{fill(career, days, asked.into, asked.name)}\n")
    if asked.json:
        sys.stdout.writelines(as_json(day) + "\n" for day in days)
    elif not asked.into:
        sys.stdout.write(page(career.traits, career.head, days) + "\n")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit code."""
    try:
        return _run(_parser().parse_args(arguments))
    except CannotStoreError as wrong:
        sys.stderr.write(f"simulators.career: {wrong}\n")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())

"""``station step zero``: take the empty plates as zero, keep it in the step and on record, and put it back."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from station.cli.common import effective, print_json, print_table, say, warn
from station.cli.step_calibrate import uninterrupted
from station.config import database_path
from station.errors import StoreError, UsageError
from station.session.zeroing import keep_zeros, put_zero_back, take_zero
from station.sources import SystemTime
from station.store import Store

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from station.session.calibrating import Reached
    from station.store.steps import StepZero


@dataclass(frozen=True, slots=True)
class _Told:
    """One channel's zero, as it is told."""

    channel: str
    old: float
    new: float
    shift_n: float
    sd_n: float
    age_s: float | None


def zero(link: Reached, options: argparse.Namespace) -> int:
    """Take a new zero, or put the one before back."""
    path = database_path(effective(options).config)
    with uninterrupted():
        zeros = _undo(link, path) if options.undo else _take(link, path)
    told = [_Told(z.channel, z.before_count, z.after_count, z.moved_n, z.sd_n, z.age_s) for z in zeros]
    if options.json:
        print_json([asdict(each) for each in told])
        return 0
    rows = [(z.channel, f"{z.old:.0f}", f"{z.new:.0f}", f"{z.shift_n:+.1f} N", _age(z.age_s)) for z in told]
    print_table(("plate", "zero before", "zero now", "shift", "age of the one before"), rows)
    if not options.undo:
        say("'station step zero --undo' puts the zero before back")
    return 0


def _age(age_s: float | None) -> str:
    if age_s is None:
        return "unknown"
    return f"{age_s / 86_400.0:.1f} days" if age_s > 86_400.0 else f"{age_s / 3600.0:.1f} h"  # noqa: PLR2004


def _take(link: Reached, path: Path) -> list[StepZero]:
    """Take zeros and put them on record; a database that cannot be used does not keep anybody from it."""
    with ExitStack() as open_until_done:

        def keep(zeros: Sequence[StepZero]) -> tuple[list[StepZero], Callable[[], None]]:
            try:
                store = open_until_done.enter_context(Store.open(path))
                return keep_zeros(store, link.identity.uid, zeros)
            except StoreError as error:
                warn(f"the new zero is not put on record and cannot be undone: {error.problem}")
                return list(zeros), lambda: None

        return take_zero(link, SystemTime().now_us(), keep)


def _undo(link: Reached, path: Path) -> list[StepZero]:
    if not path.exists():
        raise UsageError(
            f"no zero of step {link.identity.uid} is on record", "Take a new one: 'station step zero'"
        )
    with Store.open(path) as store:
        return put_zero_back(link, store)

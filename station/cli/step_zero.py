"""``station step zero``: take the empty plates as zero, keep it in the step and on record, and put it back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from station.cli.common import effective, print_json, print_table, say, warn
from station.config import database_path
from station.errors import StoreError, UsageError
from station.session.zeroing import keep_zeros, put_zero_back, take_zero
from station.sources import SystemTime
from station.store import Store

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from station.sources.conversation import Conversation
    from station.store.steps import StepZero
    from station.wire import IdentityLine


@dataclass(frozen=True, slots=True)
class _Told:
    """One channel's zero, as it is told."""

    channel: str
    old: float
    new: float
    shift_n: float
    sd_n: float
    age_s: float | None


def zero(talk: Conversation, identity: IdentityLine, options: argparse.Namespace) -> int:
    """Take a new zero, or put the one before back."""
    path = database_path(effective(options).config)
    zeros = _undo(talk, identity, path) if options.undo else _take(talk, identity, path)
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


def _take(talk: Conversation, identity: IdentityLine, path: Path) -> list[StepZero]:
    """Take zeros and put them on record; a database that cannot be used does not undo it."""
    zeros = take_zero(talk, identity, SystemTime().now_us())
    try:
        with Store.open(path) as store:
            return keep_zeros(store, identity.uid, zeros)
    except StoreError as error:
        warn(f"the step has its new zero, but it is not on record and cannot be undone: {error.problem}")
        return zeros


def _undo(talk: Conversation, identity: IdentityLine, path: Path) -> list[StepZero]:
    if not path.exists():
        raise UsageError(
            f"no zero of step {identity.uid} is on record", "Take a new one: 'station step zero'"
        )
    with Store.open(path) as store:
        return put_zero_back(talk, identity, store)

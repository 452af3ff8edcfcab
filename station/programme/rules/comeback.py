"""After days without training one comes back with less, and nobody is scolded for them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from station.programme.advice import Datum, Reason
from station.programme.history import day_of
from station.programme.rules.case import Finding
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.history import History
    from station.programme.log import Leg
    from station.programme.plan import BreakRule
    from station.programme.rules.case import Case


def break_before(day: int, history: History, rule: BreakRule) -> tuple[int, int] | None:
    """Return the last day before and the first after a break that a day is still coming back from."""
    last = history.last_trained(day)
    if last is None:
        return None
    first = history.last_trained(day - rule.return_days + 1)
    trained = [
        *([] if first is None else [first]),
        *history.trained_between(day - rule.return_days + 1, day - 1),
    ]
    gaps = [*pairwise(trained), (last, day)]
    long = [gap for gap in gaps if gap[1] - gap[0] >= rule.fewer_sets_after_days]
    return long[-1] if long else None


def judge(case: Case, leg: Leg) -> Iterator[Finding]:
    """Find a break that today is still coming back from."""
    found = break_before(case.today, case.history, case.plan.breaks)
    if found is None:
        return
    last, back = found
    data = (Datum(day_of(last), "last_training", back - last, "days"),)
    sentence = say("comeback", days=back - last, day=day_of(last))
    yield Finding(
        Reason(0, "comeback", (24, 34, 42), sentence, "fewer_sets", data, leg),
        sets_share=case.plan.pain.ease_back_sets_share,
        no_raises=True,
    )

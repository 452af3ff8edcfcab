"""After days without training one comes back with less, and nobody is scolded for them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

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


LONG_AGO_DAYS: Final = 90
"""A break longer than this may be a clock that was wrong: its days are not told as a fact."""


def break_before(day: int, leg: Leg, history: History, rule: BreakRule) -> tuple[int, int] | None:
    """Return the last day before and the first after a leg's break that a day is still coming back from."""
    last = history.last_trained(day, leg)
    if last is None:
        return None
    begin = day - rule.return_days + 1
    first = history.last_trained(begin, leg)
    trained = [
        *([] if first is None else [first]),
        *(
            d
            for d in history.trained_between(max(begin, history.breaks_from), day - 1)
            if d in history.work[leg]
        ),
    ]
    gaps = [*pairwise(trained), (last, day)]
    long = [gap for gap in gaps if gap[1] - gap[0] >= rule.fewer_sets_after_days]
    return long[-1] if long else None


def judge(case: Case, leg: Leg) -> Iterator[Finding]:
    """Find a break that today is still coming back from."""
    found = break_before(case.today, leg, case.history, case.plan.breaks)
    if found is None:
        return
    last, back = found
    data = (Datum(day_of(last), "last_training", back - last, "days"),)
    if back - last > LONG_AGO_DAYS:
        sentence = say("comeback.long", day=day_of(back))
    else:
        sentence = say("comeback", days=back - last, day=day_of(last))
    yield Finding(
        Reason(0, "comeback", (24, 34, 42), sentence, "fewer_sets", data, leg),
        sets_share=case.plan.pain.ease_back_sets_share,
        no_raises=True,
    )

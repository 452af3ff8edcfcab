"""Rule 2: sharp pain stops the set, steps the load back, and suggests a shorter range for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.programme.advice import Reason
from station.programme.history import datum
from station.programme.rules.case import Finding
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.history import History
    from station.programme.log import Leg, Symptom
    from station.programme.rules.case import Case


def sharp_on(leg: Leg, day: int, history: History) -> Symptom | None:
    """Return sharp pain told on a day."""
    reading = history.reading(leg, "sharp", day)
    return reading if reading is not None and reading.value else None


def judge(case: Case, leg: Leg) -> Iterator[Finding]:
    """Find sharp pain today, or within the days of shorter range."""
    pain = case.plan.pain
    for ago in range(pain.shorter_range_days + 1):
        sharp = sharp_on(leg, case.today - ago, case.history)
        if sharp is None:
            continue
        if ago == 0:
            sentence = say("sharp.stop")
            yield Finding(
                Reason(2, "sharp.stop", (10, 19), sentence, "stop", (datum(sharp),), leg), stop=True
            )
        eased = ago <= pain.ease_back_days
        sentence = say("sharp.eased" if eased else "sharp.range", day=sharp.day)
        yield Finding(
            Reason(2, "sharp.shorter_range", (12, 19, 45), sentence, "floor_level", (datum(sharp),), leg),
            sets_share=pain.ease_back_sets_share if eased else 1.0,
            floor=True,
            fewer_reps=True,
            no_raises=True,
        )
        return

"""Rule 4: pain at the heel bone means floor level; a stiff morning means ankle mobility before set 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.programme.advice import Reason
from station.programme.history import LEGS, datum
from station.programme.rules.case import Finding
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.log import Leg
    from station.programme.rules.case import Case

REMEMBERED_DAYS: Final = 90
"""A heel-bone answer holds until the next one, at most this long."""


def judge(case: Case, leg: Leg) -> Iterator[Finding]:
    """Find the profile's insertional flag, or pain told at the heel bone and not yet taken back."""
    if case.profile.insertional:
        sentence = say("heel.profile")
        yield Finding(Reason(4, "heel.profile", (13, 43), sentence, "floor_level", (), leg), floor=True)
        return
    told = case.history.latest(leg, "heel_bone", case.today - REMEMBERED_DAYS, case.today)
    if told is not None and told.value:
        sentence = say("heel.told", day=told.day)
        yield Finding(
            Reason(4, "heel.told", (13, 43), sentence, "floor_level", (datum(told),), leg),
            floor=True,
            no_raises=True,
        )


def mobility(case: Case) -> Reason | None:
    """Return the advice to loosen the ankles first, when this morning was stiff."""
    mornings = [case.history.reading(leg, "stiffness_min", case.today) for leg in LEGS]
    worst = max((m for m in mornings if m is not None), key=lambda m: m.value, default=None)
    if worst is None or worst.value < case.plan.pain.mobility_from_min:
        return None
    sentence = say("mobility.stiff", value=worst.value)
    return Reason(4, "mobility", (44,), sentence, "advice", (datum(worst),))

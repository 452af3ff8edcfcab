"""Rule 9: the right leg against the left, with a band, and the gate of the single-leg raise."""

from __future__ import annotations

import math
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Final

from station.programme.advice import Datum, Reason
from station.programme.history import day_of
from station.programme.rules.case import Finding
from station.programme.weeks import Balance
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.programme.history import History
    from station.programme.log import SetDone
    from station.programme.rules.case import Case

BAND_SDS: Final = 1.96
"""Half width of a 95 % band in standard errors."""
FEWEST_SETS: Final = 2
FEWEST_REPS: Final = 3


def balance_between(history: History, first: int, last: int) -> Balance | None:
    """Return right against left, ``(R - L) / max(R, L)`` of single-leg time a repetition, over some days.

    The band comes from the spread between sets, so each leg needs two of them and three repetitions.
    ``None`` when there is too little to compare.
    """
    left, right = _Leg(), _Leg()
    for day in history.trained_between(first, last):
        for session in history.sessions_on[day]:
            for done in session.sets:
                _add(done, left, right)
    if min(left.count, right.count) < FEWEST_SETS or min(left.reps, right.reps) < FEWEST_REPS:
        return None
    left_s, right_s = left.mean_s, right.mean_s
    larger_s = max(left_s, right_s)
    difference = 100 * (right_s - left_s) / larger_s
    band = 100 * BAND_SDS * math.hypot(left.error_s, right.error_s) / larger_s
    detectable = abs(difference) > band
    side = "right" if difference > 0 else "left"
    message = "balance.detectable" if detectable else "balance.below"
    sentence = say(message, percent=round(abs(difference)), side=side, band=round(band))
    return Balance(
        left_s=left_s,
        right_s=right_s,
        reps_left=left.reps,
        reps_right=right.reps,
        difference_percent=difference,
        band_percent=band,
        detectable=detectable,
        sentence=sentence,
    )


class _Leg:
    """Mean seconds a repetition of one leg's sets."""

    def __init__(self) -> None:
        self._means_s: list[float] = []
        self.reps = 0

    def add(self, mean_s: float | None, reps: int) -> None:
        if mean_s is not None and math.isfinite(mean_s) and mean_s > 0 and reps > 0:
            self._means_s.append(mean_s)
            self.reps += reps

    @property
    def count(self) -> int:
        return len(self._means_s)

    @property
    def mean_s(self) -> float:
        return fmean(self._means_s)

    @property
    def error_s(self) -> float:
        return stdev(self._means_s) / math.sqrt(self.count)


def _add(done: SetDone, left: _Leg, right: _Leg) -> None:
    if done.kind == "bilateral":
        return
    if done.side == "left":
        left.add(done.single_leg_time_mean_s, done.reps_left or done.reps_done)
    elif done.side == "right":
        right.add(done.single_leg_time_mean_s, done.reps_right or done.reps_done)
    else:
        left.add(done.single_leg_time_left_mean_s, done.reps_left)
        right.add(done.single_leg_time_right_mean_s, done.reps_right)


def judge(case: Case) -> Iterator[Finding]:
    """Keep the single-leg raise closed until both legs are balanced, where the plan gates it."""
    if all(exercise.gate != "balance" for exercise in case.place.phase.exercises):
        return
    rule = case.plan.balance
    first = case.today - rule.days
    felt = case.history.latest("left", "feels_balanced", first, case.today)
    balance = balance_between(case.history, first, case.today - 1)
    if felt is not None and not felt.value:
        data = (Datum(felt.day, "feels_balanced", 0),)
        yield _closed(
            Reason(9, "balance.felt", (32,), say("balance.felt", day=felt.day), "no_single_leg_raise", data)
        )
    elif balance is None or min(balance.reps_left, balance.reps_right) < rule.min_reps_a_side:
        sentence = say("balance.unknown", reps=rule.min_reps_a_side, days=rule.days)
        yield _closed(Reason(9, "balance.unknown", (32,), sentence, "no_single_leg_raise"))
    else:
        yield _compared(case, balance)


def balanced(case: Case) -> bool:
    """Say whether both legs are known to be alike, whether or not the phase has something that waits for it."""
    rule, first = case.plan.balance, case.today - case.plan.balance.days
    balance = balance_between(case.history, first, case.today - 1)
    felt = case.history.latest("left", "feels_balanced", first, case.today)
    if balance is None or (felt is not None and not felt.value):
        return False
    enough = min(balance.reps_left, balance.reps_right) >= rule.min_reps_a_side
    return enough and max(abs(balance.difference_percent), balance.band_percent) <= rule.within_percent


def _compared(case: Case, balance: Balance) -> Finding:
    rule = case.plan.balance
    last = day_of(case.today - 1)
    data = (
        Datum(last, "single_leg_time_left_s", round(balance.left_s, 2), "s", "left"),
        Datum(last, "single_leg_time_right_s", round(balance.right_s, 2), "s", "right"),
        Datum(last, "difference_percent", round(balance.difference_percent, 1), "%"),
        Datum(last, "band_percent", round(balance.band_percent, 1), "%"),
    )
    percent = max(1, round(abs(balance.difference_percent)))
    values = {"percent": percent, "limit": rule.within_percent}
    if abs(balance.difference_percent) > rule.within_percent:
        return _closed(
            Reason(9, "balance.apart", (32,), say("balance.apart", **values), "no_single_leg_raise", data)
        )
    if balance.band_percent > rule.within_percent:
        sentence = say("balance.noisy", band=round(balance.band_percent), limit=rule.within_percent)
        return _closed(Reason(9, "balance.noisy", (32,), sentence, "no_single_leg_raise", data))
    return Finding(Reason(9, "balance.even", (32,), say("balance.even", **values), "single_leg_raise", data))


def _closed(reason: Reason) -> Finding:
    return Finding(reason, no_raises=True)

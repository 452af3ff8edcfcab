"""Rule 8: signals on the way back to running, and a ladder that only next mornings move. Never a clearance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from station.programme.advice import Datum, Running, Signal
from station.programme.history import LEGS, datum, day_of
from station.programme.rules.balance import balance_between
from station.programme.rules.ease import strong_morning
from station.programme.rules.improvement import readings
from station.programme.rules.pain import excess_on
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.programme.log import Leg, RunDone, SymptomKind
    from station.programme.rules.case import Case
    from station.programme.rules.load import LoadWalk

State = Literal["met", "not_met", "unknown"]
LATELY_DAYS: Final = 7
LOADED_DAYS: Final = 14
FEWEST_MORNINGS: Final = 2
"""Two a week are told by who trains twice a week."""
AFTER_BAD_MORNING_DAYS: Final = 3
_PAIN: Final[tuple[SymptomKind, ...]] = ("during", "after")


def running(case: Case, walks: Mapping[Leg, LoadWalk]) -> Running:
    """Return the signals, the level of the next run and its earliest day."""
    rule = case.plan.running
    signals = (_week(case), _daily_life(case), _balance(case), _load(case, walks), _mornings(case))
    states = {signal.name: signal.state for signal in signals}
    if rule.continued:
        is_open = states["daily_life"] == "met" and states["mornings"] != "not_met"
    else:
        is_open = all(state == "met" for state in states.values())
    is_open = is_open and not _hurts_today(case)
    level, rest_until = _climb(case)
    met = sum(state == "met" for state in states.values())
    if is_open:
        next_day = day_of(max(case.today, rest_until))
        title = rule.levels[level - 1].title
        sentence = say(
            "running.continued" if rule.continued else "running.open", level=level, title=title, day=next_day
        )
        return Running(
            signals=signals,
            open=True,
            level=level,
            levels=len(rule.levels),
            title=title,
            next_day=next_day,
            sentence=sentence,
        )
    hurts = _hurts_today(case)
    sentence = say("running.hurts") if hurts else say("running.closed", met=met, count=len(signals))
    return Running(
        signals=signals,
        open=False,
        level=0,
        levels=len(rule.levels),
        title="",
        next_day=None,
        sentence=sentence,
    )


def _hurts_today(case: Case) -> bool:
    """Say whether today's sharp pain, or pain above the limit, speaks against a run whatever the signals say."""
    return any(
        case.history.sharp_lately(leg, case.today, case.today)
        or excess_on(leg, case.place, case.history, case.profile) is not None
        or strong_morning(leg, case.place, case.history, case.profile) is not None
        for leg in LEGS
    )


def _week(case: Case) -> Signal:
    earliest = case.plan.running.earliest_week
    healthy = case.plan.mode in ("maintenance", "performance")
    met = healthy or case.place.week >= earliest
    data = (Datum(day_of(case.today), "week", case.place.week),)
    message = "signal.week_after" if healthy else "signal.week"
    return Signal(
        name="week",
        state="met" if met else "not_met",
        sentence=say(message, limit=earliest, week=case.place.week),
        data=data,
    )


def _daily_life(case: Case) -> Signal:
    limit = case.plan.running.daily_life_max_nrs
    told = readings(case.history, ("daily_life",), case.today - LATELY_DAYS + 1, case.today)
    worst = max(told, key=lambda reading: reading.value, default=None)
    state: State = "unknown" if worst is None else "met" if worst.value <= limit else "not_met"
    value = None if worst is None else worst.value
    sentence = say(f"signal.daily_life.{state}", value=value, limit=limit)
    return Signal(name="daily_life", state=state, sentence=sentence, data=tuple(datum(r) for r in told))


def _balance(case: Case) -> Signal:
    rule = case.plan.balance
    balance = balance_between(case.history, case.today - rule.days, case.today - 1)
    if balance is None or balance.band_percent > rule.within_percent:
        return Signal(
            name="balance", state="unknown", sentence=say("signal.balance.unknown", limit=rule.within_percent)
        )
    percent = abs(balance.difference_percent)
    state: State = "met" if percent <= rule.within_percent else "not_met"
    sentence = say(f"signal.balance.{state}", percent=max(1, round(percent)), limit=rule.within_percent)
    datum_ = Datum(day_of(case.today - 1), "difference_percent", round(balance.difference_percent, 1), "%")
    return Signal(name="balance", state=state, sentence=sentence, data=(datum_,))


def _load(case: Case, walks: Mapping[Leg, LoadWalk]) -> Signal:
    """Met when both legs carried an added load lately without pain above the limit of progress."""
    first = case.today - LOADED_DAYS
    least = case.profile.smallest_step_kg / 2
    data: list[Datum] = []
    for leg in LEGS:
        days = case.history.sure_days(leg, first, case.today)
        carried = [
            (d, kg) for d in days if (kg := case.history.work[leg][d].load_kg) is not None and kg >= least
        ]
        if not carried:
            return Signal(
                name="load", state="not_met" if days else "unknown", sentence=say("signal.load.none")
            )
        data.append(Datum(day_of(carried[-1][0]), "added_load_kg", round(carried[-1][1], 2), "kg", leg))
    limit = case.plan.load.progress_max_nrs
    over = [reading for reading in readings(case.history, _PAIN, first, case.today) if reading.value > limit]
    stepped_back = any(
        change.kind == "back" and change.day >= first for walk in walks.values() for change in walk.changes
    )
    if over or stepped_back:
        sentence = say("signal.load.not_met", limit=limit)
        return Signal(name="load", state="not_met", sentence=sentence, data=tuple(datum(r) for r in over))
    return Signal(
        name="load", state="met", sentence=say("signal.load.met", days=LOADED_DAYS), data=tuple(data)
    )


def _mornings(case: Case) -> Signal:
    limit = case.plan.running.next_morning_max_nrs
    told = readings(case.history, ("next_morning",), case.today - LATELY_DAYS + 1, case.today)
    worst = max((reading.value for reading in told), default=None)
    if worst is not None and worst > limit:
        state: State = "not_met"
    else:
        state = "met" if len(told) >= FEWEST_MORNINGS else "unknown"
    sentence = say(f"signal.mornings.{state}", value=worst, limit=limit, count=FEWEST_MORNINGS)
    return Signal(name="mornings", state=state, sentence=sentence, data=tuple(datum(r) for r in told))


def _climb(case: Case) -> tuple[int, int]:
    """Return the level of the next run and the first day for it, from every run and the morning after it."""
    rule = case.plan.running
    level, rest_until = 1, case.today
    for run in case.history.log.runs:
        day = run.day.toordinal()
        rest_until = max(rest_until, day + 1 + rule.rest_days_between)
        good = _good(case, run)
        if good is False:
            level = max(1, min(level, run.level or level) - 1)
            rest_until = max(rest_until, day + 1 + AFTER_BAD_MORNING_DAYS)
        elif good and run.level == level and run.surface == rule.levels[level - 1].surface:
            level = min(level + 1, len(rule.levels))
    return level, rest_until


def _good(case: Case, run: RunDone) -> bool | None:
    """Say whether a run was tolerated; ``None`` while the morning after it is not told."""
    rule = case.plan.running
    day = run.day.toordinal()
    if run.during_nrs is not None and run.during_nrs > rule.during_max_nrs:
        return False
    mornings = readings(case.history, ("next_morning",), day + 1, day + 1)
    if not mornings:
        return None
    return mornings[0].value <= rule.next_morning_max_nrs

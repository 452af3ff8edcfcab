"""The plan's weeks at a glance, from the first assignment to the end of the plan."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING, Final

from station.programme.adherence import load_adherence, reps_adherence, reps_planned
from station.programme.history import LEGS, day_of, measured_load_kg
from station.programme.prescribe import day_of_plan, know
from station.programme.rules.balance import balance_between
from station.programme.rules.ease import bad_morning
from station.programme.rules.improvement import readings
from station.programme.rules.jump import find_jump, volume_jump_percent, week_work
from station.programme.rules.load import holds
from station.programme.rules.rest import WEEK
from station.programme.rules.sharp import sharp_on
from station.programme.visits import visits
from station.programme.weeks import Timeline, WeekDone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from station.programme.course import Place
    from station.programme.log import Assignment, Log, Profile, SetDone, SymptomKind
    from station.programme.plan import Plan
    from station.programme.prescribe import Athlete

_PAIN: Final[tuple[SymptomKind, ...]] = ("during", "after", "next_morning")


def timeline(
    assignments: Sequence[Assignment], profile: Profile, log: Log, today: date, plans: Mapping[str, Plan]
) -> Timeline:
    """Return every week from the first assignment on: to the end of the plan, or to this week."""
    athlete = know(assignments, profile, log, today, plans)
    if not athlete.course.assignments:
        return Timeline(today=today, weeks=())
    first = athlete.course.assignments[0].start_day.toordinal()
    last = _last_day(athlete, first, today.toordinal())
    weeks = (
        _week(athlete, begin, number, today.toordinal())
        for number, begin in enumerate(range(first, last + 1, WEEK), 1)
    )
    return Timeline(today=today, weeks=tuple(week for week in weeks if week is not None))


def _last_day(athlete: Athlete, first: int, today: int) -> int:
    """Return the last day to show: of the plan in force, as far as its end can be seen from today."""
    assignment = athlete.course.assignment_on(today) or athlete.course.assignments[0]
    place = athlete.course.place(max(today, first))
    if place is None or place.plan is not assignment.plan or place.plan.weeks is None:
        return today
    return max(today, max(today, first) - place.days_in + place.plan.weeks * WEEK - 1)


def _week(athlete: Athlete, begin: int, number: int, today: int) -> WeekDone | None:
    places = [place for day in range(begin, begin + WEEK) if (place := athlete.course.place(day)) is not None]
    if not places:
        return None
    end = begin + WEEK - 1
    place = places[0]
    trained = athlete.history.trained_between(begin, min(end, today))
    days = {day: found for day in trained if (found := day_of_plan(athlete, day, now=False)) is not None}
    sets = [done for day in trained for session in athlete.history.sessions_on[day] for done in session.sets]
    loads = [kg for one in sets if (kg := measured_load_kg(one, place.plan.rail.invalid_share)) is not None]
    planned = tuple(
        max(athlete.walks[leg].planned_kg(day) for leg in LEGS) for day in range(begin, min(end, today) + 1)
    )
    pains = _values(athlete, _PAIN, begin, end)
    volumes = [one.volume_load_kg_s for one in sets]
    half_step_kg = athlete.profile.smallest_step_kg / 2
    return WeekDone(
        first_day=day_of(begin),
        last_day=day_of(end),
        calendar_week=number,
        plan_week=place.week,
        plan_id=place.plan.id,
        mode=place.plan.mode,
        phase=place.phase.title,
        plan_weeks=tuple(dict.fromkeys(each.week for each in places if each.day <= max(begin, today))),
        phases=tuple(dict.fromkeys(each.phase.title for each in places if each.day <= max(begin, today))),
        state="past" if end < today else "ahead" if begin > today else "now",
        sessions_done=sum(len(visits(athlete.history.sessions_on[day])) for day in trained),
        sessions_planned=_sessions_planned(athlete, places),
        training_days=len(trained),
        reps_done=sum(one.reps_done for one in sets if one.kind in _kinds(places)),
        reps_planned=reps_planned(athlete.history, days),
        added_load_mean_kg=fmean(loads) if loads else None,
        added_load_max_kg=max(loads, default=None),
        planned_load_kg=max(planned, default=None),
        planned_by_day_kg=planned,
        volume_load_kg_s=sum(v for v in volumes if v is not None)
        if volumes and None not in volumes
        else None,
        volume_jump_percent=_jump_percent(athlete, begin) if trained else None,
        pain_max_nrs=max(pains, default=None),
        pain_mean_nrs=fmean(pains) if pains else None,
        next_morning_max_nrs=max(_values(athlete, ("next_morning",), begin, end), default=None),
        stiffness_max_min=max(_values(athlete, ("stiffness_min",), begin, end), default=None),
        visa_a=next(iter(reversed(_values(athlete, ("visa_a",), begin, end))), None),
        reps_adherence=None if place.plan.as_tolerated else reps_adherence(athlete.history, days),
        tempo_adherence=_tempo(sets),
        load_adherence=load_adherence(athlete.history, days, half_step_kg),
        good_form_share=_good_form(sets),
        balance=balance_between(athlete.history, begin, end),
        overrides=tuple(
            o.id for o in athlete.overrides if any(holds(o, day) for day in range(begin, end + 1))
        ),
        marks=tuple(_marks(athlete, places, begin, min(end, today))),
    )


def _values(athlete: Athlete, kinds: tuple[SymptomKind, ...], first: int, last: int) -> list[float]:
    """Return the worse leg's readings of some days, in order."""
    return [reading.value for reading in readings(athlete.history, kinds, first, last)]


def _kinds(places: Iterable[Place]) -> set[str]:
    return {exercise.kind for place in places for exercise in place.phase.exercises} | {"lowering"}


def _sessions_planned(athlete: Athlete, places: Sequence[Place]) -> int:
    """Return the sessions the plan hoped for; rest that anybody asked for is not among them."""
    open_days = [place for place in places if not _rests(athlete, place)]
    if not open_days:
        return 0
    most = max(1, round(open_days[0].days_per_week * len(places) / WEEK))
    return min(len(open_days), most) * open_days[0].plan.sessions_per_day


def _rests(athlete: Athlete, place: Place) -> bool:
    set_by_coach = [o.rest for o in athlete.overrides if o.rest is not None and holds(o, place.day)]
    if set_by_coach:
        return set_by_coach[-1]
    return day_of(place.day).weekday() in athlete.profile.rest_weekdays


def _share(done: float, planned: float) -> float | None:
    return min(1.0, done / planned) if planned else None


def _tempo(sets: Iterable[SetDone]) -> float | None:
    judged = [one for one in sets if one.reps_tempo_ok is not None]
    count = sum(one.reps_done if one.reps_tempo_judged is None else one.reps_tempo_judged for one in judged)
    return _share(sum(one.reps_tempo_ok or 0 for one in judged), count)


def _good_form(sets: Iterable[SetDone]) -> float | None:
    timed = [one for one in sets if one.tut_total_s is not None and one.tut_good_form_s is not None]
    return _share(
        sum(one.tut_good_form_s or 0.0 for one in timed), sum(one.tut_total_s or 0.0 for one in timed)
    )


def _jump_percent(athlete: Athlete, begin: int) -> float | None:
    """Return the larger growth of both legs over the week before."""
    grown = [
        percent
        for leg in LEGS
        if (
            percent := volume_jump_percent(
                week_work(leg, begin, athlete.history), week_work(leg, begin - WEEK, athlete.history)
            )
        )
        is not None
    ]
    return max(grown, default=None)


def _marks(athlete: Athlete, places: Sequence[Place], begin: int, end: int) -> Iterator[str]:
    history, profile = athlete.history, athlete.profile
    days = [place for place in places if place.day <= end]
    if any(sharp_on(leg, place.day, history) for leg in LEGS for place in days):
        yield "sharp"
    if any(bad_morning(leg, place, history, profile) for leg in LEGS for place in days):
        yield "eased"
    kinds = {
        change.kind
        for walk in athlete.walks.values()
        for change in walk.changes
        if begin <= change.day <= end and change.from_kg != change.to_kg
    }
    yield from (f"load_{kind}" for kind in ("up", "back") if kind in kinds)
    if "break" in kinds:
        yield "break"
    if days and end == begin + WEEK - 1:
        step_kg, following = profile.smallest_step_kg, replace(days[-1], day=end + 1)
        if any(find_jump(leg, following, history, step_kg, athlete.walks[leg].planned_kg) for leg in LEGS):
            yield "jump"

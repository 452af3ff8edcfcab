"""What must hold for any log: pain never asks for more, steps are a week apart, the future is not looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.programme.engine import advise, timeline
from station.programme.model import NRS_KINDS, Advice, Log, Override, Profile, SetDone
from station.programme.plans import shipped
from station.programme.review import review
from tests.support.drawn import examples
from tests.support.training import START, assigned, at_us, both_legs, on, said, session, set_done

if TYPE_CHECKING:
    from random import Random

    from station.programme.model import Leg

DAYS = 70
PLANS = st.sampled_from(sorted(shipped()))
LEGS: st.SearchStrategy[Leg] = st.sampled_from(["left", "right"])
ANY_LEG: st.SearchStrategy[Leg | None] = st.sampled_from(["left", "right", None])
NRS = st.integers(0, 10).map(float)
COMMON = settings(
    max_examples=examples(60, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def sets_done(draw: st.DrawFn) -> SetDone:
    """Draw a set with some of its values missing or odd."""
    return set_done(
        draw(LEGS),
        draw(st.integers(1, 30)),
        load_kg=draw(st.sampled_from([None, 0.0, 0.1, 1.0, 2.0, 3.0, 5.0, 12.0, -0.4, -9.0])),
        fast=0,
        seconds=draw(st.sampled_from([2.0, 4.0, 4.2, 6.0])),
        hand_share=draw(st.sampled_from([None, 0.0, 0.08, 0.3])),
    )


@st.composite
def steady_logs(draw: st.DrawFn) -> Log:
    """Draw ten weeks in which the load really grows, with a few flares of pain and perhaps a break."""
    heavier_kg = draw(st.sampled_from([0.0, 0.0, 0.0, 1.0, 4.0]))
    flares = draw(st.dictionaries(st.integers(0, DAYS), NRS, max_size=3))
    begin, length = draw(st.integers(0, DAYS)), draw(st.sampled_from([0, 0, 0, 3, 12, 30]))
    sessions, symptoms = [], []
    for day in range(DAYS):
        if begin <= day < begin + length:
            continue
        load_kg = max(0.0, day // 7 - 1 + heavier_kg) if day >= 14 else 0.0
        sessions.append(session(day, both_legs(2, 12, load_kg)))
        symptoms.append(said("during", flares.get(day, 0.0), day))
        symptoms.append(said("next_morning", flares.get(day, 0.0) / 2, day + 1, hour=7))
    return Log(sessions=tuple(sessions), symptoms=tuple(symptoms))


@st.composite
def wild_logs(draw: st.DrawFn) -> Log:
    """Draw anything: sessions in any order, twice a day, doubtful, with values off every scale."""
    sessions = tuple(
        replace(
            session(
                day, draw(st.lists(sets_done(), max_size=4)), hour=draw(st.integers(0, 23)), name=f"w{n}"
            ),
            clock_doubtful=draw(st.booleans()),
        )
        for n, day in enumerate(draw(st.lists(st.integers(-20, DAYS + 30), max_size=30)))
    )
    kinds = st.sampled_from([*NRS_KINDS, "stiffness_min", "sharp", "heel_bone", "visa_a", "feels_balanced"])
    values = st.one_of(NRS, st.sampled_from([-1.0, 11.0, 55.0, float("nan"), float("inf"), 1.0]))
    symptoms = tuple(
        said(draw(kinds), draw(values), day, leg=draw(ANY_LEG), hour=draw(st.integers(0, 23)))
        for day in draw(st.lists(st.integers(-20, DAYS + 30), max_size=30))
    )
    return Log(sessions=sessions, symptoms=symptoms)


PROFILES = st.builds(
    Profile,
    sore=st.sampled_from(["none", "left", "right", "both"]),
    insertional=st.booleans(),
    smallest_step_kg=st.sampled_from([0.25, 0.5, 1.0, 2.5, 5.0]),
    rest_weekdays=st.sampled_from([(), (6,), (2, 6)]),
)


def asks(advice: Advice) -> dict[str, tuple[int, int, float]]:
    """Return what an advice asks of each leg: sets, most repetitions, most load. Nothing is nothing."""
    asked: dict[str, tuple[int, int, float]] = {
        "left": (0, 0, 0.0),
        "right": (0, 0, 0.0),
        "both": (0, 0, 0.0),
    }
    if advice.action not in ("train", "done_today"):
        return asked
    for one in advice.sets:
        sets, reps, load = asked[one.leg]
        asked[one.leg] = (sets + 1, max(reps, one.reps), max(load, one.added_load_kg))
    return asked


def no_more(less: Advice, more: Advice) -> bool:
    """Say whether the first advice asks for no more than the second, in sets, repetitions and load of any leg."""
    asked, other = asks(less), asks(more)
    return all(a <= b for leg in asked for a, b in zip(asked[leg], other[leg], strict=True))


@COMMON
@given(log=st.one_of(steady_logs(), wild_logs()), plan=PLANS, profile=PROFILES, data=st.data())
def test_more_pain_never_asks_for_more(log: Log, plan: str, profile: Profile, data: st.DataObject) -> None:
    """Raise any readings of a log, or add sharp pain: no leg is asked for more sets, repetitions or load."""
    rises = data.draw(
        st.lists(
            st.sampled_from([0.0, 0.0, 1.0, 3.0, 8.0]), min_size=len(log.symptoms), max_size=len(log.symptoms)
        )
    )
    worse = tuple(
        replace(s, value=min(10.0, s.value + rise)) if s.kind in NRS_KINDS and 0 <= s.value <= 10 else s
        for s, rise in zip(log.symptoms, rises, strict=True)
    )
    sharp = tuple(said("sharp", 1, day) for day in data.draw(st.lists(st.integers(0, DAYS), max_size=2)))
    hurt = replace(log, symptoms=(*worse, *sharp))
    for day in data.draw(st.lists(st.integers(0, DAYS + 20), min_size=1, max_size=4)):
        calm, sore = (advise([assigned(plan)], profile, entry, on(day), shipped()) for entry in (log, hurt))
        assert no_more(sore, calm), (day, asks(sore), asks(calm))


@settings(COMMON, max_examples=examples(20, 200))  # seventy days are advised in each
@given(log=st.one_of(steady_logs(), wild_logs()), plan=PLANS, profile=PROFILES)
def test_never_two_load_steps_within_a_week_and_never_above_the_cap(
    log: Log, plan: str, profile: Profile
) -> None:
    """Asked every day with what was known that day, the load rises at most once in seven days, by at most 5 %."""
    load: dict[str, list[float]] = {"left": [], "right": []}
    for day in range(DAYS):
        advice = advise([assigned(plan)], profile, log, on(day), shipped())
        for leg, loads in load.items():
            mine = [one.added_load_kg for one in advice.sets if one.leg in (leg, "both")]
            loads.append(max(mine) if mine else (loads[-1] if loads else 0.0))
    for loads in load.values():
        steps = [day for day, (before, after) in enumerate(pairwise(loads), 1) if after > before]
        assert all(later - earlier >= 7 for earlier, later in pairwise(steps)), (steps, loads)
        assert all(loads[day] - loads[day - 1] <= 0.05 * (75.5 + loads[day - 1]) for day in steps), loads


def test_the_week_of_a_step_begins_with_the_first_day_that_trains_with_it() -> None:
    """A step that fell on days without training: the next one is a week after it was first asked for."""
    away = range(19, 22)
    log = Log(
        sessions=tuple(
            session(day, both_legs(2, 12, max(0.0, day // 7 - 1.0) if day >= 14 else 0.0))
            for day in range(DAYS)
            if day not in away
        ),
        symptoms=tuple(
            s for day in range(DAYS) for s in (said("during", 0, day), said("next_morning", 0, day + 1))
        ),
    )
    plan, profile = [assigned("heavy-slow")], Profile(smallest_step_kg=0.25)
    asked = {day: asks(advise(plan, profile, log, on(day), shipped()))["both"][2] for day in range(14, 36)}
    trained = [kg for day, kg in asked.items() if day not in away]
    steps = [day for day in range(15, 36) if asked[day] > max(asked[earlier] for earlier in range(14, day))]
    assert trained[0] == 0.25
    assert 22 in steps
    assert min((day for day in steps if day > 22), default=29) >= 29


def test_the_drawn_weeks_do_reach_load() -> None:
    """Without flares the steady weeks above earn steps of load: the properties are about something."""
    log = Log(
        sessions=tuple(
            session(day, both_legs(2, 12, max(0.0, day // 7 - 1.0) if day >= 14 else 0.0))
            for day in range(DAYS)
        ),
        symptoms=tuple(
            s for day in range(DAYS) for s in (said("during", 0, day), said("next_morning", 0, day + 1))
        ),
    )
    assert asks(advise([assigned()], Profile(), log, on(DAYS), shipped()))["left"][2] >= 6


@COMMON
@given(
    log=wild_logs(),
    plan=PLANS,
    profile=PROFILES,
    day=st.integers(0, DAYS),
    seed=st.randoms(use_true_random=False),
)
def test_same_log_in_any_order_gives_the_same_advice(
    log: Log, plan: str, profile: Profile, day: int, seed: Random
) -> None:
    """Advice and weeks are a function of what happened, not of the order in which it is listed."""
    sessions, symptoms = list(log.sessions), list(log.symptoms)
    seed.shuffle(sessions)
    seed.shuffle(symptoms)
    other = Log(sessions=tuple(sessions), symptoms=tuple(symptoms))
    arguments = ([assigned(plan)], profile)
    assert advise(*arguments, log, on(day), shipped()) == advise(*arguments, other, on(day), shipped())
    assert timeline(*arguments, log, on(day), shipped()) == timeline(*arguments, other, on(day), shipped())


@COMMON
@given(log=wild_logs(), plan=PLANS, profile=PROFILES, day=st.integers(0, DAYS))
def test_the_future_never_changes_today(log: Log, plan: str, profile: Profile, day: int) -> None:
    """Entries dated after today are not looked at, and the review names each of them."""
    past = Log(
        sessions=tuple(s for s in log.sessions if s.day <= on(day)),
        symptoms=tuple(s for s in log.symptoms if s.day <= on(day)),
    )
    arguments = ([assigned(plan)], profile)
    assert advise(*arguments, log, on(day), shipped()) == advise(*arguments, past, on(day), shipped())
    ahead = len(log.sessions) + len(log.symptoms) - len(past.sessions) - len(past.symptoms)
    assert sum(note.sentence.id == "aside.future" for note in review(log, on(day))) == ahead


@COMMON
@given(
    log=st.one_of(steady_logs(), wild_logs()),
    plan=PLANS,
    profile=PROFILES,
    day=st.integers(0, DAYS),
    coach=st.tuples(
        st.sampled_from([None, 0.0, 4.0, 20.0]),
        st.sampled_from([None, 1, 8, 20]),
        st.sampled_from([None, 1, 2, 5]),
    ),
)
def test_an_override_always_wins_and_is_recorded(
    log: Log, plan: str, profile: Profile, day: int, coach: tuple[float | None, int | None, int | None]
) -> None:
    """A coach's load, repetitions and sets stand in today's sets, and the reasons name the override."""
    load_kg, reps, sets = coach
    override = Override(
        id="o1",
        from_day=on(0),
        until_day=None,
        reason="seen on site",
        by="Ada",
        made_us=at_us(0),
        load_kg=load_kg,
        reps=reps,
        sets=sets,
        rest=False,
    )
    advice = advise([assigned(plan)], profile, replace(log, overrides=(override,)), on(day), shipped())
    assert advice.action in ("train", "done_today")
    assert all(load_kg in (None, one.added_load_kg) and reps in (None, one.reps) for one in advice.sets)
    for leg in {one.leg for one in advice.sets}:
        assert sets in (None, sum(one.leg == leg for one in advice.sets))
    assert any(
        d.source == "o1" for reason in advice.reasons if reason.name == "override" for d in reason.data
    )


def test_decided_repetitions_stand_beside_other_work_of_the_day() -> None:
    """Drops done today leave less room for raises on both feet; a coach's number of raises is not cut by them."""
    override = Override(
        id="o1", from_day=on(0), until_day=None, reason="x", by="Ada", made_us=0, reps=20, rest=False
    )
    log = Log(sessions=(session(0, both_legs(2, 12)),))
    cut = advise([assigned("heavy-slow")], Profile(), log, on(0), shipped())
    kept = advise([assigned("heavy-slow")], Profile(), replace(log, overrides=(override,)), on(0), shipped())
    assert {one.reps for one in kept.sets} == {20}
    assert len(kept.sets) == len(cut.sets)


@COMMON
@given(log=wild_logs(), plan=PLANS, profile=PROFILES, day=st.integers(0, DAYS + 20))
def test_an_override_to_rest_wins_over_everything(log: Log, plan: str, profile: Profile, day: int) -> None:
    """Rest that a coach decided is rest, whatever the log says."""
    rest = Override(id="r", from_day=START, until_day=None, reason="ill", by="Ada", made_us=0, rest=True)
    advice = advise([assigned(plan)], profile, replace(log, overrides=(rest,)), on(day), shipped())
    assert (advice.action, advice.sets) == ("rest", ())


@COMMON
@given(
    kept=st.sets(st.integers(0, 40)),
    plan=PLANS,
    profile=PROFILES,
    day=st.integers(1, 50),
)
def test_days_of_rest_are_never_scolded(kept: set[int], plan: str, profile: Profile, day: int) -> None:
    """Whoever trains seldom gets no alert, and no sentence that speaks of missing or failing anything."""
    log = Log(sessions=tuple(session(d) for d in sorted(kept) if d < day))
    advice = advise([assigned(plan)], profile, log, on(day), shipped())
    sentences = [advice.headline, advice.why, advice.next, *(reason.sentence for reason in advice.reasons)]
    for word in ("miss", "fail", "should have", "skipp", "lazy", "streak", "only "):
        assert not any(word in sentence.text.lower() for sentence in sentences), word
    assert {alert.name for alert in advice.alerts} <= {"too_much_too_soon"}


@COMMON
@given(
    log=wild_logs(),
    plans=st.lists(PLANS, min_size=1, max_size=3),
    profile=PROFILES,
    day=st.integers(-5, DAYS + 30),
)
def test_any_log_gets_an_answer_with_a_reason(log: Log, plans: list[str], profile: Profile, day: int) -> None:
    """Whatever was entered, there is one headline, one why, a next, and every planned set can be done."""
    assignments = [assigned(plan, start=20 * n) for n, plan in enumerate(plans)]
    advice = advise(assignments, profile, log, on(day), shipped())
    assert advice.headline.text
    assert advice.why.text
    assert advice.next.text
    assert advice.action == "no_plan" or advice.reasons
    assert bool(advice.sets) == (advice.action in ("train", "done_today"))
    assert all(one.reps >= 1 and one.added_load_kg >= 0 and one.lower_s <= one.upper_s for one in advice.sets)
    assert advice.next_day is None or advice.next_day > on(day)
    for week in timeline(assignments, profile, log, on(day), shipped()).weeks:
        shares = (week.reps_adherence, week.tempo_adherence, week.load_adherence, week.good_form_share)
        assert all(share is None or 0 <= share <= 1 for share in shares)
        assert week.last_day - week.first_day == timedelta(days=6)


def test_an_advice_does_not_change_with_the_hour_it_is_asked() -> None:
    """The engine reads no clock: the same arguments give the same value."""
    log = Log(sessions=(session(0), session(1)))
    assert advise([assigned()], Profile(), log, on(2), shipped()) == advise(
        [assigned()], Profile(), log, on(2), shipped()
    )


@pytest.mark.parametrize("plan", sorted(shipped()))
def test_every_plan_can_be_followed_to_its_end_and_beyond(plan: str) -> None:
    """Day after day over thirty weeks each plan has an answer, and trains on most of the days it should."""
    trained = sum(
        advise([assigned(plan)], Profile(), Log(), on(day), shipped()).action == "train" for day in range(210)
    )
    assert trained == 210

"""A few weeks in the life of an athlete, told as a coach would: what was felt, and what the plan said."""

from __future__ import annotations

from station.programme.engine import advise, timeline
from station.programme.model import Log, Override, Profile, SessionDone
from station.programme.plans import shipped
from tests.support.training import (
    alert_names,
    assigned,
    at_us,
    both_legs,
    joined,
    loads_kg,
    names,
    of_leg,
    on,
    quiet_days,
    said,
    session,
    set_done,
    today,
    with_more,
)


def following_the_plan(first: int, last: int, log: Log, plan: str = "seed-default") -> Log:
    """Do what the plan suggests from ``first`` up to ``last`` (left out), without pain."""
    for day in range(first, last):
        advice = today(log, day, plan=plan)
        if advice.action != "train":
            continue
        log = joined(log, quiet_days(day, day + 1, load_kg=max(loads_kg(advice))))
    return log


def test_twelve_quiet_weeks_and_the_months_after() -> None:
    """Settle in, build, strengthen; then maintenance by itself, twice a week, with the load that was reached."""
    log = following_the_plan(0, 105, Log())
    seen = [today(log, day) for day in (0, 14, 42, 83, 84, 104)]
    assert [advice.phase for advice in seen] == [
        "Settle in",
        "Build",
        "Strengthen",
        "Strengthen",
        "Maintenance",
        "Maintenance",
    ]
    assert seen[3].next.id == "next.last_week"
    reached = max(loads_kg(today(log, 83)))
    assert reached >= 5
    weeks = timeline([assigned()], Profile(), log, on(104), shipped()).weeks
    assert [week.sessions_done for week in weeks[10:15]] == [7, 7, 2, 2, 2]
    assert weeks[14].planned_load_kg is not None
    assert weeks[14].planned_load_kg >= reached


def test_stiffness_returns_in_maintenance_and_the_way_back_in_is_suggested() -> None:
    """One stiff morning eases; a second within the week suggests the plan the athlete came from."""
    log = following_the_plan(0, 100, Log())
    once = with_more(log, said("stiffness_min", 20, 98, hour=7))
    assert "re_entry" not in alert_names(today(once, 98))
    twice = with_more(once, said("stiffness_min", 25, 100, hour=7))
    advice = today(twice, 100)
    assert "re_entry" in alert_names(advice)
    assert advice.suggested_plan == "seed-default"


def test_a_flare_in_week_6_and_the_way_out_of_it() -> None:
    """Strong pain one evening: less on the next days, the load a step back, and back to full sets within days."""
    log = following_the_plan(0, 38, Log())
    load_kg = max(loads_kg(today(log, 38)))
    flare = with_more(log, said("during", 7, 37), said("next_morning", 6, 38, hour=7))
    worst = today(flare, 38)
    assert {"pain.excess", "ease.pain", "load.back"} <= names(worst)
    assert (worst.action, worst.why.id) == ("rest", "rest.morning")
    after = today(flare, 39)
    assert max(loads_kg(after)) < load_kg
    assert len(of_leg(after, "left")) == 1
    assert "All sets again" in worst.next.text
    later = joined(flare, quiet_days(39, 46, load_kg=max(loads_kg(after))))
    assert len(of_leg(today(later, 46), "left")) == 3
    assert "pain.excess" not in names(today(later, 46))


def test_a_coach_decides_otherwise_and_the_plan_goes_on_afterwards() -> None:
    """Ada sets 6 kg for a week: that is what is planned, with her reason; then the plan's own load again."""
    log = following_the_plan(0, 38, Log())
    own = max(loads_kg(today(log, 38)))
    ada = Override(
        id="o1",
        from_day=on(38),
        until_day=on(44),
        reason="tested on site",
        by="Ada",
        made_us=at_us(38),
        load_kg=6.0,
    )
    decided = with_more(log, ada)
    advice = today(decided, 38)
    assert loads_kg(advice) == {6}
    assert advice.why.text == "Ada set the load to 6 kg: tested on site"
    assert loads_kg(today(decided, 45)) == {own}


def test_a_coach_sets_the_week_of_the_plan() -> None:
    """Somebody who comes from elsewhere starts in week 5, and weeks count on from there."""
    five = Override(
        id="o", from_day=on(0), until_day=None, reason="came from us", by="Ada", made_us=0, plan_week=5
    )
    log = with_more(quiet_days(0, 8), five)
    assert (today(log, 0).week, today(log, 7).week, today(log, 0).phase) == (5, 6, "Build")


def test_the_morning_after_is_asked_at_the_next_visit_and_not_for_ever() -> None:
    """Pain and stiffness of the morning after are asked until told; after some days nobody remembers."""
    log = Log(sessions=(session(3),))
    asked = {question.kind for question in today(log, 4).questions}
    assert {"next_morning", "stiffness_min"} <= asked
    told = with_more(log, said("next_morning", 1, 4, hour=7), said("stiffness_min", 5, 4, hour=7))
    assert not {"next_morning", "stiffness_min"} & {question.kind for question in today(told, 4).questions}
    assert "next_morning" not in {question.kind for question in today(log, 8).questions}


def test_pain_of_today_is_asked_after_training_and_visa_a_once_a_month() -> None:
    """During and after are asked once the sets are done; VISA-A a week after the first, when none was told lately."""
    log = Log(sessions=(session(3),))
    assert {question.kind for question in today(log, 3).questions} == {"during", "after"}
    told = with_more(log, said("during", 1, 3), said("after", 1, 3))
    assert "visa_a" not in {question.kind for question in today(told, 9).questions}
    assert "visa_a" in {question.kind for question in today(told, 10).questions}
    scored = with_more(told, said("visa_a", 60, 10))
    assert "visa_a" not in {question.kind for question in today(scored, 37).questions}
    assert "visa_a" in {question.kind for question in today(scored, 38).questions}


def test_a_morning_that_was_up_is_asked_for_once_more_after_48_hours() -> None:
    """Still 3 on the first morning: the second one is asked too."""
    log = Log(
        sessions=(session(3),),
        symptoms=(said("next_morning", 3, 4, hour=7), said("stiffness_min", 5, 4, hour=7)),
    )
    assert "ask.next_morning.again" in {question.sentence.id for question in today(log, 5).questions}


def test_the_warm_up_is_suggested_until_the_plates_have_seen_it() -> None:
    """Ten easy raises on both feet; not again once they were recognised today."""
    assert today(Log(), 0).warm_up is not None
    seen = SessionDone(id="s", day=on(0), start_us=at_us(0), sets=both_legs(1), warmed_up=True)
    assert today(Log(sessions=(seen,)), 0).warm_up is None


def test_rushed_sets_are_answered_with_tempo_before_load() -> None:
    """Half of the repetitions too fast yesterday: said plainly, with the numbers."""
    log = Log(sessions=(session(3, [set_done("left", 12, fast=6), set_done("right", 12, fast=6)]),))
    advice = today(log, 4)
    assert "form.fast" in names(advice)
    assert "12 of 24" in next(r.sentence.text for r in advice.reasons if r.name == "form.fast")


def test_the_weeks_at_a_glance_tell_what_was_done_carried_and_felt() -> None:
    """Adherence, loads, pain and balance of each week beside what was planned; weeks ahead are empty."""
    log = with_more(quiet_days(0, 14, pain=2, sets=2, reps=12), said("sharp", 1, 9), said("visa_a", 62, 3))
    weeks = timeline([assigned()], Profile(), log, on(16), shipped()).weeks
    assert len(weeks) == 12
    first, second, now, *ahead = weeks
    assert (first.sessions_done, first.sessions_planned, first.reps_adherence) == (7, 7, 1.0)
    assert (first.pain_max_nrs, first.visa_a, first.good_form_share, first.tempo_adherence) == (2, 62, 1, 1)
    assert first.balance is not None
    assert not first.balance.detectable
    assert "below detectable change" in first.balance.sentence.text
    assert "sharp" in second.marks
    assert (now.state, now.sessions_done) == ("now", 0)
    assert {week.state for week in ahead} == {"ahead"}
    assert {week.phase for week in ahead} == {"Build", "Strengthen"}


def test_less_than_planned_is_as_good_where_the_plan_says_as_tolerated() -> None:
    """Five of fifteen repetitions are no shortfall in Stevens and Tan's plan."""
    log = Log(sessions=(session(0, [set_done("left", 5)], hour=8),))
    advice = advise([assigned("do-as-tolerated")], Profile(sore="left"), log, on(0), shipped())
    assert all(one.up_to for one in advice.sets)
    assert "as many as you tolerate" in advice.headline.text
    weeks = timeline([assigned("do-as-tolerated")], Profile(sore="left"), log, on(0), shipped()).weeks
    assert weeks[0].reps_adherence is None

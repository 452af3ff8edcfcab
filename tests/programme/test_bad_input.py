"""What people and clocks get wrong: clear, recorded, and when in doubt the engine asks for less."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from station.errors import UsageError
from station.programme.engine import advise, timeline
from station.programme.entry import check_override, check_profile, check_symptom, worst_value
from station.programme.model import Log, Override, Profile, SymptomKind
from station.programme.plans import shipped
from station.programme.review import review
from tests.support.training import (
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


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("during", 11),
        ("after", -1),
        ("next_morning", float("nan")),
        ("stiffness_min", -5),
        ("visa_a", 101),
        ("sharp", 0.5),
    ],
)
def test_a_value_off_its_scale_is_refused_at_entry_and_asks_for_no_more_in_a_log(
    kind: SymptomKind, value: float
) -> None:
    """Pain of 11 is named with its scale; in an old log it counts as the worst there is, and the advice says so."""
    with pytest.raises(UsageError, match=r"Give "):
        check_symptom(kind, value)
    worst = worst_value(kind)
    off = today(with_more(quiet_days(0, 16), said(kind, value, 15)), 16)
    at_worst = quiet_days(0, 16) if worst is None else with_more(quiet_days(0, 16), said(kind, worst, 15))
    assert off.sets == today(at_worst, 16).sets
    assert [(note.what, note.id, note.sentence.id) for note in off.set_aside] == [
        ("symptom", kind, "aside.scale" if worst is None else "aside.worst")
    ]


def test_of_two_decisions_of_one_instant_the_later_number_counts() -> None:
    """Overrides 9 and 10 made in the same microsecond: 10 holds."""
    nine, ten = (
        Override(id=i, from_day=on(0), until_day=None, reason="x", by="Ada", made_us=1, load_kg=kg)
        for i, kg in (("9", 5.0), ("10", 2.0))
    )
    assert loads_kg(today(with_more(Log(), ten, nine), 0)) == {2.0}


def test_a_negative_load_is_not_known_and_earns_nothing() -> None:
    """Minus nine kilograms cannot be; minus 0.3 kg is a scale's noise."""
    impossible = Log(sessions=tuple(session(d, both_legs(2, 12, -9.0)) for d in range(3)))
    assert "aside.load" in {note.sentence.id for note in today(impossible, 4).set_aside}
    noise = Log(sessions=tuple(session(d, both_legs(2, 12, -0.3)) for d in range(3)))
    assert today(noise, 4).set_aside == ()


def test_after_missing_weeks_one_comes_back_with_less() -> None:
    """Twelve days off: fewer sets; sixteen: half the load as well; thirty: no load, and weeks did not run on."""
    before = quiet_days(0, 28, load_kg=4)
    assignment = [assigned(start_load_kg=4.0)]
    profile = Profile()

    def back(day: int) -> tuple[int, float, int | None]:
        advice = advise(assignment, profile, before, on(day), shipped())
        return len(of_leg(advice, "left")), max(loads_kg(advice)), advice.week

    sets, load_kg, week = back(28)
    assert (sets, week) == (3, 5)
    assert back(27 + 12) == (1, load_kg, 6)
    assert back(27 + 16) == (1, 2.0, 5)
    assert back(27 + 30) == (1, 0.0, 5)


def test_two_sessions_within_an_hour_are_one_visit() -> None:
    """Leaving the station and coming back ten minutes later goes on with today's sets, and counts once."""
    first = session(30, both_legs(1, 15), hour=18, name="a")
    second = session(30, both_legs(2, 15), hour=18.2, name="b")
    log = quiet_days(0, 30)
    assert [one.done for one in today(with_more(log, first), 30).sets] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert today(with_more(log, first, second), 30).action == "done_today"
    weeks = timeline([assigned()], Profile(), with_more(log, first, second), on(30), shipped()).weeks
    assert weeks[4].sessions_done == 3


def test_twice_a_day_means_two_visits_and_no_third() -> None:
    """Alfredson's second visit is planned anew in the evening; after it the day is done."""
    sets = [set_done("left", 15) for _ in range(6)]
    morning, evening = session(0, sets, hour=8), session(0, sets, hour=19)
    profile = Profile(sore="left")
    after_one = today(Log(sessions=(morning,)), 0, plan="alfredson-1998", profile=profile)
    assert (after_one.action, after_one.session_of_day) == ("train", 2)
    both = today(Log(sessions=(evening, morning)), 0, plan="alfredson-1998", profile=profile)
    assert both.action == "done_today"


def test_a_session_with_a_doubtful_clock_counts_as_training_and_earns_no_load() -> None:
    """Two weeks of doubtful days: nobody is asked to begin again, and the load does not grow."""
    quiet = quiet_days(0, 20)
    doubtful = replace(quiet, sessions=tuple(replace(s, clock_doubtful=True) for s in quiet.sessions))
    advice = today(doubtful, 20)
    assert loads_kg(advice) == {0}
    assert "comeback" not in names(advice)
    assert {note.sentence.id for note in advice.set_aside} == {"aside.clock"}


@pytest.mark.parametrize("days_back", [10, 60, 365, 3 * 365, 40 * 365])
def test_a_visit_dated_far_back_by_a_wrong_clock_is_no_break(days_back: int) -> None:
    """The weeks of the plan are what they are without it: nobody came back from anything."""
    log = quiet_days(0, 20)
    lost = replace(session(-days_back), clock_doubtful=True)
    without = timeline([assigned()], Profile(), log, on(20), shipped()).weeks
    found = timeline([assigned()], Profile(), with_more(log, lost), on(20), shipped()).weeks
    assert [(week.reps_planned, week.reps_adherence, week.marks) for week in found] == [
        (week.reps_planned, week.reps_adherence, week.marks) for week in without
    ]
    sure = replace(lost, clock_doubtful=False)
    told = timeline([assigned()], Profile(), with_more(log, sure), on(20), shipped()).weeks
    assert told[0].reps_planned < without[0].reps_planned


def test_a_clock_a_year_off_is_seen_from_day_and_instant() -> None:
    """A session whose day and instant disagree is doubtful, whoever forgot to say so."""
    year_off = replace(session(3), start_us=at_us(3 - 365))
    assert "aside.clock" in {note.sentence.id for note in review(Log(sessions=(year_off,)), on(5))}


def test_entries_of_the_future_wait_and_are_listed_by_the_review() -> None:
    """What is dated ahead changes nothing today, and is not lost either."""
    ahead = with_more(quiet_days(0, 5), said("during", 9, 300), session(300))
    assert today(ahead, 5) == today(quiet_days(0, 5), 5)
    assert [note.sentence.id for note in review(ahead, on(5))] == ["aside.future", "aside.future"]


def test_a_plan_changed_half_way_keeps_the_load_and_waits_before_the_next_step() -> None:
    """The new plan begins at its first week with the load reached, and no step for the days the plan waits."""
    log = quiet_days(0, 40, load_kg=3)
    assignments = [assigned(start_load_kg=3.0), assigned("silbernagel", start=36)]
    before = advise(assignments, Profile(), log, on(35), shipped())
    after = advise(assignments, Profile(), log, on(40), shipped())
    assert (before.plan_id, after.plan_id, after.week) == ("seed-default", "silbernagel", 1)
    other = [assigned(start_load_kg=3.0), assigned("do-as-tolerated", start=36)]
    loads = [max(loads_kg(advise(other, Profile(), log, on(day), shipped()))) for day in range(35, 42)]
    assert len(set(loads)) == 1


def test_two_sore_legs_are_both_trained_and_each_is_judged_by_itself() -> None:
    """Plans for the sore leg train both; sharp pain in one takes load from that one."""
    both = Profile(sore="both")
    advice = today(Log(), 0, plan="alfredson-1998", profile=both)
    assert {one.leg for one in advice.sets} == {"left", "right"}
    log = with_more(quiet_days(0, 20), said("sharp", 1, 19, leg="right"))
    load = {one.leg: one.added_load_kg for one in today(log, 20, profile=both).sets}
    assert load == {"left": 1.0, "right": 0.0}


def test_before_the_first_day_and_without_any_plan_there_is_an_answer() -> None:
    """No plan is not an error; a plan that starts later says when."""
    none = advise([], Profile(), Log(), on(0), shipped())
    assert (none.action, none.next.id) == ("no_plan", "next.assign")
    later = advise([assigned(start=3)], Profile(), Log(), on(0), shipped())
    assert (later.action, later.next_day) == ("no_plan", on(3))
    assert timeline([], Profile(), Log(), on(0), shipped()).weeks == ()


def test_an_ended_assignment_leaves_no_plan() -> None:
    """From its end on nothing is suggested any more."""
    ended = replace(assigned(), end_day=on(10))
    assert advise([ended], Profile(), Log(), on(9), shipped()).action == "train"
    assert advise([ended], Profile(), Log(), on(10), shipped()).action == "no_plan"


@pytest.mark.parametrize(
    "wrong",
    [
        {"load_kg": -1.0},
        {"load_kg": float("nan")},
        {"reps": 0},
        {"sets": 99},
        {"plan_week": 0},
        {},
        {"reps": 8, "reason": " "},
        {"reps": 8, "until_day": on(0) - timedelta(days=1)},
    ],
)
def test_an_override_that_cannot_be_is_refused_and_set_aside(wrong: dict[str, object]) -> None:
    """Minus loads, no repetitions, no reason, an end before the beginning: refused at entry, unused in a log."""
    override = replace(
        Override(id="o", from_day=on(0), until_day=None, reason="why", by="Ada", made_us=0),
        **wrong,  # type: ignore[arg-type]  # that is the point
    )
    with pytest.raises(UsageError):
        check_override(override)
    advice = today(with_more(Log(), override), 1)
    assert advice.sets == today(Log(), 1).sets
    assert [note.sentence.id for note in advice.set_aside] == ["aside.override"]


@pytest.mark.parametrize(
    "wrong",
    [{"smallest_step_kg": 0.0}, {"acceptable_nrs": 11.0}, {"body_mass_kg": 3.0}, {"rest_weekdays": (7,)}],
)
def test_a_profile_that_cannot_be_is_one_clear_error(wrong: dict[str, object]) -> None:
    """No step of load, pain limits off the scale, the mass of a cat, an eighth weekday."""
    with pytest.raises(UsageError, match="Give"):
        check_profile(replace(Profile(), **wrong))  # type: ignore[arg-type]  # that is the point


def test_the_same_session_twice_counts_once() -> None:
    """An entry that arrives again changes nothing and is named."""
    log = quiet_days(0, 5)
    twice = today(joined(log, Log(sessions=log.sessions[:1])), 5)
    assert twice.sets == today(log, 5).sets
    assert [note.sentence.id for note in twice.set_aside] == ["aside.twice"]

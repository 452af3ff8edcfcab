"""The nine symptom rules, each by its number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from station.programme.engine import advise
from station.programme.model import Log, Override, Profile, RunDone, SetDone
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

BUILD = 16
"""A day of week 3, where the plan asks for sets on the step that may carry load."""


def test_rule_1_mild_soreness_settled_by_morning_changes_nothing() -> None:
    """Pain of 4 while training and 2 next morning: the same sets as without pain, and the reason says so."""
    calm = quiet_days(0, BUILD)
    sore = with_more(calm, said("during", 4, BUILD - 1), said("next_morning", 2, BUILD, hour=7))
    assert today(sore, BUILD).sets == today(calm, BUILD).sets
    assert "pain.mild" in names(today(sore, BUILD))


def test_rule_1_pain_above_the_limit_asks_for_floor_level_and_less() -> None:
    """Pain of 6 asks for a shorter range, fewer sets and the plan's fewest repetitions, and says which pain."""
    advice = today(with_more(quiet_days(0, BUILD), said("during", 6, BUILD - 1)), BUILD)
    assert {one.variant for one in advice.sets} <= {"straight_floor", "bent_floor"}
    assert len(of_leg(advice, "left")) == 1
    assert {one.reps for one in advice.sets} == {10}
    (reason,) = (reason for reason in advice.reasons if reason.name == "pain.excess")
    assert [(d.day, d.value) for d in reason.data] == [(on(BUILD - 1), 6)]


def test_rule_1_pain_of_one_leg_spares_the_other() -> None:
    """Strong pain in the left leg changes the left leg's sets only."""
    advice = today(with_more(quiet_days(0, 30), said("during", 6, 29, leg="left")), 30)
    assert (len(of_leg(advice, "left")), len(of_leg(advice, "right"))) == (1, 3)


def test_rule_1_severe_pain_today_stops_the_day() -> None:
    """Pain of 8 today: nothing more today."""
    advice = today(with_more(quiet_days(0, BUILD), said("during", 8, BUILD)), BUILD)
    assert (advice.action, advice.sets) == ("stop_and_ask", ())


def test_rule_2_sharp_pain_stops_the_set_and_the_day() -> None:
    """Sharp pain in mid-set: stop, and the sentence says so."""
    advice = today(with_more(quiet_days(0, BUILD), said("sharp", 1, BUILD)), BUILD)
    assert advice.action == "stop_and_ask"
    assert advice.why.id == "sharp.stop"


def test_rule_2_sharp_pain_steps_the_load_back_one_step_and_shortens_the_range() -> None:
    """The day after sharp pain: one step less load, floor level, fewer sets."""
    log = loaded_weeks()
    before = today(log, 40)
    after = today(with_more(log, said("sharp", 1, 39)), 40)
    assert max(loads_kg(before)) - max(loads_kg(after)) == 1
    assert all(one.variant.endswith("floor") for one in after.sets)
    assert len(after.sets) < len(before.sets)
    assert {"load.back", "sharp.shorter_range"} <= names(after)


def test_rule_2_the_last_word_of_a_session_on_sharp_pain_counts() -> None:
    """A slip of the key is taken back by saying no in the same session."""
    slip = said("sharp", 1, BUILD, hour=18, session_id="s")
    taken_back = said("sharp", 0, BUILD, hour=18.1, session_id="s")
    assert today(with_more(quiet_days(0, BUILD), slip, taken_back), BUILD).action == "train"


@pytest.mark.parametrize(
    ("kind", "value", "reason"), [("next_morning", 6, "ease.pain"), ("stiffness_min", 45, "ease.stiffness")]
)
def test_rule_3_a_bad_morning_eases_back_for_three_days_and_resumes(
    kind: str, value: float, reason: str
) -> None:
    """Pain still up next morning, or stiffness back: fewer sets on three days, then all of them again."""
    day = 30
    calm = quiet_days(0, day + 4)
    bad = with_more(calm, said(kind, value, day, hour=7))  # type: ignore[arg-type]  # one of the two kinds above
    counts = [len(of_leg(today(bad, d), "left")) for d in range(day - 1, day + 4)]
    assert counts == [3, 1, 1, 1, 3]
    assert reason in names(today(bad, day + 1))


@pytest.mark.parametrize(("value", "action"), [(4, "train"), (5, "train"), (6, "rest"), (8, "stop_and_ask")])
def test_rule_3_a_strong_morning_means_rest_and_then_floor_level(value: float, action: str) -> None:
    """Pain this morning above what training may reach: rest; above the phase's limit: floor level, one set."""
    day = 7 * 7
    bad = with_more(quiet_days(0, day), said("next_morning", value, day, hour=7))
    advice = today(bad, day)
    assert advice.action == action
    assert all(one.variant.endswith("floor") and one.reps == 10 for one in advice.sets if value > 4)
    assert all(one.variant.endswith("floor") for one in today(bad, day + 1).sets if value > 4)
    assert "balance.even" not in names(advice) or value <= 4


def test_a_warm_up_is_no_training_that_is_judged() -> None:
    """Quick raises on both feet before set 1 count neither as too fast nor as volume or load."""
    day = 20
    raises = replace(set_done("left", 10, fast=10), kind="bilateral", side="both", reps_left=0)
    calm = quiet_days(0, day)
    warm = replace(calm, sessions=tuple(replace(s, sets=(raises, *s.sets)) for s in calm.sessions))
    assert today(warm, day).sets == today(calm, day).sets
    assert today(warm, day).reasons == today(calm, day).reasons
    assert today(warm, day).alerts == today(calm, day).alerts


def test_rule_4_heel_bone_pain_moves_to_floor_level_until_it_is_gone() -> None:
    """Pain at the heel bone: floor variant, the insertional plan suggested; and back when it is said to be gone."""
    told = with_more(quiet_days(0, BUILD), said("heel_bone", 1, BUILD - 2))
    advice = today(told, BUILD)
    assert all(one.variant.endswith("floor") for one in advice.sets)
    assert advice.suggested_plan == "insertional-floor"
    gone = today(with_more(told, said("heel_bone", 0, BUILD - 1)), BUILD)
    assert all(one.variant.endswith("step") for one in gone.sets)


def test_rule_4_an_insertional_profile_locks_floor_level() -> None:
    """The profile's flag alone is enough."""
    advice = today(Log(), 0, profile=Profile(insertional=True))
    assert {one.variant for one in advice.sets} == {"straight_floor", "bent_floor"}


def test_rule_4_morning_stiffness_asks_for_ankle_mobility_first() -> None:
    """Ten minutes of stiffness this morning: mobility before set 1; the sets stay."""
    advice = today(with_more(quiet_days(0, 30), said("stiffness_min", 10, 30, hour=7)), 30)
    assert advice.mobility is not None
    assert "10 min" in advice.mobility.text
    assert len(of_leg(advice, "left")) == 3


def test_rule_5_load_waits_for_every_gate_and_says_which_one_is_closed() -> None:
    """Pain, unknown pain, fast lowerings, load not carried: each holds the load, each by its own sentence."""
    assert max(loads_kg(today(quiet_days(0, 20), 20))) == 1
    closed = {
        "hold.pain": with_more(quiet_days(0, 20), said("during", 3, 10)),
        "hold.pain_unknown": Log(sessions=quiet_days(0, 20).sessions),
        "hold.tempo": Log(
            sessions=tuple(
                session(d, [set_done("left", fast=6), set_done("right", fast=6)]) for d in range(20)
            ),
            symptoms=quiet_days(0, 20).symptoms,
        ),
        "hold.mass_unknown": Log(
            sessions=tuple(session(d, both_legs(3, 15, None)) for d in range(20)),
            symptoms=quiet_days(0, 20).symptoms,
        ),
    }
    for message, log in closed.items():
        advice = today(log, 20)
        assert loads_kg(advice) == {0}, message
        assert message in {reason.sentence.id for reason in advice.reasons}


def test_rule_5_a_load_that_is_not_carried_is_not_built_upon() -> None:
    """Whoever leaves the backpack at home stays at the first step, without a word of blame."""
    advice = today(quiet_days(0, 40), 40)
    assert loads_kg(advice) == {1}
    assert "hold.not_carried" in {reason.sentence.id for reason in advice.reasons}


def test_rule_5_too_much_too_soon_is_flagged_and_holds_the_load() -> None:
    """Eight kilograms where the plan says none, or twice the plan's repetitions after a normal week."""
    heavy = joined(quiet_days(0, 16), quiet_days(16, 20, load_kg=8))
    often = joined(quiet_days(0, 21), quiet_days(21, 28, sets=8))
    for log, day in ((heavy, 20), (often, 28)):
        advice = today(log, day)
        assert "too_much_too_soon" in alert_names(advice)
        assert "hold.jump" in {reason.sentence.id for reason in advice.reasons}


def test_rule_6_a_plateau_suggests_a_small_load_or_single_leg_raises() -> None:
    """Low pain, the same load and tempo for three weeks, nothing carried: the plan's load is suggested again."""
    advice = today(quiet_days(0, 42), 42)
    (plateau,) = (alert for alert in advice.alerts if alert.name == "plateau")
    assert plateau.sentence.id in ("plateau.carry", "plateau.raises")
    assert "plateau" not in alert_names(today(quiet_days(0, 42, pain=4), 42))


def test_rule_7_no_improvement_by_week_8_suggests_form_and_physiotherapist() -> None:
    """Pain of 4 from the first day to week 9: look at the form, see a physiotherapist; not before week 8."""
    log = quiet_days(0, 60, pain=4)
    assert "no_improvement" in alert_names(today(log, 60))
    assert "no_improvement" not in alert_names(today(log, 48))
    assert "no_improvement" not in alert_names(
        today(joined(quiet_days(0, 30, pain=4), quiet_days(30, 60, pain=1)), 60)
    )


def test_rule_7_a_better_visa_a_is_an_improvement() -> None:
    """Fourteen points more on the VISA-A count, though pain is the same."""
    log = with_more(quiet_days(0, 60, pain=4), said("visa_a", 40, 1), said("visa_a", 56, 55))
    assert "no_improvement" not in alert_names(today(log, 60))


def test_rule_8_signals_of_running_need_week_8_and_all_five() -> None:
    """Every signal met in week 9 opens the ladder at level 1; a week earlier, or with pain, it is closed."""
    log = with_more(loaded_weeks(), said("daily_life", 1, 60), said("daily_life", 1, 46))
    running = today(log, 61).running
    assert running is not None
    assert [(s.name, s.state) for s in running.signals if s.state != "met"] == []
    assert (running.open, running.level) == (True, 1)
    early = today(log, 47).running
    assert early is not None
    assert not early.open
    sore = today(with_more(log, said("daily_life", 4, 60)), 61).running
    assert sore is not None
    assert not sore.open


def test_rule_8_levels_advance_only_on_the_next_morning() -> None:
    """A run moves the ladder when its next morning is told and quiet; an unquiet one moves it back."""
    log = with_more(loaded_weeks(), said("daily_life", 1, 60))
    walked = RunDone(id="r1", day=on(57), time_us=at_us(57), level=1, run_min=0, during_nrs=1)
    jogged = RunDone(id="r2", day=on(59), time_us=at_us(59), level=2, run_min=8, during_nrs=1)
    untold = replace(
        log, symptoms=tuple(s for s in log.symptoms if s.kind != "next_morning" or s.day != on(60))
    )
    assert level(with_more(log, walked)) == 2
    assert level(with_more(log, walked, jogged)) == 3
    assert level(with_more(untold, walked, jogged)) == 2
    bad = with_more(log, walked, jogged, said("next_morning", 3, 60, hour=7))
    running = today(bad, 61).running
    assert running is not None
    assert not running.open


def test_rule_8_running_goes_on_under_the_pain_limits_where_the_plan_says_so() -> None:
    """Silbernagel's plan opens running from the first week while daily life is quiet."""
    log = with_more(quiet_days(0, 4), said("daily_life", 2, 3))
    running = today(log, 4, plan="silbernagel").running
    assert running is not None
    assert running.open


def test_rule_9_between_leg_balance_gates_the_single_leg_raise() -> None:
    """Balanced legs open the raise in week 7; legs 20 % apart, or too few sets to tell, keep lowerings."""
    balanced = today(quiet_days(0, 45), 45)
    assert "single_leg_raise" in {one.kind for one in balanced.sets}
    uneven = Log(sessions=tuple(session(d, uneven_sets()) for d in range(45)))
    one_leg = Log(sessions=tuple(session(d, [set_done("left")]) for d in range(45)))
    for log, name in ((uneven, "balance.apart"), (one_leg, "balance.unknown")):
        advice = today(log, 45)
        assert {one.kind for one in advice.sets} == {"lowering"}
        assert name in names(advice)


def test_rule_9_the_feeling_of_the_athlete_counts_too() -> None:
    """Legs that measure alike and do not feel alike keep lowerings."""
    advice = today(with_more(quiet_days(0, 45), said("feels_balanced", 0, 44)), 45)
    assert "balance.felt" in names(advice)
    assert {one.kind for one in advice.sets} == {"lowering"}


def uneven_sets() -> list[SetDone]:
    """Return sets in which the right leg takes a fifth longer."""
    left = [set_done("left", seconds=4.0 + 0.1 * n) for n in range(3)]
    return [*left, *(set_done("right", seconds=5.2 + 0.1 * n) for n in range(3))]


def level(log: Log) -> int:
    """Return the level of the next run."""
    running = today(log, 61).running
    assert running is not None
    return running.level


def loaded_weeks(last: int = 61) -> Log:
    """Return quiet training in which each week's load is what the plan suggests."""
    log = quiet_days(0, 1)
    for day in range(1, last):
        carried = max(loads_kg(today(log, day)), default=0.0)
        log = joined(log, quiet_days(day, day + 1, load_kg=carried))
    return log


def test_rule_6_raises_are_not_suggested_to_legs_that_are_eased_or_unlike() -> None:
    """A plateau with pain at the heel bone, or with legs that differ, suggests no single-leg raises."""
    log = quiet_days(0, 40)
    for other in (
        with_more(log, said("heel_bone", 1, 39)),
        Log(sessions=tuple(session(d, uneven_sets()) for d in range(40)), symptoms=log.symptoms),
    ):
        ids = {alert.sentence.id for alert in today(other, 40).alerts if alert.name == "plateau"}
        assert "plateau.raises" not in ids


def test_rule_5_heel_bone_pain_that_holds_the_load_is_called_by_its_name() -> None:
    """A yes is no pain score: the sentence speaks of the kind of pain, not of a number."""
    advice = today(with_more(quiet_days(0, 20), said("heel_bone", 1, 9)), 20)
    held = next(reason for reason in advice.reasons if reason.name == "load.hold")
    assert held.sentence.id == "hold.pain_kind"


def test_a_load_not_asked_for_in_weeks_is_not_gone_back_to_at_once() -> None:
    """A coach's 0 kg for weeks, or a plan begun anew: the load begins again with a first small step."""
    none = Override(
        id="o", from_day=on(40), until_day=on(64), reason="rest it", by="Ada", made_us=at_us(40), load_kg=0.0
    )
    carried = joined(*(quiet_days(d, d + 1, load_kg=max(0.0, d // 7 - 1.0)) for d in range(14, 40)))
    log = joined(quiet_days(0, 14), carried, quiet_days(40, 65))
    assert max(loads_kg(today(log, 39))) == 4
    assert loads_kg(today(with_more(log, none), 65)) == {1}
    again = [assigned(), assigned(start=40)]
    assert loads_kg(advise(again, Profile(), log, on(54), shipped())) <= {0, 1}


def test_a_leg_that_paused_for_a_month_comes_back_with_less() -> None:
    """The right leg went on alone: the left one begins again without load and with fewer sets."""
    both = quiet_days(0, 30, load_kg=0)
    right = Log(sessions=tuple(session(d, [set_done("right")] * 3) for d in range(30, 60)))
    advice = today(joined(both, right), 60)
    assert len(of_leg(advice, "left")) == 1 < len(of_leg(advice, "right"))
    assert {one.added_load_kg for one in of_leg(advice, "left")} == {0}
    assert "comeback" in names(advice)


@pytest.mark.parametrize(("value", "action"), [(5, "train"), (7, "train"), (10, "stop_and_ask")])
def test_rule_1_pain_in_daily_life_counts_like_pain_of_training(value: float, action: str) -> None:
    """Above the limit on stairs: floor level, one set; severe: nothing today; and no first load on such a day."""
    advice = today(with_more(quiet_days(0, BUILD), said("daily_life", value, BUILD)), BUILD)
    assert advice.action == action
    assert loads_kg(today(with_more(quiet_days(0, 14), said("daily_life", value, 14)), 14)) <= {0}
    assert ("pain.excess" in names(advice)) == (value > 5)
    assert all(one.variant.endswith("floor") == (value > 5) for one in advice.sets)


def test_rule_8_no_run_on_a_day_of_sharp_pain() -> None:
    """Also where running goes on while recovering: sharp or strong pain today closes it for today."""
    told = [said("daily_life", 1, d) for d in range(30, 41)]
    calm = with_more(quiet_days(0, 40), *told)
    sharp = with_more(calm, said("sharp", 1, 40))
    for log, is_open in ((calm, True), (sharp, False)):
        running = today(log, 40, plan="silbernagel").running
        assert running is not None
        assert running.open == is_open


def test_rule_5_a_larger_plan_begins_with_fewer_sets_and_climbs() -> None:
    """From 24 drops a day to a plan of 90: never above a quarter more a week, and all of it in the end."""
    plans = [assigned(), assigned("insertional-floor", start=2)]
    log, a_day = quiet_days(0, 2), []
    for week in range(8):
        advice = advise(plans, Profile(), log, on(2 + 7 * week), shipped())
        a_day.append(advice.sessions_per_day * sum(one.reps for one in of_leg(advice, "left")))
        log = joined(log, quiet_days(2 + 7 * week, 9 + 7 * week))
    assert a_day[0] <= 30
    assert all(reps <= 24 * 1.25 ** (week + 1) for week, reps in enumerate(a_day))
    assert a_day[-1] == 90
    assert "climb" in names(advise(plans, Profile(), quiet_days(0, 2), on(2), shipped()))

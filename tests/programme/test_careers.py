"""Whole careers, advised day by day: what the programme tells people over fourteen weeks.

The pages in ``careers/`` are for reading; ``python -m tools.careers`` renews them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from simulators.career.__main__ import PLAN, START
from simulators.career.cases import CASES
from simulators.career.driver.career import Career
from simulators.career.timeline import page
from station.programme.plans import shipped

if TYPE_CHECKING:
    from simulators.career.plain import Day
    from station.programme.model import Advice, PlannedSet

FOLDER = Path(__file__).parent / "careers"
WEEKS = 14
EVERY = list(CASES)


@dataclass(frozen=True)
class Told:
    """One career that was lived to its end."""

    career: Career
    days: tuple[Day, ...]

    @property
    def advices(self) -> list[Advice]:
        """Return what was advised, day by day."""
        return [self.career.advices[day.lived.day] for day in self.days]

    def names(self, day: int) -> set[str]:
        """Return the names of the reasons and alerts of one day, from 0."""
        advice = self.advices[day]
        return {reason.name for reason in advice.reasons} | {alert.name for alert in advice.alerts}


@cache
def told(case: str, plan: str = PLAN, weeks: int = WEEKS) -> Told:
    """Live a career once for all tests."""
    career = Career(CASES[case], 1, START, plan)
    return Told(career, tuple(career.days(weeks)))


def _training(advices: list[Advice]) -> list[Advice]:
    return [advice for advice in advices if advice.action == "train"]


def _of(advice: Advice, leg: str) -> list[PlannedSet]:
    return [one for one in advice.sets if one.leg == leg]


def _load_kg(advice: Advice) -> float:
    return max((one.added_load_kg for one in advice.sets), default=0.0)


def _overridden(advice: Advice) -> bool:
    return any(reason.effect == "override" for reason in advice.reasons)


def _felt(day: Day, kind: str) -> float | None:
    return next((felt.value for felt in day.lived.felt if felt.kind == kind), None)


@pytest.mark.parametrize("case", EVERY)
def test_career_reads_as_the_page_on_file(case: str) -> None:
    """Whoever changes what people are told sees it here, and renews the page after reading it."""
    it = told(case)
    assert page(it.career.traits, it.career.head, it.days) == (FOLDER / f"{case}.txt").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("case", EVERY)
def test_every_day_says_what_to_do_why_and_what_is_next(case: str) -> None:
    """Three questions, three sentences, and a reason with a number."""
    for advice in told(case).advices:
        assert advice.headline.text
        assert advice.why.text
        assert advice.next.text
        assert advice.reasons
        assert all(0 <= reason.rule <= 9 and reason.sentence.text for reason in advice.reasons)


def test_steady_is_the_story_of_the_article() -> None:
    """Bodyweight first, pain faded by about week 4, small weights by about week 8, free of pain at three months."""
    it = told("steady")
    loads = [_load_kg(advice) for advice in it.advices]
    assert max(loads[: 4 * 7]) == 0.0
    assert 0.0 < max(loads[: 10 * 7]) <= 5.0
    pain = [value for day in it.days[25:35] if (value := _felt(day, "during")) is not None]
    assert sum(pain) / len(pain) <= 1.5
    assert max(_felt(day, "during") or 0.0 for day in it.days[12 * 7 :]) <= 1.0


@pytest.mark.parametrize("case", EVERY)
def test_repetitions_and_sets_stay_within_the_plan(case: str) -> None:
    """Never more sets or repetitions than the phase asks for, and never more than the plan allows a day."""
    for advice in told(case).advices:
        if advice.plan_id is None or not advice.sets:
            continue
        plan = told(case).career.plans[advice.plan_id]
        for leg in ("left", "right"):
            assert sum(one.reps for one in _of(advice, leg)) <= plan.max_reps_per_leg_day
            assert len(_of(advice, leg)) <= 3
        assert all(1 <= one.reps <= 15 for one in advice.sets)


def test_knees_and_surface_are_those_asked_for() -> None:
    """Straight and bent knee take turns on the step, and what is done carries the tag of what was asked."""
    it = told("steady")
    first = it.advices[0]
    assert {one.variant for one in _of(first, "left")} == {"straight_step", "bent_step"}
    for day in it.days[:14]:
        for visit in day.lived.visits:
            variants = [one.variant for one in visit.sets if one.asked]
            assert variants == [one.variant for one in it.career.advices[day.lived.day].sets][: len(variants)]


def test_mild_soreness_changes_nothing() -> None:
    """Pain up to the limit is said to be within it, and the sets stay as they were."""
    it = told("steady")
    sore = [n for n, day in enumerate(it.days[:14]) if 2.0 <= (_felt(day, "during") or 0.0) <= 4.0]
    assert len(sore) > 5
    assert all("pain.mild" in it.names(n + 1) for n in sore[:5])
    assert {len(it.advices[n + 1].sets) for n in sore[:5]} == {len(it.advices[0].sets)}


def _after_excess(it: Told) -> list[int]:
    """Return the days after pain above the default plan's limit was told."""
    return [n + 1 for n, day in enumerate(it.days[:-1]) if (_felt(day, "during") or 0.0) > 5.0]


def test_pain_above_the_limit_is_met_with_less() -> None:
    """Floor level, and not more than the day before, for the leg that hurt."""
    it = told("over-eager")
    assert _after_excess(it)
    leg = it.career.traits.sore
    for n in _after_excess(it):
        sets = _of(it.advices[n], leg)
        assert all(one.variant.endswith("floor") for one in sets)
        before = _of(it.advices[n - 1], leg)
        assert not sets or not before or sum(o.reps for o in sets) <= sum(o.reps for o in before)
        assert max((o.added_load_kg for o in sets), default=0.0) <= max(
            (o.added_load_kg for o in before), default=0.0
        )


def test_a_strong_morning_is_a_day_of_rest() -> None:
    """A morning with more pain than training may reach is a day of rest; the days after are at floor level."""
    it = told("flare-up")
    strong = [n for n, day in enumerate(it.days) if (_felt(day, "next_morning") or 0.0) > 5.0]
    assert strong
    for n in strong[:3]:
        assert it.advices[n].action in ("rest", "stop_and_ask")
        assert not it.days[n].lived.visits
        leg = _of(it.advices[n + 1], it.career.traits.sore)
        assert all(one.variant.endswith("floor") for one in leg)


def test_heel_bone_pain_leads_to_the_floor() -> None:
    """From the day after it was told, and until it is said to be gone, that leg works at floor level."""
    it = told("insertional")
    first = next(n for n, day in enumerate(it.days) if _felt(day, "heel_bone"))
    gone = next((n for n, day in enumerate(it.days) if _felt(day, "heel_bone") == 0.0), len(it.days))
    leg = it.career.traits.sore
    assert any(one.variant.endswith("step") for one in _of(it.advices[0], leg))
    later = [one for advice in it.advices[first + 1 : gone] for one in _of(advice, leg)]
    assert gone > first + 14
    assert all(one.variant.endswith("floor") for one in later)


def test_a_stiff_morning_asks_for_mobility() -> None:
    """Ankles are loosened before set 1 after a stiff morning, and only then."""
    it = told("steady")
    advices = {advice.day: advice for advice in it.advices}
    stiff = {
        felt.day
        for day in it.days
        for felt in day.lived.felt
        if felt.kind == "stiffness_min" and felt.value >= 5
    }
    trained = {day.lived.day for day in it.days if day.lived.visits}
    assert stiff & trained
    for day in stiff & trained:
        assert advices[day].mobility is not None
    assert any(advices[day].mobility is None for day in trained - stiff)


def test_a_warm_up_is_asked_for() -> None:
    """Easy raises come before the first set of a visit."""
    assert all(advice.warm_up is not None for advice in _training(told("steady").advices)[:20])


def test_first_load_waits_for_fourteen_days_without_pain() -> None:
    """Bodyweight first; before the first kilograms lie 14 days with no pain above the limit."""
    for case in EVERY:
        it = told(case)
        first = next((n for n in range(len(it.days)) if "load.step" in it.names(n)), None)
        assert not any(_load_kg(advice) and not _overridden(advice) for advice in it.advices[:first])
        if first is None:
            continue
        assert first >= 14
        for day in it.days[first - 14 : first]:
            assert all((_felt(day, kind) or 0.0) <= 1.0 for kind in ("during", "after", "next_morning"))


@pytest.mark.parametrize("case", EVERY)
def test_load_grows_by_small_steps_a_week_apart(case: str) -> None:
    """Never two steps within seven days, and none above 5 % of body and load together."""
    it = told(case)
    for leg in ("left", "right"):
        loads = [
            (n, max(one.added_load_kg for one in sets))
            for n, a in enumerate(it.advices)
            if (sets := _of(a, leg))
        ]
        ups = [(n, now - then) for (_, then), (n, now) in itertools.pairwise(loads) if now > then]
        steps = [(n, kg) for n, kg in ups if "comeback" not in it.names(n)]
        assert all(later - earlier >= 7 for (earlier, _), (later, _) in itertools.pairwise(steps))
        mass_kg = it.career.traits.body_mass_kg
        assert all(kg <= 0.05 * (mass_kg + _load_kg(it.advices[n])) for n, kg in steps)


def test_repetitions_fall_as_load_grows() -> None:
    """Once load comes on, the sets are shorter than without."""
    it = told("steady")
    loaded = [
        one.reps for a in it.advices for one in a.sets if one.kind == "lowering" and one.added_load_kg >= 5.0
    ]
    bare = [one.reps for a in it.advices[3 * 7 : 6 * 7] for one in a.sets if one.added_load_kg == 0.0]
    assert max(bare) == 15
    assert not loaded or max(loaded) <= 12


def test_single_leg_raises_wait_for_balance() -> None:
    """No raise before the phase that has them, nor on a day whose reasons say the legs differ."""
    for case in EVERY:
        it = told(case)
        for n, advice in enumerate(it.advices):
            raises = any(one.kind == "single_leg_raise" for one in advice.sets)
            closed = any(name.startswith("balance.") and name != "balance.even" for name in it.names(n))
            assert not (raises and closed)
        assert not any(one.kind == "single_leg_raise" for a in it.advices[: 6 * 7] for one in a.sets)
    assert any(one.kind == "single_leg_raise" for a in told("steady").advices for one in a.sets)


def test_too_much_too_soon_is_told() -> None:
    """Somebody who takes kilograms the plan did not suggest, or far more sets, hears of it."""
    assert any("too_much_too_soon" in told("over-eager").names(n) for n in range(7 * WEEKS))
    assert not any("too_much_too_soon" in told("steady").names(n) for n in range(7 * WEEKS))


def test_a_flare_is_eased_and_then_resumed() -> None:
    """After the bad mornings there are fewer sets for some days, and later as many as before."""
    it = told("flare-up")
    eased = [n for n in range(7 * WEEKS) if {"ease.pain", "ease.stiffness"} & it.names(n)]
    assert eased
    assert 39 <= eased[0] <= 46
    usual = max(len(advice.sets) for advice in it.advices[:39])
    assert all(len(it.advices[n].sets) < usual for n in eased)
    assert max(len(advice.sets) for advice in it.advices[eased[-1] + 14 :]) >= usual - 2


def test_a_coach_is_heard_and_named() -> None:
    """An override holds for its days, stands among the reasons, and then the plan goes on."""
    it = told("flare-up")
    word = it.career.traits.coach[0]
    first = 7 * (word.week - 1)
    for n in range(first, first + word.days):
        advice = it.advices[n]
        assert any(reason.effect == "override" for reason in advice.reasons)
        assert all(len(_of(advice, leg)) <= 1 for leg in ("left", "right"))
    assert not any(reason.effect == "override" for reason in it.advices[first + word.days].reasons)


def test_an_absence_is_met_with_less_and_no_reproach() -> None:
    """Coming back after weeks begins with fewer sets, and no sentence blames anybody."""
    it = told("sporadic")
    _, last = it.career.traits.mind.away[1]
    back = it.advices[last + 1]
    assert any(reason.name == "comeback" for reason in back.reasons)
    assert len(back.sets) < max(len(advice.sets) for advice in it.advices[: last - 20])
    text = " ".join(
        sentence.text.lower()
        for advice in it.advices
        for sentence in (advice.headline, advice.why, advice.next, *(r.sentence for r in advice.reasons))
    )
    assert not any(word in text for word in ("missed", "failed", "streak", "should have", "lazy"))


def test_running_is_shown_from_week_eight_and_with_all_signals() -> None:
    """Before week 8, or with a signal that is not met, there is no run; each signal says what it rests on."""
    for case in EVERY:
        for advice in told(case).advices:
            if advice.running is not None and advice.running.open:
                assert advice.week is None or advice.week >= 8 or advice.mode == "maintenance"
                assert all(signal.state == "met" for signal in advice.running.signals)
    steady = told("steady")
    assert any(advice.running is not None and advice.running.open for advice in steady.advices)
    assert any(day.lived.runs for day in steady.days)


def test_phases_follow_the_weeks() -> None:
    """Settle in, build, strengthen; each says what to expect."""
    it = told("steady")
    phases = {advice.week: advice.phase for advice in it.advices if advice.plan_id == PLAN}
    assert [phases[week] for week in (1, 2, 3, 6, 7, 12)] == [
        "Settle in", "Settle in", "Build", "Build", "Strengthen", "Strengthen",
    ]  # fmt: skip
    assert all(advice.expect for advice in it.advices if advice.plan_id == PLAN)


def test_maintenance_follows_twice_a_week() -> None:
    """After twelve weeks: two or three sets of ten to fifteen, on two days a week."""
    it = told("steady")
    after = [advice for advice in it.advices if advice.plan_id == "maintenance"]
    assert len(after) >= 7
    assert 1 <= len(_training(after[:7])) <= 2
    for advice in _training(after):
        assert all(2 <= len(_of(advice, leg)) <= 3 for leg in ("left", "right"))
        assert all(10 <= one.reps <= 15 for one in advice.sets)


@pytest.mark.parametrize(
    ("plan", "days"), [("performance", 3), ("heavy-slow", 3), ("maintenance", 2), (PLAN, 7)]
)
def test_days_of_the_week_are_those_of_the_mode(plan: str, days: int) -> None:
    """Daily in rehab, two or three times a week for strength and performance, twice in maintenance."""
    it = told("steady", plan, 4)
    for first in (7, 14, 21):
        came = sum(bool(day.lived.visits) for day in it.days[first : first + 7])
        assert days - 2 <= came <= days


def test_a_plateau_is_told() -> None:
    """Little pain and no change for weeks: a small load or single-leg raises are spoken of."""
    it = told("plateau")
    assert any("plateau" in it.names(n) for n in range(7 * 5, 7 * WEEKS))
    assert not any("plateau" in it.names(n) for n in range(14))


def test_no_improvement_is_told_by_week_ten() -> None:
    """Pain that does not become less by weeks 8 to 10 leads to a word about form and a physiotherapist."""
    it = told("over-eager")
    assert any("no_improvement" in it.names(n) for n in range(7 * 7, 7 * 11))
    assert not any("no_improvement" in told("steady").names(n) for n in range(7 * WEEKS))


@pytest.mark.parametrize("plan", sorted(shipped()))
def test_every_plan_can_be_lived_by(plan: str) -> None:
    """Six weeks by each of the shipped plans: no day without an answer, and something is done."""
    it = told("steady", plan, 6)
    assert all(advice.headline.text for advice in it.advices)
    assert sum(len(day.lived.visits) for day in it.days) >= 10


def test_another_start_shifts_dates_only() -> None:
    """What is advised depends on days since the start, not on the calendar."""
    moved = Career(CASES["steady"], 1, START + timedelta(days=28 * 7), PLAN)
    days = list(moved.days(4))
    here = told("steady").advices[:28]
    there = [moved.advices[day.lived.day] for day in days]
    assert [advice.action for advice in here] == [advice.action for advice in there]
    assert [[(o.leg, o.variant, o.reps) for o in a.sets] for a in here] == [
        [(o.leg, o.variant, o.reps) for o in a.sets] for a in there
    ]
    assert isinstance(there[0].day, date)

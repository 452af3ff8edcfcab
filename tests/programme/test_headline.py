"""What a day says first: how many sets of how many, in which tempo, and whether there is more to come."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from station.programme.engine import advise
from station.programme.explain import beside_a_decision
from station.programme.model import Advice, Log, Override, Profile
from station.programme.plans import shipped
from tests.support.training import (
    assigned,
    at_us,
    both_legs,
    on,
    quiet_days,
    said,
    session,
    set_done,
    today,
    with_more,
)


def _sore(plan: str, log: Log, day: int) -> Advice:
    return advise([assigned(plan)], Profile(sore="left"), log, on(day), shipped())


def test_one_set_is_one_set() -> None:
    """One set left to do is told in the singular."""
    log = with_more(Log(), session(0, [set_done("left", 15), set_done("right", 15), set_done("left", 15)]))
    assert today(log, 0).headline.text.startswith("Still to do today: 1 set of 12 ")
    assert today(Log(), 0).headline.text.startswith("Today: 2 sets of")


@pytest.mark.parametrize("plan", sorted(shipped()))
def test_the_number_of_sets_is_that_of_the_list(plan: str) -> None:
    """On both feet the sets of the list; on each leg so many of each; mixed ones counted in all, as listed."""
    for day in (0, 1, 2, 30):
        advice = today(Log(), day, plan=plan)
        if advice.action != "train":
            continue
        text = advice.headline.text
        said = int(text.partition(": ")[2].split()[0])
        legs = Counter(one.leg for one in advice.sets)
        assert said == (legs["left"] if "each leg" in text else len(advice.sets)), text
        assert set(legs) == ({"left", "right"} if "each leg" in text else set(legs)), text


def test_a_persons_decision_does_not_hide_what_the_morning_asks_for() -> None:
    """Rest is decided on a painful morning: the decision first, the pain beside it; the newest decision counts."""
    felt = with_more(quiet_days(0, 4), said("next_morning", 6, 4))
    made = [
        Override(
            id=str(n), from_day=on(4), until_day=None, reason=why, by="K", made_us=at_us(4) + n, rest=rest
        )
        for n, (rest, why) in enumerate([(True, "ill"), (False, "well again")])
    ]
    for decisions, first in (
        (made[:1], "K decided on rest: ill"),
        (made, "K decided on no rest: well again"),
    ):
        advice = today(with_more(felt, *decisions), 4)
        assert advice.why.text == first
        assert [reason.name for reason in advice.reasons].count("override") == 1
        assert [reason.name for reason in beside_a_decision(advice.reasons)] == ["rest.morning", "ease.pain"]
    assert beside_a_decision(today(felt, 4).reasons) == []


def test_as_tolerated_is_an_upper_end_and_never_an_invitation_to_more() -> None:
    """Up to so many; after pain the upper end is lower, and still more than nothing."""
    assert "sets of up to 15" in _sore("do-as-tolerated", Log(), 0).headline.text
    eased = _sore("do-as-tolerated", with_more(quiet_days(0, 4), said("during", 7, 3, leg="left")), 4)
    assert "of up to 7 " in eased.headline.text
    assert "or as many" not in eased.headline.text


def test_a_tempo_for_the_way_up_is_said() -> None:
    """Heavy slow resistance prescribes both directions."""
    assert "3 s up, 3 to 5 s down" in today(Log(), 0, plan="heavy-slow").headline.text
    assert "up" not in today(Log(), 0).headline.text


def test_twice_a_day_says_that_there_is_more_today() -> None:
    """Before and during the first visit the next is later today; after it, today's second is asked for as such."""
    first = today(Log(), 0, plan="alfredson-1998")
    assert first.headline.text.startswith("Today: ")
    assert first.next.text == "Next training: later today, and then Tue 6 Jan."
    visit = session(0, [set_done(leg, 15) for leg in ("left", "right") for _ in range(6)], hour=8)
    second = today(Log(sessions=(visit,)), 0, plan="alfredson-1998")
    assert (second.session_of_day, second.action) == (2, "train")
    assert second.headline.text.startswith("Later today: ")
    assert second.next.text == "Next training: Tue 6 Jan."


def test_warming_up_comes_before_the_first_set_only() -> None:
    """A set is done: it is too late to warm up first."""
    assert today(Log(), 0).warm_up is not None
    done = replace(session(0, both_legs(1, 12)), warmed_up=None)
    assert today(Log(sessions=(done,)), 0).warm_up is None


def test_rest_that_somebody_decided_on_reads_as_one_sentence() -> None:
    """Rest, or no rest, and why."""
    for rest, words in ((True, "K decided on rest: ill"), (False, "K decided on no rest: ill")):
        decided = Override(
            id="1", from_day=on(0), until_day=None, reason="ill", by="K", made_us=at_us(0), rest=rest
        )
        texts = {reason.sentence.text for reason in today(with_more(Log(), decided), 0).reasons}
        assert words in texts


def test_one_leg_left_and_unequal_legs_are_told_leg_by_leg() -> None:
    """The set that is open names its leg; two of one leg and one of the other are counted apart."""
    right_done = [set_done("right", 15), set_done("right", 15, variant="bent_step")]
    log = with_more(Log(), session(0, [*right_done, set_done("left", 12)]))
    assert today(log, 0).headline.text.startswith("Still to do today: 1 set of 12 on the left leg, ")
    log = with_more(Log(), session(0, [set_done("right", 12)]))
    assert today(log, 0).headline.text.startswith("Still to do today: 2 sets left and 1 right, of 12, ")


def test_sets_left_open_are_no_second_visit_of_the_day() -> None:
    """Once a day: what is open may be done today, and the next training is another day, in one sentence."""
    log = with_more(Log(), session(0, [set_done("left", 5)]))
    assert today(log, 0).next.text == "Sets that are open can still be done today. Next training: Tue 6 Jan."
    assert today(Log(), 0).next.text == "Next training: Tue 6 Jan."


def test_a_newcomer_is_asked_and_told_what_a_newcomer_can_know() -> None:
    """No questionnaire before a week of training; load comes with days, without a count of none."""
    first = today(Log(), 0)
    assert "visa_a" not in {one.kind for one in first.questions}
    assert "visa_a" not in {one.kind for one in today(quiet_days(0, 6), 6).questions}
    assert "visa_a" in {one.kind for one in today(quiet_days(0, 7), 7).questions}
    assert "(0)" not in first.why.text
    waiting = {each.sentence.text for each in today(Log(), 0, plan="alfredson-1998").reasons}
    assert "No added load yet: it can come when 4 days are trained and pain has stayed low." in waiting


def test_pain_asked_before_a_second_start_is_that_of_the_training_before() -> None:
    """The question says which training it means."""
    asked = {one.kind: one.sentence.text for one in today(with_more(Log(), session(0)), 0).questions}
    assert asked["during"] == "Pain while you trained earlier today? 0 to 10"
    assert "earlier today" in asked["after"]

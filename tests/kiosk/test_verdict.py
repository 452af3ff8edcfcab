"""What is said about a rep."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from station.kiosk.verdict import MOST_USEFUL_FIRST, is_about, judge, leading_fault, sentence_beside_target
from station.kiosk.words import ENGLISH
from tests.kiosk.scripted import rep

if TYPE_CHECKING:
    from station.events import Rep, Tempo


def test_a_good_rep_is_said_with_its_seconds() -> None:
    """A tick, a word, the seconds down."""
    told = judge(rep(1, seconds=3.4))
    assert (told.tone, told.symbol, told.sentence, told.seconds) == ("go", "✓", "Good.", "3.4 s down.")


def test_a_wide_interval_says_about() -> None:
    """Seconds that may well be others are not shown as if they were sharp."""
    assert judge(rep(1, seconds=3.4, half_width_s=0.6)).seconds == "About 3.4 s down."
    assert not is_about(rep(1, seconds=3.4, half_width_s=0.3))


def test_a_long_lowering_may_have_a_wider_interval() -> None:
    """Ten per cent of the value is sharp enough."""
    assert not is_about(rep(1, seconds=8.0, half_width_s=0.7))


def test_the_exact_value_comes_with_its_interval() -> None:
    """One key away: value and both ends."""
    assert judge(rep(1, seconds=3.4, half_width_s=0.6)).exact == "3.4 s down (2.8 to 4.0)."


def test_a_refused_value_says_why_and_gives_the_time_on_one_leg() -> None:
    """What cannot be known is not made up."""
    refused = replace(
        rep(1, seconds=3.2),
        eccentric_tut_s=None,
        eccentric_tut_lo_s=None,
        eccentric_tut_hi_s=None,
        refused={"eccentric_tut_s": "hand on the rail"},
    )
    told = judge(refused)
    assert told.seconds == "4.1 s on one leg."
    assert told.exact == "4.1 s on one leg. Seconds down not shown: hand on the rail."


def untimed(**values: object) -> Rep:
    """Return a rep whose lowering time was withheld."""
    bare = replace(rep(1), eccentric_tut_s=None, eccentric_tut_lo_s=None, eccentric_tut_hi_s=None)
    changed: dict[str, Any] = values
    return replace(bare, **changed)


def test_a_good_tempo_says_what_it_rests_on() -> None:
    """Without a lowering time a good rep tells its time on one leg; with neither, the key that tells why."""
    told = judge(untimed())
    assert (told.symbol, told.sentence, told.seconds) == ("✓", "Good.", "4.1 s on one leg.")
    assert told.exact == "4.1 s on one leg. Seconds down not shown: no reason recorded."
    told = judge(untimed(single_leg_time_s=None, refused={"eccentric_tut_s": "data missing"}))
    assert told.seconds == "Time not known; I says why."
    assert told.exact == "Seconds down not shown: data missing."


@pytest.mark.parametrize(
    ("tempo", "faults", "tone", "sentence"),
    [
        ("fast", (), "mind", "Slower on the way down."),
        ("fast", ("fast",), "mind", "Slower on the way down."),
        ("borderline", (), "quiet", "Close. Lower a little slower to be sure."),
        (None, (), "quiet", "Counted."),
        ("ok", ("bounce",), "mind", "No bounce at the bottom."),
        ("ok", ("touch",), "stop", "Keep the other foot up until you are down."),
        ("ok", ("bounce", "touch"), "stop", "Keep the other foot up until you are down."),
        ("ok", ("odd_new_fault",), "mind", "odd new fault."),
    ],
)
def test_one_fault_is_told_the_most_useful_one(
    tempo: Tempo | None, faults: tuple[str, ...], tone: str, sentence: str
) -> None:
    """Tone and sentence follow the leading fault, else the tempo."""
    told = judge(rep(1, tempo=tempo, faults=faults))
    assert (told.tone, told.sentence) == (tone, sentence)


def test_every_ranked_fault_has_a_sentence_and_a_word() -> None:
    """No fault is ranked that cannot be told."""
    for fault in MOST_USEFUL_FIRST:
        assert f"fault.{fault}" in ENGLISH
        assert f"word.{fault}" in ENGLISH


def test_no_fault_no_lead() -> None:
    """A clean rep has nothing to tell."""
    assert leading_fault(()) is None


def test_text_of_a_refusal_cannot_act() -> None:
    """A reason from outside is made harmless."""
    refused = replace(rep(1), eccentric_tut_s=None, refused={"eccentric_tut_s": "\x1b[2Jboo"})
    assert "\x1b" not in judge(refused).exact


@pytest.mark.parametrize(
    ("one_leg_s", "target_s", "said"),
    [
        (4.3, 3.0, "Long on one leg, but fast on the way down."),
        (2.6, 3.0, "Slower on the way down."),
        (None, 3.0, "Slower on the way down."),
    ],
)
def test_a_fast_lowering_within_a_long_time_on_one_leg_says_so(
    one_leg_s: float | None, target_s: float, said: str
) -> None:
    """Whoever watched the clock pass the target is told what was fast in spite of it."""
    fast = replace(rep(1, tempo="fast", faults=("fast",)), single_leg_time_s=one_leg_s)
    assert sentence_beside_target(fast, judge(fast), target_s) == said
    touched = replace(fast, faults=("touch", "fast"))
    assert sentence_beside_target(touched, judge(touched), target_s) == judge(touched).sentence

"""Ticking off: a set that was done stands for one of its own exercise, and a short one leaves it open, with why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from station.programme.model import PlannedSet, SessionDone, SetDone, Short, Variant
from station.programme.ticking import tick_off
from tests.support.drawn import examples
from tests.support.training import session, set_done

if TYPE_CHECKING:
    from random import Random

VARIANTS: st.SearchStrategy[Variant] = st.sampled_from(
    ["straight_step", "bent_step", "straight_floor", "bent_floor"]
)
COMMON = settings(max_examples=examples(150, 2000), deadline=None)


def _planned(*asked: tuple[Variant, int], up_to: bool = False) -> list[PlannedSet]:
    return [
        PlannedSet(
            index=at, leg="left", variant=variant, kind="lowering", reps=reps, added_load_kg=0.0,
            lower_s=3.0, upper_s=5.0, rise_s=None, rest_s=60, up_to=up_to,
        )
        for at, (variant, reps) in enumerate(asked, 1)
    ]  # fmt: skip


def _did(*done: tuple[Variant, int]) -> SessionDone:
    return session(0, [set_done("left", reps, variant=variant) for variant, reps in done])


PLANNED = st.lists(st.tuples(VARIANTS, st.integers(1, 20)), min_size=1, max_size=6)
DONE = st.lists(st.tuples(VARIANTS, st.integers(1, 30)), max_size=8)


def test_a_set_stands_for_one_of_its_own_exercise() -> None:
    """Five of twelve with a straight knee and seven of twelve with a bent one: the bent set is done."""
    straight, bent = tick_off(
        _planned(("straight_step", 12), ("bent_step", 12)), [_did(("straight_step", 5), ("bent_step", 7))]
    )
    assert (straight.done, straight.short) == (False, Short(5, 12, 6))
    assert (bent.done, bent.short) == (True, None)


def test_a_short_set_says_what_it_needs() -> None:
    """Seven of fifteen are under half; any number is enough where the plan asks for as many as are tolerated."""
    (one,) = tick_off(_planned(("straight_step", 15)), [_did(("straight_step", 7))])
    assert (one.done, one.short) == (False, Short(7, 15, 8))
    (two,) = tick_off(_planned(("straight_step", 15)), [_did(("straight_step", 7), ("straight_step", 1))])
    assert (two.done, two.short) == (True, None)
    (few,) = tick_off(_planned(("straight_step", 15), up_to=True), [_did(("straight_step", 1))])
    assert few.done


def test_what_an_earlier_visit_began_counts_in_the_next() -> None:
    """Ticked visit by visit or all at once: the same sets are done."""
    planned = _planned(("straight_step", 12), ("bent_step", 12))
    first, second = _did(("straight_step", 5)), _did(("straight_step", 4))
    assert tick_off(tick_off(planned, [first]), [second]) == tick_off(planned, [first, second])


def test_what_is_beyond_its_own_exercise_counts_for_the_same_knee_first() -> None:
    """Pain made the rest of the day floor level: what was done on the step is work of that knee."""
    bent, straight = tick_off(
        _planned(("bent_floor", 12), ("straight_floor", 12)), [_did(("straight_step", 12))]
    )
    assert (bent.done, straight.done) == (False, True)
    bent, straight = tick_off(
        _planned(("bent_floor", 12), ("straight_floor", 12)),
        [_did(("straight_step", 12), ("straight_step", 12))],
    )
    assert (bent.done, straight.done) == (True, True)


@COMMON
@given(asked=PLANNED, done=DONE)
def test_no_other_exercise_is_ticked_while_one_of_its_own_is_open(
    asked: list[tuple[Variant, int]], done: list[tuple[Variant, int]]
) -> None:
    """Ticked off without the sets of one exercise, no other exercise has fewer sets done while its own are open."""
    planned = _planned(*asked)
    ticked = tick_off(planned, [_did(*done)])
    for variant in {one.variant for one in ticked if not one.done}:
        without = tick_off(planned, [_did(*(one for one in done if one[0] != variant))])
        for before, after in zip(without, ticked, strict=True):
            assert before.variant == variant or before.done == after.done


@COMMON
@given(asked=PLANNED, done=DONE, random=st.randoms(use_true_random=False))
def test_the_order_of_sets_makes_no_difference(
    asked: list[tuple[Variant, int]], done: list[tuple[Variant, int]], random: Random
) -> None:
    """Any order, in one visit or in two."""
    planned, ticked = _planned(*asked), tick_off(_planned(*asked), [_did(*done)])
    shuffled = random.sample(done, len(done))
    assert tick_off(planned, [_did(*shuffled)]) == ticked
    half = len(done) // 2
    assert tick_off(planned, [_did(*shuffled[:half]), _did(*shuffled[half:])]) == ticked


@COMMON
@given(asked=PLANNED, done=DONE, more=st.tuples(VARIANTS, st.integers(1, 30)))
def test_a_set_more_never_opens_one_again(
    asked: list[tuple[Variant, int]], done: list[tuple[Variant, int]], more: tuple[Variant, int]
) -> None:
    """More work is never less, and a short set is named with fewer repetitions than are needed."""
    before, after = (tick_off(_planned(*asked), [_did(*sets)]) for sets in (done, [*done, more]))
    assert sum(one.done for one in before) <= sum(one.done for one in after)
    for one in after:
        assert one.short is None or (not one.done and 0 < one.short.reps < one.short.needed)


@COMMON
@given(asked=PLANNED, done=DONE)
def test_the_other_leg_and_other_kinds_are_left_alone(
    asked: list[tuple[Variant, int]], done: list[tuple[Variant, int]]
) -> None:
    """Nothing of one leg counts for the other, nor raises for lowerings."""
    planned = _planned(*asked)
    other: list[SetDone] = [set_done("right", reps, variant=variant) for variant, reps in done]
    raised = [
        replace(set_done("left", reps, variant=variant), kind="single_leg_raise") for variant, reps in done
    ]
    assert tick_off(planned, [session(0, [*other, *raised])]) == tuple(planned)

"""A simulated person is plausible by itself, whoever advises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from simulators.career.cases import CASES, STEADY
from simulators.career.life import live
from simulators.career.plain import Asked, AskedSet, DoneRep, Lived
from simulators.career.tendon import Tendon, TendonTraits

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.career.traits import Traits

START = date(2026, 1, 5)
QUESTIONS = frozenset({"next_morning", "stiffness_min", "visa_a", "daily_life"})


def _sets(kg: float, variant: str = "straight_step", count: int = 3) -> tuple[AskedSet, ...]:
    return tuple(
        AskedSet(leg, variant, "lowering", 12, kg, (3.0, 5.0), 60.0)
        for _ in range(count)
        for leg in ("left", "right")
    )


def _always(sets: tuple[AskedSet, ...]) -> Callable[[Lived], Asked]:
    """Return somebody who advises the same every day."""

    def advise(lived: Lived) -> Asked:
        trains = not lived.visits
        return Asked(lived.day, trains, sets if trains else (), questions=QUESTIONS, usual_sets=sets)

    return advise


def _lived(traits: Traits, sets: tuple[AskedSet, ...], weeks: int = 6, seed: int = 1) -> list[Lived]:
    return list(live(traits, seed, START, weeks, _always(sets)))


def _felt(days: list[Lived], kind: str) -> list[float]:
    return [felt.value for day in days for felt in day.felt if felt.kind == kind]


def test_same_seed_same_life_and_other_seed_another() -> None:
    """A career is a function of case, seed, start and advice."""
    assert _lived(STEADY, _sets(0.0)) == _lived(STEADY, _sets(0.0))
    assert _lived(STEADY, _sets(0.0)) != _lived(STEADY, _sets(0.0), seed=2)


def test_other_advice_on_one_day_changes_nothing_before_it() -> None:
    """The past does not depend on the future."""
    calm = _always(_sets(0.0))

    def heavy_later(lived: Lived) -> Asked:
        return _always(_sets(20.0))(lived) if lived.day >= date(2026, 1, 15) else calm(lived)

    plain = list(live(STEADY, 1, START, 3, calm))
    changed = list(live(STEADY, 1, START, 3, heavy_later))
    assert plain[:10] == changed[:10]
    assert plain[10:] != changed[10:]


def test_pain_sinks_under_work_that_is_borne() -> None:
    """The founding article's case: pain fades within about a month of slow lowerings."""
    days = _lived(STEADY, _sets(0.0))
    assert max(_felt(days[:4], "during")) >= 3.0
    assert max(_felt(days[-7:], "during")) <= 1.0
    assert _felt(days, "visa_a")[-1] > _felt(days, "visa_a")[0] + 14.0


@pytest.mark.parametrize("leg", ["left", "right"])
def test_too_much_is_felt_on_the_two_mornings_after(leg: str) -> None:
    """What exceeds capacity irritates after a night and more after two, then fades."""
    assert leg in {"left", "right"}
    tendon = Tendon(TendonTraits(ache=1.0, capacity=1.5))
    before = tendon.in_the_morning()
    tendon.sleep(4.0, 1.0)
    first = tendon.irritation
    tendon.sleep(0.0, 0.0)
    second = tendon.irritation
    for _ in range(8):
        tendon.sleep(0.0, 0.0)
    assert before < 1.0
    assert first > 1.0
    assert second > first
    assert tendon.irritation < 0.5


def test_a_heavier_week_hurts_more() -> None:
    """Irritation rises with load, all else equal."""
    light, heavy = (_lived(STEADY, _sets(kg), weeks=2) for kg in (0.0, 25.0))
    assert max(_felt(heavy, "next_morning")) >= max(_felt(light, "next_morning")) + 2.0


def test_lowering_below_the_step_hurts_insertional_pain_more_than_the_floor() -> None:
    """The insertional case reacts to the variant, and says where it hurts."""
    case = CASES["insertional"]
    step, floor = (
        _lived(case, _sets(0.0, variant), weeks=3) for variant in ("straight_step", "straight_floor")
    )
    assert sum(_felt(step, "during")[-7:]) > sum(_felt(floor, "during")[-7:]) + 7.0
    assert _felt(step, "heel_bone")
    assert not _felt(_lived(STEADY, _sets(0.0), weeks=3), "heel_bone")


def test_a_plateau_gives_way_only_to_load() -> None:
    """The plateau case keeps its little pain on bodyweight, and loses it with a load."""
    case = replace(CASES["plateau"], coach=())
    bare, loaded = (_lived(case, _sets(kg), weeks=10)[-1].body["ache"] for kg in (0.0, 5.0))
    assert bare > 1.5
    assert loaded < 1.0


def test_people_come_as_often_as_they_are_like() -> None:
    """The steady one hardly misses a day, the sporadic one most, and nobody comes while away."""
    days = {name: _lived(case, _sets(0.0), weeks=12) for name, case in CASES.items()}
    came = {name: sum(bool(day.visits) for day in each) for name, each in days.items()}
    assert came["steady"] > 75
    assert came["sporadic"] < 35
    assert not any(day.visits for day in days["sporadic"][58:77])


def test_the_over_eager_do_more_than_asked_and_faster() -> None:
    """More sets, more weight and less time than advised."""
    days = _lived(CASES["over-eager"], _sets(0.0), weeks=2)
    asked, done = 6, [sum(one.asked is not None for one in v.sets) for day in days for v in day.visits]
    assert max(done) > asked
    loads = [v.sets[-1].system_mass_kg - v.body_mass_kg for day in days for v in day.visits]
    assert max(loads) > 4.0
    assert _seconds(days) < _seconds(_lived(STEADY, _sets(0.0), weeks=2)) - 0.7


def _seconds(days: list[Lived]) -> float:
    times = [rep.values["single_leg_time_s"] for rep in _reps(days)]
    known = [each for each in times if isinstance(each, float)]
    return sum(known) / len(known)


def _reps(days: list[Lived]) -> list[DoneRep]:
    return [
        rep for day in days for visit in day.visits for one in visit.sets if one.asked for rep in one.reps
    ]


def test_coaching_slows_people_down() -> None:
    """Under a step that says three to five seconds the lowering becomes slower over the first visits."""
    days = _lived(STEADY, _sets(0.0), weeks=3)
    assert _seconds(days[-3:]) > _seconds(days[:1]) + 0.3


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_reps_are_consistent_in_time_and_every_withheld_value_says_why(case: Traits) -> None:
    """Reps follow each other, times fit into them, and null goes with a reason."""
    for day in _lived(case, _sets(2.5), weeks=3):
        for visit in day.visits:
            ends = [0.0, *(rep.end_s for one in visit.sets for rep in one.reps)]
            starts = [rep.start_s for one in visit.sets for rep in one.reps]
            assert all(start > end for start, end in zip(starts, ends, strict=False))
            assert ends[-1] <= visit.end_s
            for one in visit.sets:
                for rep in one.reps:
                    withheld = {name for name, value in rep.values.items() if value is None}
                    assert withheld == set(rep.refused)
                    time_s = rep.values["single_leg_time_s"]
                    assert time_s is None or 0.5 < float(time_s) < rep.end_s - rep.start_s
                    assert rep.values["load_time_kg_s"] is None or float(rep.values["load_time_kg_s"]) > 0.0

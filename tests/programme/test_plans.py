"""The plans that come with the station, and the errors a coach reads about a plan of their own."""

from __future__ import annotations

from importlib import resources
from itertools import pairwise

import msgspec
import pytest

from station.errors import UsageError
from station.programme.course import Place, phase_of
from station.programme.model import Plan
from station.programme.plans import PlanError, read_plan, shipped
from station.programme.plans.locate import line_of
from station.programme.rules.jump import planned_reps_a_week
from tests.support.training import START, assigned

SEED = resources.files("station.programme.plans").joinpath("seed-default.toml").read_text(encoding="utf-8")
NAMES = (
    "alfredson-1998",
    "do-as-tolerated",
    "heavy-slow",
    "insertional-floor",
    "maintenance",
    "performance",
    "seed-default",
    "silbernagel",
)


def test_all_eight_plans_come_with_the_station() -> None:
    """Each protocol of the programme is a file."""
    assert tuple(shipped()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_plan_cites_its_numbers_and_marks_what_is_recalled(name: str) -> None:
    """Every file says where its numbers come from, and which of them were only decided here."""
    evidence = {citation.evidence for citation in shipped()[name].citations}
    assert evidence & {"seen", "secondary"}
    assert "chosen" in evidence


@pytest.mark.parametrize("name", NAMES)
def test_a_plan_survives_being_kept_as_a_document(name: str) -> None:
    """The copy kept with an assignment reads back as the same plan."""
    plan = shipped()[name]
    assert msgspec.json.decode(msgspec.json.encode(plan), type=Plan) == plan


@pytest.mark.parametrize("name", NAMES)
def test_what_follows_a_plan_is_a_plan(name: str) -> None:
    """``next_plan`` names one that exists, and only plans with an end have one."""
    plan = shipped()[name]
    assert plan.next_plan is None or plan.next_plan in shipped()
    assert (plan.next_plan is None) == (plan.weeks is None)


def test_the_seeds_numbers_are_the_articles() -> None:
    """10 to 15 repetitions, 2 to 3 sets, 3 to 5 s, 12 weeks in phases of 2, 4 and 6, then maintenance."""
    seed = shipped()["seed-default"]
    assert (seed.weeks, seed.tempo.lower_s, seed.tempo.upper_s, seed.next_plan) == (12, 3, 5, "maintenance")
    assert [(phase.from_week, phase.to_week) for phase in seed.phases] == [
        (1, 2),
        (3, 3),
        (4, 4),
        (5, 6),
        (7, 12),
    ]
    assert [sum(exercise.sets for exercise in phase.exercises) for phase in seed.phases] == [2, 2, 3, 3, 3]


@pytest.mark.parametrize("plan", sorted(shipped()))
def test_no_plan_is_too_much_too_soon_by_itself(plan: str) -> None:
    """From week to week no plan asks for more repetitions than the engine flags in somebody who does as much alone."""
    it = shipped()[plan]
    day = START.toordinal()
    weeks = [
        planned_reps_a_week(Place(day, assigned(it), it, day, week, phase_of(it, week), 7 * (week - 1)))
        for week in range(1, (it.weeks or 12) + 1)
    ]
    assert all(after <= (1 + it.jump.volume_percent / 100) * before for before, after in pairwise(weeks)), (
        weeks
    )


@pytest.mark.parametrize(
    ("was", "is_now", "line", "key", "said"),
    [
        ("sets = 2", 'sets = "two"', "sets = ", "phases[0].exercises[0].sets", "whole number"),
        (
            "reps_min = 10",
            "reps_mni = 10",
            "reps_mni",
            "phases[0].exercises[0].reps_mni",
            "Did you mean reps_min?",
        ),
        ("to_week = 6", "to_week = 5", "from_week = 7", "phases[4].from_week", "6 is next"),
        ("lower_s = 3.0", "lower_s = 7", "lower_s", "tempo.lower_s", "above upper_s 5"),
        ("lower_s = 3.0", "lower_s = nan", "lower_s", "tempo.lower_s", "nan"),
        ("first_step_max_kg = 5.0", "first_step_max_kg = -5", "first_step", "load.first_step_max_kg", "-5"),
        ("[load]", "[load]\nstep_after_days = 3", "step_after", "load.step_after_days", ">= 7"),
        ('mode = "rehab"', 'mode = "cure"', "mode", "mode", "maintenance, performance, rehab, strength"),
        ("weeks = 12", 'weeks = "x"', "weeks", "weeks", "Expected a whole number, got text"),
        ("weeks = 12", "weeks = 12\nweeks = 13", "weeks = 13", "weeks", "is there twice"),
        ("weeks = 12", "weeks = 10", "weeks = 10", "weeks", "end with week 12"),
        ("sets = 3", "sets = 9", "[[phases.exercises]]", "phases[2].exercises", "45 are the most"),
        (
            "max_reps_per_leg_day = 45",
            "max_reps_per_day = 45",
            "max_reps",
            "max_reps_per_day",
            "Did you mean max_reps_per_leg_day",
        ),
    ],
)
def test_an_error_in_a_plan_names_file_line_and_key(
    was: str, is_now: str, line: str, key: str, said: str
) -> None:
    """Whatever a coach gets wrong is found again at the line that is named."""
    text = SEED.replace(was, is_now, 1)
    with pytest.raises(PlanError) as caught:
        read_plan(text, "mine.toml")
    problem = next(p for p in caught.value.problems if p.key == key)
    assert problem.file == "mine.toml"
    assert line in text.splitlines()[problem.line - 1]
    assert said in str(problem)
    assert isinstance(caught.value, UsageError)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "[", "x" * 70_000, "a = [" * 9000, "\x00", 'id = "\x1b"', "phases = 3", "[[phases]]\n[[phases]]\n"],
)
def test_what_is_no_plan_at_all_gets_one_line(text: str) -> None:
    """Nothing, rubbish, far too much: one clear line, and never a traceback."""
    with pytest.raises(PlanError) as caught:
        read_plan(text, "bad\x1b.toml")
    assert str(caught.value).isprintable()


def test_every_fault_of_a_plan_is_told_at_once() -> None:
    """Two upside-down bands are two problems, in order of lines."""
    text = SEED.replace("lower_s = 3.0", "lower_s = 7").replace("reps_min = 8", "reps_min = 80")
    with pytest.raises(PlanError) as caught:
        read_plan(text, "mine.toml")
    lines = [problem.line for problem in caught.value.problems]
    assert len(lines) == 2
    assert lines == sorted(lines)


def test_a_key_is_found_in_dotted_inline_and_repeated_tables() -> None:
    """Lines are right however the file is written."""
    text = 'a.b = 1\n# note\nc = { d = [\n 1,\n 2 ] }\n[[e]]\nf = """\n[[e]]\n"""\n\n[[e]]\nf = 2\n'
    assert [
        line_of(text, path) for path in (("a", "b"), ("c", "d"), ("e", 0, "f"), ("e", 1, "f"), ("e", 1, "g"))
    ] == [
        1,
        3,
        7,
        12,
        11,
    ]

"""What was assigned and decided: a copy of the plan, overrides for ever, and the plan of each visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from station.errors import StoreError
from station.events import SessionPlan, SetAsked
from station.programme.engine import advise
from station.programme.model import Log, Override, Profile
from station.programme.plans import shipped
from station.store import Store, StoreWriter, plans
from tests.support.stream import OPENED_US, closed, one_set, opened

if TYPE_CHECKING:
    from pathlib import Path

START = date(2026, 3, 2)
PLAN = SessionPlan(
    "seed-default", 3, "Build", "rehab", "train", (SetAsked("left", "lowering", "straight_step", 4, 5.0),)
)


def test_assignment_keeps_the_plan_as_it_was(store: Store) -> None:
    """The document comes back equal; a second assignment ends the first on its own first day."""
    who = store.add_athlete("Ann").id
    seed, other = shipped()["seed-default"], shipped()["maintenance"]
    changed = msgspec.structs.replace(seed, title="ours")
    with store.transaction() as connection:
        plans.assign(connection, who, changed, START, OPENED_US, start_load_kg=5.0)
        plans.assign(connection, who, other, date(2026, 5, 1), OPENED_US + 1)
    with store.reading() as connection:
        first, second = plans.assignments(connection, who)
    assert (first.plan, first.start_day, first.end_day, first.start_load_kg) == (
        changed,
        START,
        date(2026, 5, 1),
        5.0,
    )
    assert (second.plan, second.end_day) == (other, None)


def test_unreadable_assignment_is_told_by_name(store: Store) -> None:
    """A document that was damaged is an error with a remedy, no traceback."""
    who = store.add_athlete("Ann").id
    with store.transaction() as connection:
        plans.assign(connection, who, shipped()["maintenance"], START, OPENED_US)
        connection.execute("UPDATE plans SET document = '{}'")
    with (
        pytest.raises(StoreError, match=r"'maintenance' as it was assigned.*Assign it anew"),
        store.reading() as reading,
    ):
        plans.assignments(reading, who)


def test_profile_comes_back_with_the_stated_mass(store: Store) -> None:
    """Nothing said is ``None``; body mass is the athlete's own."""
    who = store.add_athlete("Ann", 70.0).id
    told = Profile(
        sore="left", involved_leg="left", insertional=True, smallest_step_kg=0.5, rest_weekdays=(5, 6)
    )
    with store.reading() as connection:
        assert plans.profile(connection, who) is None
    with store.transaction() as connection:
        plans.put_profile(connection, who, told, OPENED_US)
    with store.reading() as connection:
        assert plans.profile(connection, who) == replace(told, body_mass_kg=70.0)


def test_cleared_override_held_until_the_day_before_and_stays(store: Store) -> None:
    """Who decided what, why, and who ended it: all of it is kept; it cannot be ended twice."""
    who = store.add_athlete("Ann").id
    asked = Override(
        id="", from_day=START, until_day=None, reason="tired", by="K", made_us=7, sets=1, rest=False
    )
    with store.transaction() as connection:
        made = plans.put_override(connection, who, asked)
        plans.clear_override(
            connection, who, made.id, day=date(2026, 3, 5), by="L", reason="rested", now_us=9
        )
    with store.reading() as connection:
        (kept,) = plans.overrides(connection, who)
    assert kept.override == replace(asked, id=made.id)
    assert (kept.cleared_by, kept.cleared_reason, kept.cleared_us) == ("L", "rested", 9)
    assert kept.in_force == replace(kept.override, until_day=date(2026, 3, 4))
    assert replace(kept, cleared_day=START).in_force is None
    for unknown in (made.id, "99"):
        with pytest.raises(StoreError, match=rf"override {unknown}"), store.transaction() as connection:
            plans.clear_override(
                connection, who, unknown, day=date(2026, 3, 5), by="L", reason="again", now_us=9
            )


def test_planned_end_of_an_override_can_be_brought_forward(store: Store) -> None:
    """Well again sooner than thought: the earlier day counts, and both reasons stay; later is refused."""
    who = store.add_athlete("Ann").id
    asked = Override(id="", from_day=START, until_day=None, reason="ill", by="K", made_us=7, rest=True)
    with store.transaction() as connection:
        made = plans.put_override(connection, who, asked)
        for day, by, reason in ((date(2026, 3, 20), "L", "a guess"), (date(2026, 3, 9), "M", "well again")):
            plans.clear_override(connection, who, made.id, day=day, by=by, reason=reason, now_us=9)
    with store.reading() as connection:
        (kept,) = plans.overrides(connection, who)
    assert (kept.cleared_day, kept.cleared_by) == (date(2026, 3, 9), "M")
    assert kept.cleared_reason == "well again (was to end on 2026-03-20, by L: a guess)"
    with pytest.raises(StoreError, match="from 2026-03-09 on"), store.transaction() as connection:
        plans.clear_override(
            connection, who, made.id, day=date(2026, 3, 10), by="L", reason="later", now_us=9
        )


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (((22, "seed-default"), (20, "alfredson-1998")), "alfredson-1998"),
        (((22, "seed-default"), (31, "alfredson-1998"), (22, "silbernagel")), "silbernagel"),
        (((10, "seed-default"), (22, "silbernagel"), (15, "heavy-slow")), "heavy-slow"),
    ],
)
def test_the_plan_assigned_last_holds_from_its_first_day_on(
    store: Store, starts: tuple[tuple[int, str], ...], expected: str
) -> None:
    """Dated back, or before one that was still to begin: the last word counts, also months later."""
    who = store.add_athlete("Ann").id
    with store.transaction() as connection:
        for told, (start, plan) in enumerate(starts):
            plans.assign(connection, who, shipped()[plan], date(2026, 3, start), OPENED_US + told)
    with store.reading() as connection:
        assigned = plans.assignments(connection, who)
    for day in (date(2026, 3, 22), date(2026, 3, 31), date(2026, 4, 3)):
        assert advise(assigned, Profile(), Log(), day, shipped()).plan_id == expected
    assert all(each.end_day is None or each.start_day <= each.end_day for each in assigned)


@pytest.mark.parametrize(
    ("starts", "mistake"),
    [
        ((), 22),
        (((2, "seed-default"),), 22),
        (((2, "seed-default"),), 2),
        (((2, "seed-default"), (28, "alfredson-1998")), 22),
    ],
)
def test_plan_taken_back_leaves_what_held_before(
    store: Store, starts: tuple[tuple[int, str], ...], mistake: int
) -> None:
    """The choice by mistake stays on record and holds no day; ends of others are as they were."""
    who = store.add_athlete("Ann").id
    other = store.add_athlete("Bob").id
    with store.transaction() as connection:
        for told, (start, plan) in enumerate(starts):
            plans.assign(connection, who, shipped()[plan], date(2026, 3, start), OPENED_US + told)
        plans.assign(connection, other, shipped()["maintenance"], START, OPENED_US + 9)
    with store.reading() as connection:
        before = plans.assignments(connection, who)
    with store.transaction() as connection:
        wrong = plans.assign(
            connection, who, shipped()["silbernagel"], date(2026, 3, mistake), OPENED_US + 10
        )
        plans.take_back(connection, other, wrong.id, OPENED_US + 11)
        assert plans.assignments(connection, who)[-1].end_day is None
        plans.take_back(connection, who, wrong.id, OPENED_US + 12)
    with store.reading() as connection:
        *after, kept = plans.assignments(connection, who)
    assert tuple(after) == before
    assert (kept.id, kept.end_day) == (wrong.id, wrong.start_day)


def test_points_of_visits_tell_what_is_new_in_the_plan(database: Path) -> None:
    """A phase and a decision are marked once, at the first visit of each; alerts and what is in force, every time."""
    decided = replace(PLAN, override="load 7.5", alerts=("plateau", "re_entry"))
    visits = (
        PLAN,
        PLAN,
        decided,
        decided,
        replace(PLAN, phase="Strengthen"),
        replace(PLAN, phase="Strengthen"),
    )
    with Store.open(database) as store:
        ann, bob = store.add_athlete("Ann").id, store.add_athlete("Bob").id
        writer = StoreWriter(store, "clinic", "step1")
        for number, plan in enumerate(visits):
            at_us = OPENED_US + 20_000_000 * number
            writer.handle(
                [replace(opened(f"a{number}", ann, at_us), plan=plan), closed(f"a{number}", at_us + 9)]
            )
            writer.handle(
                [replace(opened(f"b{number}", bob, at_us), plan=PLAN), closed(f"b{number}", at_us + 9)]
            )
        points = [row.point for row in store.outbox_waiting(99)]
    names = ("plan_phase_began", "plan_override", "plan_override_began", "plan_alerts", "plan_alerts_began")
    told = [
        {name: point.fields[name] for name in names if name in point.fields}
        for point in points
        if point.tags["athlete"] == ann
    ]
    standing = {"plan_override": "load 7.5", "plan_alerts": "plateau,re_entry"}
    assert told == [
        {"plan_phase_began": "Build"},
        {},
        standing | {"plan_override_began": "load 7.5", "plan_alerts_began": "plateau,re_entry"},
        standing,
        {"plan_phase_began": "Strengthen", "plan_override_began": "as the plan suggests"},
        {},
    ]


def test_visit_is_told_against_its_plan_also_after_a_crash(database: Path) -> None:
    """Plan and adherence are in the session's point; a session that died has them too."""
    with Store.open(database) as store:
        who = store.add_athlete("Ann").id
        writer = StoreWriter(store, "clinic", "step1")
        writer.handle([replace(opened("a", who), plan=PLAN), *one_set(1, 3)])
    with Store.open(database) as store:
        (point,) = [row.point for row in store.outbox_waiting(99) if row.point.measurement == "session"]
        told = store.session_summary("a")
        with store.reading() as connection:
            assert plans.session_plan(connection, "a") == replace(PLAN, phase_began=True)
    wanted = {"plan_id": "seed-default", "plan_week": 3, "plan_phase": "Build", "plan_mode": "rehab",
              "plan_action": "train", "planned_sets": 1, "planned_reps": 4, "planned_load_kg": 5.0,
              "reps_adherence": 0.75, "tempo_adherence": 1.0, "load_adherence": 1.0}  # fmt: skip
    assert {name: point.fields.get(name) for name in wanted} == wanted
    assert told is not None
    assert told.reps_adherence == 0.75


def test_visit_without_a_plan_withholds_adherence(store: Store, writer: StoreWriter) -> None:
    """Nothing is told against no plan, and that is the reason given."""
    writer.handle([opened("a"), *one_set(1, 3), closed("a")])
    told = store.session_summary("a")
    assert told is None or told.refused.get("reps_adherence", "no plan") == "no plan"
    (point,) = [row.point for row in store.outbox_waiting(99) if row.point.measurement == "session"]
    assert not {name for name in point.fields if name.startswith(("plan", "reps_adh"))}


def test_erased_person_leaves_no_plan_behind(store: Store, writer: StoreWriter, database: Path) -> None:
    """Assignments, profile, overrides and plans of visits go with the athlete."""
    who = store.add_athlete("Ann").id
    writer.handle([replace(opened("a", who), plan=PLAN), closed("a")])
    with store.transaction() as connection:
        plans.assign(connection, who, shipped()["maintenance"], START, OPENED_US)
        plans.put_profile(connection, who, Profile(sore="left"), OPENED_US)
        plans.put_override(
            connection,
            who,
            Override(id="", from_day=START, until_day=None, reason="r", by="K", made_us=1, sets=1),
        )
    store.erase_athlete(who)
    with store.reading() as connection:
        left = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  own names
            for table in ("plans", "profiles", "overrides", "session_plans", "symptoms", "symptom_values")
        }
    assert set(left.values()) == {0}
    assert database.exists()

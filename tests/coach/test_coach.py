"""The log made from what is stored, local days, and what comes next in a visit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from station.coach import Coach, Guide, Library, next_set, prescription_for
from station.coach.days import check_day, local_day, noon_us
from station.coach.entering import entry_of
from station.coach.logbook import log_of
from station.errors import UsageError
from station.events import ClockStamp, Prescription, SetSummary, SymptomNoted, Weigh
from station.programme.model import Override, PlannedSet, Symptom
from station.store import Store, StoreWriter
from tests.support.stream import closed, opened, rep, summary

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 3, 2)
NOW_US = round(datetime(2026, 3, 2, 18, tzinfo=UTC).timestamp()) * 10**6
AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Yield a store whose clock says the evening of a Monday in March, UTC."""
    with Store.open(tmp_path / "station.db", clock_us=lambda: NOW_US) as opened_store:
        yield opened_store


@pytest.fixture
def coach(store: Store, tmp_path: Path) -> Coach:
    """Return the coach, in UTC."""
    return Coach(store, Library.open(tmp_path / "plans"), site="clinic", station="step1", zone=UTC)


def done(planned: PlannedSet, index: int) -> SetSummary:
    """Return the set as it was asked for."""
    return replace(
        summary(index, reps_done=planned.reps), side=planned.leg, mode=planned.kind, variant=planned.variant,
        reps_left=planned.reps * (planned.leg == "left"), reps_right=planned.reps * (planned.leg == "right"),
    )  # fmt: skip


def test_day_is_the_date_on_the_wall() -> None:
    """An evening in UTC is the next morning in Auckland; noon of a day comes back to it on any day of the year."""
    assert local_day(NOW_US, UTC) == DAY
    assert local_day(NOW_US, AUCKLAND) == DAY + timedelta(days=1)
    for number in range(366):
        day = DAY + timedelta(days=number)
        assert local_day(noon_us(day, AUCKLAND), AUCKLAND) == day


@pytest.mark.parametrize(
    ("day", "words"), [(date(2026, 3, 3), "in the future"), (date(1999, 12, 31), "before 2000")]
)
def test_days_that_cannot_be_are_refused(day: date, words: str) -> None:
    """Entries tell of today or the past, after the year of clocks that were never set."""
    assert check_day(DAY, DAY) == DAY
    with pytest.raises(UsageError, match=words):
        check_day(day, DAY)


@pytest.mark.parametrize(
    "values",
    [{"during": 11.0}, {"after": -1.0}, {"next_morning": float("nan")}, {"stiffness_min": -5.0}, {"visa_a": 101.0},
     {"sharp": 2.0}, {"run_min": -3.0}, {"run_level": 0.0}, {"run_during": 10.5}, {}],
)  # fmt: skip
def test_values_off_their_scale_are_refused(values: dict[str, float]) -> None:
    """A pain of 11, a minus, what is no number, and nothing at all: refused with the scale."""
    with pytest.raises(UsageError, match=r"Give "):
        entry_of("a", values, NOW_US, zone=UTC)


def test_log_has_what_was_measured(store: Store) -> None:
    """Sets with tempo and legs from their reps, the weighed mass, and the day of the place."""
    who = store.add_athlete("Ann").id
    writer = StoreWriter(store, "clinic", "step1")
    weighed = Weigh(1.0, 3.0, 71.5, 0.1, 0.5, None)
    reps = [replace(rep(1), tempo="fast", single_leg_time_s=2.0), rep(2), replace(rep(3), tempo=None)]
    writer.handle([opened("a", who, NOW_US), weighed, *reps, summary(1), closed("a", NOW_US + 9)])
    log = log_of(store, who, UTC)
    (session,) = log.sessions
    (told,) = session.sets
    assert (session.day, session.clock_doubtful, session.body_mass_kg) == (DAY, False, 71.5)
    assert (told.reps_tempo_ok, told.reps_tempo_judged) == (1, 2)
    assert told.single_leg_time_left_mean_s == pytest.approx((2.0 + 4.25) / 2)
    assert told.single_leg_time_right_mean_s == pytest.approx(4.25)
    assert log_of(store, who, AUCKLAND).sessions[0].day == DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("raises", "after", "warmed_up"), [(6, 3, True), (2, 3, False), (0, 3, False), (6, 0, None)]
)
def test_warm_up_is_seen_from_raises_before_the_first_set(
    store: Store, raises: int, after: int, warmed_up: object
) -> None:
    """Two-leg raises before the first repetition on one leg count; those after it do not."""
    who = store.add_athlete("Ann").id
    easy = [replace(rep(index), mode="bilateral", side="both") for index in range(1, raises + 1)]
    hard = [rep(index, set_index=2) for index in range(1, after + 1)]
    late = (
        [replace(rep(index, set_index=3), mode="bilateral", side="both") for index in range(1, 9)]
        if after
        else []
    )
    StoreWriter(store, "c", "s").handle(
        [opened("a", who, NOW_US), *easy, *hard, *late, closed("a", NOW_US + 9)]
    )
    assert log_of(store, who, UTC).sessions[0].warmed_up is warmed_up


def test_doubtful_clock_is_marked(store: Store) -> None:
    """A session that a wrong clock stamped says so in the log."""
    who = store.add_athlete("Ann").id
    wrong = ClockStamp("wrong", "it says 1970", "boot", 0, held=True)
    StoreWriter(store, "c", "s").handle([replace(opened("a", who, 1000), clock=wrong), closed("a", 2000)])
    assert log_of(store, who, UTC).sessions[0].clock_doubtful


def test_symptoms_runs_and_overrides_are_in_the_log(store: Store, coach: Coach) -> None:
    """Each kind is a symptom of its day and leg; a run is a run; withdrawn entries and cleared overrides are not."""
    who = store.add_athlete("Ann").id
    coach.note(who, [Symptom(kind="during", value=3, day=DAY, time_us=0, leg="left"),
                     Symptom(kind="next_morning", value=2, day=DAY - timedelta(days=1), time_us=0)])  # fmt: skip
    coach.keep([entry_of(who, {"run_min": 20.0, "run_level": 2.0}, NOW_US, run_surface="hills", zone=UTC)])
    coach.override(
        who, Override(id="", from_day=DAY, until_day=None, reason="tired", by="K", made_us=0, sets=1)
    )
    log = log_of(store, who, UTC)
    assert {(s.kind, s.value, s.day, s.leg) for s in log.symptoms} == {
        ("during", 3.0, DAY, "left"), ("next_morning", 2.0, DAY - timedelta(days=1), None)
    }  # fmt: skip
    (ran,) = log.runs
    assert (ran.level, ran.run_min, ran.surface, ran.day) == (2, 20.0, "hills", DAY)
    assert [(each.sets, each.made_us) for each in log.overrides] == [(1, NOW_US)]
    coach.withdraw(who, coach.entries(who)[0].id, "a slip")
    coach.clear_override(who, log.overrides[0].id, day=DAY, reason="rested", by="K")
    again = log_of(store, who, UTC)
    assert len(again.symptoms) == 1
    assert again.overrides == ()
    assert coach.kept_overrides(who)[0].cleared_reason == "rested"


def test_entry_of_somebody_else_is_out_of_reach(store: Store, coach: Coach) -> None:
    """A number of another person's list is refused."""
    ann, bob = store.add_athlete("Ann").id, store.add_athlete("Bob").id
    (entry,) = coach.keep([SymptomNoted(bob, NOW_US, {"after": 1.0})])
    with pytest.raises(UsageError, match="somebody else's"):
        coach.correct(ann, entry.id, {"after": 0.0})


def followed(guide: Guide) -> Iterator[PlannedSet]:
    """Do every set as it is asked for."""
    for index in range(1, 20):
        planned = guide.next_set
        if planned is None:
            return
        yield planned
        guide = guide.after_set(done(planned, index))
    raise AssertionError("the visit does not end")


def test_visit_is_guided_set_by_set_to_its_end(store: Store, coach: Coach) -> None:
    """Each set that closes leads to the next of the plan, its leg, knee and tempo; then nothing more is asked."""
    who = store.add_athlete("Ann", 70.0).id
    coach.assign(who, "seed-default", day=DAY, sore="left")
    guide = coach.guide(who, DAY, Prescription(target_reps=99, body_mass_kg=70.0))
    asked = list(followed(guide))
    assert asked == list(guide.advice.sets)
    assert {each.variant for each in asked} == {"straight_step", "bent_step"}
    assert guide.prescription == Prescription(
        lowering_target_s=asked[0].lower_s, lowering_upper_s=asked[0].upper_s, target_reps=asked[0].reps,
        planned_side=asked[0].leg, planned_added_load_kg=asked[0].added_load_kg, variant=asked[0].variant,
        body_mass_kg=70.0, involved_side="left",
    )  # fmt: skip
    plan = guide.plan
    assert plan is not None
    assert [(each.side, each.reps) for each in plan.sets] == [(each.leg, each.reps) for each in asked]


def test_set_that_breaks_off_leaves_both_legs_right(store: Store, coach: Coach) -> None:
    """After 5 of 12 the other leg's set is asked for and no leg is wrong; the one that broke off is made up later."""
    who = store.add_athlete("Ann").id
    coach.assign(who, "seed-default", day=DAY, sore="left")
    guide = coach.guide(who, DAY, Prescription())
    first = guide.next_set
    assert first is not None
    assert (first.leg, guide.prescription.planned_side) == ("left", "left")
    broken = guide.after_set(done(replace(first, reps=5), 1))
    assert broken.next_set is not None
    assert (broken.next_set.leg, broken.prescription.planned_side) == ("right", None)
    for leg in ("right", "left"):
        ahead = broken.after_set(done(replace(first, leg=leg), 2))
        assert ahead.next_set is not None
        assert (
            ahead.prescription.planned_side == ahead.next_set.leg == ("left" if leg == "right" else "right")
        )
        assert sum(each.done for each in ahead.advice.sets) == 1


def test_sharp_pain_ends_what_is_asked(store: Store, coach: Coach) -> None:
    """Told in mid-set, it leaves no next set, and the prescription of somebody without a plan."""
    who = store.add_athlete("Ann").id
    coach.assign(who, "seed-default", day=DAY)
    guide = coach.guide(who, DAY, Prescription())
    stopped = guide.after(Symptom(kind="sharp", value=1, day=DAY, time_us=NOW_US))
    assert guide.next_set is not None
    assert (stopped.advice.action, stopped.next_set) == ("stop_and_ask", None)
    assert stopped.prescription.target_reps is None


def test_stored_visit_and_guided_visit_agree(store: Store, coach: Coach) -> None:
    """What the guide knows from events is what the coach reads from the store."""
    who = store.add_athlete("Ann").id
    coach.assign(who, "seed-default", day=DAY)
    guide = coach.guide(who, DAY, Prescription())
    planned = guide.next_set
    assert planned is not None
    closed_set = done(planned, 1)
    StoreWriter(store, "c", "s").handle([opened("a", who, NOW_US), closed_set])
    stored = coach.today(who, DAY)
    assert next_set(stored) == guide.after_set(closed_set).next_set
    assert (
        prescription_for(stored, coach.profile(who), Prescription())
        == guide.after_set(closed_set).prescription
    )


def test_person_without_a_plan_is_asked_nothing(store: Store, coach: Coach) -> None:
    """No plan is an advice, not an error; the base stays as it is, and nothing is kept with the visit."""
    who = store.add_athlete("Ann").id
    guide = coach.guide(who, DAY, Prescription(target_reps=7))
    assert (guide.advice.action, guide.plan, guide.prescription) == (
        "no_plan",
        None,
        Prescription(target_reps=7),
    )


def test_own_plans_stand_beside_those_that_come_along(tmp_path: Path) -> None:
    """A user's file is found by its id; one that is wrong is told, and hides no other."""
    folder = tmp_path / "plans"
    folder.mkdir()
    text = resources.files("station.programme.plans").joinpath("maintenance.toml").read_text(encoding="utf-8")
    (folder / "ours.toml").write_text(text.replace('id = "maintenance"', 'id = "ours"'), encoding="utf-8")
    (folder / "bad.toml").write_text("id = 3\n", encoding="utf-8")
    (folder / "raw.toml").write_bytes(b"\xff\xfe\n")
    library = Library.open(folder)
    assert library.own == {"ours": folder / "ours.toml"}
    assert library.find("ours").id == "ours"
    assert [each.file.name for each in library.unreadable] == ["bad.toml", "raw.toml"]
    with pytest.raises(UsageError, match=r"bad\.toml, line 1"):
        library.find("bad")
    with pytest.raises(UsageError, match=r"no plan 'none'.*maintenance"):
        library.find("none")

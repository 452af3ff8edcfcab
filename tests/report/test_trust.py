"""How far the numbers can be trusted: nothing that was doubtful is missing from the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.calibration.model import Verification
from station.calibration.record import VerificationRecord
from station.store import calibrations
from tests.report.made import START, Made, SetMade, noon_us
from tests.report.reading import Page
from tests.support.calibrated import calibration

if TYPE_CHECKING:
    from pathlib import Path

WRONG = ev.ClockStamp("wrong", "the clock was behind the program", "boot", 0, held=True)


def on(day: int) -> date:
    """Return a day, 0 is the first."""
    return START + timedelta(days=day)


def _section(page: Page, first: str, last: str) -> str:
    return page.words[page.words.index(first) : page.words.index(last)]


def _trust(page: Page) -> str:
    heading = "How far these numbers can be trusted"
    return _section(page, heading, "Calibration of the plates")


def test_what_was_refused_stands_there_with_its_reason(made: Made, tmp_path: Path) -> None:
    """Counts, share and reasons of withheld values; what does not apply to a repetition is no loss."""
    who = made.person()
    blurred = tuple((name, "uncertain by 0.34 s (limit 0.30 s)") for name in ("eccentric_tut_s", "tempo"))
    railed = (("added_load_kg", "hands carry 7% of the weight (rail)"),)
    on_two = (("single_leg_time_s", "not a lowering on one leg"),)
    made.visit(
        who,
        on(3),
        (
            SetMade("left", reps=6, refused=blurred, tempo=None),
            SetMade("right", reps=12, refused=railed, load_kg=None),
            SetMade("both", reps=2, mode="bilateral", refused=on_two),
        ),
    )
    page = Page(made.report(who, tmp_path))
    assert page.table("withheld", "of all") == [
        ["lowering time and tempo", "6", "30 %", "uncertain by 0.34 s (limit 0.30 s) (6)"],
        ["added load", "12", "60 %", "hands carry 7% of the weight (rail) (12)"],
    ]


def test_doubtful_clocks_are_told_and_draw_no_trend(made: Made, tmp_path: Path) -> None:
    """A wrong clock's visit within the weeks is marked; one dated elsewhere is left out by name of its day."""
    who = made.person()
    for day in range(0, 20, 2):
        made.visit(who, on(day))
    made.visit(who, on(9), clock=WRONG)
    made.visit(who, date(1999, 1, 1), clock=WRONG)
    made.visit(who, on(400))
    facts = made.facts(who, tmp_path)
    assert facts.period.first == START
    assert len(facts.visits) == 11
    words = _trust(Page(made.report(who, tmp_path)))
    assert "Timed by a clock that is in doubt: 1 visit (14 Jan 2026)." in words
    assert "a wrong clock dated them 1 Jan 1999 and 9 Feb 2027: 2 visits with 96 repetitions" in words
    assert "No visit's clock is in doubt" not in words


def test_doubtful_plates_are_told(made: Made, tmp_path: Path) -> None:
    """Checks that were not passed, faults of the data and a pulled cable, each with its visits."""
    who = made.person()
    seen = (
        ev.HealthCheck("DRIFT", "RETRY", "L", 9.0, "N/min", "at most 6", "warm up", 3.0),
        ev.HealthCheck("NOISE", "PASS", "L", 0.4, "N", "at most 3", "", 3.0),
        ev.Fault("gap", "R", 1.0, 2.0, 12),
        ev.Link("lost", "sim://made", noon_us(on(2))),
    )
    made.visit(who, on(2), events=seen)
    made.visit(who, on(4), events=seen[:1])
    words = _trust(Page(made.report(who, tmp_path)))
    assert "Doubtful in 2 visits: the check “Zero stays” of the left plate was not passed." in words
    assert "Noise" not in words
    assert "Readings missing (right plate): 12 in 1 visit." in words
    assert "The step's cable was lost in 1 visit" in words
    assert "No check of the plates failed" not in words


def test_all_is_well_is_only_said_when_it_is(made: Made, tmp_path: Path) -> None:
    """Clean visits are said to be clean; one that broke off, or was not summed up, is told instead."""
    who = made.person()
    made.visit(who, on(2))
    words = _trust(Page(made.report(who, tmp_path)))
    for said in ("Every visit was closed in order", "No visit's clock is in doubt", "No check of the plates failed",
                 "No value of any repetition was withheld"):  # fmt: skip
        assert said in words
    made.visit(who, on(3), closes=False)
    words = _trust(Page(made.report(who, tmp_path)))
    assert "Every visit was closed in order" not in words
    assert "1 visit had not ended when this report was made." in words


def test_withdrawn_entries_count_for_nothing(made: Made, tmp_path: Path) -> None:
    """What was taken back is told as taken back, and is in no mean."""
    who = made.person()
    made.say(who, on(3), next_morning=9.0)
    made.say(who, on(4), next_morning=1.0)
    coach = made.coach(tmp_path)
    coach.withdraw(who.id, coach.entries(who.id)[0].id, "a mistake")
    page = Page(made.report(who, tmp_path))
    assert "Pain on the morning after: mean 1.0 of 10, at most 1 (1 told)." in page.words
    assert "Withdrawn, and not counted: 1 entry of how it felt." in page.words


@pytest.mark.parametrize("known", [True, False])
def test_calibration_is_named_with_what_is_known_of_it(known: bool, made: Made, tmp_path: Path) -> None:  # noqa: FBT001  a parameter
    """Scales as the sets carry them; number, operator and uncertainty where the station has the record."""
    who = made.person()
    made.visit(who, on(2))
    record = calibration()
    plates = tuple(
        replace(plate, scale_n_per_count={"L": 0.000431, "R": -0.000428}[plate.plate])
        for plate in record.outcome.plates
    )
    if known:
        kept = replace(record, step_uid="5eed0001", outcome=replace(record.outcome, plates=plates))
        calibrations.keep(made.store, kept)
    page = Page(made.report(who, tmp_path))
    (row,) = page.table("step, firmware", "pedigree")
    assert row[0] == "5eed0001, 1.0.0"
    assert row[2] == "L 431.00 µN/count; R -428.00 µN/count"
    assert row[3] == "1 Jan 2025"
    worst = max(plate.uncertainty.use_sd_rel for plate in plates)
    if known:
        assert row[4:] == [f"±{200 * worst:.2f} %", f"no. {record.id} by Ada"]
    else:
        assert row[4:] == [
            "±0.40 % assumed", "as the step announced it; how it was found is not on record here"
        ]  # fmt: skip


def test_verifications_of_these_weeks_are_listed(made: Made, tmp_path: Path) -> None:
    """What a known mass read, with its verdict; older ones are not these weeks'."""
    who = made.person()
    made.visit(who, on(2))
    assert "Nobody held the step against a known mass" in Page(made.report(who, tmp_path)).words

    found = Verification("L", 20.0, 0.01, 20.05, 0.05, 0.0025, 0.0006, "ok", "It reads well.")
    for number, day in enumerate((on(4), on(-400))):
        record = VerificationRecord(f"v{number}", "5eed0001", None, noon_us(day), "Ada", None, found)
        calibrations.keep_verification(made.store, record)
    rows = Page(made.report(who, tmp_path)).table("verified", "verdict")
    assert rows == [["9 Jan 2026", "left plate", "20.00", "20.05", "+0.25 %", "±0.12 %", "ok"]]


def test_a_body_that_cannot_be_the_same_is_told(made: Made, tmp_path: Path) -> None:
    """76.6 kg a day after 89.6 kg may be somebody else's visit; what clothes make is not told."""
    who = made.person()
    for day, mass_kg in enumerate((88.0, 89.6, 76.6)):
        made.visit(who, on(day), mass_kg=mass_kg)
    trust = _trust(Page(made.report(who, tmp_path)))
    assert trust.count("may be somebody else's") == 1
    assert "Weighed 89.6 kg on" in trust
    assert "76.6 kg on" in trust

"""``station plan``, ``station symptom`` and a visit that follows its plan, through the real command."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib import resources
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command import Command

PLANS = {
    "seed-default", "alfredson-1998", "do-as-tolerated", "silbernagel", "insertional-floor", "heavy-slow",
    "maintenance", "performance",
}  # fmt: skip


@pytest.fixture
def ann(station: Command) -> Command:
    """Return the command in a home where Ann follows the default plan."""
    assert station.inside("athlete", "add", "Ann", "--body-mass-kg", "70").code == 0
    assert station.inside("plan", "assign", "Ann", "seed-default", "--sore", "left").code == 0
    return station


def test_plans_are_listed_and_shown_with_their_evidence(station: Command) -> None:
    """All eight are there before anybody trains; what was only remembered is marked."""
    told = station.inside("plan", "list", "--json").document()
    assert {each["id"] for each in told["plans"]} == PLANS
    assert told["unreadable"] == []
    shown = station.inside("plan", "show", "alfredson-1998")
    assert "UNVERIFIED, from memory" in shown.out
    assert station.inside("plan", "show", "alfredson-1998", "--json").document()["id"] == "alfredson-1998"


def test_today_says_what_why_and_what_next(ann: Command) -> None:
    """The same advice in words and as a document, with a rule and its data for every reason."""
    told = ann.inside("plan", "today", "Ann", "--json").document()
    assert (told["action"], told["plan_id"], told["week"]) == ("train", "seed-default", 1)
    assert told["sets"]
    assert all(reason["items"] or reason["rule"] == 0 for reason in told["reasons"])
    words = ann.inside("plan", "today", "ann").out
    for each in (told["headline"], told["why"], told["next"]):
        assert each["text"] in words
    assert told["expect"]
    assert told["notes"]
    assert f"What to expect: {told['expect']}\n" in words
    for note in told["notes"]:
        assert f"Good to know: {note}\n" in words


def test_pain_eases_today_and_a_correction_takes_it_back(ann: Command) -> None:
    """Entered, listed, corrected, withdrawn: advice follows each time, and nothing is deleted."""
    full = ann.inside("plan", "today", "Ann", "--json").document()["sets"]
    added = ann.inside("symptom", "add", "Ann", "--during", "7", "--leg", "left", "--json").document()
    assert added[0]["values"] == {"during": 7.0}
    eased = ann.inside("plan", "today", "Ann", "--json").document()
    assert sum(each["reps"] for each in eased["sets"]) < sum(each["reps"] for each in full)
    entry = str(added[0]["id"])
    ann.inside("symptom", "correct", "Ann", entry, "--during", "1")
    assert ann.inside("plan", "today", "Ann", "--json").document()["sets"] == full
    ann.inside("symptom", "withdraw", "Ann", entry, "--reason", "wrong person")
    listed = ann.inside("symptom", "list", "Ann", "--json").document()
    assert [(each["values"], each["withdrawn_reason"]) for each in listed] == [
        ({"during": 1.0}, "wrong person")
    ]
    assert "withdrawn: wrong person" in ann.inside("symptom", "list", "Ann").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--during", "11"), "11 is not on its scale. Give a number from 0 to 10"),
        (("--after", "-1"), "-1 is not on its scale"),
        (("--stiffness", "-5"), "-5 is not on its scale"),
        (("--during", "nan"), "'nan' is no number"),
        (("--during", "3,5"), "'3,5' is no number: write 3.5"),
        (("--during", "3", "--date", "1999-12-31"), "is before 2000"),
        (("--during", "3", "--date", str(date.max)), "is in the future"),
        (("--during", "3", "--date", "31.12.2026"), "is no day such as"),
        (("--surface", "hills", "--during", "2"), "a surface without a run"),
        (("--run-pain", "3"), "a run without its minutes"),
        (("--run-level", "2", "--during", "1"), "a run without its minutes"),
        (("--sharp", "--no-sharp"), "--sharp and --no-sharp contradict each other"),
        (("--no-heel-bone", "--heel-bone"), "--heel-bone and --no-heel-bone contradict each other"),
        ((), "there is nothing to keep"),
    ],
)
def test_entries_that_cannot_be_are_refused(ann: Command, arguments: tuple[str, ...], words: str) -> None:
    """One line that names the value and the remedy, exit code 2, and nothing is kept."""
    ran = ann.inside("symptom", "add", "Ann", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert ann.inside("symptom", "list", "Ann", "--json").document() == []


def test_override_wins_is_told_and_stays(ann: Command) -> None:
    """Who and why are in the history also after it was ended; a second ending is an error."""
    made = ann.inside(
        "plan", "override", "Ann", "--sets", "1", "--reason", "tired", "--by", "K", "--json"
    ).document()
    today = ann.inside("plan", "today", "Ann", "--json").document()
    assert {(each["leg"], each["index"]) for each in today["sets"]} == {("left", 1), ("right", 2)}
    assert any(reason["effect"] == "override" for reason in today["reasons"])
    ended = ("plan", "override", "Ann", "--clear", made["id"], "--reason", "rested")
    assert ann.inside(*ended).code == 0
    (kept,) = ann.inside("plan", "history", "Ann", "--json").document()["overrides"]
    assert (kept["override"]["by"], kept["override"]["reason"], kept["cleared_reason"]) == (
        "K",
        "tired",
        "rested",
    )
    assert "by K: tired; ended" in ann.inside("plan", "history", "Ann").out
    assert ann.inside(*ended).code == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("override", "Ann", "--reason", "why"), "changes nothing"),
        (("override", "Ann", "--load", "-3", "--reason", "why"), "-3 kg cannot be"),
        (("override", "Ann", "--sets", "1", "--reason", " "), "the reason"),
        (("assign", "Ann", "no-such"), "no plan 'no-such'"),
        (("assign", "Ann", "maintenance", "--smallest-step", "0"), "Smallest step of load 0 kg"),
        (("assign", "Ann", "maintenance", "--start", "1970-01-01"), "too far from today"),
        (("assign", "Ann", "maintenance", "--rest-days", "mon,tue,wed,thu,fri,sat,sun"), "none to train"),
        (("today", "Bob"), "no athlete 'Bob'"),
        (("validate", "nowhere.toml"), "nowhere.toml cannot be read"),
    ],
)
def test_decisions_that_cannot_be_are_refused(ann: Command, arguments: tuple[str, ...], words: str) -> None:
    """One line each; what was assigned before stays."""
    ran = ann.inside("plan", *arguments)
    assert ran.code == 2
    assert words in ran.err
    assert ran.err.count("\n") == 1
    history = ann.inside("plan", "history", "Ann", "--json").document()
    assert [each["plan_id"] for each in history["assignments"]] == ["seed-default"]
    assert history["overrides"] == []


def test_own_plan_is_validated_line_by_line_and_assigned(ann: Command, tmp_path: Path) -> None:
    """A coach's file beside the configuration is a plan like any other; errors name line and key."""
    text = resources.files("station.programme.plans").joinpath("maintenance.toml").read_text(encoding="utf-8")
    assert ann.inside("plan", "show", "maintenance", "--toml").out == text
    folder = tmp_path / "heeldrop-station" / "plans"
    folder.mkdir(parents=True)
    file = folder / "ours.toml"
    file.write_text(text.replace('id = "maintenance"', 'id = "ours"\nspeed = 3'), encoding="utf-8")
    ran = ann.inside("plan", "validate", str(file), "--json")
    assert (ran.code, ran.document()["valid"]) == (2, False)
    line = file.read_text(encoding="utf-8").splitlines().index("speed = 3") + 1
    assert [(each["line"], each["key"]) for each in ran.document()["problems"]] == [(line, "speed")]
    assert f"{file}, line {line}: speed" in ran.err
    file.write_text(text.replace('id = "maintenance"', 'id = "ours"'), encoding="utf-8")
    assert ann.inside("plan", "validate", str(file)).out.count("\n") == 1
    elsewhere = tmp_path / "ours.toml"
    elsewhere.write_bytes(file.read_bytes())
    assert f"copy it into {folder}" in ann.inside("plan", "validate", str(elsewhere)).out
    start = date.today() + timedelta(days=3)  # noqa: DTZ011  the station's own days are local
    assert ann.inside("plan", "assign", "Ann", "ours", "--start", start.isoformat()).code == 0
    history = ann.inside("plan", "history", "Ann", "--json").document()
    assert [(each["plan_id"], each["end_day"]) for each in history["assignments"]] == [
        ("seed-default", start.isoformat()), ("ours", None)
    ]  # fmt: skip


def test_validate_doubts_what_follows_nowhere_and_an_id_that_is_taken(
    station: Command, tmp_path: Path
) -> None:
    """Both are possible, so the file is valid; both are said, for they are seldom meant."""
    text = (
        resources.files("station.programme.plans").joinpath("seed-default.toml").read_text(encoding="utf-8")
    )
    file = tmp_path / "mine.toml"
    file.write_text(text.replace('next_plan = "maintenance"', 'next_plan = "nope"'), encoding="utf-8")
    told = station.inside("plan", "validate", str(file), "--json").document()
    assert told["valid"]
    assert ["'nope'" in told["warnings"][0], "'seed-default'" in told["warnings"][1]] == [True, True]
    assert "'nope' is none of the plans" in station.inside("plan", "validate", str(file)).err


def test_visit_follows_the_plan_and_is_told_against_it(ann: Command) -> None:
    """The session has its plan and adherence, live and exported; today then knows what was done."""
    planned = ann.inside("plan", "today", "Ann", "--json").document()["sets"]
    ran = ann("live", "--port", "sim://textbook?seed=3&speed=max", "--athlete", "Ann", "--json")
    assert ran.code == 0, ran.err
    begun, ended = (line for line in ran.lines() if line["type"] == "session")
    assert begun["plan"]["plan_id"] == "seed-default"
    assert [each["reps"] for each in begun["plan"]["sets"]] == [each["reps"] for each in planned]
    told = ended["summary"]
    assert told["planned_reps"] == sum(each["reps"] for each in planned)
    assert told["reps_adherence"] == pytest.approx(min(1.0, told["reps_done"] / told["planned_reps"]))
    week = ann.inside("plan", "history", "Ann", "--json").document()["weeks"][-1]
    assert (week["sessions_done"], week["reps_done"]) == (1, told["reps_done"])
    exported = ann.inside("athlete", "export", "Ann").document()
    assert exported["sessions"][0]["plan"]["plan_id"] == "seed-default"
    assert exported["plans"][0]["plan"]["id"] == "seed-default"
    assert exported["profile"]["sore"] == "left"


def test_a_short_set_stays_open_and_says_why(ann: Command) -> None:
    """What was done of it is kept and told beside it."""
    ran = ann("live", "--port", "sim://textbook?seed=3&reps=3&speed=max", "--athlete", "Ann", "--json")
    assert ran.code == 0, ran.err
    (short,) = [
        each["short"]
        for each in ann.inside("plan", "today", "Ann", "--json").document()["sets"]
        if each["short"]
    ]
    assert 0 < short["reps"] < short["needed"] <= short["asked"]
    told = f"{short['reps']} of {short['asked']}: under half, the set stays open"
    assert told in ann.inside("plan", "today", "Ann").out


def test_command_line_overrules_the_plan(ann: Command) -> None:
    """Seconds that were asked for count, whatever the plan says: what takes three is too fast for nine."""
    port = "sim://textbook?seed=3&speed=max"
    ran = ann("live", "--port", port, "--athlete", "Ann", "--lowering-s", "9", "--json")
    assert ran.code == 0, ran.err
    assert {line["tempo"] for line in ran.lines() if line["type"] == "rep_final"} == {"fast"}


def test_the_history_says_what_its_shares_are_of(ann: Command) -> None:
    """Nobody takes the load of a leg that was left out for the form of the one that trained."""
    ann.inside("plan", "assign", "Ann", "seed-default")
    said = ann.inside("plan", "history", "Ann").out
    assert {"of plan", "slow enough", "load met", "clean time"} <= set(
        re.split(r" {2,}", said.splitlines()[0])
    )
    assert "clean time: seconds under tension of clean repetitions" in said
    assert "a leg that was left out not" in said

"""A career in a database is what a station itself would have stored: read by its own coach, ledger and commands."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from simulators.career.__main__ import PLAN, START, main
from simulators.career.cases import CASES
from simulators.career.driver.career import Career
from simulators.career.driver.filling import fill
from station.coach.coach import Coach
from station.coach.library import Library
from station.coach.logbook import log_of
from station.metrics import registry
from station.store import Store
from station.store.audit import check
from station.store.ledger import audit
from tests.support.command import Command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from simulators.career.plain import Day
    from station.events import Rep, SetSummary

WEEKS = 8


@pytest.fixture(scope="module")
def lived() -> tuple[Career, list[Day]]:
    """Return a career with a flare, a coach's word and runs."""
    career = Career(CASES["flare-up"], 1, START, PLAN)
    return career, list(career.days(WEEKS))


@pytest.fixture(scope="module")
def folder(lived: tuple[Career, list[Day]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with that career in it."""
    home = tmp_path_factory.mktemp("home")
    fill(*lived, str(home / "data"))
    return home / "data"


def test_the_coach_advises_from_the_database_as_the_career_was_advised(
    lived: tuple[Career, list[Day]], folder: Path
) -> None:
    """The log made of stored rows is the log that the person lived: the same advice the day after, word for word."""
    career, days = lived
    tomorrow = days[-1].lived.day + timedelta(days=1)
    with Store.open(folder / "station.db", read_only=True) as store:
        athlete = store.athletes()[0]
        stored = log_of(store, athlete.id, UTC)
        coach = Coach(store, Library.open(folder / "plans"), site="", station="", zone=UTC)
        advice, weeks = coach.today(athlete.id, tomorrow), coach.timeline(athlete.id, tomorrow)
    assert len(stored.sessions) == len(career.log.sessions)
    assert sorted((s.day, s.kind, s.value) for s in stored.symptoms) == sorted(
        (s.day, s.kind, s.value) for s in career.log.symptoms
    )
    assert [(run.day, run.run_min) for run in stored.runs] == [
        (run.day, run.run_min) for run in career.log.runs
    ]
    expected = career.advice_on(tomorrow)
    assert advice.sets == expected.sets
    assert [(r.name, r.sentence) for r in advice.reasons] == [(r.name, r.sentence) for r in expected.reasons]
    assert sum(week.reps_done for week in weeks.weeks) > 2000


def test_the_ledger_adds_up(folder: Path) -> None:
    """Everything told is stored and queued, by the station's own account."""
    with Store.open(folder / "station.db", read_only=True) as store:
        assert audit(store) == []
    assert {found.state for found in check(folder / "station.db", full=True)} == {"ok"}


def _untold(level: registry.Level, rows: Sequence[Rep | SetSummary]) -> list[str]:
    """Return metrics that a row neither tells nor refuses."""
    return [
        metric.name
        for metric in registry.metrics(level)
        for row in rows
        if getattr(row, metric.name) is None and metric.name not in row.refused
    ]


def test_every_metric_of_the_registry_is_told_or_refused(folder: Path) -> None:
    """Reps and sets carry every registered value or the reason why not; each is told somewhere, sums of visits too."""
    with Store.open(folder / "station.db", read_only=True) as store:
        visits = store.sessions(limit=500)
        reps = [rep for visit in visits[:10] for rep in store.reps(visit.id)]
        sets = [one for visit in visits[:10] for one in store.sets(visit.id)]
        sums = [store.session_summary(visit.id) for visit in visits]
    assert _untold("rep", reps) == []
    assert _untold("set", sets) == []
    for metric in registry.metrics("rep"):
        assert any(getattr(rep, metric.name) is not None for rep in reps), metric.name
    two_feet = ("lowering_left_share", "lowering_asymmetry")
    for metric in registry.metrics("session"):
        told = any(getattr(one, metric.name) is not None for one in sums)
        assert told or metric.name.startswith(two_feet), metric.name


def test_a_second_career_is_another_athlete(lived: tuple[Career, list[Day]], tmp_path: Path) -> None:
    """Filling twice makes two people, told apart by name."""
    for _ in range(2):
        fill(lived[0], lived[1][:7], str(tmp_path))
    with Store.open(tmp_path / "station.db", read_only=True) as store:
        names = sorted(athlete.name for athlete in store.athletes())
        assert names == ["Flare-up (simulated)", "Flare-up (simulated) 2"]


def test_commands_read_it(folder: Path) -> None:
    """The plan's and the symptoms' commands tell of it as of anybody."""
    station = Command(folder.parent)
    today = (START + timedelta(days=7 * WEEKS)).isoformat()
    advice = station.inside("plan", "today", "Flare-up (simulated)", "--date", today, "--json")
    assert (advice.code, advice.err) == (0, "")
    assert advice.document()["plan_id"] == PLAN
    symptoms = station.inside("symptom", "list", "Flare-up (simulated)", "--json")
    assert symptoms.code == 0
    kinds = {kind for entry in symptoms.document() for kind in entry["values"]}
    assert {"during", "after", "next_morning", "stiffness_min"} <= kinds


def test_command_line_says_what_is_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Wrong values are refused in one line that names them; a folder that cannot be used, too."""
    for arguments, word in (
        (["--plan", "no-such"], "no-such"),
        (["--weeks", "0"], "'0'"),
        (["--start", "yesterday"], "'yesterday'"),
    ):
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        assert code == 2
        assert word in capsys.readouterr().err
    (tmp_path / "file").write_text("")
    assert main(["--weeks", "1", "--into", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_json_is_a_day_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line is one day with what was asked, done, felt and run."""
    assert main(["--weeks", "1", "--json"]) == 0
    days = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [day["lived"]["day"] for day in days] == [
        (START + timedelta(days=n)).isoformat() for n in range(7)
    ]
    assert days[0]["asked"]["sets"]
    assert days[0]["lived"]["visits"][0]["sets"][0]["reps"][0]["values"]["single_leg_time_s"] is None

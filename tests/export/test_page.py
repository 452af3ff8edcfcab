"""The page about exports: what it shows to type is typed, and what it shows to run is run."""

from __future__ import annotations

import re
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from simulators.career.cases import CASES
from simulators.career.driver.career import Career
from simulators.career.driver.filling import fill
from station.store import Store

if TYPE_CHECKING:
    from tests.support.command import Command

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "export.md").read_text(encoding="utf-8")


@pytest.fixture
def months(station: Command) -> Command:
    """Return a station where somebody has trained for four weeks."""
    career = Career(CASES["steady"], 1, date(2026, 1, 5), "seed-default")
    fill(career, list(career.days(4)), str(station.data))
    return station


def test_the_examples_run(months: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of Python run one after the other on a folder as exported, and come to what the store has."""
    assert months.inside("export", "all", "--format", "parquet", "--out", str(tmp_path / "export")).code == 0
    assert months.inside("export", "reps", "--out", str(tmp_path / "export" / "reps.csv")).code == 0
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 4
    known: dict[str, Any] = {}
    for block in blocks:
        if "polars" in block:
            compile(block, "docs/how-to/export.md", "exec")  # polars is not among what the tests need
        else:
            exec(block, known)  # noqa: S102  the page's own words
    read = known["from_csv"]
    assert ((read["faults"] == "") & read["final"]).sum() == len(known["clean"]) > 0
    with Store.open(months.data / "station.db", read_only=True) as store:
        reps = [rep for visit in store.sessions() for rep in store.reps(visit.id)]
    assert known["table"]["reps"].sum() == sum(not rep.faults for rep in reps)
    assert known["both"]["load_time_kg_s"].sum() == pytest.approx(
        sum(rep.load_time_kg_s or 0.0 for rep in reps)
    )
    assert known["both"]["next_morning_nrs"].notna().sum() > 5


def test_reps_without_a_fault_read_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that is empty in every row is still one of words: nothing warns, and every rep is clean."""
    (block,) = re.findall(r"```python\n([^`]*read_csv\(\"export/reps.csv\", parse.*?)```", PAGE, re.DOTALL)
    (tmp_path / "export").mkdir()
    rows = "start_time,faults,refused\n2026-01-05T12:00:00Z,,\n2026-01-05T12:00:09Z,,\n"
    (tmp_path / "export" / "reps.csv").write_text(rows)
    monkeypatch.chdir(tmp_path)
    known: dict[str, Any] = {"pd": pd}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(block, known)  # noqa: S102  the page's own words
    assert (known["from_csv"]["faults"] == "").sum() == 2


def test_csv_reads_as_the_page_says(months: Command, tmp_path: Path) -> None:
    """Times parse, numbers are numbers."""
    months.inside("export", "reps", "--out", str(tmp_path / "reps.csv"))
    reps = pd.read_csv(tmp_path / "reps.csv", parse_dates=["start_time"])
    assert str(reps["start_time"].dtype).startswith("datetime64")
    assert reps["eccentric_tut_s"].dtype == float


def test_the_commands_of_the_page_are_commands(
    months: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line to type, with a person and a visit that are there, does what it says."""
    monkeypatch.chdir(tmp_path)
    with Store.open(months.data / "station.db") as store:
        (athlete,) = store.athletes()
        store.rename_athlete(athlete.id, "Ann")
    lines = [
        line.partition("#")[0].split() for line in PAGE.splitlines() if line.startswith("station export")
    ]
    assert len(lines) >= 8
    for number, line in enumerate(lines):
        given = [word.strip("'") for word in line[1:]]
        if "force" in given or "1532.9f3ac01b" in given:
            continue
        ran = months.inside(*given[:1], *given[1:])
        assert ran.code == 0, (number, ran.err)
    assert {path.name for path in tmp_path.iterdir()} >= {
        "reps.csv",
        "reps.parquet",
        "2026-03",
        "ann",
        "monday",
    }

"""The forces of a visit's sets, out of its recording and back in as a table of any plate: the same reps."""

from __future__ import annotations

import csv
import io
import os
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from station.sources.table import read_table
from tests.support.command import Command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Return a station that has recorded three visits; the second has four sets, the last two with a backpack."""
    station = Command(tmp_path_factory.mktemp("recorded"))
    for scenario in ("textbook?seed=7&reps=5", "mixed_session?seed=3&reps=4", "textbook?seed=8&reps=3"):
        assert station.inside("live", "--port", f"sim://{scenario}&speed=max", "--json").code == 0
    return station


def table(station: Command, name: str, session: str) -> list[dict[str, str]]:
    """Return one visit's rows."""
    rows = csv.DictReader(io.StringIO(station.inside("export", name).out))
    return [row for row in rows if row["session_id"] == session]


def sessions(station: Command) -> list[str]:
    """Return the ids of the visits, in the order they were."""
    return [
        row["session_id"] for row in csv.DictReader(io.StringIO(station.inside("export", "sessions").out))
    ]


def test_analyze_reads_the_same_reps_back(recorded: Command, tmp_path: Path) -> None:
    """Every set's file holds its reps: as many, by the same legs, at the same times, with the same values."""
    compared = 0
    for number, session in enumerate(sessions(recorded)):
        out = tmp_path / f"forces{number}"
        assert recorded.inside("export", "force", session, "--out", str(out)).code == 0
        sets = table(recorded, "sets", session)
        assert sorted(file.name for file in out.iterdir()) == [
            f"set{int(row['index']):02}.csv" for row in sets
        ]
        stored = table(recorded, "reps", session)
        for row in sets:
            file = out / f"set{int(row['index']):02}.csv"
            (visit,) = table(recorded, "sessions", session)
            mass = ("--body-mass-kg", visit["body_mass_kg"])
            again = recorded.inside("analyze", str(file), *mass, "--json").document()["reps"]
            compare(again, [rep for rep in stored if rep["set"] == row["index"]])
            compared += len(again)
    assert compared >= 12


def compare(again: list[dict[str, Any]], stored: list[dict[str, str]]) -> None:
    """Compare what was measured from the table with what was measured from the wire."""
    assert [rep["side"] for rep in again] == [rep["side"] for rep in stored]
    assert [rep["mode"] for rep in again] == [rep["mode"] for rep in stored]
    for one, other in zip(again, stored, strict=True):
        assert one["start_s"] == pytest.approx(float(other["start_s"]), abs=0.1)
        for name, within in (("single_leg_time_s", 0.05), ("eccentric_tut_s", 0.3), ("added_load_kg", 0.5)):
            if one[name] is not None and other[name]:
                assert one[name] == pytest.approx(float(other[name]), abs=within)


def test_one_set_is_printed_and_pieces_do_not_overlap(recorded: Command, tmp_path: Path) -> None:
    """One set goes to the output; the pieces of a visit follow each other in time."""
    (session,) = [each for each in sessions(recorded) if len(table(recorded, "sets", each)) > 1][:1]
    out = tmp_path / "forces"
    recorded.inside("export", "force", session, "--out", str(out))
    files = sorted(out.iterdir())
    first = recorded.inside("export", "force", session, "--set", "1")
    assert first.out == files[0].read_text()
    assert first.out.splitlines()[0] == "t_s,left_n,right_n"
    tables = [read_table(file) for file in files]
    for before, after in pairwise(tables):
        assert before.t_s[-1] < after.t_s[0]
    for row, each in zip(table(recorded, "sets", session), tables, strict=True):
        assert each.t_s[0] < float(row["start_s"]) < float(row["end_s"]) < each.t_s[-1] + 0.02
        assert np.isfinite(each.left_n).all()


def test_what_cannot_be_had_is_said(recorded: Command, tmp_path: Path) -> None:
    """No such visit, no such set, no choice among sets, a recording that is gone: one line, and no file."""
    one, two, gone = sessions(recorded)
    if len(table(recorded, "sets", two)) < 2:
        one, two = two, one
    for arguments, code, said in (
        ((), 2, "the forces of which visit"),
        (("nobody",), 2, "no session 'nobody'"),
        ((one, "--set", "9"), 2, "has no set 9"),
        ((two,), 2, "Choose one with --set"),
        ((one, "--json"), 2, "--out"),
    ):
        ran = recorded.inside("export", "force", *arguments)
        assert (ran.code, ran.out) == (code, "")
        assert said in ran.err
    newest = max((recorded.data / "recordings").iterdir(), key=os.path.getmtime)
    aside = newest.rename(tmp_path / newest.name)
    ran = recorded.inside("export", "force", gone, "--out", str(tmp_path / "none"))
    aside.rename(newest)
    assert ran.code == 1
    assert "not in" in ran.err
    assert not (tmp_path / "none").exists()

"""Recordings of real people: no rep in any of them, right masses, right shares, right legs.

They are not part of the project (licences); point ``STATION_REAL_DATA`` to a folder with an ``index.json``.
"""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from station.analysis import analyze_table
from station.sources.table import read_table
from tests.support.command import ROOT, Command

FOLDER = Path(os.environ.get("STATION_REAL_DATA") or ROOT.parent / "shared" / "data" / "real")
INDEX: list[dict[str, Any]] = (
    json.loads((FOLDER / "index.json").read_text()) if (FOLDER / "index.json").is_file() else []
)
PLATES = [entry for entry in INDEX if entry["truth"]["kind"].find("one real HX711") < 0]
STANDING = [entry for entry in PLATES if entry["truth"]["kind"].startswith("quiet standing")]
FIRM = [entry for entry in STANDING if "Foam" not in entry["truth"]["kind"]]
REST = [entry for entry in INDEX if entry not in PLATES]
MASS_TOLERANCE = 0.0025
SHARE_TOLERANCE = 0.005
PIECE_S = 6.0

if not INDEX:
    pytest.skip("no real recordings here; set STATION_REAL_DATA to their folder", allow_module_level=True)


def named(entry: dict[str, Any]) -> str:
    """Return the name of a recording."""
    return str(entry["file"])


def gravity(entry: dict[str, Any]) -> float:
    """Return the gravity of the place, m/s²."""
    return float(entry["truth"].get("g", 9.80665))


def document(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the analysis of a recording."""
    table = read_table(FOLDER / entry["file"])
    return analyze_table(table.t_s, table.left_n, table.right_n, gravity_m_s2=gravity(entry))


def mean_mass_kg(entry: dict[str, Any]) -> float:
    """Return the mean of all force of a trial over gravity, kg."""
    table = read_table(FOLDER / entry["file"])
    return float(np.mean(table.left_n + table.right_n)) / gravity(entry)


@pytest.fixture
def station(tmp_path: Path) -> Command:
    """Return the command in a home folder of its own."""
    return Command(tmp_path)


@pytest.mark.parametrize("entry", PLATES, ids=named)
def test_no_rep_in_any_recording(entry: dict[str, Any]) -> None:
    """Nobody did a heel drop, so none is told, and no set either."""
    found = document(entry)
    assert found["reps"] == []
    assert found["sets"] == []


def test_command_says_the_same_of_packed_and_unpacked_files(station: Command, tmp_path: Path) -> None:
    """``station analyze`` reads every file as it is and decompressed, and finds no rep in either."""
    packed = [FOLDER / entry["file"] for entry in PLATES]
    plain = [tmp_path / path.name.removesuffix(".gz") for path in packed]
    for source, target in zip(packed, plain, strict=True):
        raw = source.read_bytes()
        target.write_bytes(gzip.decompress(raw) if source.suffix == ".gz" else raw)
    told = []
    for paths in (packed, plain):
        ran = station.inside("analyze", "--json", *map(str, paths))
        assert ran.code == 0, ran.err
        told.append(
            [{**found, "file": Path(found["file"]).name.removesuffix(".gz")} for found in ran.lines()]
        )
    assert told[0] == told[1]
    assert [found["reps"] for found in told[0]] == [[]] * len(PLATES)


@pytest.mark.parametrize("entry", FIRM, ids=named)
def test_body_mass_is_that_of_the_trial(entry: dict[str, Any]) -> None:
    """The reported body mass is within 0.25 % of the trial's mean force over gravity."""
    mass_kg = document(entry)["body_mass_kg"]
    assert mass_kg is not None
    assert mass_kg == pytest.approx(mean_mass_kg(entry), rel=MASS_TOLERANCE)


@pytest.mark.parametrize("entry", STANDING, ids=named)
def test_foam_is_weighed_too(entry: dict[str, Any]) -> None:
    """On foam the stance moves more; it is still weighed, within half a per cent of the trial's mean."""
    assert document(entry)["body_mass_kg"] == pytest.approx(mean_mass_kg(entry), rel=2 * MASS_TOLERANCE)


@pytest.mark.parametrize("entry", FIRM, ids=named)
def test_any_piece_weighs_the_same(entry: dict[str, Any]) -> None:
    """Whichever six seconds of firm standing are analysed, the body mass told is that of the trial."""
    table = read_table(FOLDER / entry["file"])
    expected_kg, size = mean_mass_kg(entry), round(PIECE_S * entry["rate_hz"])
    masses_kg = []
    for start in range(0, len(table.t_s) - size, size // 2):
        part = slice(start, start + size)
        found = analyze_table(
            table.t_s[part], table.left_n[part], table.right_n[part], gravity_m_s2=gravity(entry)
        )
        masses_kg.append(found["body_mass_kg"])
    told_kg = [mass_kg for mass_kg in masses_kg if mass_kg is not None]
    assert len(told_kg) >= 0.9 * len(masses_kg)
    assert told_kg == pytest.approx([expected_kg] * len(told_kg), rel=MASS_TOLERANCE)


@pytest.mark.parametrize("entry", STANDING, ids=named)
def test_left_share_is_that_of_the_index(entry: dict[str, Any]) -> None:
    """The mean left share is within half a point of what the index says."""
    share = document(entry)["quality"]["mean_left_share"]
    assert share == pytest.approx(entry["truth"]["mean_left_share"], abs=SHARE_TOLERANCE)


@pytest.mark.parametrize("entry", STANDING, ids=named)
def test_standing_has_no_stance_on_one_leg(entry: dict[str, Any]) -> None:
    """Who stands quietly on two feet is not told to stand on one."""
    assert not [event for event in document(entry)["events"] if event["type"] == "single_leg_stance"]


@pytest.mark.parametrize("entry", [e for e in PLATES if "stance_sides" in e["truth"]], ids=named)
def test_single_leg_stances_are_told_with_the_right_leg(entry: dict[str, Any]) -> None:
    """On the balance board six stances on one leg are told, each on the leg that stood."""
    stances = [event for event in document(entry)["events"] if event["type"] == "single_leg_stance"]
    assert "".join(stance["side"][0].upper() for stance in stances) == entry["truth"]["stance_sides"]
    assert all(stance["end_s"] - stance["start_s"] > 5.0 for stance in stances)


@pytest.mark.parametrize("entry", REST, ids=named)
def test_recording_of_one_converter_is_refused(entry: dict[str, Any], station: Command) -> None:
    """A file with other columns is named with what it lacks and what to do, in one line, and nothing is printed."""
    ran = station.inside("analyze", "--json", str(FOLDER / entry["file"]))
    assert ran.code == 1
    assert ran.out == ""
    assert len(ran.err.splitlines()) == 1
    for word in (entry["file"], "line 1", "t_s", "left_n", "right_n"):
        assert word in ran.err

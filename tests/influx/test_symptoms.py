"""Symptoms in a real InfluxDB: one point an entry, corrected in place, gone with the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.command import Command

if TYPE_CHECKING:
    from pathlib import Path

    from tools.influxd import InfluxServer

ALL = "SELECT * FROM symptom"


@pytest.fixture
def station(tmp_path: Path) -> Command:
    """Return the command with a person of its own."""
    command = Command(tmp_path)
    assert command.inside("athlete", "add", "Ann").code == 0
    return command


def push(station: Command, influx: InfluxServer) -> None:
    """Send what waits."""
    ran = station.inside("influx", "push", **influx.environment())
    assert ran.code == 0, ran.err


@pytest.mark.influx
def test_entry_is_one_point_however_often_it_is_sent(station: Command, influx: InfluxServer) -> None:
    """Sent, sent again, corrected: one row, with the last values, and floats throughout."""
    (entry,) = station.inside(
        "symptom", "add", "Ann", "--during", "3", "--morning", "2", "--sharp", "--leg", "left", "--json"
    ).document()
    push(station, influx)
    assert station.inside("influx", "resend", "--since", "2000-01-01").code == 0
    push(station, influx)
    (row,) = influx.query(ALL)
    assert (row["during_nrs"], row["next_morning_nrs"], row["sharp"], row["side"]) == (3, 2, 1, "left")
    assert (row["athlete"], row["withdrawn"]) == (entry["athlete_id"], False)
    station.inside("symptom", "correct", "Ann", str(entry["id"]), "--during", "4.5", "--no-sharp")
    push(station, influx)
    (row,) = influx.query(ALL)
    assert (row["during_nrs"], row["next_morning_nrs"], row["sharp"]) == (4.5, 2, 0)
    station.inside("symptom", "withdraw", "Ann", str(entry["id"]), "--reason", "wrong person")
    push(station, influx)
    assert [row["withdrawn"] for row in influx.query(ALL)] == [True]
    types = {row["fieldKey"]: row["fieldType"] for row in influx.query("SHOW FIELD KEYS FROM symptom")}
    assert {types[name] for name in ("during_nrs", "next_morning_nrs", "sharp")} == {"float"}
    status = station.inside("influx", "status", "--json").document()["ledger"]
    assert status["differences"] == []


@pytest.mark.influx
def test_erasing_a_person_reaches_their_symptoms(station: Command, influx: InfluxServer) -> None:
    """Also of somebody who never trained; what another person said stays."""
    station.inside("athlete", "add", "Bob")
    for name in ("Ann", "Bob"):
        station.inside("symptom", "add", name, "--visa-a", "64", "--run", "20")
    push(station, influx)
    assert len(influx.query(ALL)) == 4
    ran = station.inside("athlete", "erase", "Ann", "--yes", "--json", **influx.environment())
    assert ran.code == 0, ran.err
    bob = station.inside("athlete", "list", "--json").document()[0]["id"]
    assert {row["athlete"] for row in influx.query(ALL)} == {bob}
    assert station.inside("influx", "status", "--json").document()["ledger"]["differences"] == []

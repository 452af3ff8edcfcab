"""A small fleet: whole stations, one real InfluxDB, and an account that has to agree with it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from simulators.fleet.__main__ import main
from simulators.fleet.crew import Shift, train
from simulators.fleet.influx import Bucket, FleetError, Rows, there
from simulators.fleet.member import Member
from simulators.fleet.plan import APART_US, Plan
from simulators.fleet.tally import Tally, compare, reps_told
from simulators.options import options_of_url
from station.config import InfluxSection
from station.sinks.influx.client import WriteClient
from tests.support.influx import influx, influx_binaries, shared_influx

if TYPE_CHECKING:
    from tools.influxd import InfluxServer

__all__ = ["influx", "influx_binaries", "shared_influx"]
ROOT = Path(__file__).parents[2]
PLAN = Plan(seed=1, speed="max", reps=3, scenario=None, epoch_us=1_760_000_000_000_000)


def fleet(server: InfluxServer, data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m simulators.fleet`` against a server."""
    tokens = {"STATION_INFLUX_TOKEN": server.write_token, "FLEET_READ_TOKEN": server.read_token}
    command = [
        sys.executable,
        "-m",
        "simulators.fleet",
        "--influx",
        server.url,
        "--data",
        str(data),
        *options,
    ]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | tokens, capture_output=True, text=True, timeout=100, check=False
    )


def _looked_at_again(account: dict[str, Any], held: dict[tuple[str, str], Rows]) -> Tally:
    """Compare a station's account with what InfluxDB holds now."""
    tally = Tally(account["station"], account["visits"], delivered=account["delivered"])
    compare(tally, held)
    return tally


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--stations", "0"), "'0' is no whole number from 1"),
        (("--stations", "1", "--minutes", "soon"), "'soon' is no number above 0"),
        (("--stations", "1", "--speed", "fast"), "'fast' is neither max nor a number above 0"),
    ],
)
def test_wrong_numbers_are_told_in_words(
    options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each names the value and what would do."""
    with pytest.raises(SystemExit) as ended:
        main(options)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.influx
def test_three_stations_deliver_everything_once(influx: InfluxServer, tmp_path: Path) -> None:
    """What each station said, counted and sent is in InfluxDB under its name, once; what vanishes is named."""
    ran = fleet(influx, tmp_path / "data", "--stations", "3", "--speed", "max", "--reps", "3",
                "--scenario", "textbook", "--json")  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    document: dict[str, Any] = json.loads(ran.stdout)
    assert [each["station"] for each in document["accounts"]] == ["s0001", "s0002", "s0003"]
    assert document["stations_wrong"] == document["doubled"] == document["waiting"] == 0
    for each in document["accounts"]:
        assert each["reps_told"] == each["delivered"]["rep"] == each["present"]["rep"] == 3
    rows = influx.query('SELECT count("session_id") FROM "rep" GROUP BY "station", "athlete"')
    assert sorted(row["station"] for row in rows) == ["s0001", "s0002", "s0003"]
    assert len({row["athlete"] for row in rows}) == 3
    assert "none" not in {row["athlete"] for row in rows}
    influx.query('DROP SERIES FROM "rep" WHERE "station" = \'s0002\'')
    held = Bucket(influx.url, "steps", influx.write_token, influx.read_token).count(document["site"])
    assert [_looked_at_again(each, held).wrong for each in document["accounts"]] == [
        [], ["rep: 3 delivered, 0 in InfluxDB"], []
    ]  # fmt: skip


def test_station_that_dies_is_reported_and_not_started_again(tmp_path: Path) -> None:
    """A visit that ends with an error is told with the station's name and last words; the others go on."""
    members = [Member(number, tmp_path / f"s{number}", "site", {}) for number in range(2)]
    for member in members:
        member.settle(people=1)
    (tmp_path / "s0" / "data" / "station.db").write_bytes(b"this is no database" * 500)
    told: list[str] = []
    train(members, replace(PLAN, scenario="textbook"), Shift(2, None, 2), told.append)
    assert [words.partition(":")[0] for words in told] == ["s0001"]
    assert "visit 1 ended with 1: station:" in members[0].troubles[0]
    assert (members[0].visits, members[1].visits, members[1].troubles) == (1, 2, [])


def test_time_that_is_over_ends_visits_in_order(tmp_path: Path) -> None:
    """Stations are asked to end when the time is over; what they measured is stored, and no trouble is told."""
    member = Member(0, tmp_path / "s0", "site", {})
    member.settle(people=1)
    clock = iter([0.0, 0.0, 0.0])
    train(
        [member], replace(PLAN, speed="1"), Shift(None, 5.0, 1), pytest.fail,
        lambda: 9.0 if member.told.exists() and b'"opened"' in member.told.read_bytes() else next(clock, 0.0),
    )  # fmt: skip
    assert member.troubles == []
    assert member.running is None
    code, status = member.ask("influx", "status", "--json")
    assert (code, status["ledger"]["open"], status["ledger"]["differences"]) == (0, 0, [])


def test_everybody_trains_something_else_and_the_same_again() -> None:
    """A plan gives stations different athletes, and the same ones for the same seed; visits never overlap."""
    ports = [PLAN.port(station, visit) for station in range(20) for visit in range(3)]
    assert ports == [PLAN.port(station, visit) for station in range(20) for visit in range(3)]
    options = [options_of_url(port) for port in ports]
    assert len({each.settings for each in options}) == len(options)
    assert len({each.uid for each in options}) == 20
    first, second = options[0].epoch_us, options[1].epoch_us
    assert first is not None
    assert second == first + APART_US


def test_reps_taken_back_and_torn_lines_do_not_count() -> None:
    """Only reps whose saving was said whole, and which stand, are expected in the database."""
    lines = [
        b'{"type":"session","state":"opened","session_id":"v"}\n',
        b'{"type":"saved","what":"rep","session_id":"v","set":1,"index":1}\n',
        b'{"type":"saved","what":"rep","session_id":"v","set":1,"index":2}\n',
        b'{"type":"rep_withdrawn","set":1,"index":2}\n',
        b'{"type":"saved","what":"rep_final","session_id":"v","set":1,"index":1}\n',
        b'{"type":"saved","what":"rep_final","session_id":"v","set":1,"ind',
    ]
    assert reps_told(lines) == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (Rows(4, 0), []),
        (Rows(3, 0), ["rep: 4 delivered, 3 in InfluxDB"]),
        (Rows(4, 1), ["rep: 4 delivered, 4 in InfluxDB, 1 of them twice"]),
    ],
)
def test_loss_and_doubling_are_told_apart(rows: Rows, words: list[str]) -> None:
    """A loss cannot hide behind a point that is there twice."""
    tally = Tally("s0001", 1, delivered={"rep": 4})
    compare(tally, {("s0001", "rep"): rows, ("s0002", "rep"): Rows(9, 9)})
    assert tally.wrong == words


def test_tokens_are_neither_shown_nor_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token a fleet says which variables to set; with one, no text of the fleet holds it."""
    monkeypatch.delenv("STATION_INFLUX_TOKEN", raising=False)
    with pytest.raises(FleetError, match="STATION_INFLUX_TOKEN"):
        there("http://127.0.0.1:1", "steps")
    monkeypatch.setenv("STATION_INFLUX_TOKEN", "s3cret")
    bucket = there("http://127.0.0.1:1", "steps")
    assert "s3cret" not in repr(bucket)
    with pytest.raises(FleetError, match="does not answer InfluxQL") as silent:
        bucket.count("site")
    assert "s3cret" not in str(silent.value)


@pytest.mark.influx
def test_statements_of_the_page_run(influx: InfluxServer) -> None:
    """What docs/how-to/many-stations.md tells an operator of InfluxDB 1 to type is taken, and makes a row a day."""
    page = (ROOT / "docs" / "how-to" / "many-stations.md").read_text("utf-8")
    statements = [
        line for block in re.findall(r"```sql\n(.*?)```", page, re.DOTALL) for line in block.splitlines()
    ]
    assert {line.split()[0] for line in statements} == {"ALTER", "CREATE", "SELECT"}
    line = "rep,site=a,station=b,athlete=c,side=left,variant=v eccentric_tut_s=3,single_leg_time_s={} {}"
    noon_s = int(time.time()) // 86_400 * 86_400 - 43_200  # yesterday's: the page's retention counts from now
    with WriteClient(InfluxSection(url=influx.url), influx.write_token) as client:
        for number in range(4):
            at_us = (noon_s + 7 * number) * 1_000_000
            assert client.send(line.format(4.0 + number, at_us).encode()).meaning == "stored"
    for statement in statements:
        influx.query(statement)
    days = influx.query('SELECT * FROM "steps"."years"."rep_daily"')
    assert [(row["reps"], row["single_leg_time_s"], row["side"]) for row in days] == [(4, 5.5, "left")]

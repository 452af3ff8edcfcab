"""Installing where something is there already: what is kept, what is told, and what is never passed over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from station.sinks.influx.grafana import datasource
from station.sinks.influx.installing import kept_words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.install.conftest import Command
    from tests.support.influxdb2 import InfluxDB2Stub
    from tools.influxd import InfluxServer


@pytest.fixture
def options(stub: InfluxDB2Stub, admin_2: list[str]) -> list[str]:
    """Return the options that lead to the stub as its operator."""
    return ["--influxdb2", stub.url, *admin_2]


@pytest.fixture
def bare(influx: InfluxServer) -> InfluxServer:
    """Return a server with nothing of ours on it."""
    influx.query('DROP DATABASE "steps"')
    for row in influx.query("SHOW USERS"):
        if row["user"].startswith("heeldrop"):
            influx.query(f'DROP USER "{row["user"]}"')
    return influx


def _zone(stub: InfluxDB2Stub) -> list[str]:
    (contents,) = stub.state.applied.values()
    (spec,) = (each["spec"] for each in contents if each["spec"].get("name") == "heeldrop_zone")
    values: list[str] = spec["values"]
    return values


def test_another_stations_installation_keeps_the_zone(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """Only ``--zone`` moves the days of every board, and that is told."""
    install.document(*options, "--zone", "Europe/Berlin")
    assert install.document(*options)["warnings"] == []
    assert _zone(stub) == ["Europe/Berlin"]
    (told,) = install.document(*options, "--zone", "UTC")["warnings"]
    assert "begin in UTC from now on, no longer in Europe/Berlin" in told
    assert _zone(stub) == ["UTC"]


def test_boards_that_are_led_to_another_bucket_are_told(install: Command, options: list[str]) -> None:
    """There is one set of boards in an organisation: everybody's read the new bucket."""
    install.document(*options)
    told = install.document(*options, "--bucket", "gym", "--new-tokens", "both", "--dry-run")["warnings"]
    assert any("reads bucket gym from now on, no longer steps" in words for words in told)


@pytest.mark.parametrize(("whose", "ends"), [("station", 0), ("coach", 1), ("both", 1)])
def test_only_the_token_that_was_named_is_made_anew(
    install: Command, options: list[str], whose: str, ends: int
) -> None:
    """The coaches' token is not touched for the sake of one station's, and when it is, Grafana is thought of."""
    install.document(*options)
    files = {"station": install.station_file, "coach": install.coach_file}
    before = {name: file.read_text() for name, file in files.items()}
    told = install.document(*options, "--new-tokens", whose)["warnings"]
    changed = {name for name, file in files.items() if file.read_text() != before[name]}
    assert changed == ({"station", "coach"} if whose == "both" else {whose})
    assert len([words for words in told if "--grafana DIR" in words]) == ends


@pytest.mark.influx
def test_influxdb_1_leaves_the_coachs_token_alone_too(install: Command, bare: InfluxServer) -> None:
    """Its users are the whole server's: a station's lost token must not end Grafana's."""
    options = ["--v1", bare.url, *install.admin("admin:admin")]
    install.document(*options)
    coach = install.coach_file.read_text()
    install.station_file.unlink()
    code, _said, wrong = install(*options)
    assert code == 2
    assert "--new-tokens station" in wrong
    seen = install.document(*options, "--new-tokens")["seen"]
    assert install.coach_file.read_text() == coach
    assert any("reads" in words for words in seen)


def test_a_failing_change_leaves_the_old_token(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """Old tokens end last: until then the file holds the old one again when something fails."""
    install.document(*options)
    before = install.station_file.read_text()
    (old,) = (
        key for key, each in stub.state.kinds["authorizations"].items() if "step2" in each["description"]
    )
    stub.fail[("DELETE", f"authorizations/{old}")] = (500, {"message": "no"})
    code, _said, wrong = install(*options, "--new-tokens")
    assert code == 1
    assert "Changed, and left so: boards and tasks" in wrong
    assert install.station_file.read_text() == before
    assert len(stub.state.kinds["authorizations"]) == 2


@pytest.mark.parametrize(
    ("kept_s", "words"),
    [(0, "kept for ever"), (43200, "kept 12 hours"), (259200, "kept 3 days"), (90, "kept 90 seconds")],
)
def test_how_long_is_told_as_it_is(kept_s: int, words: str) -> None:
    """Half a day is not for ever."""
    assert kept_words(kept_s) == words


def test_a_short_bucket_is_told_and_can_be_kept_for_ever(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """Twelve hours are twelve hours, ``--keep 0`` ends them, and short rows by day are warned about."""
    rule = [{"type": "expire", "everySeconds": 43200}]
    for name in ("steps", "steps_daily"):
        stub.state.kinds["buckets"][name] = {"id": name, "name": name, "retentionRules": rule}
    document = install.document(*options, "--dry-run")
    assert [step["note"] for step in document["steps"][:2]] == ["kept 12 hours"] * 2
    assert "influx bucket update --id steps_daily --retention 0" in document["warnings"][0]
    assert install.states(*options, "--keep", "0")["bucket steps"] == "change"
    assert stub.state.kinds["buckets"]["steps"]["retentionRules"] == []


@pytest.mark.influx
def test_influxdb_1_tells_hours_and_takes_few_days(install: Command, bare: InfluxServer) -> None:
    """A policy of twelve hours is told so; from one day on, any number can be asked for."""
    bare.query('CREATE DATABASE "steps" WITH DURATION 12h REPLICATION 1 NAME "main"')
    bare.query('CREATE RETENTION POLICY "daily" ON "steps" DURATION 7d REPLICATION 1')
    options = ["--v1", bare.url, *install.admin("admin:admin")]
    document = install.document(*options, "--dry-run")
    assert document["steps"][0]["note"] == "main: kept 12 hours"
    assert document["steps"][1]["note"] == "kept 7 days"
    assert "DURATION INF" in document["warnings"][0]
    for days in (3, 1, 400, 2, 0):
        install.document(*options, "--keep", str(days), "--new-tokens")
        (main,) = (row for row in bare.query('SHOW RETENTION POLICIES ON "steps"') if row["default"])
        assert main["duration"] == (f"{days * 24}h0m0s" if days else "0s")


@pytest.mark.influx
def test_a_policy_that_boards_do_not_read_is_not_installed_for_grafana(
    install: Command, bare: InfluxServer, tmp_path: Path
) -> None:
    """Every board would be empty: it is said how to make it the default, and then it is installed."""
    folder = tmp_path / "provisioning"
    folder.mkdir()
    bare.query('CREATE DATABASE "old" WITH DURATION INF REPLICATION 1 NAME "main"')
    bare.query('CREATE RETENTION POLICY "long" ON "old" DURATION INF REPLICATION 1')
    try:
        options = [*install.admin("admin:admin"), "--bucket", "old/long"]
        warned = install.document("--v1", bare.url, *options, "--dry-run")["warnings"]
        assert any('ALTER RETENTION POLICY "long" ON "old" DEFAULT' in words for words in warned)
        where = ["--grafana", str(folder), "--url", bare.url, *options]
        code, _said, wrong = install(*where)
        assert code == 2
        assert 'ALTER RETENTION POLICY "long" ON "old" DEFAULT' in wrong
        assert list(folder.iterdir()) == []
        bare.query('ALTER RETENTION POLICY "long" ON "old" DEFAULT')
        assert install(*where)[0] == 0
    finally:
        bare.query('DROP DATABASE "old"')


def test_grafanas_boards_take_a_zone_and_keep_it(install: Command, tmp_path: Path) -> None:
    """Days begin where the clinic is, also after the next installation."""
    folder = tmp_path / "provisioning"
    folder.mkdir()
    where = ["--grafana", str(folder), "--url", "http://influx:8086", "--offline", *install.admin("t")]
    for more in (["--zone", "Europe/Berlin"], []):
        install.document(*where, *more)
        boards = [json.loads(each.read_text()) for each in (folder / "dashboards" / "heeldrop").iterdir()]
        zones = {
            each["query"]
            for board in boards
            for each in board["templating"]["list"]
            if each["name"] == "zone"
        }
        assert zones == {"Europe/Berlin"}


def test_a_mapping_to_another_bucket_is_not_kept(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """Grafana would read other people's bucket under this name."""
    install.document(*options)
    mapping = next(iter(stub.state.kinds["dbrps"].values()))
    mapping["bucketID"] = "ffff"
    code, _said, wrong = install(*options)
    assert code == 2
    assert f"influx v1 dbrp delete --id {mapping['id']}" in wrong


def test_grafana_trusts_the_authority_that_the_station_trusts(tmp_path: Path) -> None:
    """A clinic's own certificate would be refused otherwise."""
    authority = tmp_path / "ca.pem"
    authority.write_text("-----BEGIN CERTIFICATE-----\n")
    (source,) = json.loads(datasource(InfluxSection(url="https://i", ca_file=authority), "a:b"))[
        "datasources"
    ]
    assert source["jsonData"]["tlsAuthWithCACert"] is True
    assert source["secureJsonData"] == {"tlsCACert": authority.read_text(), "password": "b"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--v1", "http://i", "--zone", "UTC"], "--zone does nothing with --v1"),
        (["--v1", "http://i", "--org", "clinic"], "--org does nothing with --v1"),
        (["--grafana", ".", "--keep", "0"], "--keep does nothing with --grafana"),
        (["--grafana", ".", "--new-tokens"], "--new-tokens does nothing with --grafana"),
        (["--influxdb2", "http://i", "--offline"], "--offline does nothing with --influxdb2"),
        (["--v1", "127.0.0.1:8086"], "Begin it with http:// or https://"),
        (["--v1", "http://user:hush@i"], "has a password in it"),
    ],
)
def test_nothing_that_was_asked_for_is_passed_over(
    install: Command, arguments: list[str], words: str
) -> None:
    """An option that would do nothing, and an address that is none, are told; a password is not repeated."""
    code, _said, wrong = install(*arguments)
    assert code == 2
    assert words in wrong
    assert "hush" not in wrong


def test_no_token_at_all_is_told_as_such(install: Command, stub: InfluxDB2Stub) -> None:
    """Nothing was refused that was never shown."""
    code, _said, wrong = install("--influxdb2", stub.url)
    assert code == 1
    assert "no token was shown" in wrong
    assert "--token-file FILE" in wrong


def test_a_file_that_is_no_token_is_not_written_over(
    install: Command, stub: InfluxDB2Stub, options: list[str]
) -> None:
    """Somebody's file of that name stays, and nothing is installed."""
    install.tokens.mkdir()
    install.station_file.write_bytes(b"\xff\xfe")
    code, _said, wrong = install(*options)
    assert code == 1
    assert "holds something that is no token" in wrong
    assert "Nothing of the installation is left" in wrong
    assert install.station_file.read_bytes() == b"\xff\xfe"
    assert {kind: len(held) for kind, held in stub.state.kinds.items() if held} == {}


def test_a_token_of_another_server_comes_back(install: Command, options: list[str]) -> None:
    """A failed installation leaves the file as it was, not empty."""
    install.tokens.mkdir()
    install.station_file.write_text("another\n")
    install.coach_file.mkdir()
    code, _said, _wrong = install(*options)
    assert code == 1
    assert install.station_file.read_text() == "another\n"

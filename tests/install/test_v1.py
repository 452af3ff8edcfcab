"""Installing on InfluxDB 1: a real influxd behind the proxy that old servers need."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from station.config import InfluxSection
from station.errors import InfluxError
from station.sinks.influx.asking import QueryClient
from station.sinks.influx.client import WriteClient
from station.sinks.influx.install_v1 import warnings
from station.sinks.influx.installing import Wanted
from tests.support.scripted import ScriptedServer

if TYPE_CHECKING:
    from pathlib import Path

    from tests.install.conftest import Command
    from tools.influxd import InfluxServer

pytestmark = pytest.mark.influx
DAILY = ("rep", "set", "session", "symptom", "step_health")


@pytest.fixture
def bare(influx: InfluxServer) -> InfluxServer:
    """Return a server with nothing of ours on it."""
    influx.query('DROP DATABASE "steps"')
    for row in influx.query("SHOW USERS"):
        if row["user"].startswith("heeldrop"):
            influx.query(f'DROP USER "{row["user"]}"')
    return influx


@pytest.fixture
def options(bare: InfluxServer, install: Command) -> list[str]:
    """Return the options that lead to the bare server as its administrator."""
    return ["--v1", bare.url, *install.admin("admin:admin")]


def test_a_dry_run_tells_everything_and_changes_nothing(
    install: Command, bare: InfluxServer, options: list[str]
) -> None:
    """Every step is told as to be made; the server has no database and no users after it."""
    assert set(install.states(*options, "--dry-run").values()) == {"make"}
    assert bare.query("SHOW DATABASES") == []
    assert "heeldrop" not in str(bare.query("SHOW USERS"))
    assert not install.tokens.exists()


def test_the_stations_token_writes_and_the_coachs_reads_and_no_more(
    install: Command, bare: InfluxServer, options: list[str]
) -> None:
    """Tokens do what they are for and are refused the rest; their files are for their owner only."""
    install.document(*options, "--keep", "0")
    where = InfluxSection(url=bare.url)
    station, coach = (file.read_text().strip() for file in (install.station_file, install.coach_file))
    with WriteClient(where, station) as writer, QueryClient(where, station) as reader:
        assert writer.send(b"rep,athlete=a value=1 1").meaning == "stored"
        with pytest.raises(InfluxError, match=r"may not do that|not authorized"):
            reader.ask(['SELECT * FROM "rep"'])
    with WriteClient(where, coach) as writer, QueryClient(where, coach) as reader:
        assert writer.send(b"rep,athlete=a value=2 2").meaning == "denied"
        assert len(reader.ask(['SELECT * FROM "rep"'])[0]) == 1
        with pytest.raises(InfluxError):
            reader.ask(['DROP DATABASE "steps"'])
    for file in (install.station_file, install.coach_file):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_installing_again_changes_nothing(install: Command, bare: InfluxServer, options: list[str]) -> None:
    """The second run keeps everything, tokens included."""
    install.document(*options)
    token = install.station_file.read_text()
    queries = bare.query("SHOW CONTINUOUS QUERIES")
    assert set(install.states(*options).values()) == {"keep"}
    assert install.station_file.read_text() == token
    assert bare.query("SHOW CONTINUOUS QUERIES") == queries
    assert len(queries) == len(DAILY)


def test_retention_changes_only_when_it_is_asked_for(
    install: Command, bare: InfluxServer, options: list[str]
) -> None:
    """A new database keeps three years, ``--keep`` sets another time, and without it that one stays."""
    for more, hours in (([], 1095 * 24), (["--keep", "30"], 720), ([], 720), (["--keep", "0"], 0)):
        install.document(*options, *more)
        (main,) = (row for row in bare.query('SHOW RETENTION POLICIES ON "steps"') if row["default"])
        assert main["duration"] == (f"{hours}h0m0s" if hours else "0s")


def test_what_fails_half_way_leaves_nothing(
    install: Command, bare: InfluxServer, options: list[str], tmp_path: Path
) -> None:
    """A folder for tokens that cannot be written ends in words, without database and users."""
    (tmp_path / "file").write_text("")
    code, _said, wrong = install(*options, "--tokens", str(tmp_path / "file" / "below"))
    assert code == 1
    assert "Nothing of the installation is left" in wrong
    assert "--tokens DIR" in wrong
    assert bare.query("SHOW DATABASES") == []
    assert "heeldrop" not in str(bare.query("SHOW USERS"))


def test_a_database_that_was_there_is_never_dropped(
    install: Command, bare: InfluxServer, options: list[str], tmp_path: Path
) -> None:
    """When an installation on a database with points fails, the points stay."""
    bare.make_bucket("steps")
    with WriteClient(InfluxSection(url=bare.url), "admin:admin") as writer:
        assert writer.send(b"rep,athlete=a value=1 1").meaning == "stored"
    (tmp_path / "file").write_text("")
    code, _said, _wrong = install(*options, "--tokens", str(tmp_path / "file" / "below"))
    assert code == 1
    assert len(bare.query('SELECT * FROM "rep"')) == 1
    assert "daily" not in {row["name"] for row in bare.query('SHOW RETENTION POLICIES ON "steps"')}


@pytest.mark.parametrize(
    ("token", "words"),
    [("station:write-only", "requires admin privilege"), ("admin:wrong", "not accepted")],
)
def test_a_token_without_rights_changes_nothing(
    install: Command, bare: InfluxServer, token: str, words: str
) -> None:
    """It is one line with the remedy, and the server is as it was."""
    code, said, wrong = install("--v1", bare.url, *install.admin(token))
    assert (code, said) == (1, "")
    assert words in wrong
    assert "--token-file FILE" in wrong
    assert bare.query("SHOW DATABASES") == []


def test_a_lost_token_file_is_told_and_replaced_when_asked(install: Command, options: list[str]) -> None:
    """Nobody's password is reset without being asked; ``--new-tokens`` makes one that works."""
    install.document(*options)
    install.station_file.unlink()
    code, _said, wrong = install(*options)
    assert code == 2
    assert "--new-tokens" in wrong
    seen = install.document(*options, "--new-tokens")["seen"]
    assert any("writes" in words for words in seen)


def test_daily_rows_are_those_of_the_points(install: Command, bare: InfluxServer, options: list[str]) -> None:
    """Points that were there before get daily rows at once: means, sums, worst pain, nothing taken back."""
    bare.make_bucket("steps")
    tags = "site=s,station=t,athlete=a,side=left,variant=straight_step"
    second, day = 1_000_000, 86_400_000_000
    lines = [
        f'rep,{tags} session_id="x",eccentric_tut_s=3,fault_count=1i {day}',
        f'rep,{tags} session_id="x",eccentric_tut_s=4,fault_count=0i {day + second}',
        f'rep,{tags} session_id="y",eccentric_tut_s=9,fault_count=0i {2 * day}',
        f"symptom,{tags} during_nrs=2,withdrawn=false {day}",
        f"symptom,{tags} during_nrs=5,withdrawn=false {day + second}",
        f"symptom,{tags} during_nrs=9,withdrawn=true {day + 2 * second}",
    ]
    with WriteClient(InfluxSection(url=bare.url), "admin:admin") as writer:
        assert writer.send("\n".join(lines).encode()).meaning == "stored"
    install.document(*options, "--keep", "0")
    rows = bare.query('SELECT * FROM "steps"."daily"."rep_daily"')
    assert [(row["time"], row["reps_n"], row["eccentric_tut_s"], row["fault_count"]) for row in rows] == [
        (day, 2, 3.5, 1),
        (2 * day, 1, 9.0, 0),
    ]
    assert rows[0]["athlete"] == "a"
    (pain,) = bare.query('SELECT * FROM "steps"."daily"."symptom_daily"')
    assert (pain["time"], pain["during_nrs"]) == (day, 5.0)


def test_nobody_home_is_one_line(install: Command) -> None:
    """A server that is away is named with what to look at."""
    code, _said, wrong = install("--v1", "http://127.0.0.1:9", *install.admin("admin:admin"))
    assert code == 1
    assert "no answer from http://127.0.0.1:9" in wrong
    assert wrong.count("\n") == 1


def test_an_open_token_file_is_refused(install: Command, options: list[str], tmp_path: Path) -> None:
    """An administrator's token that others can read is not used."""
    (tmp_path / "admin.token").chmod(0o644)
    code, _said, wrong = install(*options)
    assert code == 2
    assert "can be read by others" in wrong


@pytest.mark.parametrize(("status", "warned"), [(200, 1), (401, 0)])
def test_a_server_that_asks_nobody_is_warned_about(tmp_path: Path, status: int, warned: int) -> None:
    """Rights mean nothing where a stranger is answered."""
    with ScriptedServer((status, {}, b'{"results":[{"statement_id":0}]}')) as server:
        files = (tmp_path / "station", tmp_path / "coach")
        found = list(warnings(Wanted(InfluxSection(url=server.url), "clinic-step1", *files)))
    assert len(found) == warned
    assert all("auth-enabled = true" in words for words in found)

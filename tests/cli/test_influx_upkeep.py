"""``station influx`` and ``station doctor``: accounts, refused points, lost points, in words and as JSON."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from station.config import InfluxSection
from station.events import ChannelAccount, WireAccount
from station.sinks.influx.client import WriteClient
from station.store import Store, StoreWriter, ledger
from tests.support.scripted import ScriptedServer
from tests.support.stream import OPENED_US, closed, one_set, opened, visit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command import Command, Ran
    from tools.influxd import InfluxServer

WIRE = WireAccount(60.0, (ChannelAccount("L", 100, 90, 4, 6), ChannelAccount("R", 90, 90, 0, 0)))


@pytest.fixture
def database(station: Command) -> Path:
    """Return a database with two visits of an hour apart."""
    path = station.data / "station.db"
    with Store.open(path) as store:
        writer = StoreWriter(store, "clinic", "step1")
        writer.handle([opened("a"), WIRE, *one_set(1, 4), closed("a")])
        writer.handle(visit("b", 1, 3, OPENED_US + 90_000_000_000))
    return path


def doctor(station: Command, **environment: str) -> dict[str, Any]:
    """Return what the doctor says of the ledger."""
    ran = station.inside("doctor", "--json", "--port", "sim://nothing?", **environment)
    (finding,) = [each for each in ran.document()["lines"] if each["what"] == "ledger"]
    return dict(finding)


def refuse_reps(server: InfluxServer) -> None:
    """Make the server refuse reps, by a field of another type that is there first."""
    with WriteClient(InfluxSection(url=server.url), server.write_token) as client:
        client.send(b'rep,athlete=other eccentric_tut_s="x" 1760000000000000')


def lines(ran: Ran) -> list[str]:
    """Return what was printed."""
    return ran.out.splitlines()


def test_status_shows_both_sums(station: Command, database: Path) -> None:
    """Conversions and points: every line adds up, and it is said that all do."""
    told = lines(station.inside("influx", "status"))
    assert "wire: 190 conversions announced = 180 used + 4 flagged + 6 lost" in told
    assert "rep: 7 told = 7 stored" in told
    assert "rep: 7 queued = 0 delivered + 7 waiting" in told
    assert "✓ everything adds up" in told
    document = station.inside("influx", "status", "--json").document()["ledger"]
    assert document["differences"] == []
    assert document["wire"] == {"announced": 190, "used": 180, "flagged": 4, "lost": 6, "duplicates": 0}
    assert {each["measurement"]: each["stored"] for each in document["points"]} == {
        "rep": 7,
        "set": 2,
        "session": 2,
    }
    assert database.exists()


def test_difference_is_named_with_its_remedy(station: Command, database: Path) -> None:
    """A row that vanished: status fails, and the doctor stops on the session, the sum and what to do."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM outbox WHERE session_id = 'b' AND measurement = 'set'")
        connection.commit()
    ran = station.inside("influx", "status")
    assert ran.code == 1
    words = "session b: set: 1 queued, 0 delivered, discarded, parked or waiting."
    assert any(line.startswith(f"✕ {words}") for line in lines(ran))
    found = doctor(station)
    assert found["state"] == "SERVICE"
    assert found["words"] == words.rstrip(".")
    assert found["remedy"].endswith("station influx resend b")


def test_doctor_adds_up_the_whole_database(station: Command, database: Path) -> None:
    """When everything adds up the doctor says of how many sessions, and how many a crash ended."""
    assert doctor(station)["words"] == "2 sessions add up"
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle([opened("c")])
    Store.open(database).close()
    assert doctor(station)["words"] == "3 sessions add up, 1 of them ended by a crash"


def test_doctor_mentions_erasures_that_wait(station: Command, database: Path) -> None:
    """As long as InfluxDB may have an erased person's points, the doctor says so."""
    with Store.open(database) as store:
        store.erase_athlete(store.add_athlete("Ann").id, sent_away=True)
    ran = station.inside("doctor", "--json", "--port", "sim://nothing?")
    found = [each for each in ran.document()["lines"] if each["what"] == "ledger"]
    assert [each["state"] for each in found] == ["RETRY", "PASS"]
    assert "1 erased people" in found[0]["words"]


@pytest.mark.usefixtures("database")
def test_nothing_parked(station: Command) -> None:
    """An empty list is said in words and is an empty list in JSON."""
    assert "refused nothing" in station.inside("influx", "parked").out
    assert station.inside("influx", "parked", "--json").document() == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("retry",), "which points?"),
        (("retry", "--all", "3"), "which points?"),
        (("retry", "999"), "point 999 is not parked"),
        (("discard", "--all"), "--reason"),
        (("resend",), "which sessions?"),
        (("resend", "nobody"), "no session 'nobody'"),
        (("resend", "--since", "yesterday"), "no day such as"),
        (("verify",), "no InfluxDB is configured"),
    ],
)
@pytest.mark.usefixtures("database")
def test_unclear_orders_are_refused(station: Command, arguments: tuple[str, ...], words: str) -> None:
    """Nothing is guessed: which points, which sessions, why."""
    ran = station.inside("influx", *arguments)
    assert ran.code in (1, 2)
    assert words in ran.err


@pytest.mark.influx
def test_refused_points_from_parking_to_discarding(
    station: Command, database: Path, influx: InfluxServer
) -> None:
    """List, retry, refuse again, discard some with a reason, and the rest arrives: the account always adds up."""
    refuse_reps(influx)
    server = influx.environment()
    assert "7 refused" in station.inside("influx", "push", **server).out
    rows = station.inside("influx", "parked", "--json").document()
    assert {row["measurement"] for row in rows} == {"rep"}
    assert all("field type conflict" in row["refusal"] and row["session_id"] in "ab" for row in rows)
    listed = station.inside("influx", "parked").out
    assert all(str(row["id"]) in listed for row in rows)

    first = str(rows[0]["id"])
    assert station.inside("influx", "retry", first).out == "1 point is queued again\n"
    station.inside("influx", "push", **server)
    assert len(station.inside("influx", "parked", "--json").document()) == 7
    ran = station.inside("influx", "discard", first, "--reason", "measured with a wrong scale")
    assert ran.out == "1 point is discarded, on record with the reason\n"
    influx.query("DROP MEASUREMENT rep")
    assert station.inside("influx", "retry", "--all", "--json").document()["count"] == 6
    station.inside("influx", "push", **server)
    told = lines(station.inside("influx", "status", **server))
    assert "rep: 7 queued = 6 delivered + 1 discarded" in told
    assert "✓ everything adds up" in told
    with Store.open(database, read_only=True) as store:
        assert "wrong scale" in str([*store.events("a"), *store.events("b")])


@pytest.mark.influx
@pytest.mark.usefixtures("database")
def test_verify_finds_what_a_server_lost(station: Command, influx: InfluxServer, tmp_path: Path) -> None:
    """Points the server acknowledged and has no more are counted, queued again and doubled nowhere."""
    server = influx.environment()
    reader = tmp_path / "reader"
    reader.write_text(influx.read_token)
    reader.chmod(0o600)
    asking = ("influx", "verify", "--token-file", str(reader))
    station.inside("influx", "push", **server)
    assert (
        station.inside(*asking, **server).out == "2 sessions with 11 acknowledged points, 0 of them short\n"
    )
    influx.query("DELETE FROM rep WHERE time > 1760080000000000000")
    ran = station.inside(*asking, **server)
    assert ran.code == 1
    assert "InfluxDB lost 3 points it had acknowledged" in ran.err
    assert any(line.split() == ["b", "0/3", "1/1", "1/1"] for line in lines(ran))
    ran = station.inside(*asking, "--resend", "--json", **server)
    assert (ran.document()["short"], ran.document()["resent"]) == (["b"], {"b": 5})
    station.inside("influx", "push", **server)
    assert station.inside(*asking, "--since", "2020-01-01", **server).code == 0
    assert influx.query('SELECT count("final") FROM rep')[0]["count"] == 7
    told = lines(station.inside("influx", "status", **server))
    assert "rep: 7 queued + 3 again = 10 delivered" in told
    assert "✓ everything adds up" in told


@pytest.mark.influx
@pytest.mark.usefixtures("database")
def test_verify_needs_a_token_that_may_read(station: Command, influx: InfluxServer) -> None:
    """A write-only token is told apart from a server that lost everything."""
    server = influx.environment()
    station.inside("influx", "push", **server)
    ran = station.inside("influx", "verify", **server)
    assert ran.code == 1
    assert "the token may not do that" in ran.err
    assert "--token-file" in ran.err
    assert "lost" not in ran.err


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[]", b'{"results": 5}', b'{"results": []}', b'{"results": [{"series": [{"values": [[1]]}]}]}',
     b'{"results": [{"error": "\\u001b[2Jno"}]}', b'{"status":"success"}', b"\xff\xfe"],
)  # fmt: skip
@pytest.mark.usefixtures("database")
def test_verify_survives_any_answer(station: Command, database: Path, body: bytes) -> None:
    """A peer that speaks no InfluxQL is said to be unaskable, in one printable line."""
    with Store.open(database) as store:
        store.outbox_delivered([row.id for row in store.outbox_waiting(100)])
    with ScriptedServer((200, {}, body)) as server:
        ran = station.inside("influx", "verify", STATION_INFLUX_URL=server.url)
    assert ran.code == 1
    assert ran.err.startswith("station: ")
    assert ran.err.rstrip("\n").isprintable()


@pytest.mark.usefixtures("database")
def test_resend_queues_sessions_once_more(station: Command, database: Path) -> None:
    """By id or since a day; what still waits is not queued twice."""
    assert station.inside("influx", "resend", "a", "--json").document() == {"a": 0}
    with Store.open(database) as store:
        store.outbox_delivered([row.id for row in store.outbox_waiting(100)])
    assert station.inside("influx", "resend", "--since", "2025-10-10", "--json").document() == {"b": 5}
    assert "6 points of 1 sessions" in station.inside("influx", "resend", "a").out
    with Store.open(database, read_only=True) as store:
        assert ledger.audit(store) == []
        assert store.outbox_counts() == (11, 0)

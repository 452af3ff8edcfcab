"""Erasing a person reaches InfluxDB, now or as soon as it can be reached, and is proven by asking."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from station.config import InfluxSection
from station.events import Alarm, Event
from station.sinks.influx import Forwarder, erase
from station.sinks.influx.client import WriteClient
from station.store import Store, StoreWriter, ledger, upkeep
from tests.support.command import Command
from tests.support.forwarding import Running, push
from tests.support.scripted import STORED, ScriptedServer
from tests.support.stream import OPENED_US, closed, one_set, opened
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.scripted import Reply
    from tools.influxd import InfluxServer

NOTHING: Reply = (200, {}, b'{"results":[{"statement_id":0}]}')
LEFT: Reply = (
    200,
    {},
    b'{"results":[{"series":[{"name":"rep","columns":["time","count"],"values":[[0,3]]}]}]}',
)
DENIED: Reply = (403, {}, b'{"message":"no rights"}')
NOT_FOUND: Reply = (404, {}, b"404 page not found")
NO_BUCKET: Reply = (404, {}, b'{"code":"not found","message":"bucket \\"steps_daily\\" not found"}')
NAME = "Annegret Ohnesorg"


@pytest.fixture
def station(tmp_path: Path) -> Command:
    """Return the command; the store fixture's database is not its own."""
    return Command(tmp_path)


def two_people(path: Path) -> tuple[str, str]:
    """Store a visit of each of two people; return their ids, the one to be erased first."""
    with Store.open(path) as store:
        gone, stays = store.add_athlete(NAME).id, store.add_athlete("Bob").id
        writer = StoreWriter(store, "clinic", "step1")
        writer.handle([opened("a", gone), *one_set(1, 4), closed("a")])
        later_us = OPENED_US + 10**10
        writer.handle(
            [opened("b", stays, later_us), *one_set(1, 3, opened_us=later_us), closed("b", later_us + 1)]
        )
    return gone, stays


def reader_file(influx: InfluxServer, folder: Path) -> str:
    """Write the token that may read where only its owner can."""
    path = folder / "reader"
    path.write_text(influx.read_token)
    path.chmod(0o600)
    return str(path)


def athletes_in(influx: InfluxServer) -> set[str]:
    """Return the athletes of whom the server has points."""
    return {row["athlete"] for row in influx.query("SELECT * FROM /.*/")}


def erased(station: Command, who: str, *more: str, **environment: str) -> dict[str, Any]:
    """Erase a person; return what was said of it."""
    ran = station.inside("athlete", "erase", who, "--yes", "--json", *more, **environment)
    return dict(ran.document()) | {"code": ran.code, "err": ran.err}


@pytest.mark.influx
def test_person_leaves_everything_and_it_is_proven(
    station: Command, influx: InfluxServer, tmp_path: Path
) -> None:
    """No byte of name or id is left in the database's files; InfluxDB, asked by another token, has nothing."""
    database = station.data / "station.db"
    gone, stays = two_people(database)
    station.inside("influx", "push", **influx.environment())
    assert athletes_in(influx) == {gone, stays}
    told = erased(station, NAME, "--token-file", reader_file(influx, tmp_path), **influx.environment())
    assert (told["code"], told["influx"]["state"], told["left"]) == (0, "proven", {})
    assert athletes_in(influx) == {stays}
    assert gone not in str(influx.query("SHOW SERIES"))
    kept = b"".join(path.read_bytes() for path in station.data.rglob("*") if path.is_file())
    assert gone.encode() not in kept
    assert NAME.encode() not in kept
    with Store.open(database) as store:
        assert ledger.audit(store) == []
        assert store.erasures() == []
        assert store.outbox_totals()[0].delivered == 7


@pytest.mark.influx
def test_token_that_may_not_read_deletes_without_proof(station: Command, influx: InfluxServer) -> None:
    """It is deleted, and said that this could not be looked at; in words as well."""
    gone, stays = two_people(station.data / "station.db")
    station.inside("influx", "push", **influx.environment())
    ran = station.inside("athlete", "erase", gone, "--yes", **influx.environment())
    assert ran.code == 0
    assert "InfluxDB: deleted, but not proven" in ran.out
    assert "--token-file" in ran.out
    assert "SELECT" not in ran.out
    assert athletes_in(influx) == {stays}


@pytest.mark.influx
def test_erasure_is_remembered_while_the_server_is_away(station: Command, own_influx: InfluxServer) -> None:
    """Only the random id is kept; the first thing the forwarder does with the server is to delete."""
    database = station.data / "station.db"
    gone, stays = two_people(database)
    own_influx.start()
    try:
        station.inside("influx", "push", **own_influx.environment())
        own_influx.stop_nginx()
        told = erased(station, gone, **own_influx.environment())
        assert (told["code"], told["influx"]["state"], told["left"]) == (0, "waiting", {})
        assert NAME.encode() not in database.read_bytes()
        assert athletes_in(own_influx) == {gone, stays}
        own_influx.start_nginx()
        with Store.open(database) as store:
            assert store.erasures() == [gone]
            config = InfluxSection(url=own_influx.url)
            with Running(store, config, own_influx.write_token):
                wait_until(lambda: store.erasures() == [])
            assert athletes_in(own_influx) == {stays}
            assert ledger.audit(store) == []
    finally:
        own_influx.stop()


def test_server_that_does_not_let_us_is_told_and_still_written_to(store: Store) -> None:
    """Points flow on although the erasure is refused; the alarm says so, and it is not forgotten."""
    store.erase_athlete(store.add_athlete("Ann").id, sent_away=True)
    StoreWriter(store, "clinic", "step1").handle([opened(), *one_set(), closed()])
    alarms: list[Event] = []
    with ScriptedServer(DENIED, STORED, STORED, NO_BUCKET, NOTHING) as server:
        config = InfluxSection(url=server.url)
        assert Forwarder(store, config, "t", alarms.append).push_once().pending == 0
        assert ["no rights" in event.message for event in alarms if isinstance(event, Alarm)] == [True]
        assert len(store.erasures()) == 1
        push(store, config, "t")
    assert store.erasures() == []


@pytest.mark.influx
def test_user_without_rights_erases_nothing(station: Command, influx: InfluxServer) -> None:
    """A token that may only read: said as an error, remembered, and everything is still there."""
    gone, stays = two_people(station.data / "station.db")
    station.inside("influx", "push", **influx.environment())
    told = erased(station, gone, **influx.environment() | {"STATION_INFLUX_TOKEN": influx.read_token})
    assert (told["code"], told["influx"]["state"]) == (1, "refused")
    assert "InfluxDB still has points" in told["err"]
    assert athletes_in(influx) == {gone, stays}
    assert station.inside("influx", "push", **influx.environment()).code == 0
    assert athletes_in(influx) == {stays}


def test_influxdb_2_deletes_by_predicate() -> None:
    """The request names exactly one athlete and all times; asked afterwards, nothing is left."""
    with ScriptedServer(STORED, NO_BUCKET, NOTHING) as server:
        outcome = erase(InfluxSection(url=server.url, bucket="steps"), "t", "0a1b")
    assert (outcome.deleted, outcome.proven) == (True, True)
    asked = json.loads(server.bodies[0])
    assert asked["predicate"] == 'athlete="0a1b"'
    assert (asked["start"][:4], asked["stop"][:4]) == ("1970", "2262")
    assert b"0a1b" in server.bodies[2]


def test_daily_rows_go_with_the_points() -> None:
    """On InfluxDB 2 they have a bucket of their own; a refusal there is no erasure."""
    with ScriptedServer(STORED, STORED, NOTHING) as server:
        assert erase(InfluxSection(url=server.url), "t", "0a1b").proven
    assert [b'athlete=\\"0a1b\\"' in body for body in server.bodies[:2]] == [True, True]
    with ScriptedServer(STORED, DENIED) as server:
        outcome = erase(InfluxSection(url=server.url), "t", "0a1b")
    assert not outcome.deleted
    assert "daily rows: no rights" in outcome.words


@pytest.mark.influx
def test_daily_rows_go_on_influxdb_1(influx: InfluxServer) -> None:
    """Series are dropped from every retention policy of the database, and nobody else's are."""
    influx.query('CREATE RETENTION POLICY "daily" ON "steps" DURATION INF REPLICATION 1')
    where = InfluxSection(url=influx.url, bucket="steps/daily")
    with WriteClient(where, influx.write_token) as client:
        assert (
            client.send(b"rep_daily,athlete=0a1b reps_n=3i 1\nrep_daily,athlete=0c reps_n=4i 1").meaning
            == "stored"
        )
    assert erase(InfluxSection(url=influx.url), influx.write_token, "0a1b", influx.read_token).proven
    assert [row["athlete"] for row in influx.query('SELECT * FROM "steps"."daily"."rep_daily"')] == ["0c"]


def test_server_that_says_deleted_and_kept_it_is_found_out() -> None:
    """A 204 is not taken for proof: what still answers is not erased."""
    with ScriptedServer(STORED, NO_BUCKET, LEFT) as server:
        outcome = erase(InfluxSection(url=server.url), "t", "0a1b")
    assert (outcome.deleted, outcome.proven) == (False, False)
    assert "still has points" in outcome.words


def test_server_without_any_way_to_delete_says_so() -> None:
    """InfluxDB 3 Core: no such road, and no DROP SERIES either; its words are kept."""
    unsupported: Reply = (400, {}, b'{"error":"DROP SERIES is not supported"}')
    with ScriptedServer(NOT_FOUND, unsupported) as server:
        outcome = erase(InfluxSection(url=server.url), "t", "0a1b")
    assert not outcome.deleted
    assert "DROP SERIES is not supported" in outcome.words


@pytest.mark.parametrize("bad", ["", "a b", "x' OR 'y", 'a"b', "a\nb", "é", "a" * 65])
def test_only_an_id_is_ever_asked_for(bad: str) -> None:
    """Nothing that could widen the deletion leaves this computer."""
    with ScriptedServer() as server:
        assert not erase(InfluxSection(url=server.url), "t", bad).deleted
    assert server.bodies == []


@pytest.mark.parametrize("reply", [(503, {"Retry-After": "1"}, b""), (429, {}, b"")])
def test_busy_server_holds_up_everything_behind_an_erasure(
    store: Store, reply: tuple[int, dict[str, str], bytes]
) -> None:
    """Erasures come before all points: while the server says later, nothing else is sent."""
    store.erase_athlete(store.add_athlete("Ann").id, sent_away=True)
    StoreWriter(store, "clinic", "step1").handle([opened(), *one_set(), closed()])
    with ScriptedServer(reply, STORED, NO_BUCKET, NOTHING) as server:
        config = InfluxSection(url=server.url)
        assert push(store, config, "t").state == "waiting"
        assert len(server.bodies) == 1
        assert push(store, config, "t").pending == 0
        assert [b"predicate" in body for body in server.bodies] == [True, True, True, False, False]
    assert store.erasures() == []


def test_nothing_sent_nothing_remembered(station: Command) -> None:
    """Without InfluxDB no id is kept of anybody."""
    gone, _ = two_people(station.data / "station.db")
    told = erased(station, gone)
    assert (told["code"], told["influx"]["state"]) == (0, "none")
    with Store.open(station.data / "station.db") as store:
        assert store.erasures() == []


def test_server_that_is_no_longer_configured_is_not_forgotten(station: Command) -> None:
    """Points were delivered once: the erasure waits for the day somebody says where."""
    gone, _ = two_people(station.data / "station.db")
    with Store.open(station.data / "station.db") as store:
        store.outbox_delivered([row.id for row in store.outbox_waiting(100)])
    told = erased(station, gone)
    assert told["influx"]["state"] == "waiting"
    assert "set influx.url" in told["influx"]["words"]


def test_copies_made_before_are_named(station: Command) -> None:
    """A backup still holds the person: which one is said, so that somebody can delete it."""
    database = station.data / "station.db"
    gone, _ = two_people(database)
    copy = upkeep.backup(database, None, now_us=OPENED_US, keep=3).path
    assert erased(station, gone)["copies"] == [str(copy)]


def test_every_file_of_the_data_folder_that_holds_them_is_named(station: Command) -> None:
    """Backups under names of one's own, deep down, exports and damaged copies; not what is of others, or a pipe."""
    database = station.data / "station.db"
    gone, stays = two_people(database)
    deep = station.data / "old" / "years"
    deep.mkdir(parents=True)
    named = [
        upkeep.backup(database, path, now_us=OPENED_US, keep=3).path
        for path in (station.data / "mine", deep / "b.db")
    ]
    damaged = deep / "damaged.db"
    damaged.write_bytes(named[0].read_bytes()[:100] + b"x" * 100 + gone.encode())
    seam = deep / "export.json"
    seam.write_bytes(b" " * ((1 << 20) - 5) + gone.encode())
    (deep / "hers.json").write_text(stays)
    os.mkfifo(deep / "pipe")
    told = erased(station, gone)
    assert told["copies"] == sorted(map(str, [*named, damaged, seam]))
    after = station.inside("athlete", "erase", stays, "--yes")
    assert "only the files named below still hold them" in after.out
    assert str(deep / "hers.json") in after.out


def test_erasing_says_when_nothing_is_left(station: Command) -> None:
    """Without copies the data folder has nothing of the person, and that is said."""
    gone, _ = two_people(station.data / "station.db")
    assert (
        "in the data folder: nothing of them is left."
        in station.inside("athlete", "erase", gone, "--yes").out
    )


def test_file_written_while_the_disk_was_full_is_named(
    station: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events that wait outside the database and name the person are said too; another's are not."""
    database = station.data / "station.db"
    gone, stays = two_people(database)
    files = [database.with_name(f"{name}.jsonl") for name in ("his", "hers")]
    for path, who in zip(files, (stays, gone), strict=True):
        path.write_text(f'0 {{"athlete_id":"{who}"}}\n')
    monkeypatch.setattr("station.cli.erasing.unsaved_of", lambda *_: files)
    assert erased(station, gone)["copies"] == [str(files[1])]

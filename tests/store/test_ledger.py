"""The ledger: every session's account adds up after anything, and a sum that is off is found and named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.cli.sums import sums_lines
from station.errors import StoreError
from station.events import ChannelAccount, ChannelHealth, Health, RepWithdrawn, WireAccount
from station.store import Store, StoreWriter, accounts, ledger, schema
from tests.support.drawn import examples
from tests.support.stream import OPENED_US, closed, one_set, opened, rep, summary, visit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from station.events import Event

HEALTH = Health(1.0, 1.0, 0, 0, (ChannelHealth("L", 90, 0, 0, 90.5),))
WIRE = WireAccount(
    60.0, (ChannelAccount("L", 100, 90, 4, 6, 1, 99, 98), ChannelAccount("R", 90, 90, 0, 0)), {"crc": 2}
)


def about(store: Store) -> list[tuple[str | None, str]]:
    """Return which sums are off, and of whom."""
    return [(each.session_id, each.about) for each in ledger.audit(store)]


def points(store: Store, measurement: str, session_id: str | None = None) -> ledger.PointsSum:
    """Return one measurement's line of the account."""
    (line,) = [each for each in ledger.statement(store, session_id).points if each.measurement == measurement]
    return line


def sql(database: Path, *statements: str) -> None:
    """Change a closed database behind the store's back."""
    with closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_visit_adds_up_at_every_step(store: Store, writer: StoreWriter) -> None:
    """After each event, and after each answer of the server, all sums hold."""
    for event in [opened(), HEALTH, *one_set(1, 4), WIRE, *one_set(2, 2), closed()]:
        writer.handle([event])
        assert about(store) == []
    waiting = [row.id for row in store.outbox_waiting(100)]
    store.outbox_delivered(waiting[:3], [(waiting[3], "400 no"), (waiting[4], "400 no")])
    assert about(store) == []
    store.outbox_discard([waiting[3]], "typed wrong")
    assert about(store) == []
    assert points(store, "rep") == ledger.PointsSum(
        "rep", told=6, stored=6, queued=6, delivered=2, discarded=1, parked=1, waiting=2
    )
    assert points(store, "set").stored == points(store, "set").queued == 2
    assert points(store, "step_health").stored is None


def test_rep_told_late_and_rep_withdrawn_are_in_the_account(store: Store, writer: StoreWriter) -> None:
    """Told live 3, one withdrawn, one told at set end: three stored and queued."""
    writer.handle([opened(), rep(1), rep(2), rep(3), RepWithdrawn(1, 3, 1.0)])
    assert points(store, "rep") == ledger.PointsSum("rep", told=3, withdrawn=1, stored=2)
    final = [replace(rep(index), final=True) for index in (1, 2, 4)]
    writer.handle([*final, *final, RepWithdrawn(1, 1, 1.0), summary(), closed()])
    assert points(store, "rep") == ledger.PointsSum(
        "rep", told=3, late=1, withdrawn=1, stored=3, queued=3, waiting=3
    )
    assert about(store) == []


def test_wire_account_is_the_last_one_told(store: Store, writer: StoreWriter) -> None:
    """A checkpoint replaces the one before; the session's end closes it; outside a visit it is nobody's."""
    later = replace(
        WIRE, t_s=120.0, channels=(ChannelAccount("L", 200, 180, 14, 6), WIRE.channels[1]), boots=1
    )
    writer.handle([WIRE, opened(), WIRE])
    assert ledger.statement(store).open == 1
    writer.handle([later, closed()])
    writer.handle([WIRE])
    with store.reading() as connection:
        assert accounts.wire(connection, "visit1") == later
        assert accounts.wire(connection, "nobody") is None
    told = ledger.statement(store)
    assert (told.sessions, told.open, told.recovered) == (1, 0, 0)
    assert told.wire == ledger.WireSum(290, 270, 14, 6)


def test_killed_session_keeps_its_last_checkpoint(database: Path) -> None:
    """What a dead station had told is still accounted for, and marked as recovered."""
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle([opened(), WIRE, rep(1)])
    with Store.open(database) as store:
        told = ledger.statement(store, "visit1")
        assert (told.open, told.recovered, told.wire.announced) == (0, 1, 190)
        assert points(store, "rep") == ledger.PointsSum("rep", told=1, stored=1, queued=1, waiting=1)
        assert points(store, "set") == ledger.PointsSum("set", late=1, stored=1, queued=1, waiting=1)
        assert about(store) == []


def test_session_killed_before_any_checkpoint(database: Path) -> None:
    """An account without a wire is still an account."""
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle([opened()])
    with Store.open(database) as store:
        assert about(store) == []
        assert ledger.statement(store).recovered == 1


def test_erasure_leaves_an_account_that_adds_up(store: Store, writer: StoreWriter) -> None:
    """The person's points are delivered, discarded or erased; of the person nothing is left."""
    gone, stays = store.add_athlete("Ann"), store.add_athlete("Bob")
    writer.handle([opened("a", gone.id), WIRE, *one_set(1, 4), closed("a")])
    writer.handle([opened("b", stays.id), *one_set(1, 2), closed("b")])
    ids = [row.id for row in store.outbox_waiting(100)]
    store.outbox_delivered(ids[:2], [(ids[2], "400 no")])
    store.erase_athlete(gone.id)
    assert about(store) == []
    assert points(store, "rep") == ledger.PointsSum(
        "rep", told=2, stored=2, queued=6, queued_before=4, delivered=2, erased=2, waiting=2
    )
    told = list(sums_lines(ledger.statement(store)))
    assert "rep: 2 told = 2 stored" in told
    assert "rep: 2 queued + 4 by sessions erased since = 2 delivered + 2 erased + 2 waiting" in told
    assert ledger.statement(store).sessions == 1
    assert store.erasures() == [gone.id]
    store.erased(gone.id)
    with store.reading() as connection:
        everything = "\n".join(connection.iterdump())
    assert gone.id not in everything
    assert "Ann" not in everything


TAMPERED = {
    "UPDATE wire_accounts SET used = used - 1 WHERE channel = 'L'": [("visit1", "wire L")],
    "UPDATE wire_accounts SET stated = numbered + 40 WHERE channel = 'L'": [("visit1", "step L")],
    "UPDATE wire_accounts SET lost = -1, used = announced + 1 WHERE channel = 'R'": [("visit1", "wire R")],
    "DELETE FROM reps WHERE rep_index = 2": [("visit1", "rep stored"), ("visit1", "rep queued")],
    "DELETE FROM provisional_reps WHERE rep_index = 2": [("visit1", "rep live")],
    "DELETE FROM sets": [("visit1", "set stored"), ("visit1", "set queued")],
    "DELETE FROM outbox WHERE id = 2": [("visit1", "rep queue")],
    "INSERT INTO outbox (session_id, measurement, tags, fields, time_us) VALUES ('visit1', 'x', '{}', '{}', 1)": [
        ("visit1", "x queue")
    ],
    "UPDATE outbox SET session_id = NULL WHERE id = 2": [("visit1", "rep queue"), (None, "ownerless points")],
    "UPDATE outbox_totals SET delivered = 1 WHERE measurement = 'set'": [(None, "set delivered in all")],
    "DELETE FROM outbox_totals WHERE measurement = 'rep'": [(None, "rep queued in all")],
    "INSERT INTO past_accounts (measurement, queued) VALUES ('rep', 1)": [
        (None, "rep queued in all"), (None, "rep queue of the past")
    ],
    "UPDATE session_accounts SET state = 'running'": [("visit1", "state")],
    "DELETE FROM session_accounts": [("visit1", "state")],
    "DELETE FROM point_accounts WHERE measurement = 'session'": [
        ("visit1", "session stored"), ("visit1", "session queued"), ("visit1", "session queue"),
        (None, "session queued in all"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("statement", TAMPERED)
def test_any_difference_is_found_and_named(database: Path, statement: str) -> None:
    """Whatever row vanishes, doubles or changes, the audit names the session, the sum and a remedy."""
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle([opened(), WIRE, *one_set(), closed()])
        assert about(store) == []
    sql(database, statement)
    with Store.open(database, read_only=True) as store:
        found = ledger.audit(store)
        assert [(each.session_id, each.about) for each in found] == TAMPERED[statement]
        assert all(each.expected != each.found and each.words and each.remedy for each in found)


def test_audit_waits_for_no_writer(database: Path, store: Store) -> None:
    """A second process audits while the station writes, and sees whole transactions only."""
    with Store.open(database, read_only=True) as reader:
        with store.transaction() as connection:
            connection.execute("DELETE FROM outbox_totals")
            assert about(reader) == []
        StoreWriter(store, "clinic", "step1").handle(visit())
        assert about(reader) == []


def as_of_version_4(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a database of the version before accounts, with everything of ``database`` that it had a place for."""
    assert schema.MIGRATIONS[4] is accounts.VERSION_5
    old = database.with_name("old.db")
    with monkeypatch.context() as before, closing(sqlite3.connect(old, isolation_level=None)) as connection:
        before.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:4])
        schema.migrate(connection, old)
        connection.execute("ATTACH ? AS new", (str(database),))
        tables = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
            names = ", ".join(f'"{column}"' for column in columns)
            connection.execute(
                f"INSERT OR REPLACE INTO main.{table} ({names}) SELECT {names} FROM new.{table}"  # noqa: S608  names from the schema
            )
    return old


def test_database_without_accounts_gets_them(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions of the version before are accounted for from their rows: live, late, withdrawn, sent and waiting."""
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        writer.handle([opened("a"), HEALTH, rep(1), rep(2), rep(3), RepWithdrawn(1, 3, 1.0)])
        writer.handle([replace(rep(index), final=True) for index in (1, 2, 4)])
        writer.handle([summary(), closed("a"), *visit("b", sets=2), opened("c"), rep(1)])
        ids = [row.id for row in store.outbox_waiting(100)]
        store.outbox_delivered(ids[:7])
        expected = {name: points(store, name) for name in ("rep", "set", "session")}
    old = as_of_version_4(database, monkeypatch)
    sql(old, "UPDATE outbox_totals SET queued = queued + 3, discarded = 3 WHERE measurement = 'rep'")
    with Store.open(old) as store:
        assert about(store) == []
        assert points(store, "rep", "a") == ledger.PointsSum(
            "rep", told=3, late=1, withdrawn=1, stored=3, queued=3, delivered=3
        )
        reps, sets = points(store, "rep"), points(store, "set")
        assert reps == replace(
            expected["rep"],
            queued=expected["rep"].queued + 4,
            queued_before=3,
            erased=3,
            waiting=reps.waiting,
        )
        assert sets.delivered == expected["set"].delivered
        assert points(store, "step_health").delivered == 1


Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["open", "open2", "rep", "final", "withdraw", "set", "close", "health", "wire", "deliver", "park",
             "retry", "discard", "resend", "reopen", "erase", "fail"]
        ),
        st.integers(1, 4),
    ),
    max_size=40,
)  # fmt: skip


class Machine:
    """Does what comes, as a station would."""

    def __init__(self, database: Path) -> None:
        self.database, self.number = database, 0
        self.start()
        self.athlete = self.store.add_athlete("Ann").id

    def start(self) -> None:
        """Open the database as a station that starts."""
        self.store = Store.open(self.database)
        self.writer = StoreWriter(self.store, "clinic", "step1")
        self.open: str | None = None

    def events(self, name: str, n: int) -> Sequence[Event]:
        """Return the events of a step of the story."""
        if name.startswith("open"):
            self.number += 1
            self.open = f"v{self.number}"
            who = self.athlete if name == "open2" else None
            return [opened(self.open, who, OPENED_US + self.number * 10**9)]
        if self.open is None:
            return []
        if name == "close":
            ended, self.open = self.open, None
            return [closed(ended, OPENED_US + self.number * 10**9 + 5)]
        told: dict[str, list[Event]] = {
            "rep": [rep(n)],
            "final": [replace(rep(n), final=True)],
            "withdraw": [RepWithdrawn(1, n, 1.0)],
            "set": [summary(n)],
            "health": [replace(HEALTH, uptime_s=100.0 * n)],
            "wire": [WIRE],
        }
        return told.get(name, [])

    def do(self, name: str, n: int) -> None:
        """Take one step."""
        self.writer.handle(self.events(name, n))
        waiting = [row.id for row in self.store.outbox_waiting(n)]
        if name == "deliver":
            self.store.outbox_delivered([*waiting, 10**6])
        elif name == "park":
            self.store.outbox_delivered([], [(each, "400") for each in waiting])
        elif name == "retry":
            self.store.outbox_retry()
        elif name == "discard":
            self.store.outbox_discard([row.id for row in self.store.outbox_parked()][:n], "no")
        elif name == "resend":
            for known in self.store.sessions(limit=n):
                self.store.resend(known.id)
        elif name == "reopen":
            self.store.close()
            self.start()
        elif name == "erase" and self.open is None:
            self.store.erase_athlete(self.athlete)
            self.athlete = self.store.add_athlete("Ann").id
        elif name == "fail":
            with pytest.raises((StoreError, RuntimeError)):
                self.writer.handle([opened("x", "nobody")])


@given(steps=STEPS)
@settings(
    max_examples=examples(25, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_story_breaks_a_sum(tmp_path_factory: pytest.TempPathFactory, steps: list[Step]) -> None:
    """Visits, sets, withdrawals, answers, crashes, erasures in any order: after each, all sums hold."""
    machine = Machine(tmp_path_factory.mktemp("story") / "station.db")
    try:
        for name, n in steps:
            machine.do(name, n)
            assert about(machine.store) == []
    finally:
        machine.store.close()

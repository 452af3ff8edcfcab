"""What people enter: kept, sent under a key of its own, corrected by overwriting, and gone with the person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.errors import UsageError
from station.events import ClockStamp, Saved, SymptomNoted
from station.store import Store, StoreWriter, clocks, ledger, symptoms, traces
from tests.support.stream import OPENED_US, closed, one_set, opened

if TYPE_CHECKING:
    from station.store import OutboxRow

DAY = "2026-03-01"


def sharp(
    athlete_id: str | None, session_id: str | None = "a", time_us: int = OPENED_US + 90
) -> SymptomNoted:
    """Return sharp pain in the left leg, told in the middle of a visit."""
    return SymptomNoted(athlete_id, time_us, {"sharp": 1.0}, "left", session_id)


def entries(store: Store, athlete_id: str) -> list[symptoms.Entry]:
    """Return what a person entered."""
    with store.reading() as connection:
        return symptoms.entries(connection, athlete_id)


def queued(store: Store) -> list[OutboxRow]:
    """Return the points of symptoms that wait."""
    return [row for row in store.outbox_waiting(1000) if row.point.measurement == "symptom"]


def account(store: Store) -> ledger.PointsSum:
    """Return the sums of symptoms of the whole database."""
    return next(each for each in ledger.statement(store).points if each.measurement == "symptom")


def test_pain_in_a_visit_is_kept_with_it_and_queued(store: Store, writer: StoreWriter) -> None:
    """An entry of the stream is stored in its place, with its visit, and is one point; told again it is no other."""
    who = store.add_athlete("Ann").id
    writer.handle([opened("a", who), *one_set(1, 2)])
    receipts = writer.handle([sharp(who), closed("a")])
    assert [(each.what, each.session_id) for each in receipts if isinstance(each, Saved)] == [
        ("symptom", "a"),
        ("session", "a"),
    ]
    writer.handle([sharp(who)])
    (entry,) = entries(store, who)
    assert (entry.session_id, entry.leg, entry.values) == ("a", "left", {"sharp": 1.0})
    (row,) = queued(store)
    assert row.point.tags == {
        "site": "clinic", "station": "step1", "athlete": who, "side": "left", "variant": "none"
    }  # fmt: skip
    assert row.point.fields == {"sharp": 1.0, "session_id": "a", "withdrawn": False}
    assert row.point.time_us == OPENED_US + 90
    assert ledger.audit(store) == []
    assert (account(store).told, account(store).stored, account(store).waiting) == (1, 1, 1)


def test_guest_leaves_an_event_only(store: Store, writer: StoreWriter) -> None:
    """Nobody's pain is no entry; it stays among the visit's events."""
    writer.handle([opened("a"), sharp(None), closed("a")])
    assert sharp(None) in store.events("a")
    assert queued(store) == []
    assert ledger.audit(store) == []


def test_two_entries_of_one_instant_are_two_points(store: Store, writer: StoreWriter) -> None:
    """InfluxDB keeps one point of a key: the second entry takes the next free microsecond."""
    who = store.add_athlete("Ann").id
    first = SymptomNoted(who, OPENED_US, {"during": 3.0})
    writer.handle([first, replace(first, values={"after": 2.0}), replace(first, leg="right")])
    assert [(row.point.tags["side"], row.point.time_us - OPENED_US) for row in queued(store)] == [
        ("none", 0), ("none", 1), ("right", 0)
    ]  # fmt: skip


def test_same_stated_day_is_a_correction(store: Store, writer: StoreWriter) -> None:
    """The point that waits is replaced; one that was delivered is overwritten under the same key."""
    who = store.add_athlete("Ann").id
    said = SymptomNoted(who, OPENED_US, {"during": 3.0, "after": 1.0}, day=DAY)
    writer.handle([said, replace(said, values={"during": 4.0})])
    (row,) = queued(store)
    assert (row.point.fields["during_nrs"], row.point.fields["after_nrs"]) == (4.0, 1.0)
    store.outbox_delivered([row.id])
    writer.handle([replace(said, time_us=OPENED_US + 5, values={"during": 2.0})])
    (again,) = queued(store)
    assert (again.point.time_us, again.point.tags) == (row.point.time_us, row.point.tags)
    assert again.point.fields["during_nrs"] == 2.0
    assert (account(store).queued, account(store).resent, account(store).delivered) == (1, 1, 1)
    assert ledger.audit(store) == []


def test_answer_under_way_does_not_take_a_correction_with_it(store: Store, writer: StoreWriter) -> None:
    """The server's answer to the old point means nothing to the one that took its place."""
    who = store.add_athlete("Ann").id
    said = SymptomNoted(who, OPENED_US, {"during": 3.0}, day=DAY)
    writer.handle([said])
    under_way = queued(store)
    writer.handle([replace(said, values={"during": 6.0})])
    store.outbox_delivered([row.id for row in under_way])
    assert [row.point.fields["during_nrs"] for row in queued(store)] == [6.0]
    assert ledger.audit(store) == []


def test_withdrawn_entry_stays_on_record(store: Store, writer: StoreWriter) -> None:
    """Its point says so, the reason is kept, and it cannot be corrected any more."""
    who = store.add_athlete("Ann").id
    writer.handle([SymptomNoted(who, OPENED_US, {"during": 9.0})])
    (entry,) = entries(store, who)
    with store.transaction() as connection:
        symptoms.withdraw(connection, entry.id, "wrong person", OPENED_US + 9)
    (row,) = queued(store)
    assert (row.point.fields["withdrawn"], row.point.fields["during_nrs"]) == (True, 9.0)
    assert entries(store, who)[0].withdrawn_reason == "wrong person"
    with pytest.raises(UsageError, match="was withdrawn"), store.transaction() as connection:
        symptoms.correct(connection, entry.id, {"during": 1.0})


def test_erasing_takes_entries_along_and_the_sums_still_hold(store: Store, writer: StoreWriter) -> None:
    """Nothing of the person is left in any table; what was queued counts as erased, and InfluxDB is remembered."""
    who, other = store.add_athlete("Ann").id, store.add_athlete("Bob").id
    writer.handle([opened("a", who), sharp(who), closed("a")])
    writer.handle(
        [SymptomNoted(who, OPENED_US, {"visa_a": 60.0}), SymptomNoted(other, OPENED_US, {"after": 1.0})]
    )
    store.outbox_delivered([queued(store)[0].id])
    store.erase_athlete(who)
    assert store.erasures() == [who]
    store.erased(who)
    with store.reading() as connection:
        assert traces.of(connection, who) == {}
    assert [row.point.tags["athlete"] for row in queued(store)] == [other]
    assert (account(store).queued, account(store).delivered, account(store).erased) == (3, 1, 1)
    assert ledger.audit(store) == []


def test_entries_of_a_visit_move_with_its_clock(store: Store, writer: StoreWriter) -> None:
    """They are held while the clock is wrong, and go under the time that was right."""
    who = store.add_athlete("Ann").id
    wrong = ClockStamp("wrong", "it says 1970", "boot", 0, held=True)
    writer.handle([replace(opened("a", who, 1000), clock=wrong), sharp(who, time_us=1090), closed("a", 5000)])
    assert queued(store) == []
    assert account(store).held == 1
    with store.transaction() as connection:
        clocks.set_time(connection, "a", OPENED_US, OPENED_US + 10**6)
    (row,) = queued(store)
    assert row.point.time_us == entries(store, who)[0].time_us == OPENED_US + 90
    assert ledger.audit(store) == []


def test_vanished_entry_and_vanished_point_are_noticed(store: Store, writer: StoreWriter) -> None:
    """The audit compares what was told with the rows, and the rows with the queue."""
    who = store.add_athlete("Ann").id
    writer.handle(
        [SymptomNoted(who, OPENED_US, {"during": 1.0}), SymptomNoted(who, OPENED_US + 5, {"during": 2.0})]
    )
    with store.transaction() as connection:
        connection.execute("DELETE FROM outbox WHERE id = ?", (queued(store)[0].id,))
    assert [each.about for each in ledger.audit(store)] == ["symptom queue"]
    with store.transaction() as connection:
        connection.execute("DELETE FROM symptoms WHERE id = ?", (entries(store, who)[0].id,))
    assert {each.about for each in ledger.audit(store)} == {
        "symptom stored",
        "symptom queued",
        "symptom queue",
    }
    assert store.resend_entries(0) == 0  # the one that is left still waits


def test_entries_are_sent_again_once(store: Store, writer: StoreWriter) -> None:
    """Resending queues what was delivered, byte for byte, and nothing that waits."""
    who = store.add_athlete("Ann").id
    writer.handle([opened("a", who), sharp(who), closed("a"), SymptomNoted(who, OPENED_US, {"during": 1.0})])
    before = [row.point for row in queued(store)]
    store.outbox_delivered([row.id for row in store.outbox_waiting(100)])
    assert (store.resend("a"), store.resend_entries(0), store.resend_entries(0)) == (2, 1, 0)
    assert [row.point for row in queued(store)] == before
    assert ledger.audit(store) == []

"""Refused points given up on record, and sessions queued again without doubling anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError, UsageError
from station.events import Discarded
from station.store import ledger
from tests.support.stream import closed, one_set, opened, rep, visit

if TYPE_CHECKING:
    from station.store import Store, StoreWriter


def park_everything(store: Store) -> list[int]:
    """Park what waits; return the ids."""
    ids = [row.id for row in store.outbox_waiting(1000)]
    store.outbox_delivered([], [(each, f"400 no {each}") for each in ids])
    return ids


def test_discarding_is_on_record(store: Store, writer: StoreWriter) -> None:
    """Each session's events tell how many of what were given up, why, and what the server had said."""
    writer.handle([*visit("a"), *visit("b", sets=2)])
    ids = park_everything(store)
    assert store.outbox_discard(ids, " typed \n wrong ") == len(ids)
    (a,) = [event for event in store.events("a") if isinstance(event, Discarded)]
    (b,) = [event for event in store.events("b") if isinstance(event, Discarded)]
    assert (a.points, a.reason, a.refusal) == (
        {"rep": 3, "set": 1, "session": 1},
        "typed wrong",
        f"400 no {ids[0]}",
    )
    assert b.points == {"rep": 6, "set": 2, "session": 1}
    assert store.outbox_counts() == (0, 0)
    assert ledger.audit(store) == []


def test_only_what_is_parked_can_be_given_up(store: Store, writer: StoreWriter) -> None:
    """A point that still waits is not discarded by mistake."""
    writer.handle(visit())
    waiting = [row.id for row in store.outbox_waiting(10)]
    assert store.outbox_discard([*waiting, 10**9], "because") == 0
    assert store.outbox_counts() == (5, 0)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201, "no\x1b[2J"])
def test_reason_is_needed(store: Store, writer: StoreWriter, reason: str) -> None:
    """Nothing is given up without a reason that a record can hold."""
    writer.handle(visit())
    ids = park_everything(store)
    with pytest.raises(UsageError, match="reason"):
        store.outbox_discard(ids, reason)
    assert store.outbox_counts() == (0, 5)


def test_retry_of_some(store: Store, writer: StoreWriter) -> None:
    """Chosen points go back into the queue, at their old place; the others stay parked."""
    writer.handle(visit())
    ids = park_everything(store)
    assert [row.id for row in store.outbox_parked(ids[:2])] == ids[:2]
    assert store.outbox_retry([ids[1], 10**9]) == 1
    assert [row.id for row in store.outbox_waiting(10)] == [ids[1]]
    assert store.outbox_counts() == (1, 4)


def test_resent_points_are_the_same(store: Store, writer: StoreWriter) -> None:
    """What is rebuilt from the store equals what was queued at first, live values of a crash included."""
    writer.handle([opened("a"), *one_set(1, 3), rep(1, set_index=2), closed("a")])
    first = [(row.point, row.session_id) for row in store.outbox_waiting(100)]
    assert any(point.fields.get("final") is False for point, _ in first)
    store.outbox_delivered([row.id for row in store.outbox_waiting(100)])
    assert store.resend("a") == len(first)
    again = [(row.point, row.session_id) for row in store.outbox_waiting(100)]
    assert sorted(again, key=repr) == sorted(first, key=repr)
    assert ledger.audit(store) == []


def test_resending_twice_queues_once(store: Store, writer: StoreWriter) -> None:
    """What waits or is parked is not queued a second time; an open session sends what is final."""
    writer.handle([opened("a"), rep(1), replace(rep(2), final=True)])
    assert store.resend("a") == 0
    store.outbox_delivered([row.id for row in store.outbox_waiting(100)])
    assert store.resend("a") == 1
    park_everything(store)
    assert store.resend("a") == 0
    with pytest.raises(StoreError, match="no session 'z'"):
        store.resend("z")

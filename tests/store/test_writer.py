"""What the stream of events leaves on the disk, and when it may be called saved."""

from __future__ import annotations

import math
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.events import (
    Alarm,
    Calibration,
    ChannelHealth,
    Fault,
    Health,
    Identity,
    Link,
    Saved,
    SingleLegStance,
    Stance,
    Weigh,
    WeighProgress,
)
from tests.support.stream import OPENED_US, closed, one_set, opened, rep, summary, visit

if TYPE_CHECKING:
    from pathlib import Path

    from station.events import Event
    from station.store import Store, StoreWriter

IDENTITY = Identity(1, "1.0.0", "uno", "5AFE01C3", ("L", "R"), 128, 115200, "power")


def health(uptime_s: float) -> Health:
    """Return the step's account after so many seconds."""
    return Health(
        uptime_s, uptime_s, 0, 0, (ChannelHealth("L", 90, 0, 0, 90.5), ChannelHealth("R", 85, 1, 2, 85.0))
    )


def test_rep_is_on_disk_before_its_receipt(database: Path, writer: StoreWriter) -> None:
    """Another connection sees the rep as soon as ``handle`` has returned its ``Saved``."""
    writer.handle([opened()])
    saved = writer.handle([rep(1)])
    assert saved == [Saved("rep", "visit1", 1, 1)]
    with closing(sqlite3.connect(database)) as other:
        assert other.execute("SELECT session_id, set_index, rep_index FROM reps").fetchall() == [
            ("visit1", 1, 1)
        ]


def test_everything_comes_back_as_it_was(store: Store, writer: StoreWriter) -> None:
    """Reps and sets read from the store equal the events that were stored."""
    saved = writer.handle(visit())
    final = [replace(rep(index), final=True, eccentric_tut_s=3.5) for index in (1, 2, 3)]
    assert store.reps("visit1") == final
    assert store.sets("visit1") == [summary()]
    told = [each.what for each in saved if isinstance(each, Saved)]
    assert told == ["session", *["rep"] * 3, *["rep_final"] * 3, "set", "session"]


def test_what_was_told_live_stays_beside_the_final_value(store: Store, writer: StoreWriter) -> None:
    """Provisional values, refusals included, are kept as they were shown; a repeated batch changes nothing."""
    live = replace(rep(1), eccentric_tut_s=None, refused={"eccentric_tut_s": "uncertain"}, faults=("fast",))
    batch: list[Event] = [opened(), live, replace(rep(1), final=True, eccentric_tut_s=3.5), rep(2)]
    writer.handle(batch)
    writer.handle([replace(live, eccentric_tut_s=9.0)])
    assert store.provisional_reps("visit1") == [live, rep(2)]
    assert store.reps("visit1") == [replace(rep(1), final=True, eccentric_tut_s=3.5), rep(2)]


def test_final_value_without_a_live_one_leaves_none(store: Store, writer: StoreWriter) -> None:
    """A rep that was never told live has no provisional row made up for it."""
    writer.handle([opened(), replace(rep(1), final=True)])
    assert store.provisional_reps("visit1") == []


def test_visit_counts_what_is_stored(store: Store, writer: StoreWriter) -> None:
    """The visit carries its own counts, times, the step's id and how it ended."""
    writer.handle(visit(sets=2))
    (stored,) = store.sessions()
    assert (stored.sets_done, stored.reps_done, stored.state) == (2, 6, "closed")
    assert (stored.opened_us, stored.closed_us) == (OPENED_US, OPENED_US + 600_000_000)
    assert (stored.site, stored.station, stored.step_uid) == ("clinic", "step1", "5AFE01C3")


def test_points_are_queued_only_when_final(store: Store, writer: StoreWriter) -> None:
    """A live rep waits for its set: fields merge in InfluxDB, so a value withheld later must not be there."""
    writer.handle([opened(), rep(1)])
    assert store.outbox_counts() == (0, 0)
    writer.handle([replace(rep(1), final=True)])
    (row,) = store.outbox_waiting(10)
    assert row.point.time_us == rep(1).start_time_us
    assert row.point.tags == {
        "site": "clinic", "station": "step1", "athlete": "none", "side": "left", "variant": "straight_step",
    }  # fmt: skip
    assert row.point.fields["eccentric_tut_s"] == 3.0
    assert row.point.fields["refused"] == "com_lowering_m: rail; hand_share: no unassisted stance"
    assert "com_lowering_m" not in row.point.fields


def test_floats_stay_floats_and_ints_ints(store: Store, writer: StoreWriter) -> None:
    """A field's type never changes, also for a whole number that a float metric happens to have."""
    writer.handle([opened(), replace(rep(1), final=True, eccentric_tut_s=3)])
    (row,) = store.outbox_waiting(10)
    assert type(row.point.fields["eccentric_tut_s"]) is float
    assert type(row.point.fields["rep_index"]) is int
    assert row.point.fields["final"] is True


def test_start_time_is_frozen_at_the_first_report(store: Store, writer: StoreWriter) -> None:
    """The clock's fit may move between live and final values; the point's time must not."""
    writer.handle([opened(), rep(1)])
    writer.handle([replace(rep(1), final=True, start_time_us=OPENED_US + 1)])
    assert store.reps("visit1")[0].start_time_us == rep(1).start_time_us


def test_final_rep_is_stored_once(store: Store, writer: StoreWriter) -> None:
    """The same set handed in twice is stored and queued once, and acknowledged both times."""
    writer.handle([opened()])
    assert writer.handle(one_set()) == writer.handle(one_set())
    assert len(store.reps("visit1")) == 3
    assert store.outbox_counts() == (4, 0)


def test_rep_without_wall_time_counts_from_the_opening(store: Store, writer: StoreWriter) -> None:
    """A source without wall time still gets deterministic stamps."""
    writer.handle([opened(), replace(rep(1), final=True, start_time_us=None, start_s=2.5)])
    assert store.outbox_waiting(1)[0].point.time_us == OPENED_US + 2_500_000


def test_rep_outside_every_session_is_a_mistake(writer: StoreWriter) -> None:
    """A rep nobody opened a session for is refused, before and after a session."""
    with pytest.raises(RuntimeError, match="no session is open"):
        writer.handle([rep(1)])
    writer.handle([opened(), closed()])
    with pytest.raises(RuntimeError, match="no session is open"):
        writer.handle([rep(2)])


def test_batch_is_stored_whole_or_not_at_all(store: Store, writer: StoreWriter) -> None:
    """When one event of a batch cannot be stored, none is, and the writer can go on."""
    with pytest.raises(RuntimeError):
        writer.handle([opened(), rep(1), closed(), rep(2)])
    assert store.sessions() == []
    writer.handle([opened(), rep(1)])
    assert len(store.reps("visit1")) == 1


def test_unknown_athlete_is_a_mistake(writer: StoreWriter) -> None:
    """A session for somebody the store does not know names the id."""
    with pytest.raises(RuntimeError, match="'nobody'"):
        writer.handle([opened(athlete_id="nobody")])


def test_live_values_become_final_when_the_session_ends(store: Store, writer: StoreWriter) -> None:
    """A rep whose set never closed is kept with its live values and marked as such."""
    writer.handle([opened(), rep(1), closed()])
    assert store.reps("visit1") == [replace(rep(1), final=True)]
    rep_row, set_row, session_row = store.outbox_waiting(10)
    assert rep_row.point.fields["final"] is False
    assert (set_row.point.measurement, set_row.point.fields["closed_by"]) == ("set", "end")
    assert session_row.point.measurement == "session"
    assert session_row.point.fields["reps_done"] == 1


def test_opening_over_an_open_session_interrupts_it(store: Store, writer: StoreWriter) -> None:
    """Two openings in a row: the first visit is closed and says that it was cut short."""
    writer.handle([opened("first"), rep(1), opened("second", time_us=OPENED_US + 5)])
    assert {each.id: each.state for each in store.sessions()} == {"first": "interrupted", "second": "open"}


def test_values_that_are_no_numbers_are_withheld(store: Store, writer: StoreWriter) -> None:
    """NaN and infinity become absent values with a reason, never rows InfluxDB drops in silence."""
    writer.handle([opened(), replace(rep(1), final=True, eccentric_tut_s=math.nan, added_load_kg=math.inf)])
    (stored,) = store.reps("visit1")
    assert (stored.eccentric_tut_s, stored.added_load_kg) == (None, None)
    assert stored.refused["eccentric_tut_s"] == stored.refused["added_load_kg"] == "not_a_number"
    assert "eccentric_tut_s" not in store.outbox_waiting(1)[0].point.fields


def test_events_worth_keeping_are_kept_in_order(store: Store, writer: StoreWriter) -> None:
    """Faults, link changes, stances, weighings, alarms and identity come back equal; the rest is not kept."""
    kept: list[Event] = [
        IDENTITY,
        Link("connected", "/dev/ttyUSB0", OPENED_US),
        Weigh(1.0, 3.0, 75.0, 0.1, 0.5, None),
        Fault("gap", "L", 4.0, 4.5, 40),
        SingleLegStance("left", 5.0, 9.0),
        Alarm("recorder", "disk full", OPENED_US),
    ]
    writer.handle([opened(), *kept, Stance("left", 5.0), WeighProgress(1.0, 0.5, still=True)])
    assert store.events("visit1") == kept


def test_events_before_a_session_are_kept_without_one(store: Store, writer: StoreWriter) -> None:
    """A cable pulled between two visits is on record."""
    lost = Link("lost", "/dev/ttyUSB0", OPENED_US)
    writer.handle([lost])
    assert store.events(None) == [lost]


def test_identity_is_stored_once_until_it_changes(store: Store, writer: StoreWriter) -> None:
    """The step repeats its identity every five seconds; the database does not."""
    writer.handle([opened(), IDENTITY])
    writer.handle([IDENTITY])
    other = replace(IDENTITY, uid="5AFE01C4", step_changed=True)
    writer.handle([other])
    assert store.events("visit1") == [IDENTITY, other]


def test_fault_storm_is_one_row_a_batch(store: Store, writer: StoreWriter) -> None:
    """Repeated faults of one kind in a batch are joined; the count is kept."""
    storm = [Fault("crc", None, float(i), float(i)) for i in range(50)] + [Fault("gap", "L", 1.0, 2.0, 3)]
    writer.handle([opened(), *storm])
    assert store.events("visit1") == [Fault("crc", None, 0.0, 49.0, 50), Fault("gap", "L", 1.0, 2.0, 3)]


def test_health_is_queued_once_a_minute_while_a_session_is_open(store: Store, writer: StoreWriter) -> None:
    """The step reports every second; a point a minute goes out, and one after each restart of the step."""
    writer.handle([IDENTITY, health(1.0)])
    writer.handle([opened(), *(health(float(second)) for second in range(2, 130)), health(1.0)])
    rows = store.outbox_waiting(100)
    assert [row.point.fields["uptime_s"] for row in rows] == [2.0, 62.0, 122.0, 1.0]
    assert rows[0].point.measurement == "step_health"
    assert rows[0].point.fields["rate_hz_l"] == 90.5
    assert rows[0].point.fields["step_uid"] == "5AFE01C3"


def test_calibration_is_stored_once_and_the_latest_wins(store: Store, writer: StoreWriter) -> None:
    """Announced again it is the same row; a new one is what the step's channel means from then on."""
    first = Calibration("L", 100.0, 0.01, 1_700_000_000, "jig")
    second = replace(first, zero=101.0)
    writer.handle([IDENTITY, first, first, second])
    assert store.calibrations("5AFE01C3") == [second]


def test_account_adds_up(store: Store, writer: StoreWriter) -> None:
    """Queued = delivered + discarded + waiting, for every measurement, at every moment."""
    writer.handle(visit())
    rows = store.outbox_waiting(100)
    store.outbox_delivered([rows[0].id, rows[1].id], [(rows[2].id, "field type conflict")])
    assert store.outbox_counts() == (2, 1)
    assert [row.refusal for row in store.outbox_parked()] == ["field type conflict"]
    assert store.outbox_discard([rows[2].id], "cannot be right") == 1
    account = {
        total.measurement: (total.queued, total.delivered, total.discarded) for total in store.outbox_totals()
    }
    assert account == {"rep": (3, 2, 1), "set": (1, 0, 0), "session": (1, 0, 0)}


def test_parked_points_can_be_tried_again(store: Store, writer: StoreWriter) -> None:
    """What was parked goes back into the queue, and whoever sends is told."""
    calls: list[int] = []
    writer.handle(visit())
    rows = store.outbox_waiting(100)
    store.outbox_delivered([], [(row.id, "no") for row in rows])
    store.on_outbox(lambda: calls.append(1))
    assert store.outbox_retry([rows[0].id]) == 1
    assert store.outbox_retry() == len(rows) - 1
    assert store.outbox_counts() == (len(rows), 0)
    assert len(calls) == 2


def test_threads_read_while_one_writes(store: Store, writer: StoreWriter) -> None:
    """A screen, an export and a forwarder read whole batches while reps are stored; nobody fails."""
    writer.handle([opened()])
    sizes: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            sizes.append(len(store.reps("visit1")))
            store.outbox_counts()

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for set_index in range(1, 21):
            writer.handle(one_set(set_index, reps=5))
        done.set()
        for reader in readers:
            reader.result()
    assert all(size % 5 == 0 for size in sizes)
    assert len(store.reps("visit1")) == 100

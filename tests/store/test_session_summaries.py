"""What a session comes to is kept and forwarded, also after a crash."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.metrics.session import summarize_session
from station.store import Store, StoreWriter
from tests.support.stream import closed, one_set, opened

if TYPE_CHECKING:
    from pathlib import Path

    from station.store.rows import Point


def session_points(store: Store) -> list[Point]:
    """Return the sessions on their way to InfluxDB."""
    return [row.point for row in store.outbox_waiting(1000) if row.point.measurement == "session"]


def test_what_the_closing_event_says_is_kept(store: Store, writer: StoreWriter) -> None:
    """The summary of the event comes back as it was, a named leg's index and reasons included."""
    writer.handle([opened(), *one_set(reps=6)])
    told = replace(summarize_session(store.reps("visit1"), "left"), limb_symmetry_index_pct=93.5)
    writer.handle([replace(closed(), summary=told)])
    assert store.session_summary("visit1") == told
    fields = session_points(store)[0].fields
    assert fields["limb_symmetry_index_pct"] == 93.5
    assert fields["single_leg_asymmetry"] == told.single_leg_asymmetry == "0 %, below detectable change"
    assert "eccentric_tut_asymmetry_pct" in fields
    assert "lowering_asymmetry_pct: needs 3 reps on both feet" in str(fields["refused"])
    assert "lowering_asymmetry_pct" not in fields


def test_session_of_a_dead_station_is_summed_up_at_the_next_start(database: Path) -> None:
    """Recovery sums a session up from its reps, as its end would have."""
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle([opened(), *one_set(reps=6)])
        assert store.session_summary("visit1") is None
    with Store.open(database) as store:
        told = store.session_summary("visit1")
        assert told == summarize_session(store.reps("visit1"))
        assert session_points(store)[0].fields["reps_left"] == 3

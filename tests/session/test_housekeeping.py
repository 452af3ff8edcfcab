"""What may go goes, the oldest first; reps, sets and what waits for InfluxDB never do."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from station.config import Config, StationSection, StorageSection
from station.events import Event, Fault, Upkeep
from station.recording import part_path
from station.recording.budget import NEWEST_KEPT, disposable
from station.session.housekeeping import Housekeeper, carry_out, low_space, plan
from station.store import Store, StoreWriter
from station.store.ledger import audit
from tests.support.host_time import FastTime
from tests.support.stream import opened, visit
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from pathlib import Path

DAY_US = 86_400 * 10**6
NOW_US = 1_790_000_000 * 10**6


def recording(folder: Path, days_ago: int, size: int = 1000, *, parts: int = 1) -> Path:
    """Make a recording of that age."""
    folder.mkdir(exist_ok=True)
    begun = datetime.fromtimestamp((NOW_US - days_ago * DAY_US) / 1e6, tz=UTC)
    first = folder / f"{begun:%Y%m%dT%H%M%SZ}_{days_ago:08x}.steprec"
    for part in range(1, parts + 1):
        part_path(first, part).write_bytes(bytes(size))
    return first


def chosen(folder: Path, *, keep_days: int = 0, max_bytes: int = 0, now_us: int = NOW_US) -> list[str]:
    """Return the names of what may go."""
    found = disposable(folder, now_us=now_us, keep_days=keep_days, max_bytes=max_bytes)
    return [each.parts[0].name for each in found]


def test_no_limit_deletes_nothing(tmp_path: Path) -> None:
    """Zero means without limit."""
    for days in (1, 400, 4000):
        recording(tmp_path, days)
    assert chosen(tmp_path) == []
    assert chosen(tmp_path / "missing", max_bytes=1) == []


def test_budget_takes_the_oldest_with_all_parts(tmp_path: Path) -> None:
    """Too much: whole sessions go, the oldest first, until the rest fits; names of people's choice stay."""
    for days in (1, 2, 3):
        recording(tmp_path, days)
    oldest = recording(tmp_path, 9, parts=3)
    (tmp_path / "mine.steprec").write_bytes(bytes(100_000))
    (found,) = disposable(tmp_path, now_us=NOW_US, keep_days=0, max_bytes=3500)
    assert found.parts == tuple(part_path(oldest, part) for part in (1, 2, 3))
    assert len(chosen(tmp_path, max_bytes=2500)) == 2
    assert len(chosen(tmp_path, max_bytes=1)) == 4
    spare = oldest.name.removesuffix(".steprec")
    assert oldest.name not in [
        each.parts[0].name
        for each in disposable(tmp_path, now_us=NOW_US, keep_days=0, max_bytes=1, spare=spare)
    ]


def test_age_counts_from_the_newest_few(tmp_path: Path) -> None:
    """Too old goes; a clock that jumps ahead by years deletes nothing."""
    for days in range(30):
        recording(tmp_path, days)
    assert len(chosen(tmp_path, keep_days=5)) == 30 - NEWEST_KEPT - 5
    assert chosen(tmp_path, keep_days=5, now_us=NOW_US + 9000 * DAY_US) == chosen(tmp_path, keep_days=5)
    assert chosen(tmp_path, keep_days=100, now_us=NOW_US + 9000 * DAY_US) == []


def fill(store: Store, sessions: int) -> None:
    """Store a session and a fault a day."""
    for number in range(sessions):
        at_us = NOW_US - (sessions - number) * DAY_US
        with pytest.MonkeyPatch.context() as then:
            then.setattr(store, "_clock_us", lambda at_us=at_us: at_us)
            writer = StoreWriter(store, "clinic", "step1")
            events = visit(f"v{number}", opened_us=at_us)
            writer.handle([events[0], Fault("gap", "L", 1.0, 2.0), *events[1:]])


def test_only_old_events_are_deleted(tmp_path: Path) -> None:
    """Faults beyond the age go; every rep, set, session and point in the outbox stays, and the deed is on record."""
    storage = StorageSection(events_keep_days=10, recordings_max_mb=1)
    config = Config(station=StationSection(data_dir=tmp_path), storage=storage)
    gone = recording(tmp_path / "recordings", 90, 900_000)
    recording(tmp_path / "recordings", 1, 900_000)
    with Store.open(tmp_path / "station.db") as store:
        fill(store, 40)
        StoreWriter(store, "clinic", "step1").handle([opened("open", time_us=NOW_US)])
        before = store.outbox_totals(), store.outbox_counts()
        doomed = plan(config, store, NOW_US)
        assert (doomed.files, doomed.events) == ((gone,), 40 - (NEWEST_KEPT - 1) - 10)
        done = carry_out(doomed, store, NOW_US)
        assert [(each.what, each.files) for each in done] == [
            ("recordings_deleted", (gone.name,)),
            ("events_deleted", ()),
        ]
        assert not gone.exists()
        assert [event for event in store.events(None) if isinstance(event, Upkeep)] == done
        assert sum(len(store.events(f"v{n}")) for n in range(40)) == 40 - doomed.events
        assert sum(len(store.reps(f"v{n}")) for n in range(40)) == 120
        assert (store.outbox_totals(), store.outbox_counts()) == before
        assert plan(config, store, NOW_US).events == 0
        assert not audit(store)


def test_housekeeper_looks_at_once_and_warns_once(tmp_path: Path) -> None:
    """At the start it tidies up; a disk with too little room is told once, not every hour."""
    storage = StorageSection(recordings_max_mb=1, free_space_warn_mb=1 << 40)
    config = Config(station=StationSection(data_dir=tmp_path), storage=storage)
    writing = recording(tmp_path / "recordings", 1, 2 << 20)
    told: list[Event] = []
    with Store.open(tmp_path / "station.db") as store:
        keeper = Housekeeper(config, store, FastTime(), told.append, lambda: writing)
        keeper.start()
        wait_until(lambda: bool(told))
        keeper.stop()
        keeper.look(tidy=True)
    assert [event.what for event in told if isinstance(event, Upkeep)] == ["low_space"]
    assert writing.exists()
    assert (
        low_space(
            Config(station=StationSection(data_dir=tmp_path), storage=StorageSection(free_space_warn_mb=0)), 0
        )
        is None
    )


def test_housekeeper_tells_when_there_is_room_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Room is told at the first look, so that it is known; a warning that is over is taken back, and may come again."""
    free = {"mb": 10}
    monkeypatch.setattr(
        "station.session.housekeeping.shutil.disk_usage", lambda _path: SimpleNamespace(free=free["mb"] << 20)
    )
    config = Config(station=StationSection(data_dir=tmp_path), storage=StorageSection(free_space_warn_mb=100))
    told: list[Event] = []
    with Store.open(tmp_path / "station.db") as store:
        keeper = Housekeeper(config, store, FastTime(), told.append, lambda: None)
        for free["mb"] in (500, 10, 10, 500, 500, 10):
            keeper.look(tidy=False)
    assert [event.what for event in told if isinstance(event, Upkeep)] == [
        "space_again",
        "low_space",
        "space_again",
        "low_space",
    ]

"""The clock in words: what the doctor says of it, correcting a session by hand, and the hours that come twice."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from station.cli.common import instant_us, local_time
from station.errors import UsageError
from station.events import ClockStamp, ClockStep
from station.store import Store, StoreWriter
from tests.support.stream import one_set, opened, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.command import Command

WRONG = ClockStamp(
    "wrong", "it says 1970-01-01, which is before this program was made", "another start", 0, held=True
)
TWICE_US = 1_792_888_200_000_000
"""25 October 2026, 00:30 UTC: half past two in Central Europe, for the first time."""
HOUR_US = 3_600_000_000


@pytest.fixture
def central_europe(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the clinic where clocks are changed at the end of March and of October."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def held_visit(station: Command) -> Path:
    """Store a visit of 1970, and one of today."""
    path = station.data / "station.db"
    with Store.open(path) as store:
        ann = store.add_athlete("Ann")
        writer = StoreWriter(store, "clinic", "step1")
        writer.handle([ClockStep(1, 1, 90_000_001, 90.0)])
        first, *rest = visit("old", opened_us=5_000_000)
        assert first == opened("old", time_us=5_000_000)
        writer.handle([replace(opened("old", ann.id, 5_000_000), clock=WRONG), *rest])
        writer.handle(visit("new"))
    return path


def test_held_session_is_told_and_corrected_by_hand(station: Command) -> None:
    """Status and doctor name what waits; a time sets it right; everything adds up before and after."""
    held_visit(station)
    status = station.inside("influx", "status")
    assert "5 waiting, 0 refused, 5 held until the clock is right" in status.out
    assert "rep: 6 queued = 0 delivered + 3 waiting + 3 held until the clock is right" in status.out
    assert "✓ everything adds up" in status.out
    document = station.inside("influx", "status", "--json").document()
    assert document["held"] == 5
    assert {line["measurement"]: line["held"] for line in document["ledger"]["points"]}["rep"] == 3
    doctor = station.inside("doctor", "--port", "sim://textbook?speed=max")
    assert "session old, stamped 1970-01-01" in doctor.out
    assert "station store set-time old --opened TIME" in doctor.out
    assert "it was set by +90 s at 1970-01-01" in doctor.out
    assert " ?" in station.inside("athlete", "show", "Ann").out
    moved = station.inside("store", "set-time", "old", "--opened", "2026-03-01T14:05:00Z")
    assert (moved.code, "Its points go now" in moved.out) == (0, True)
    assert "10 waiting, 0 refused" in station.inside("influx", "status").out
    exported = station.inside("export", "sessions").out.splitlines()
    assert "2026-03-01T14:05:00.000Z" in exported[1]
    assert "session old" not in station.inside("doctor", "--port", "sim://textbook?speed=max").out


def test_session_is_kept_as_it_is(station: Command) -> None:
    """The operator knows better: the points go with the times they have."""
    held_visit(station)
    kept = station.inside("store", "set-time", "old", "--keep", "--json")
    assert kept.document() == {"session": "old", "by_us": 0}
    assert "10 waiting, 0 refused" in station.inside("influx", "status").out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("old",), 2, "which times?"),
        (("old", "--keep", "--opened", "2026-03-01"), 2, "which times?"),
        (("old", "--opened", "yesterday"), 2, "is no day"),
        (("nobody", "--keep"), 1, "is not there"),
    ],
)
def test_correction_that_means_nothing_is_refused(
    station: Command, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """In one line, and nothing is changed."""
    held_visit(station)
    ran = station.inside("store", "set-time", *arguments)
    assert (ran.code, words in ran.err, ran.err.count("\n")) == (code, True, 1)
    assert "5 held" in station.inside("influx", "status").out


@pytest.mark.usefixtures("central_europe")
def test_hour_that_comes_twice_is_shown_twice_and_stored_once_each(station: Command) -> None:
    """Two visits an hour apart have the same time on the wall: lists tell them apart, exports are in UTC."""
    assert local_time(TWICE_US) == "2026-10-25 02:30+02:00"
    assert local_time(TWICE_US + HOUR_US) == "2026-10-25 02:30+01:00"
    path = station.data / "station.db"
    with Store.open(path) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for number in range(2):
            writer.handle(visit(f"v{number}", opened_us=TWICE_US + number * HOUR_US))
    exported = station.inside("export", "sessions").out.splitlines()
    assert ["2026-10-25T00:30:00.000Z" in exported[1], "2026-10-25T01:30:00.000Z" in exported[2]] == [
        True,
        True,
    ]
    with Store.open(path, read_only=True) as store:
        times = [rep.start_time_us for name in ("v0", "v1") for rep in store.reps(name)]
    assert len(set(times)) == len(times) == 2 * len([e for e in one_set() if e.type == "rep"])


@pytest.mark.usefixtures("central_europe")
def test_times_that_never_were_or_were_twice_are_asked_for_again() -> None:
    """On the days clocks are changed an operator has to say which hour is meant."""
    with pytest.raises(UsageError, match="was twice"):
        instant_us(datetime(2026, 10, 25, 2, 30))  # noqa: DTZ001  local time is what is asked
    with pytest.raises(UsageError, match="never was"):
        instant_us(datetime(2026, 3, 29, 2, 30))  # noqa: DTZ001  local time is what is asked
    assert instant_us(datetime(2026, 10, 25, 2, 30, tzinfo=timezone(timedelta(hours=2)))) == TWICE_US
    assert instant_us(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == TWICE_US
    assert instant_us(datetime(2026, 10, 25, 4, 30)) == TWICE_US + 3 * HOUR_US  # noqa: DTZ001  local time

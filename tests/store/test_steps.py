"""What the store knows of steps: zeros taken by hand, and gains over weeks with their alarm."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.events import Alarm, PlateGains, PlateZero, Zero
from station.store import Store, StoreWriter
from station.store.steps import (
    StepZero,
    gain_history,
    last_zeros,
    put_zeros,
    undo_zeros,
)

if TYPE_CHECKING:
    from pathlib import Path

UID = "5AFE01C3"
GAINS = PlateGains(61.5, UID, "L=0.0005 R=0.0006", 1.0042, 0.0011)
DAY_US = 86_400_000_000
LEFT = StepZero("L", 1_000, 8_000.0, 8_100.0, 0.05, 0.1, 86_400.0)
RIGHT = StepZero("R", 1_000, -4_000.0, -3_900.0, 0.06, 0.1, None)


def test_zeros_by_hand_are_kept_and_put_back_last_first(database: Path) -> None:
    """Every one stays on record, also those that were put back."""
    with Store.open(database) as store:
        assert last_zeros(store, UID) is None
        put_zeros(store, UID, [LEFT, RIGHT])
        put_zeros(store, UID, [replace(LEFT, time_us=2_000)])
        put_zeros(store, "another", [RIGHT])
        found = last_zeros(store, UID)
        assert found is not None
        assert found[1] == [replace(LEFT, time_us=2_000)]
        undo_zeros(store, found[0], 3_000)
        again = last_zeros(store, UID)
        assert again is not None
        assert again[1] == [LEFT, RIGHT]
        with store.reading() as connection:
            kept = connection.execute(
                "SELECT undone_us FROM step_zeros WHERE step_uid = ? ORDER BY id", (UID,)
            )
            assert [undone for (undone,) in kept] == [None, None, 3_000]


def test_gains_are_kept_as_a_history_and_alarm_once_when_they_move(database: Path) -> None:
    """Twenty steady visits, then five that read 1 % more: one alarm, in the stream and on record."""
    told: list[Alarm] = []
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for day in range(25):
            ratio = 1.0042 * (1.01 if day >= 20 else 1.0)
            receipts = writer.handle([replace(GAINS, left_over_right=ratio)], day * DAY_US)
            told += [each for each in receipts if isinstance(each, Alarm)]
        assert [alarm.time_us for alarm in told] == [21 * DAY_US]
        assert told[0].source == "plates"
        assert "+1.00 %" in told[0].message
        assert UID in told[0].message
        assert told[0] in store.events(None)
        assert len(gain_history(store, UID, GAINS.calibration)) == 25
        assert gain_history(store, UID, "recalibrated") == []


def test_zeros_of_a_session_are_kept(database: Path) -> None:
    """As they were told."""
    zero = Zero("lifted", 12.5, (PlateZero("left", 1.5, -0.25, 31.0),))
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle([zero])
        assert store.events(None) == [zero]

"""What a database knows of steps rather than of people: calibrations, zeros taken by hand, gains over the weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station import events
from station.calibration.gain_watch import GainPoint, trend

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from station.calibration.gain_watch import GainTrend
    from station.store.database import Store


@dataclass(frozen=True, slots=True)
class StepZero:
    """A zero that somebody took: one channel's."""

    channel: str
    time_us: int
    before_count: float
    after_count: float
    moved_n: float
    """Positive when the empty plate read more than before."""
    sd_n: float
    """How still the plate was."""
    age_s: float | None
    """How old the zero before was; ``None`` when nobody knows."""


def put_zeros(store: Store, step_uid: str, zeros: Sequence[StepZero]) -> None:
    """Keep the zeros of one command."""
    with store.transaction() as connection:
        batch = connection.execute("SELECT coalesce(max(batch), 0) + 1 FROM step_zeros").fetchone()[0]
        connection.executemany(
            """INSERT INTO step_zeros
               (step_uid, channel, time_us, before_count, after_count, moved_n, sd_n, age_s, batch)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (step_uid, each.channel, each.time_us, each.before_count, each.after_count, each.moved_n,
                 each.sd_n, each.age_s, batch)
                for each in zeros
            ],
        )  # fmt: skip


def last_zeros(store: Store, step_uid: str) -> tuple[int, list[StepZero]] | None:
    """Return the newest zeros that were not put back, and the number of their batch; ``None`` without any."""
    with store.reading() as connection:
        batch = connection.execute(
            "SELECT max(batch) FROM step_zeros WHERE step_uid = ? AND undone_us IS NULL", (step_uid,)
        ).fetchone()[0]
        if batch is None:
            return None
        rows = connection.execute(
            """SELECT channel, time_us, before_count, after_count, moved_n, sd_n, age_s FROM step_zeros
               WHERE batch = ? ORDER BY id""",
            (batch,),
        )
        return batch, [StepZero(*row) for row in rows]


def undo_zeros(store: Store, batch: int, time_us: int) -> None:
    """Mark the zeros of a batch as put back."""
    with store.transaction() as connection:
        connection.execute("UPDATE step_zeros SET undone_us = ? WHERE batch = ?", (time_us, batch))


def put_calibration(connection: sqlite3.Connection, step_uid: str, calibration: events.Calibration) -> None:
    """Store what a channel's counts mean; the same calibration is stored once."""
    connection.execute(
        """INSERT OR IGNORE INTO calibrations (step_uid, channel, zero, scale_n_per_count, taken_unix, note)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (step_uid, calibration.channel, calibration.zero, calibration.scale_n_per_count,
         calibration.taken_unix, calibration.note),
    )  # fmt: skip


def put_plate_gains(connection: sqlite3.Connection, gains: events.PlateGains, time_us: int) -> None:
    """Store what was learned of a step's plates, in place of what was known; ``time_us`` is when it was stored."""
    connection.execute(
        """INSERT OR REPLACE INTO plate_gains (step_uid, calibration, left_over_right, sd, t_s, time_us)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (gains.step_uid, gains.calibration, gains.left_over_right, gains.sd, gains.t_s, time_us),
    )


def plate_gains(connection: sqlite3.Connection) -> list[tuple[events.PlateGains, int]]:
    """Return what is known of every step's plates, the oldest first, each with the time it was stored, µs."""
    rows = connection.execute(
        """SELECT t_s, step_uid, calibration, left_over_right, sd, time_us FROM plate_gains
           ORDER BY time_us, step_uid, calibration"""
    )
    return [(events.PlateGains(*row[:5]), row[5]) for row in rows]


def calibrations(connection: sqlite3.Connection, step_uid: str) -> list[events.Calibration]:
    """Return a step's latest calibration of each channel."""
    rows = connection.execute(
        """SELECT channel, zero, scale_n_per_count, taken_unix, note FROM calibrations
           WHERE id IN (SELECT max(id) FROM calibrations WHERE step_uid = ? GROUP BY channel)
           ORDER BY channel""",
        (step_uid,),
    )
    return [events.Calibration(*row) for row in rows]


def note_gains(connection: sqlite3.Connection, gains: events.PlateGains, time_us: int) -> GainTrend | None:
    """Add to the history of a step's gains; return its trend if it is with this point that the ratio has moved."""
    before = trend(_points(connection, gains.step_uid, gains.calibration))
    connection.execute(
        """INSERT INTO plate_gain_history (step_uid, calibration, time_us, left_over_right, sd)
           VALUES (?, ?, ?, ?, ?)""",
        (gains.step_uid, gains.calibration, time_us, gains.left_over_right, gains.sd),
    )
    now = trend(_points(connection, gains.step_uid, gains.calibration))
    return now if now.state == "moved" and before.state != "moved" else None


def gain_history(store: Store, step_uid: str, calibration: str) -> list[GainPoint]:
    """Return all that was learned of a step's plates with one calibration, the oldest first."""
    with store.reading() as connection:
        return _points(connection, step_uid, calibration)


def _points(connection: sqlite3.Connection, step_uid: str, calibration: str) -> list[GainPoint]:
    rows = connection.execute(
        """SELECT time_us, left_over_right, sd FROM plate_gain_history
           WHERE step_uid = ? AND calibration = ? ORDER BY time_us, id""",
        (step_uid, calibration),
    )
    return [GainPoint(*row) for row in rows]

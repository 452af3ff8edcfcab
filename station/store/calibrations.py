"""Calibrations and verifications of steps: kept with all that was found, listed, and carried to other stations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from station.calibration import trend_of
from station.calibration.model import PLATES, VerificationPoint
from station.calibration.record import decode_calibration, decode_verification, encode
from station.errors import StoreError, UsageError

if TYPE_CHECKING:
    import sqlite3

    from station.calibration.model import Plate, Trend
    from station.calibration.record import CalibrationRecord, VerificationRecord
    from station.store.database import Store

WITHDRAWN: Final = "Withdrawn: "
"""Begins the note of a calibration that was accepted and gave way to an older one."""


def keep(store: Store, record: CalibrationRecord) -> bool:
    """Store a calibration; return false when the very same one is stored already.

    ``StoreError`` when another one has its id.
    """
    with store.transaction() as connection:
        if _is_stored(connection, "calibration_records", record.id, encode(record).decode()):
            return False
        _put_calibration(connection, record, store.now_us())
        return True


def keep_verification(store: Store, record: VerificationRecord) -> bool:
    """Store a verification; return false when the very same one is stored already.

    ``StoreError`` when another one has its id. Of somebody who is not known here, nothing is stored: false.
    """
    with store.transaction() as connection:
        if _is_stored(connection, "verifications", record.id, encode(record).decode()):
            return False
        if record.athlete_id is not None:
            known = connection.execute("SELECT 1 FROM athletes WHERE id = ?", (record.athlete_id,)).fetchone()
            if known is None:
                return False
        _put_verification(connection, record, store.now_us())
        return True


def _is_stored(connection: sqlite3.Connection, table: str, record_id: str, document: str) -> bool:
    row = connection.execute(f"SELECT document FROM {table} WHERE id = ?", (record_id,)).fetchone()  # noqa: S608  our own names
    if row is not None and row[0] != document:
        raise StoreError(
            f"another record is stored as {record_id}", "Compare both: station step history --json"
        )
    return row is not None


def _put_calibration(connection: sqlite3.Connection, record: CalibrationRecord, now_us: int) -> None:
    outcome = record.outcome
    connection.execute(
        """INSERT INTO calibration_records (id, step_uid, taken_us, operator, firmware, board, temperature_c,
               accepted, stored_us, document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (record.id, record.step_uid, record.taken_us, outcome.plan.operator, record.firmware, record.board,
         outcome.plan.temperature_c, int(outcome.accepted), now_us, encode(record).decode()),
    )  # fmt: skip
    connection.executemany(
        """INSERT INTO calibration_plates (record_id, channel, zero, scale_n_per_count, scale_sd_rel, zero_sd_n)
           VALUES (?, ?, ?, ?, ?, ?)""",
        [
            (record.id, each.plate, each.zero_count, each.scale_n_per_count,
             each.uncertainty.scale_sd_rel, each.uncertainty.zero_sd_n)
            for each in outcome.plates
        ],
    )  # fmt: skip


def _put_verification(connection: sqlite3.Connection, record: VerificationRecord, now_us: int) -> None:
    found = record.verification
    connection.execute(
        """INSERT INTO verifications (id, step_uid, calibration_id, channel, taken_us, athlete_id, known_kg,
               read_kg, error_rel, sd_rel, verdict, stored_us, document)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (record.id, record.step_uid, record.calibration_id, found.plate, record.taken_us, record.athlete_id,
         found.known_kg, found.read_kg, found.error_rel, found.sd_rel, found.verdict, now_us,
         encode(record).decode()),
    )  # fmt: skip


def steps(store: Store) -> list[str]:
    """Return the uids of all steps of which a calibration or a verification is stored."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT step_uid FROM calibration_records UNION SELECT step_uid FROM verifications ORDER BY 1"
        )
        return [row[0] for row in rows]


def of_step(store: Store, step_uid: str | None = None) -> list[CalibrationRecord]:
    """Return a step's calibrations, accepted or not, the oldest first; of all steps for ``None``."""
    with store.reading() as connection:
        rows = connection.execute(
            """SELECT document FROM calibration_records WHERE ? IN (step_uid, '')
               ORDER BY taken_us, stored_us, rowid""",
            (step_uid or "",),
        )
        return [decode_calibration(row[0]) for row in rows]


def find(store: Store, record_id: str) -> CalibrationRecord | None:
    """Return one calibration, ``None`` when there is none of that id."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT document FROM calibration_records WHERE id = ?", (record_id,)
        ).fetchone()
    return None if row is None else decode_calibration(row[0])


def latest(store: Store, step_uid: str, channel: str) -> CalibrationRecord | None:
    """Return the newest accepted calibration of one plate, ``None`` before the first."""
    with store.reading() as connection:
        row = connection.execute(
            """SELECT document FROM calibration_records JOIN calibration_plates ON record_id = id
               WHERE step_uid = ? AND channel = ? AND accepted = 1
               ORDER BY taken_us DESC, stored_us DESC LIMIT 1""",
            (step_uid, channel),
        ).fetchone()
    return None if row is None else decode_calibration(row[0])


def put_in_force(store: Store, record: CalibrationRecord) -> CalibrationRecord:
    """Make a stored calibration the one that its plates should have; newer ones are withdrawn. Return it as it is now.

    ``UsageError`` for one that never was accepted, and when a newer one is also of a plate that this one is not of.
    """
    if not record.outcome.accepted and not any(each.startswith(WITHDRAWN) for each in record.outcome.notes):
        raise UsageError(
            f"calibration {record.id} was not accepted", "See 'station step history', or calibrate again"
        )
    plates = {each.plate for each in record.outcome.plates}
    newer = [each for each in of_step(store, record.step_uid) if each.taken_us > record.taken_us]
    newer = [
        each
        for each in newer
        if each.outcome.accepted and plates & {found.plate for found in each.outcome.plates}
    ]
    for each in newer:
        others = {found.plate for found in each.outcome.plates} - plates
        if others:
            raise UsageError(
                f"calibration {each.id} is newer and also of plate {', '.join(sorted(others))}",
                f"Take that one, or calibrate plate {', '.join(sorted(plates))} again",
            )
    lasting = tuple(note for note in record.outcome.notes if not note.startswith(WITHDRAWN))
    restored = replace(record, outcome=replace(record.outcome, accepted=True, notes=lasting))
    why = f"{WITHDRAWN}calibration {record.id} was taken into use again"
    changed = [
        replace(each, outcome=replace(each.outcome, accepted=False, notes=(*each.outcome.notes, why)))
        for each in newer
    ]
    with store.transaction() as connection:
        for each in (restored, *changed):
            connection.execute(
                "UPDATE calibration_records SET accepted = ?, document = ? WHERE id = ?",
                (int(each.outcome.accepted), encode(each).decode(), each.id),
            )
    return restored


def verifications(
    store: Store, step_uid: str | None = None, athlete_id: str | None = None
) -> list[VerificationRecord]:
    """Return a step's verifications, the oldest first; of all steps for ``None``, of one person if told."""
    with store.reading() as connection:
        rows = connection.execute(
            """SELECT document FROM verifications WHERE ? IN (step_uid, '') AND (? = '' OR athlete_id = ?)
               ORDER BY taken_us, stored_us, rowid""",
            (step_uid or "", athlete_id or "", athlete_id or ""),
        )
        return [decode_verification(row[0]) for row in rows]


def trend(store: Store, step_uid: str, plate: Plate | None) -> Trend:
    """Return where the scale of a plate, or for ``None`` of the whole step, is going since it was calibrated."""
    last = [latest(store, step_uid, each) for each in (PLATES if plate is None else (plate,))]
    since_us = max((record.taken_us for record in last if record is not None), default=0)
    return trend_of(trend_points(store, step_uid, plate, since_us))


def trend_points(
    store: Store, step_uid: str, channel: str | None, since_us: int = 0
) -> list[VerificationPoint]:
    """Return how far one plate, or for ``None`` the whole step, was off at each verification, the oldest first."""
    with store.reading() as connection:
        rows = connection.execute(
            """SELECT taken_us, error_rel, sd_rel FROM verifications
               WHERE step_uid = ? AND channel IS ? AND taken_us >= ? ORDER BY taken_us, stored_us""",
            (step_uid, channel, since_us),
        )
        return [VerificationPoint(*row) for row in rows]

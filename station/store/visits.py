"""Sessions, sets, reps and what happened around them, as rows and back as the events they came from."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import msgspec

from station import events
from station.metrics import registry
from station.store.rows import Visit

if TYPE_CHECKING:
    import sqlite3

    from station.events import Rep, SessionSummary, SetSummary

KeptEvent = (
    events.Fault | events.Link | events.SingleLegStance | events.Weigh | events.Alarm | events.Identity
    | events.Zero | events.Recording | events.Upkeep | events.Discarded | events.ClockStep | events.ClockCorrected
    | events.SymptomNoted | events.HealthCheck
)  # fmt: skip

KEPT_EVENTS: Final[dict[str, type[KeptEvent]]] = {
    kind.type: kind
    for kind in (
        events.Fault,
        events.Link,
        events.SingleLegStance,
        events.Weigh,
        events.Alarm,
        events.Identity,
        events.Zero,
        events.Recording,
        events.Upkeep,
        events.Discarded,
        events.ClockStep,
        events.HealthCheck,
        events.ClockCorrected,
        events.SymptomNoted,
    )
}

_REP_COLUMNS = (
    "mode", "side", "start_s", "start_time_us", "variant", "single_leg_start_s", "single_leg_end_s",
    "lowering_start_s", "lowering_end_s",
)  # fmt: skip
_SET_COLUMNS = ("mode", "side", "variant", "start_s", "end_s", "start_time_us", "closed_by")

_VISIT = """SELECT id, athlete_id, site, station, port, step_uid, opened_us, closed_us, state, body_mass_kg,
    (SELECT count(*) FROM sets WHERE session_id = sessions.id) AS sets_done,
    (SELECT count(*) FROM reps WHERE session_id = sessions.id) AS reps_done, clock, held FROM sessions"""


def _metric_names(level: registry.Level) -> list[str]:
    return [metric.name for metric in registry.metrics(level)]


def _put(
    connection: sqlite3.Connection, table: str, values: dict[str, Any], on_conflict: str = "REPLACE"
) -> bool:
    """Insert one row; one of the same primary key is replaced or, with ``IGNORE``, kept."""
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join("?" * len(values))
    statement = f"INSERT OR {on_conflict} INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608  own names only
    return connection.execute(statement, tuple(values.values())).rowcount > 0


def open_visit(connection: sqlite3.Connection, visit: Visit, clock: events.ClockStamp | None = None) -> None:
    """Store a session that has begun, behind all others, and by which clock it is timed."""
    connection.execute(
        """INSERT INTO sessions
           (id, athlete_id, site, station, port, step_uid, opened_us, state, body_mass_kg, ordinal)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?, (SELECT coalesce(max(ordinal), 0) + 1 FROM sessions))""",
        (visit.id, visit.athlete_id, visit.site, visit.station, visit.port, visit.step_uid, visit.opened_us,
         visit.body_mass_kg),
    )  # fmt: skip
    if clock is not None:
        connection.execute(
            """UPDATE sessions SET clock = ?, clock_reason = ?, boot_id = ?, clock_offset_us = ?, held = ?
               WHERE id = ?""",
            (clock.state, clock.reason, clock.boot_id, clock.offset_us, clock.held, visit.id),
        )


def _visit(row: sqlite3.Row) -> Visit:
    return replace(Visit(*row), held=bool(row["held"]))


def close_visit(connection: sqlite3.Connection, session_id: str, closed_us: int, state: str) -> None:
    """Store that a session has ended, ``closed`` in order or ``interrupted``."""
    connection.execute(
        "UPDATE sessions SET closed_us = max(?, opened_us), state = ? WHERE id = ?",
        (closed_us, state, session_id),
    )


def complete_visit(
    connection: sqlite3.Connection, session_id: str, step_uid: str | None, body_mass_kg: float | None
) -> None:
    """Fill in what became known during the session."""
    connection.execute(
        """UPDATE sessions SET step_uid = coalesce(?, step_uid), body_mass_kg = coalesce(?, body_mass_kg)
           WHERE id = ?""",
        (step_uid, body_mass_kg, session_id),
    )


def visit(connection: sqlite3.Connection, session_id: str) -> Visit | None:
    """Return one session with its counts, ``None`` when there is none."""
    row = connection.execute(f"{_VISIT} WHERE id = ?", (session_id,)).fetchone()
    return None if row is None else _visit(row)


def visits(
    connection: sqlite3.Connection, athlete_id: str | None, limit: int, *, only_open: bool = False
) -> list[Visit]:
    """Return sessions, the newest first whatever their clock said; of one athlete, or of everybody."""
    rows = connection.execute(
        f"""{_VISIT} WHERE (? IS NULL OR athlete_id = ?) AND (NOT ? OR state = 'open')
            ORDER BY ordinal DESC LIMIT ?""",
        (athlete_id, athlete_id, only_open, limit),
    )
    return [_visit(row) for row in rows]


def put_rep(connection: sqlite3.Connection, session_id: str, rep: Rep, *, recovered: bool = False) -> None:
    """Store a rep; one of the same session, set and index is overwritten."""
    _put(connection, "reps", _rep_values(session_id, rep) | {"final": rep.final, "recovered": recovered})


def remove_rep(connection: sqlite3.Connection, session_id: str, set_index: int, rep_index: int) -> bool:
    """Remove a rep that turned out to be none, unless it is final; as it was told live it stays."""
    removed = connection.execute(
        "DELETE FROM reps WHERE session_id = ? AND set_index = ? AND rep_index = ? AND final = 0",
        (session_id, set_index, rep_index),
    )
    return removed.rowcount > 0


def put_provisional(connection: sqlite3.Connection, session_id: str, rep: Rep) -> bool:
    """Keep a rep as it was first told, for ever; the final one does not touch it. Return whether it is new."""
    return _put(connection, "provisional_reps", _rep_values(session_id, rep), on_conflict="IGNORE")


def _rep_values(session_id: str, rep: Rep) -> dict[str, Any]:
    values: dict[str, Any] = {"session_id": session_id, "set_index": rep.set, "rep_index": rep.index}
    values |= {name: getattr(rep, name) for name in (*_REP_COLUMNS, *_metric_names("rep"))}
    return values | {"faults": json.dumps(rep.faults), "refused": json.dumps(rep.refused)}


def _rep(row: sqlite3.Row, *, final: bool) -> Rep:
    measured = {name: row[name] for name in (*_REP_COLUMNS, *_metric_names("rep"))}
    return events.Rep(
        final=final,
        set=row["set_index"],
        index=row["rep_index"],
        faults=tuple(json.loads(row["faults"])),
        refused=json.loads(row["refused"]),
        **measured,
    )


def rep(connection: sqlite3.Connection, session_id: str, set_index: int, rep_index: int) -> Rep | None:
    """Return one stored rep, ``None`` when there is none."""
    row = connection.execute(
        "SELECT * FROM reps WHERE session_id = ? AND set_index = ? AND rep_index = ?",
        (session_id, set_index, rep_index),
    ).fetchone()
    return None if row is None else _rep(row, final=bool(row["final"]))


def reps(connection: sqlite3.Connection, session_id: str, *, only_provisional: bool = False) -> list[Rep]:
    """Return a session's reps in the order they were done."""
    rows = connection.execute(
        """SELECT * FROM reps WHERE session_id = ? AND (NOT ? OR final = 0) ORDER BY set_index, rep_index""",
        (session_id, only_provisional),
    )
    return [_rep(row, final=bool(row["final"])) for row in rows]


def provisional_reps(connection: sqlite3.Connection, session_id: str) -> list[Rep]:
    """Return a session's reps as they were first told, in the order they were done."""
    rows = connection.execute(
        "SELECT * FROM provisional_reps WHERE session_id = ? ORDER BY set_index, rep_index", (session_id,)
    )
    return [_rep(row, final=False) for row in rows]


def put_set(connection: sqlite3.Connection, session_id: str, summary: SetSummary) -> bool:
    """Store a closed set; return false, and keep what is there, for a set already stored."""
    values: dict[str, Any] = {"session_id": session_id, "set_index": summary.index}
    values |= {name: getattr(summary, name) for name in (*_SET_COLUMNS, *_metric_names("set"))}
    values |= {"fault_counts": json.dumps(summary.fault_counts), "refused": json.dumps(summary.refused)}
    return _put(connection, "sets", values, on_conflict="IGNORE")


def _set(row: sqlite3.Row) -> SetSummary:
    measured = {name: row[name] for name in (*_SET_COLUMNS, *_metric_names("set"))}
    return events.SetSummary(
        index=row["set_index"],
        fault_counts=json.loads(row["fault_counts"]),
        refused=json.loads(row["refused"]),
        **measured,
    )


def sets(connection: sqlite3.Connection, session_id: str) -> list[SetSummary]:
    """Return a session's closed sets in order."""
    rows = connection.execute("SELECT * FROM sets WHERE session_id = ? ORDER BY set_index", (session_id,))
    return [_set(row) for row in rows]


def put_session_summary(connection: sqlite3.Connection, session_id: str, summary: SessionSummary) -> None:
    """Store what a session comes to; one of the same session is overwritten."""
    values: dict[str, Any] = {"session_id": session_id, "refused": json.dumps(summary.refused)}
    values |= {name: getattr(summary, name) for name in _metric_names("session")}
    _put(connection, "session_summaries", values)


def session_summary(connection: sqlite3.Connection, session_id: str) -> SessionSummary | None:
    """Return what a session came to; ``None`` for one that is open, or older than such sums."""
    row = connection.execute("SELECT * FROM session_summaries WHERE session_id = ?", (session_id,)).fetchone()
    if row is None:
        return None
    measured = {name: row[name] for name in _metric_names("session")}
    return events.SessionSummary(**measured, refused=json.loads(row["refused"]))


def put_event(connection: sqlite3.Connection, session_id: str | None, event: KeptEvent, time_us: int) -> None:
    """Store something worth knowing later; ``time_us`` is when it was stored."""
    connection.execute(
        "INSERT INTO events (session_id, type, time_us, body) VALUES (?, ?, ?, ?)",
        (session_id, event.type, time_us, msgspec.json.encode(event).decode()),
    )


def kept_events(connection: sqlite3.Connection, session_id: str | None) -> list[KeptEvent]:
    """Return a session's stored events in order; ``None``: those outside every session."""
    rows = connection.execute(
        "SELECT type, body FROM events WHERE session_id IS ? ORDER BY id", (session_id,)
    )
    return [msgspec.json.decode(row["body"], type=KEPT_EVENTS[row["type"]]) for row in rows]


def kept_event(connection: sqlite3.Connection, row_id: int) -> KeptEvent:
    """Return one stored event."""
    row = connection.execute("SELECT type, body FROM events WHERE id = ?", (row_id,)).fetchone()
    return msgspec.json.decode(row["body"], type=KEPT_EVENTS[row["type"]])


def recordings(connection: sqlite3.Connection) -> set[str]:
    """Return the names of the recordings that sessions name and that were not deleted for room or age."""
    rows = connection.execute(
        "SELECT type, body FROM events WHERE type IN ('recording', 'upkeep') ORDER BY id"
    )
    named: set[str] = set()
    for row in rows:
        event = msgspec.json.decode(row["body"], type=KEPT_EVENTS[row["type"]])
        if isinstance(event, events.Recording):
            named.add(event.file)
        elif isinstance(event, events.Upkeep):
            named -= set(event.files)
    return named


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

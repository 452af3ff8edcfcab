"""What was measured: reps, sets and what a session comes to, as rows and back as the events they came from."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from station import events
from station.metrics import registry

if TYPE_CHECKING:
    import sqlite3

    from station.events import Rep, SessionSummary, SetSummary

_Measured = TypeVar("_Measured", events.Rep, events.SetSummary)
_REP_COLUMNS = (
    "mode", "side", "start_s", "start_time_us", "variant", "single_leg_start_s", "single_leg_end_s",
    "lowering_start_s", "lowering_end_s",
)  # fmt: skip
_SET_COLUMNS = ("mode", "side", "variant", "start_s", "end_s", "start_time_us", "closed_by")


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


def finite(event: _Measured, level: registry.Level) -> _Measured:
    """Withhold values that are not numbers: neither SQLite nor InfluxDB can hold them."""
    broken = [
        metric.name
        for metric in registry.metrics(level)
        if isinstance(value := getattr(event, metric.name), float) and not math.isfinite(value)
    ]
    if not broken:
        return event
    withheld: dict[str, Any] = dict.fromkeys(broken)
    return replace(event, refused=event.refused | dict.fromkeys(broken, "not_a_number"), **withheld)


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

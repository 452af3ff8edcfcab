"""Stored results as plain rows, visit by visit: for exports, which read everything and want it fast."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from station.metrics import registry
from station.store import changes
from station.store.points import SYMPTOM_FIELDS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

TableName = Literal["reps", "provisional", "sets", "sessions", "symptoms"]
Rows = list[tuple[Any, ...]]
_TOGETHER: Final = 2000
"""Rows fetched at a time where they do not come by visits."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Which visits and entries."""

    athlete_id: str | None = None
    """Of this person only; ``None``: of everybody, guests too."""
    from_us: int | None = None
    """Visits that began, and entries made, then or later."""
    after: changes.Cursor | None = None
    """Only what changed after this place in the log of changes."""
    ended: bool = False
    """Leave the visit out that is under way."""


def _metrics(level: registry.Level) -> dict[str, str]:
    return {metric.name: f'"{metric.name}"' for metric in registry.metrics(level)}


_PLAN: Final = {
    f"plan_{name}": f"(SELECT json_extract(document, '$.{key}') FROM session_plans WHERE session_id = sessions.id)"  # noqa: S608  own words
    for name, key in (("id", "plan_id"), ("week", "week"), ("phase", "phase"), ("mode", "mode"), ("action", "action"))
}  # fmt: skip
_NAME: Final = "(SELECT name FROM athletes WHERE athletes.id = {}.athlete_id)"
_VISIT: Final = {"session_id": "id", "athlete_id": "athlete_id", "athlete_name": _NAME.format("sessions"),
                 "site": "site", "station": "station"}  # fmt: skip
_REP: Final = {"set": "set_index", "index": "rep_index", "mode": "mode", "side": "side", "variant": "variant",
               "start_time": "start_time_us", "start_s": "start_s", **_metrics("rep"), "faults": "faults",
               "refused": "refused"}  # fmt: skip
_SET: Final = {"index": "set_index", "mode": "mode", "side": "side", "variant": "variant",
               "start_time": "start_time_us", "start_s": "start_s", "end_s": "end_s", "closed_by": "closed_by",
               **_metrics("set"), "fault_counts": "fault_counts", "refused": "refused"}  # fmt: skip
_SESSION: Final = {
    **_VISIT, "opened": "opened_us", "closed": "closed_us", "state": "state", "port": "port",
    "step_uid": "step_uid", "body_mass_kg": "body_mass_kg",
    "sets_done": "(SELECT count(*) FROM sets WHERE session_id = sessions.id)",
    **_metrics("session"),
    "reps_done": "(SELECT count(*) FROM reps WHERE session_id = sessions.id)",
    "clock": "clock", **_PLAN, "refused": "refused",
}  # fmt: skip
_SYMPTOM: Final = {
    "entry_id": "symptoms.id", "athlete_id": "athlete_id", "athlete_name": _NAME.format("symptoms"),
    "session_id": "session_id", "site": "site", "station": "station", "leg": "leg", "time": "time_us",
    "day": "coalesce(day, date(time_us / 1000000, 'unixepoch', 'localtime'))",
    **{field: f"max(value) FILTER (WHERE kind = '{kind}')" for kind, field in SYMPTOM_FIELDS.items()},
    "run_surface": "run_surface", "withdrawn": "withdrawn_us IS NOT NULL", "note": "note",
    "withdrawn_reason": "withdrawn_reason",
}  # fmt: skip

_CHANGED: Final = (
    "(:after IS NULL OR {id} IN (SELECT id FROM changes WHERE kind = '{kind}' AND seq > :after))"
)
_VISITS: Final = f"""(:athlete IS NULL OR athlete_id = :athlete) AND (:from_us IS NULL OR opened_us >= :from_us)
    AND (NOT :ended OR state != 'open') AND {_CHANGED.format(id="sessions.id", kind="session")}"""
_ENTRIES: Final = f"""(:athlete IS NULL OR athlete_id = :athlete) AND (:from_us IS NULL OR time_us >= :from_us)
    AND {_CHANGED.format(id="CAST(symptoms.id AS TEXT)", kind="symptom")}"""
_SESSIONS: Final = f"""SELECT {{columns}} FROM sessions
    LEFT JOIN session_summaries ON session_summaries.session_id = sessions.id WHERE {_VISITS} ORDER BY ordinal"""  # noqa: S608  own words
_SYMPTOMS: Final = f"""SELECT {{columns}} FROM symptoms LEFT JOIN symptom_values ON entry_id = symptoms.id
    WHERE {_ENTRIES} GROUP BY symptoms.id ORDER BY time_us, symptoms.id"""  # noqa: S608  own words
_OF_VISIT: Final[dict[TableName, tuple[str, dict[str, str], str]]] = {
    "reps": ("reps", _REP | {"final": "final AND NOT recovered"}, "set_index, rep_index"),
    "provisional": ("provisional_reps", _REP | {"final": "0"}, "set_index, rep_index"),
    "sets": ("sets", _SET, "set_index"),
}


class Reading:
    """Reads what was picked, as the connection sees it: within a transaction, all of one moment."""

    def __init__(self, connection: sqlite3.Connection, pick: Pick) -> None:
        """``UsageError`` when the place to go on from is not of this database's history."""
        if pick.after is not None:
            changes.check(connection, pick.after)
        self._connection = connection
        self._asked = {
            "athlete": pick.athlete_id,
            "from_us": pick.from_us,
            "after": None if pick.after is None else pick.after.seq,
            "ended": pick.ended,
        }
        self.here = changes.here(connection)
        """Where the next reading goes on."""

    def under_way(self) -> int:
        """Return how many visits have not ended."""
        statement = "SELECT count(*) FROM sessions WHERE state = 'open'"
        number: int = self._connection.execute(statement).fetchone()[0]
        return number

    def rows(self, table: TableName, names: Sequence[str]) -> Iterator[Rows]:
        """Yield the rows of a table in the order things happened, some at a time, with the columns ``names``.

        Times are microseconds since the epoch, lists and pairs are JSON. ``KeyError`` for a column that is none.
        """
        cursor = self._connection.cursor()
        cursor.row_factory = None
        if table == "sessions":
            cursor.execute(_SESSIONS.format(columns=_columns(_SESSION, names)), self._asked)
        elif table == "symptoms":
            cursor.execute(_SYMPTOMS.format(columns=_columns(_SYMPTOM, names)), self._asked)
        else:
            yield from _of_visits(cursor, table, names, self._asked)
            return
        while found := cursor.fetchmany(_TOGETHER):
            yield found


def _of_visits(
    cursor: sqlite3.Cursor, table: TableName, names: Sequence[str], asked: dict[str, Any]
) -> Iterator[Rows]:
    """Yield the rows of one visit after the other: the key is in their order, so that nothing is sorted."""
    whose = [name for name in names if name in _VISIT]
    if list(names[: len(whose)]) != whose:
        raise KeyError(f"the columns of the visit come first, not {names}")
    cursor.execute(
        f"SELECT id, {_columns(_VISIT, whose)} FROM sessions WHERE {_VISITS} ORDER BY ordinal",  # noqa: S608  own names only
        asked,
    )
    source, known, order = _OF_VISIT[table]
    statement = f"""SELECT {_columns(known, names[len(whose) :])} FROM {source} WHERE session_id = ?
        ORDER BY {order}"""  # noqa: S608  own names only
    for session_id, *prefix in cursor.fetchall():
        head = tuple(prefix)
        found = cursor.execute(statement, (session_id,)).fetchall()
        if found:
            yield [head + row for row in found]


def _columns(known: dict[str, str], names: Sequence[str]) -> str:
    return ", ".join(known[name] for name in names)

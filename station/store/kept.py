"""What happened around the reps and is worth knowing later: events kept whole, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

import msgspec

from station import events

if TYPE_CHECKING:
    import sqlite3

KeptEvent = (
    events.Fault | events.Link | events.SingleLegStance | events.Weigh | events.Alarm | events.Identity
    | events.Zero | events.Recording | events.Upkeep | events.Discarded | events.ClockStep | events.ClockCorrected
    | events.SymptomNoted | events.HealthCheck
)  # fmt: skip
KEPT_EVENTS: Final[dict[str, type[KeptEvent]]] = {kind.type: kind for kind in get_args(KeptEvent)}
AS_THEY_COME: Final = tuple(
    kind
    for kind in KEPT_EVENTS.values()
    if kind not in (events.Discarded, events.ClockCorrected, events.SymptomNoted)
)
"""Those of the stream that are kept and nothing else; entries of known people have tables of their own."""


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

"""What happened lately, whoever it was about: for those who look for a fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from station.store.kept import KEPT_EVENTS

if TYPE_CHECKING:
    from collections.abc import Collection

    from station.store.database import Store
    from station.store.kept import KeptEvent


@dataclass(frozen=True, slots=True)
class Happened:
    """A kept event and when it was stored, µs since the epoch."""

    time_us: int
    event: KeptEvent


def recent(store: Store, kinds: Collection[str], limit: int) -> list[Happened]:
    """Return the newest events of these types, newest first; those this station cannot read are left out."""
    marks = ", ".join("?" for _ in kinds)
    query = f"SELECT type, time_us, body FROM events WHERE type IN ({marks}) ORDER BY id DESC LIMIT ?"  # noqa: S608  marks only
    with store.reading() as connection:
        rows = connection.execute(query, (*kinds, limit)).fetchall()
    found = []
    for row in rows:
        try:
            event = msgspec.json.decode(row["body"], type=KEPT_EVENTS[row["type"]])
        except (KeyError, msgspec.MsgspecError):
            continue
        found.append(Happened(row["time_us"], event))
    return found

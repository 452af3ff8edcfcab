"""German, a table a room, key for key as in English."""

from __future__ import annotations

from typing import Final

from station.kiosk.words.de import (
    asking,
    common,
    detail,
    flow,
    health,
    helping,
    live,
    operator,
    states,
    today,
    view,
    visit,
    weeks,
    wizard,
)
from station.kiosk.words.de.programme import GERMAN as PROGRAMME

__all__ = ["PROGRAMME", "TABLES"]

TABLES: Final = tuple(
    room.GERMAN
    for room in (
        common,
        visit,
        flow,
        live,
        states,
        asking,
        today,
        weeks,
        operator,
        view,
        helping,
        health,
        wizard,
        detail,
    )
)

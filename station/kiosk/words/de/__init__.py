"""German, a table a room, key for key as in English."""

from __future__ import annotations

from typing import Final

from station.kiosk.words.de import asking, common, live, operator, states, today, visit, weeks

TABLES: Final = tuple(room.GERMAN for room in (common, visit, live, states, asking, today, weeks, operator))

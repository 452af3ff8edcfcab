"""The embedded store: one SQLite file per station that needs no server and loses nothing it called saved."""

from __future__ import annotations

from station.store.database import Store
from station.store.rows import Athlete, OutboxRow, OutboxTotals, Point, Visit
from station.store.writer import StoreWriter

__all__ = ["Athlete", "OutboxRow", "OutboxTotals", "Point", "Store", "StoreWriter", "Visit"]

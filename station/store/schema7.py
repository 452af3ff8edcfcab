"""Version 7 of the database: the programme."""

from __future__ import annotations

VERSION_7: tuple[str, ...] = ()

"""Version 8 of the database: calibrations with their pedigree."""

from __future__ import annotations

VERSION_8: tuple[str, ...] = ()

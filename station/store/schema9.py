"""Version 9 of the database: zeros and health."""

from __future__ import annotations

VERSION_9: tuple[str, ...] = ()

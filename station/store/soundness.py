"""Whether a database's file is whole: asked before anything of it is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.errors import StoreError
from station.store.copies import damage

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

SMALLEST_BYTES = 512
"""SQLite takes any smaller file for an empty database."""
_REMEDY = "Put a backup back: station store restore FILE"


def refuse_lost(path: Path) -> None:
    """Refuse to begin anew where a database was: its file is gone or empty, but its log or backups are there.

    ``StoreError``: SQLite would make an empty database, and nobody would notice.
    """
    size = path.stat().st_size if path.exists() else 0
    if size >= SMALLEST_BYTES:
        return
    if size:
        raise StoreError(f"{path} is damaged: only {size} bytes of it are left", _REMEDY)
    log = path.with_name(path.name + "-wal")
    left = [log] if log.exists() and log.stat().st_size else []
    left += [*path.parent.glob(f"{path.name}.v*.bak"), *(path.parent / "backups").glob("station-*.db")]
    if left:
        state = "is empty" if path.exists() else "is missing"
        raise StoreError(
            f"{path} {state}, but {left[0]} is there", f"{_REMEDY}; or move that away to begin anew"
        )


def refuse_damaged(connection: sqlite3.Connection, path: Path, *, closely: bool) -> None:
    """Refuse a database whose end is missing; ``closely`` reads all its pages as well.

    A file shorter than its page count is allowed only while the log may hold the rest.
    """
    page_bytes = connection.execute("PRAGMA page_size").fetchone()[0]
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    log = path.with_name(path.name + "-wal")
    log_bytes = (
        log.stat().st_size if log.exists() else 0
    )  # before the file, which only grows when the log is folded in
    missing = pages * page_bytes - path.stat().st_size
    if missing > 0 and not log_bytes:
        raise StoreError(f"{path} is damaged: its last {missing} bytes are missing", _REMEDY)
    if closely or missing > 0:
        found = damage(connection, quick=True)
        if found:
            raise StoreError(f"{path} is damaged: {' '.join(found[0].split())}", _REMEDY)


def identity_of(path: Path) -> tuple[int, int]:
    """Return which file a path leads to now."""
    status = path.stat()
    return status.st_dev, status.st_ino


def refuse_gone(path: Path, opened: tuple[int, int]) -> None:
    """Refuse to write what nobody would find: the open file was moved, deleted or replaced under its name.

    SQLite goes on writing to such a file without an error, and the system discards it with the last handle.
    """
    try:
        there = identity_of(path) == opened
    except (FileNotFoundError, NotADirectoryError):
        there = False
    if not there:
        raise StoreError(
            f"{path} is gone: moved, deleted or replaced while the station was using it",
            "Put it back where it was, log included, or restore a backup",
        )

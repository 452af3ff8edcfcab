"""Backups of the database and the way back: nothing is overwritten, nothing unverified is called done."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station.durable import make_private, sync_folder
from station.errors import StoreError
from station.store import schema
from station.store.connection import connect, plain_words
from station.store.copies import PARTIAL, Copy, copy_database, open_quiet, verify
from station.store.lock import WriterLock
from station.store.soundness import refuse_lost

if TYPE_CHECKING:
    from pathlib import Path

_PARTIAL_KEPT_S = 3600.0
"""A copy that did not become whole in this time was cut off."""
_NAME = re.compile(r"station-\d{8}T\d{6}Z(-\d+)?\.db")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    database: Path
    source: Copy
    kept: Path | None
    """The database that was there before, under its new name."""


def stamp(time_us: int) -> str:
    """Return a time as file names carry it, UTC."""
    return f"{datetime.fromtimestamp(time_us / 1e6, tz=UTC):%Y%m%dT%H%M%SZ}"


def backups_dir(database: Path) -> Path:
    """Return the folder of backups that were given no name."""
    return database.parent / "backups"


def free_name(path: Path) -> Path:
    """Return ``path``, or with a number before its suffix when that is taken."""
    number, candidate = 1, path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def backup(database: Path, target: Path | None, *, now_us: int, keep: int) -> Copy:
    """Copy a database, in use or not, to ``target`` and verify the copy.

    Without ``target`` it goes into ``backups_dir`` under a name with the time, and of those the newest
    ``keep`` stay. ``StoreError`` in plain words; a name that is taken is refused.
    """
    if target is None:
        folder = backups_dir(database)
        with plain_words(folder):
            make_private(folder)
        made = _copy_to(database, free_name(folder / f"station-{stamp(now_us)}.db"))
        prune_backups(database, keep)
        return made
    if not target.parent.is_dir():
        raise StoreError(f"there is no folder {target.parent}", "Make it first")
    return _copy_to(database, target)


def _copy_to(database: Path, target: Path) -> Copy:
    refuse_lost(database)
    with plain_words(database), closing(connect(database, read_only=True)) as source:
        schema.check(source, database)
        with plain_words(target):
            return copy_database(source, target)


def prune_backups(database: Path, keep: int) -> list[Path]:
    """Delete all but the newest ``keep`` backups that the station named itself; return what is gone."""
    folder = backups_dir(database)
    for cut_off in folder.glob(f"station-*.db{PARTIAL}"):
        if cut_off.stat().st_mtime < time.time() - _PARTIAL_KEPT_S:  # younger ones may be growing
            cut_off.unlink(missing_ok=True)
    own = sorted(path for path in folder.glob("station-*.db") if _NAME.fullmatch(path.name))
    old = own[: max(0, len(own) - max(1, keep))]
    for path in old:
        path.unlink(missing_ok=True)
    return old


def restore(database: Path, source: Path, *, now_us: int) -> Restored:
    """Put a verified backup in the database's place; what was there is kept beside it under a dated name.

    ``StoreError`` while a station is writing, or when ``source`` is damaged, newer, or not a station's.
    A power cut at any moment leaves the database of before, or the restored one.
    """
    with plain_words(source):
        found = _usable(source)
    if database.exists() and source.samefile(database):
        raise StoreError(f"{source} is the database itself", "Give a backup")
    with plain_words(database):
        make_private(database.parent)
        lock = WriterLock(database)
        try:
            incoming = database.with_name(database.name + ".restoring")
            incoming.unlink(missing_ok=True)
            with closing(open_quiet(source)) as connection:
                copy_database(connection, incoming)
            kept = _set_aside(database, now_us)
            incoming.replace(database)
            sync_folder(database.parent)
        finally:
            lock.release()
    return Restored(database, found, kept)


def _usable(source: Path) -> Copy:
    found = verify(source)
    if found.version > len(schema.MIGRATIONS):
        raise StoreError(
            f"{source} was written by a newer station (database version {found.version}, this one knows "
            f"{len(schema.MIGRATIONS)})",
            "Update the station, then restore",
        )
    return found


def _set_aside(database: Path, now_us: int) -> Path | None:
    """Give the present database, and its log, a second name; then take the log away.

    A sound database's log is folded in first. A damaged one's is kept for whoever wants to look.
    """
    log = database.with_name(database.name + "-wal")
    if not database.exists() and not log.exists():
        return None
    _fold_log_in(database)
    kept = free_name(database.with_name(f"{database.stem}.before-restore-{stamp(now_us)}{database.suffix}"))
    for file, name in ((database, kept), (log, kept.with_name(kept.name + "-wal"))):
        if file.exists():
            _second_name(file, name)
    sync_folder(database.parent)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    return kept


def _fold_log_in(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        return  # it is damaged: it is kept as it lies there, log and all


def _second_name(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except OSError:  # FAT has no second names
        shutil.copy2(file, name)

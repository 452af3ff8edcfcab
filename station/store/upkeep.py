"""Backups of the database and the way back: nothing is overwritten, nothing unverified is called done."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.durable import make_private, sync_folder
from station.errors import StoreError
from station.instants import file_stamp
from station.store import ledger, schema, seals
from station.store.audit import Finding
from station.store.connection import BACK, connect, plain_words
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
    sealed: bool
    """A digest lay beside the backup, and it is the backup's."""
    sums_off: int | None
    """How many sums of its ledger are off; ``None``: an older station's, which is added up once it is migrated."""


def backups_dir(database: Path) -> Path:
    """Return the folder of backups that were given no name."""
    return database.parent / "backups"


def free_name(path: Path) -> Path:
    """Return ``path``, or with a number before its suffix when that, or its digest's name, is taken."""
    number, candidate = 1, path
    while candidate.exists() or seals.seal_path(candidate).exists():
        number += 1
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return candidate


def backup(database: Path, target: Path | None, *, now_us: int, keep: int) -> Copy:
    """Copy a database, in use or not, to ``target``, verify the copy, and write its digest beside it.

    Without ``target`` it goes into ``backups_dir`` under a name with the time, and of those the newest
    ``keep`` stay. ``StoreError`` in plain words; a name that is taken is refused.
    """
    if target is None:
        folder = backups_dir(database)
        with plain_words(folder):
            make_private(folder)
        made = _copy_to(database, free_name(folder / f"station-{file_stamp(now_us)}.db"))
        prune_backups(database, keep)
        return made
    if not target.parent.is_dir():
        raise StoreError(f"there is no folder {target.parent}", "Make it first")
    return _copy_to(database, target)


def _copy_to(database: Path, target: Path) -> Copy:
    refuse_lost(database)
    beside = seals.seal_path(target)
    if beside.exists() and not target.exists():
        raise StoreError(f"{beside} exists already", "Choose another name; digests are never overwritten")
    with plain_words(database), closing(connect(database, read_only=True)) as source:
        schema.check(source, database)
        with plain_words(target):
            made = copy_database(source, target)
            try:
                seals.seal(target)
            except BaseException:
                target.unlink(missing_ok=True)
                raise
    return made


def prune_backups(database: Path, keep: int) -> list[Path]:
    """Delete all but the newest ``keep`` backups that the station named itself, digests too; return the backups."""
    folder = backups_dir(database)
    for cut_off in folder.glob(f"station-*{PARTIAL}"):
        if cut_off.stat().st_mtime < time.time() - _PARTIAL_KEPT_S:  # younger ones may be growing
            cut_off.unlink(missing_ok=True)
    own = sorted(path for path in folder.glob("station-*.db") if _NAME.fullmatch(path.name))
    old = own[: max(0, len(own) - max(1, keep))]
    for path in old:
        path.unlink(missing_ok=True)
    for beside in folder.glob(f"station-*.db{seals.SUFFIX}"):
        file = beside.with_suffix("")
        if _NAME.fullmatch(file.name) and not file.exists():  # a backup has its name before its digest has
            beside.unlink(missing_ok=True)
    return old


def check_backups(database: Path) -> list[Finding]:
    """Compare each backup that the station named itself with the digest beside it."""
    own = [path for path in sorted(backups_dir(database).glob("station-*.db")) if _NAME.fullmatch(path.name)]
    findings, sealed = [], 0
    for path in own:
        try:
            with plain_words(path):
                sealed += seals.is_sealed(path)
        except StoreError as error:
            findings.append(Finding("backups", "stop", error.problem, error.remedy))
    bare = len(own) - len(findings) - sealed
    if sealed or bare:
        without = f"; {bare} without a digest: a change would not show" if bare else ""
        findings.append(Finding("backups", "ok", f"{sealed} as they were when made{without}"))
    return findings


def restore(database: Path, source: Path, *, now_us: int, as_is: bool = False) -> Restored:
    """Put a verified backup in the database's place; what was there is kept beside it under a dated name.

    ``StoreError`` while a station is writing, or when ``source`` is damaged, newer, not a station's, not what
    the digest beside it says, or, unless ``as_is``, when a sum of its ledger is off.
    A power cut at any moment leaves the database of before, or the restored one.
    """
    try:
        with plain_words(source):
            found = _usable(source)
            sealed = seals.is_sealed(source)
    except StoreError as error:
        if error.remedy.startswith(BACK):  # which is what was just tried
            raise StoreError(error.problem, "Give another backup") from error
        raise
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
            try:
                sums_off = _add_up(incoming, source, found.version, as_is=as_is)
            except BaseException:
                incoming.unlink(missing_ok=True)
                raise
            kept = _set_aside(database, now_us)
            incoming.replace(database)
            sync_folder(database.parent)
        finally:
            lock.release()
    return Restored(database, found, kept, sealed, sums_off)


def _add_up(incoming: Path, source: Path, version: int, *, as_is: bool) -> int | None:
    """Return how many sums of a copy of ``source`` are off. ``StoreError`` names the first, unless ``as_is``."""
    if version < len(schema.MIGRATIONS):
        return None
    with closing(open_quiet(incoming)) as connection:
        off = [each for each in ledger.audit_connection(connection) if each.state == "stop"]
    if off and not as_is:
        first = off[0]
        whose = f"session {first.session_id}" if first.session_id else "the database"
        more = f", and {len(off) - 1} more" if len(off) > 1 else ""
        raise StoreError(
            f"the sums of {source} are off: {whose}: {first.words}{more}",
            "Give another backup, or restore it all the same with --as-is",
        )
    return len(off)


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
    kept = free_name(
        database.with_name(f"{database.stem}.before-restore-{file_stamp(now_us)}{database.suffix}")
    )
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

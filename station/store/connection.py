"""SQLite connections set up for durability, and SQLite's errors in words a person can act on."""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from station.durable import make_private, sync_folder
from station.errors import StoreError
from station.store.lock import keep_writers_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

BUSY_TIMEOUT_MS = 5000
BACK = "Put a backup back: station store restore FILE"

_WORDS = (
    ("SQLITE_FULL", "the disk is full, {path} cannot grow", "Free some space; what was saved is safe"),
    ("SQLITE_READONLY", "no permission to write {path}", "Give this user write access to file and folder"),
    ("SQLITE_PERM", "no permission to open {path}", "Give this user access to file and folder"),
    (
        "SQLITE_CANTOPEN",
        "cannot open {path}",
        "Check that file and folder exist and this user may write there; or copy the folder and name the copy",
    ),
    (
        "SQLITE_NOTADB",
        "{path} is not a database",
        f"{BACK}; or name another data folder",
    ),
    ("SQLITE_CORRUPT", "{path} is damaged", BACK),
    (
        "SQLITE_IOERR_SHMSIZE",
        "the disk is full, {path} cannot be used",
        "Free some space; what was saved is safe",
    ),
    ("SQLITE_IOERR_WRITE", "the disk takes no more under {path}", "Free some space; what was saved is safe"),
    ("SQLITE_IOERR", "the disk failed under {path}", "Check the disk; what was saved before is kept"),
    ("SQLITE_BUSY", "{path} is held by another program", "Close the other program and try again"),
    ("SQLITE_LOCKED", "{path} is held by another program", "Close the other program and try again"),
    ("SQLITE_PROTOCOL", "{path} is held by another program", "Close the other program and try again"),
)

_NO_SHARED_FILES = ("SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR_SHM", "SQLITE_IOERR_WRITE")
"""Errors of a reader that cannot make the files which it would share with a writer."""


def _name_of(error: sqlite3.Error) -> str:
    return str(getattr(error, "sqlite_errorname", ""))


def explain(error: sqlite3.Error, path: Path) -> StoreError | None:
    """Return what happened to ``path`` in plain words; ``None`` for a mistake of the program's own."""
    name = _name_of(error)
    for prefix, problem, remedy in _WORDS:
        if name.startswith(prefix):
            return StoreError(f"{problem.format(path=path)} ({error})", remedy)
    return None


@contextmanager
def words_of_sqlite(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about ``path`` into ``StoreError``; the system's are of whatever the block writes to."""
    try:
        yield
    except sqlite3.Error as error:
        plain = explain(error, path)
        if plain is None:
            raise
        raise plain from error


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors about ``path`` into ``StoreError``."""
    try:
        with words_of_sqlite(path):
            yield
    except BrokenPipeError:  # never of a file: whoever reads what the block prints has seen enough
        raise
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = (
            "Free some space; what was saved is safe" if full else "Check the data folder and its permissions"
        )
        raise StoreError(f"cannot use {error.filename or path}: {error.strerror}", remedy) from error


def prepare_files(path: Path) -> None:
    """Make the data folder (0700) and the database file (0600); SQLite gives its own files the same mode.

    Both names are on the disk before anything is written under them.
    """
    make_private(path.parent)
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a database", "Name a file")
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        sync_folder(path.parent)
        sync_folder(path.parent.parent)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open ``path`` with foreign keys on and every commit forced to the disk.

    ``synchronous=FULL`` syncs the log at each commit; ``NORMAL`` would lose the last commits at a power cut.
    A reader that finds no room for SQLite's own files keeps writers out instead, where the file is all there is.
    """
    if not read_only:
        return _set_up(_open(path, "rw"), path, read_only=False)
    if _lies_still(path):
        return _set_up(_open(path, "ro&immutable=1"), path, read_only=True)
    try:
        return _set_up(_open(path, "ro"), path, read_only=True)
    except sqlite3.OperationalError as error:
        still = _kept_still(path) if _name_of(error).startswith(_NO_SHARED_FILES) else None
        if still is None:
            raise
        return still


class _Connection(sqlite3.Connection):
    """Lets go of the lock, where it holds one, when it is closed."""

    lock: BinaryIO | None = None

    def close(self) -> None:
        super().close()
        if self.lock is not None:
            self.lock.close()


def _open(path: Path, how: str) -> _Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={how}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        factory=_Connection,
    )


def _kept_still(path: Path) -> sqlite3.Connection | None:
    """Open a file that nobody begins to write until it is closed; ``None`` when somebody does, or a log has more."""
    lock = keep_writers_out(path)
    if lock is None:
        return None
    try:
        beside = [path.with_name(path.name + end) for end in ("-wal", "-journal")]
        if any(log.exists() and log.stat().st_size for log in beside):
            lock.close()
            return None
        connection = _open(path, "ro&immutable=1")
    except BaseException:
        lock.close()
        raise
    connection.lock = lock
    return _set_up(connection, path, read_only=True)


def _set_up(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> sqlite3.Connection:
    try:
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        if read_only:
            connection.execute("PRAGMA schema_version").fetchone()  # the first that touches the disk
        else:
            _write_ahead(connection, path)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA fullfsync = ON")  # macOS: through the drive's own cache as well
            connection.execute("PRAGMA secure_delete = ON")  # an erased person leaves no bytes behind
    except BaseException:
        connection.close()
        raise
    return connection


def _lies_still(path: Path) -> bool:
    """Tell whether nobody can be writing, where SQLite could not make the files that it shares with a writer.

    A station that writes has a log beside its database, even an empty one.
    """
    if os.access(path.parent, os.W_OK):
        return False
    log = path.with_name(path.name + "-wal")
    return path.exists() and not (log.exists() and (log.stat().st_size or not _is_read_only(path)))


def _is_read_only(path: Path) -> bool:
    """Tell whether nobody at all can write to the file system."""
    flags = os.statvfs(path).f_flag if hasattr(os, "statvfs") else 0
    return bool(flags & getattr(os, "ST_RDONLY", 0))


def _write_ahead(connection: sqlite3.Connection, path: Path) -> None:
    """Use a write-ahead log; a file system that cannot (most network folders) is refused."""
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise StoreError(f"{path} lies where SQLite cannot keep a log (mode {mode})", "Use a local disk")

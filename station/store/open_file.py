"""The one SQLite file, opened: looked over, locked, migrated; read and written from every thread."""

from __future__ import annotations

import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Self

from station.errors import StoreError
from station.store import changes, schema
from station.store.connection import connect, plain_words, prepare_files, words_of_sqlite
from station.store.lock import WriterLock
from station.store.recovery import recover
from station.store.soundness import identity_of, refuse_damaged, refuse_gone, refuse_lost

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType


class OpenFile:
    """A database in use: one connection that reads, and one that writes where the lock was free."""

    def __init__(
        self,
        path: Path,
        reader: sqlite3.Connection,
        writer: sqlite3.Connection | None,
        lock: WriterLock | None,
        clock_us: Callable[[], int],
    ) -> None:
        self.path = path
        self._reader = reader
        self._writer = writer
        self._lock = lock
        self._clock_us = clock_us
        self._reading = threading.RLock()
        self._writing = threading.RLock()
        self._closed = False
        self._opened = identity_of(path) if writer is not None else None
        self._listeners: list[Callable[[], None]] = []

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        read_only: bool = False,
        clock_us: Callable[[], int] | None = None,
        spare: str | None = None,
    ) -> Self:
        """Open or make the database at ``path``; ``StoreError`` says in plain words why it cannot be used.

        A writing store takes the writer lock, migrates, and closes sessions that a crash left open, save the
        one to ``spare``. A read-only one may be opened while another process writes.
        """
        clock_us = clock_us or (lambda: time.time_ns() // 1000)
        with plain_words(path):
            if not (read_only and not path.exists()):
                refuse_lost(path)
            if read_only:
                return cls(path, cls._open_reader(path), None, None, clock_us)
            prepare_files(path)
            lock = WriterLock(path)
            try:
                writer = cls._open_writer(path, closely=not lock.ended_in_order, spare=spare)
                return cls(path, connect(path, read_only=True), writer, lock, clock_us)
            except BaseException:
                lock.release(in_order=lock.ended_in_order)
                raise

    @staticmethod
    def _open_reader(path: Path) -> sqlite3.Connection:
        connection = connect(path, read_only=True)
        try:
            schema.check(connection, path)
            refuse_damaged(connection, path, closely=False)
            schema.check_current(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection

    @staticmethod
    def _open_writer(path: Path, *, closely: bool, spare: str | None) -> sqlite3.Connection:
        with closing(connect(path, read_only=True)) as looking:
            schema.check(looking, path)  # before anything of another program's is changed, its log included
        connection = connect(path, read_only=False)
        try:
            refuse_damaged(connection, path, closely=closely)
            schema.migrate(connection, path)
            connection.execute("BEGIN IMMEDIATE")
            changes.begin(connection)
            recover(connection, spare)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Close the files and let the next writer in; harmless when called twice."""
        with self._writing, self._reading:
            if self._closed:
                return
            self._closed = True
            self._reader.close()
            if self._writer is not None:
                self._writer.close()
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Yield the reading connection; everything committed before is visible."""
        with self._reading, words_of_sqlite(self.path):
            self._must_be_open()
            yield self._reader

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """Yield the reading connection; all that is read in the block is of one and the same moment."""
        with self.reading() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Yield the writing connection: all of it is on disk, under the store's path, when the block ends, or none."""
        with self._writing, plain_words(self.path):
            self._must_be_open()
            if self._writer is None:
                raise StoreError(f"{self.path} is open for reading only", "End the other station first")
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                if self._opened is not None:
                    refuse_gone(self.path, self._opened)
                if self._lock is not None:
                    self._lock.keep()
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def _must_be_open(self) -> None:
        if self._closed:
            raise StoreError(f"{self.path} is closed", "Open it again")

    def now_us(self) -> int:
        """Return the wall clock, µs since the epoch."""
        return self._clock_us()

    def empty_log(self) -> None:
        """Fold the log into the database and empty it, so that it holds no old pages."""
        with self._writing, plain_words(self.path):
            if self._writer is not None:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def on_outbox(self, listener: Callable[[], None]) -> None:
        """Call ``listener``, from the storing thread, whenever points were queued."""
        self._listeners.append(listener)

    def tell_outbox(self) -> None:
        """Say that points were queued and committed."""
        for listener in self._listeners:
            listener()

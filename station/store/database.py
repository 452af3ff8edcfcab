"""The store: one SQLite file that holds everything, safe to use from every thread."""

from __future__ import annotations

import threading
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Self

from station.errors import StoreError
from station.store import (
    changes,
    kept,
    measured,
    outbox,
    parking,
    people,
    pins,
    resending,
    schema,
    steps,
    symptoms,
    visits,
)
from station.store.connection import connect, plain_words, prepare_files
from station.store.lock import WriterLock
from station.store.recovery import recover
from station.store.soundness import identity_of, refuse_damaged, refuse_gone, refuse_lost

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from station.events import Calibration, PlateGains, Rep, SessionSummary, SetSummary
    from station.store.kept import KeptEvent
    from station.store.rows import Athlete, OutboxRow, OutboxTotals, Visit


class Store:
    """Athletes, sessions, sets, reps, events and the outbox; make one with ``Store.open``.

    Reads use a connection of their own, so a screen never waits for a commit's disk sync.
    """

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
    ) -> Store:
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
        with self._reading, plain_words(self.path):
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

    def athletes(self) -> list[Athlete]:
        """Return everybody, the most recent visit first."""
        with self.reading() as connection:
            return people.everyone(connection)

    def athlete(self, athlete_id: str) -> Athlete:
        """Return one athlete; ``StoreError`` when there is none."""
        with self.reading() as connection:
            return people.get(connection, athlete_id)

    def add_athlete(self, name: str, body_mass_kg: float | None = None) -> Athlete:
        """Store a new athlete; ``UsageError`` for a name or mass that cannot be."""
        with self.transaction() as connection:
            return people.add(connection, name, body_mass_kg, self.now_us())

    def rename_athlete(self, athlete_id: str, name: str) -> Athlete:
        """Change a name."""
        with self.transaction() as connection:
            return people.rename(connection, athlete_id, name)

    def set_body_mass(self, athlete_id: str, body_mass_kg: float | None) -> Athlete:
        """Change a stored body mass."""
        with self.transaction() as connection:
            return people.set_body_mass(connection, athlete_id, body_mass_kg)

    def erase_athlete(self, athlete_id: str, *, sent_away: bool = False) -> None:
        """Delete a person and everything about them, and empty the log that still holds old pages.

        ``sent_away``: InfluxDB may have points of theirs. Then, and when it took any, the id stays among the
        ``erasures`` until it has none.
        """
        with self.transaction() as connection:
            people.erase(connection, athlete_id, self.now_us(), sent_away=sent_away)
        with self._writing, plain_words(self.path):
            if self._writer is not None:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def has_pin(self, athlete_id: str) -> bool:
        """Tell whether a person put a PIN before their name on the kiosk."""
        with self.reading() as connection:
            return pins.has(connection, athlete_id)

    def opens_for(self, athlete_id: str, pin: str) -> bool:
        """Tell whether this is the PIN of a person; without one every PIN is."""
        with self.reading() as connection:
            return pins.opens(connection, athlete_id, pin)

    def set_pin(self, athlete_id: str, pin: str | None) -> None:
        """Keep a person's PIN, four digits; ``None``: none from now on."""
        with self.transaction() as connection:
            pins.put(connection, athlete_id, pin)

    def last_visit_us(self, athlete_id: str) -> int | None:
        """Return when the athlete's last session began."""
        with self.reading() as connection:
            return people.last_visit_us(connection, athlete_id)

    def sessions(self, athlete_id: str | None = None, limit: int = 100) -> list[Visit]:
        """Return sessions, the newest first; of everybody when ``athlete_id`` is ``None``."""
        with self.reading() as connection:
            return visits.visits(connection, athlete_id, limit)

    def session(self, session_id: str) -> Visit | None:
        """Return one session, ``None`` when there is none."""
        with self.reading() as connection:
            return visits.visit(connection, session_id)

    def reps(self, session_id: str) -> list[Rep]:
        """Return a session's reps in the order they were done."""
        with self.reading() as connection:
            return measured.reps(connection, session_id)

    def provisional_reps(self, session_id: str) -> list[Rep]:
        """Return a session's reps as they were told 0.25 s after the foot's return."""
        with self.reading() as connection:
            return measured.provisional_reps(connection, session_id)

    def sets(self, session_id: str) -> list[SetSummary]:
        """Return a session's closed sets in order."""
        with self.reading() as connection:
            return measured.sets(connection, session_id)

    def session_summary(self, session_id: str) -> SessionSummary | None:
        """Return what a closed session came to, ``None`` for one that is open or older than such sums."""
        with self.reading() as connection:
            return measured.session_summary(connection, session_id)

    def events(self, session_id: str | None) -> list[KeptEvent]:
        """Return a session's faults, link changes, stances, weighings; ``None``: outside every session."""
        with self.reading() as connection:
            return kept.kept_events(connection, session_id)

    def recordings(self) -> set[str]:
        """Return the names of the recordings that the sessions were measured in and that should still be there."""
        with self.reading() as connection:
            return kept.recordings(connection)

    def calibrations(self, step_uid: str) -> list[Calibration]:
        """Return a step's latest calibration of each channel."""
        with self.reading() as connection:
            return steps.calibrations(connection, step_uid)

    def plate_gains(self) -> list[PlateGains]:
        """Return what was learned of all steps' plates."""
        with self.reading() as connection:
            return [gains for gains, _ in steps.plate_gains(connection)]

    def plate_gains_of(self, step_uid: str) -> list[tuple[PlateGains, int]]:
        """Return what was learned of one step's plates, the newest last, each with its wall time, µs."""
        with self.reading() as connection:
            known = steps.plate_gains(connection)
        return [(gains, time_us) for gains, time_us in known if gains.step_uid == step_uid]

    def outbox_counts(self) -> tuple[int, int]:
        """Return how many points wait and how many are parked."""
        with self.reading() as connection:
            return outbox.counts(connection)

    def outbox_held(self) -> int:
        """Return how many points wait until the clock is right that timed their session."""
        with self.reading() as connection:
            return outbox.held(connection)

    def outbox_totals(self) -> list[OutboxTotals]:
        """Return what was queued, delivered and discarded, per measurement."""
        with self.reading() as connection:
            return outbox.totals(connection)

    def outbox_waiting(self, limit: int) -> list[OutboxRow]:
        """Return the oldest waiting points."""
        with self.reading() as connection:
            return outbox.waiting(connection, limit)

    def outbox_parked(self, ids: Sequence[int] | None = None) -> list[OutboxRow]:
        """Return the points the server refused, with its words; of these ``ids`` only, when given."""
        with self.reading() as connection:
            return outbox.parked(connection, ids)

    def outbox_delivered(self, ids: Sequence[int], refusals: Sequence[tuple[int, str]] = ()) -> None:
        """Record one exchange: delete what the server has, park what it refused, in one commit."""
        with self.transaction() as connection:
            outbox.delivered(connection, ids)
            for row_id, words in refusals:
                outbox.park(connection, row_id, words)

    def outbox_discard(self, ids: Sequence[int], reason: str) -> int:
        """Give parked points up for good, on record with the reason; return how many there were."""
        with self.transaction() as connection:
            return parking.discard(connection, ids, reason, self.now_us())

    def resend(self, session_id: str) -> int:
        """Queue again what a session stored and what does not wait already; return how many points."""
        with self.transaction() as connection:
            number = resending.resend(connection, session_id)
            number += symptoms.resend(connection, session_id=session_id)
        self.tell_outbox()
        return number

    def resend_entries(self, since_us: int) -> int:
        """Queue what people entered since a time, outside every session, once more; return how many points."""
        with self.transaction() as connection:
            number = symptoms.resend(connection, since_us=since_us)
        self.tell_outbox()
        return number

    def erasures(self) -> list[str]:
        """Return the ids of erased people whose points InfluxDB may still have, the oldest erasure first."""
        with self.reading() as connection:
            return people.erasures(connection)

    def erased(self, athlete_id: str) -> None:
        """Forget an erasure: InfluxDB has nothing of this id any more."""
        with self.transaction() as connection:
            people.forget_erasure(connection, athlete_id)

    def outbox_retry(self, ids: Sequence[int] | None = None) -> int:
        """Queue parked points again (all by default); return how many."""
        with self.transaction() as connection:
            number = outbox.unpark(connection, ids)
        self.tell_outbox()
        return number

    def on_outbox(self, listener: Callable[[], None]) -> None:
        """Call ``listener``, from the storing thread, whenever points were queued."""
        self._listeners.append(listener)

    def tell_outbox(self) -> None:
        """Say that points were queued and committed."""
        for listener in self._listeners:
            listener()

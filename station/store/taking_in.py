"""Taking in what could not be saved: a file of unsaved events becomes rows, as if the disk had never been full."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from station.errors import StoreError
from station.events import Session, SymptomNoted
from station.store.database import Store
from station.store.unsaved import read_unsaved, reps_in
from station.store.writer import StoreWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.events import Event
    from station.store.unsaved import Batch, Head, Unsaved


_WHOSE: Final = "Name the data folder of the station that wrote it; restore its backup first if there was one"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file."""

    reps: int
    events: int
    left_out: int
    """Events of sessions that were complete already, or of people erased since."""
    lost_lines: int
    """Lines of the file that could not be read; the file is kept then."""
    written_for: str = ""
    """The database the file names, when that is another path where nothing is any more."""


def take_in(database: Path, file: Path) -> TakenIn:
    """Store a file's events at the times they were told, and delete the file.

    Taking a file in again, after a power cut half-way, changes nothing that is there. ``StoreError`` when the
    database has another writer, does not know the session that the file continues, or is not the one that the
    file was written for: another is there under that path, or the people in the file are not known here.
    """
    unsaved = read_unsaved(file)
    written_for = _elsewhere(unsaved.head, database, file)
    now_us = [0]
    with Store.open(database, clock_us=lambda: now_us[0], spare=unsaved.head.session_id) as store:
        if written_for:
            _refuse_strangers(store, unsaved, file)
        taking = _Taking(store, unsaved.head)
        for batch in unsaved.batches:
            now_us[0] = batch.time_us
            taking.take(batch)
    Store.open(database).close()  # closes a session whose end is not in the file
    if not unsaved.lost_lines:
        file.unlink()
    return TakenIn(len(taking.reps), taking.events, taking.left_out, unsaved.lost_lines, written_for)


def _elsewhere(head: Head, database: Path, file: Path) -> str:
    """Return the path a file was written for when it is not this database's; refuse when a database is there."""
    named = Path(head.database)
    if not head.database or named.absolute() == database.absolute():
        return ""
    if not named.exists():
        return head.database
    if database.exists() and named.samefile(database):
        return ""
    raise StoreError(
        f"{file} was written for {named}, not for {database}", "Name the data folder of that one"
    )


def _refuse_strangers(store: Store, unsaved: Unsaved, file: Path) -> None:
    """Refuse people that a moved database would know: here their sessions would be left out, and be lost.

    And refuse what has no session at all, because nothing tells whose it is.
    """
    known = {athlete.id for athlete in store.athletes()}
    told = [event for batch in unsaved.batches for event in batch.events]
    if unsaved.head.session_id is None and not any(isinstance(event, Session) for event in told):
        raise StoreError(
            f"{file} was written for {unsaved.head.database}, and has no session that would tell whether "
            f"{store.path} is that one, moved",
            _WHOSE,
        )
    for event in told:
        if isinstance(event, Session) and event.athlete_id is not None and event.athlete_id not in known:
            raise StoreError(
                f"{file} was written for {unsaved.head.database}, and has a session of athlete "
                f"{event.athlete_id}, whom {store.path} does not know",
                _WHOSE,
            )


class _Taking:
    def __init__(self, store: Store, head: Head) -> None:
        self._store = store
        self._writer = StoreWriter(store, head.site, head.station)
        self._people = {athlete.id for athlete in store.athletes()}
        self._skips = False
        self._session_id = head.session_id or ""
        self.reps: set[tuple[str, int, int]] = set()
        self.events = self.left_out = 0
        if head.identity is not None:
            self._writer.handle([head.identity])
        if head.session_id is not None:
            self._go_on(head.session_id)

    def take(self, batch: Batch) -> None:
        """Store a batch."""
        wanted = list(self._wanted(batch))
        self._writer.handle(wanted)
        self.events += len(wanted)
        self.left_out += len(batch.events) - len(wanted)

    def _wanted(self, batch: Batch) -> Iterator[Event]:
        for event in batch.events:
            if isinstance(event, Session) and event.state == "opened":
                self._session_id = event.session_id
                self._skips = event.athlete_id is not None and event.athlete_id not in self._people
                if not self._skips and self._store.session(event.session_id) is not None:
                    self._go_on(event.session_id)
                    continue
            if not (self._skips or self._of_somebody_erased(event)):
                self.reps |= {(self._session_id, *place) for place in reps_in([[event]])}
                yield event

    def _of_somebody_erased(self, event: Event) -> bool:
        return (
            isinstance(event, SymptomNoted)
            and event.athlete_id is not None
            and event.athlete_id not in self._people
        )

    def _go_on(self, session_id: str) -> None:
        visit = self._store.session(session_id)
        if visit is None:
            raise StoreError(
                f"the database does not know session {session_id}, which this file continues",
                _WHOSE,
            )
        self._skips = visit.state == "closed"
        if not self._skips:
            self._writer.go_on(visit)

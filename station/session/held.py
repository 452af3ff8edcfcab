"""Events that wait for room on the disk: in memory to a limit, then in a file elsewhere."""

from __future__ import annotations

import os
import tempfile
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from station.config import database_path
from station.errors import StationError
from station.events import Identity, Session
from station.session.tally import Tally
from station.store.unsaved import PREFIX, Batch, Head, UnsavedFile, read_unsaved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.config import Config
    from station.events import Event


@dataclass(frozen=True, slots=True)
class Holding:
    """How much is held, and where it goes then."""

    events: int = 20_000
    seconds: float = 1800.0
    folders: tuple[Path, ...] = ()
    """Tried in this order; none: memory is all there is."""
    site: str = ""
    station: str = ""
    database: str = ""


def holding_of(config: Config) -> Holding:
    """Return what the configuration asks for; the system's folder for temporary files comes last."""
    storage = config.storage
    folders = [storage.emergency_dir.expanduser()] if storage.emergency_dir else []
    return Holding(
        storage.held_events,
        storage.held_minutes * 60.0,
        (*folders, Path(tempfile.gettempdir())),
        config.station.site,
        config.station.name,
        str(database_path(config).absolute()),
    )


class Held:
    """A queue of batches whose tail is in memory and whose head, once memory was full, in a file."""

    def __init__(self, limits: Holding) -> None:
        self._limits = limits
        self._memory: deque[Batch] = deque()
        self._events = 0
        self._file: UnsavedFile | None = None
        self._filed = 0
        self._filed_reps = Tally()
        self._saved_reps = Tally()
        """Those of the visit that what waits continues."""
        self._filed_first: Batch | None = None
        """The oldest batch of the file, as long as the file has to be read before anything else is saved."""
        self._fetched = 0
        """How many batches at memory's front are in the file as well."""
        self._session_id: str | None = None
        self._identity: Identity | None = None
        self._waits_for_visit = False
        self.lost = 0
        """Events given up since something was held last."""

    def __bool__(self) -> bool:
        return bool(self._memory) or self._file is not None

    @property
    def events(self) -> int:
        """How many events wait."""
        return self._events + self._filed

    @property
    def reps(self) -> int:
        """How many reps wait of which nothing is saved; of others, at most the final figures."""
        waiting = self._filed_reps.copy()
        for batch in self._memory:
            waiting.take(batch.events)
        return len(waiting.reps - self._saved_reps.reps)

    @property
    def path(self) -> Path | None:
        """The file, once there is one."""
        return self._file.path if self._file else None

    def add(self, batch: Batch) -> None:
        """Append a batch; one that neither memory nor a file takes is counted as lost."""
        batch = self._admitted(batch)
        if not batch.events:
            return
        self._memory.append(batch)
        self._events += len(batch.events)
        self.tend(batch.time_us)

    def tend(self, now_us: int) -> None:
        """Move memory to a file when it is full or has waited too long."""
        if self._memory and self._is_over(now_us):
            self.spill()
        while self._events > self._limits.events and len(self._memory) > max(1, self._fetched):
            self._give_up(self._memory.pop())

    def _is_over(self, now_us: int) -> bool:
        waited_s = (now_us - self._memory[0].time_us) / 1e6
        return self._file is not None or self._events > self._limits.events or waited_s > self._limits.seconds

    def _admitted(self, batch: Batch) -> Batch:
        """After something was given up, nothing makes sense before the next visit."""
        if not self._waits_for_visit:
            return batch
        for at, event in enumerate(batch.events):
            if _opens(event) and self._events < self._limits.events:
                self._waits_for_visit = False
                self.lost += at
                return Batch(batch.time_us, batch.events[at:])
        self.lost += len(batch.events)
        return Batch(batch.time_us, ())

    def _give_up(self, batch: Batch) -> None:
        self._events -= len(batch.events)
        self.lost += len(batch.events)
        self._waits_for_visit = True

    def end(self) -> None:
        """Bring everything to the file and let go of it; what is in memory only then is lost."""
        if self._memory:
            self.spill()
        while len(self._memory) > self._fetched:
            self._give_up(self._memory.pop())
        if self._file is not None:
            self._file.close()

    def first(self) -> Batch | None:
        """Return the oldest batch; ``None`` when nothing waits."""
        if self._filed_first is not None:
            return self._filed_first
        return self._memory[0] if self._memory else None

    def stored(self) -> None:
        """Forget the oldest batch: it is saved. What the file holds is fetched; it stays until all of it is saved."""
        if self._filed_first is not None and self._file is not None:
            self._fetch(self._file, self._filed_first)
        batch = self._memory.popleft()
        self._fetched = max(0, self._fetched - 1)
        self._events -= len(batch.events)
        self._note(batch.events)
        if not self._memory and self._file is not None:
            self._file.remove()
            self._file = None

    def _fetch(self, file: UnsavedFile, first: Batch) -> None:
        """Bring the file's batches back to memory's front. Of a file that others spoiled, what is gone is lost."""
        try:
            back = list(read_unsaved(file.path).batches)
        except StationError:
            back = []
        missing = self._filed - sum(len(batch.events) for batch in back)
        if missing:
            back = [first]
            missing = self._filed - len(first.events)
            self._drop_until_next_visit()
        self._memory.extendleft(reversed(back))
        self._events += self._filed - missing
        self.lost += missing
        self._filed, self._filed_reps, self._filed_first = 0, Tally(), None
        self._fetched = len(back)

    def _drop_until_next_visit(self) -> None:
        """Give up what makes no sense without what is lost."""
        while self._memory and not any(_opens(event) for event in self._memory[0].events):
            self._give_up(self._memory.popleft())
        self._waits_for_visit = not self._memory

    def _note(self, events: Sequence[Event]) -> None:
        """Learn from what was saved which session, reps and step the rest continues."""
        self._saved_reps.take(events)
        self._saved_reps = self._saved_reps.continued()
        for event in events:
            if isinstance(event, Session):
                self._session_id = event.session_id if event.state == "opened" else None
            elif isinstance(event, Identity):
                self._identity = event

    def spill(self) -> bool:
        """Move memory to a file, making it where that is possible; return whether everything is in it."""
        if self._file is not None and not self._filed:
            return self._renew(self._file)
        file = self._file or self._made()
        if file is None:
            return False
        self._file = file
        with suppress(OSError):
            while self._memory:
                file.write(self._memory[0])
                self._is_filed(self._memory.popleft())
        if not self._filed:
            file.remove()
            self._file = None
        return not self._memory

    def _renew(self, before: UnsavedFile) -> bool:
        """Put a new file in place of one that was fetched and is saved in part by now; all of memory, or nothing."""
        fresh = self._made()
        if fresh is None:
            return False
        try:
            for batch in self._memory:
                fresh.write(batch)
        except OSError:
            fresh.remove()
            return False
        before.remove()
        self._file, self._fetched = fresh, 0
        while self._memory:
            self._is_filed(self._memory.popleft())
        return True

    def _is_filed(self, batch: Batch) -> None:
        self._filed_first = self._filed_first or batch
        self._filed += len(batch.events)
        self._filed_reps.take(batch.events)
        self._events -= len(batch.events)

    def _made(self) -> UnsavedFile | None:
        limits = self._limits
        head = Head(limits.site, limits.station, self._session_id, self._identity, limits.database)
        for folder in self._limits.folders:
            with suppress(OSError):
                return UnsavedFile(_free(folder), head)
        return None


def _opens(event: Event) -> bool:
    return isinstance(event, Session) and event.state == "opened"


def _free(folder: Path) -> Path:
    """Return a name that nobody else has; the file is made exclusively, so a guess of others is no danger."""
    return folder / f"{PREFIX}{os.getpid()}-{os.urandom(4).hex()}.jsonl"

"""Keeping the disk from filling up: what the configuration lets go is deleted at the start and once a day."""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.config import data_dir, recordings_dir
from station.errors import StationError
from station.events import Alarm, Upkeep
from station.recording.budget import disposable
from station.recording.reader import stem_of
from station.store import kept, retention

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station.config import Config
    from station.events import Event
    from station.recording.budget import Disposable
    from station.sources import HostTime
    from station.store import Store

LOOK_S = 60.0
"""How often the room on the disk is looked at: a disk may fill within one visit."""
LOOKS_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Plan:
    """What may go."""

    recordings: tuple[Disposable, ...]
    events: int
    events_before_us: int

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that may go."""
        return tuple(path for each in self.recordings for path in each.parts)

    @property
    def size_bytes(self) -> int:
        """Room that the recordings take."""
        return sum(each.size_bytes for each in self.recordings)


def plan(config: Config, store: Store, now_us: int, writing: Path | None = None) -> Plan:
    """Return what is too old or too much; the recording being written is spared."""
    storage = config.storage
    recordings = disposable(
        recordings_dir(config),
        now_us=now_us,
        keep_days=storage.recordings_keep_days,
        max_bytes=storage.recordings_max_mb << 20,
        spare=stem_of(writing) if writing else "",
    )
    with store.reading() as connection:
        before_us = retention.old_events_before_us(connection, now_us, storage.events_keep_days)
        return Plan(tuple(recordings), retention.count_old_events(connection, before_us), before_us)


def carry_out(doomed: Plan, store: Store, now_us: int) -> list[Upkeep]:
    """Delete it, and return what was done; the store has it on record. ``OSError`` when a file cannot be deleted."""
    done = []
    for path in doomed.files:
        path.unlink(missing_ok=True)
    if doomed.files:
        words = f"{len(doomed.recordings)} recordings deleted, {doomed.size_bytes >> 20} MB"
        names = tuple(path.name for path in doomed.files)
        done.append(Upkeep("recordings_deleted", now_us, words, names))
    with store.transaction() as connection:
        if retention.delete_old_events(connection, doomed.events_before_us):
            done.append(Upkeep("events_deleted", now_us, f"{doomed.events} old events deleted"))
        for event in done:
            kept.put_event(connection, None, event, now_us)
    return done


def low_space(config: Config, now_us: int) -> Upkeep | None:
    """Return a warning when the data folder's disk is nearly full."""
    free = shutil.disk_usage(data_dir(config)).free
    if free >= config.storage.free_space_warn_mb << 20:
        return None
    words = f"{data_dir(config)} has only {free >> 20} MB left: make room, or reps will not be saved"
    return Upkeep("low_space", now_us, words)


class Housekeeper:
    """A thread of little work. What it did is handed to ``tell``, for the screen."""

    def __init__(
        self,
        config: Config,
        store: Store,
        time: HostTime,
        tell: Callable[[Event], None],
        writing: Callable[[], Path | None],
    ) -> None:
        """Set it up; ``writing`` says which recording is being written."""
        self._config, self._store, self._time, self._tell, self._writing = config, store, time, tell, writing
        self._ending = threading.Event()
        self._warned: bool | None = None
        """Whether there was little room at the last look; ``None`` before the first."""
        self._thread = threading.Thread(target=self._run, name="housekeeper", daemon=True)

    def start(self) -> None:
        """Begin; the first look is at once."""
        self._thread.start()

    def stop(self) -> None:
        """End; harmless before ``start``."""
        self._ending.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        looks = 0
        while not self._ending.is_set():
            try:
                self.look(tidy=looks % LOOKS_A_DAY == 0)
            except (StationError, OSError) as error:
                self._tell(Alarm("housekeeper", str(error), self._time.now_us()))
            looks += 1
            self._ending.wait(LOOK_S)

    def look(self, *, tidy: bool) -> None:
        """Look at the room on the disk, tell it when it is new, and ``tidy`` up."""
        now_us = self._time.now_us()
        if tidy:
            for done in carry_out(
                plan(self._config, self._store, now_us, self._writing()), self._store, now_us
            ):
                self._tell(done)
        warning = low_space(self._config, now_us)
        low = warning is not None
        if low != self._warned:
            self._tell(warning or Upkeep("space_again", now_us, "there is room on the disk"))
        self._warned = low

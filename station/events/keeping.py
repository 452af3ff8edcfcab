"""What becomes of what was measured: on disk, on the way to a server, or lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Saved:
    """This is on disk now. Made by the store after its commit."""

    type: ClassVar[str] = "saved"
    what: Literal["session", "rep", "rep_final", "set", "symptom"]
    session_id: str
    """Empty for a symptom told outside every visit."""
    set: int | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class InfluxState:
    """How the forwarder is doing. Made by the forwarder."""

    type: ClassVar[str] = "influx"
    state: Literal["off", "ok", "waiting", "refused"]
    pending: int
    parked: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class StoreState:
    """Whether what was measured reaches the disk. Made by the storage thread when that changes.

    ``held``: the disk refuses, events wait in memory, or also in ``file``. ``ok``: everything is saved again.
    ``unsaved``: the session ended before they could be saved; they are in ``file``, or lost when there is none.
    """

    type: ClassVar[str] = "store"
    state: Literal["ok", "held", "unsaved"]
    reps: int
    events: int
    detail: str = ""
    file: str = ""
    lost: int = 0
    """Events given up, because neither disk nor memory nor another folder took them."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The wire is kept in this file of the recordings folder, or no longer. Made by the recorder."""

    type: ClassVar[str] = "recording"
    state: Literal["begun", "continued", "stopped"]
    file: str
    time_us: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The station tidied up, or found something to tidy up."""

    type: ClassVar[str] = "upkeep"
    what: Literal["recordings_deleted", "events_deleted", "low_space", "space_again"]
    time_us: int
    detail: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Discarded:
    """Somebody gave up points that InfluxDB had refused. Made by whoever did it, for the record."""

    type: ClassVar[str] = "discarded"
    points: dict[str, int]
    """How many, by measurement."""
    reason: str
    refusal: str
    """The server's words about the first of them."""
    time_us: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A part of the station itself failed (a dead worker, a full disk); shown, never swallowed."""

    type: ClassVar[str] = "alarm"
    source: str
    message: str
    time_us: int

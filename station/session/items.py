"""What travels through the core thread's inbox, in the order it happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.errors import StationError
    from station.events import Event, Link, Prescription, SessionPlan
    from station.sources.chunks import Chunk


@dataclass(frozen=True, slots=True)
class Arrived:
    """Chunks of the wire, from the reader."""

    chunks: Sequence[Chunk]
    brings_time: bool = False
    """The stamps are the source's own, whatever becomes of this computer's clock."""


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The port changed state, from the reader."""

    link: Link
    brings_time: bool = False


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """The reader is done: the source ended, somebody stopped it, or ``error`` did."""

    error: StationError | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """Open a visit."""

    athlete_id: str | None
    prescription: Prescription
    time_us: int
    plan: SessionPlan | None = None


@dataclass(frozen=True, slots=True)
class Configure:
    """Use another prescription."""

    prescription: Prescription


@dataclass(frozen=True, slots=True)
class End:
    """Close the visit."""

    time_us: int


@dataclass(frozen=True, slots=True)
class Publish:
    """Events made elsewhere (receipts of the store, the forwarder's state, alarms) for the one stream."""

    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Keep:
    """Events made elsewhere that belong in the store as well as in the stream."""

    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Stored:
    """The storage thread is done: everything it will ever save is saved."""


Item = Arrived | LinkChanged | SourceEnded | Begin | Configure | End | Publish | Keep | Stored

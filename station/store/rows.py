"""What the store hands out: people, visits and points on their way to InfluxDB, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ClockWorth = Literal["ok", "unsure", "wrong", "corrected", "set", "kept"]
SessionState = Literal["open", "closed", "interrupted"]
FieldValue = float | int | bool | str

NO_TAG = "none"
"""Placeholder of a tag without a value: a missing tag would make another series of the same thing."""


@dataclass(frozen=True, slots=True)
class Athlete:
    """A person; only ``id``, random and meaning nothing, ever leaves this machine."""

    id: str
    name: str
    body_mass_kg: float | None
    created_us: int


@dataclass(frozen=True, slots=True)
class Visit:
    """One session as stored; ``athlete_id`` is ``None`` for a guest.

    ``interrupted`` means that the station died before it could close the session; ``closed_us`` is then the
    last instant on record.
    """

    id: str
    athlete_id: str | None
    site: str
    station: str
    port: str
    step_uid: str | None
    opened_us: int
    closed_us: int | None
    state: SessionState
    body_mass_kg: float | None
    sets_done: int
    reps_done: int
    clock: ClockWorth | None = None
    """What the clock was worth that timed it, or what became of it; ``None``: the source brought its own time."""
    held: bool = False
    """Its points wait for the clock."""


@dataclass(frozen=True, slots=True)
class Point:
    """One row for InfluxDB in neutral form: floats stay floats, ints ints; ``time_us`` since the epoch."""

    measurement: str
    tags: dict[str, str]
    fields: dict[str, FieldValue]
    time_us: int


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A point that InfluxDB has not acknowledged; ``refusal`` holds the server's words once it is parked."""

    id: int
    point: Point
    refusal: str | None = None
    session_id: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxTotals:
    """One measurement's account since the database was made.

    ``queued + resent = delivered + discarded + erased + what is still in the outbox``.
    """

    measurement: str
    queued: int
    delivered: int
    discarded: int
    resent: int = 0
    """Queued again, by ``station influx resend``."""
    erased: int = 0
    """Not sent, because the person they told of was erased."""

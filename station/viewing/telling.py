"""What the stream for watchers holds beside events: who publishes, what the screen asks, what was missed.

Every line is one JSON object with ``type``. Beside the events of ``station live --json`` there are:

``view``
    the first line, and the first of everything told anew: forget what was heard before
``asked``
    who trains, and what they are asked for
``view_missed``
    so many lines were not sent, because the watcher took too few; everything is told anew after it
``view_beat``
    once a second: the station is alive, also where nothing happens
``view_refused``
    why the connection is closed
``weigh_progress``
    how much of the quiet stance is complete that a weighing needs (``station.events.WeighProgress``)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, Literal

import msgspec

from station.events import Mode, Prescription, Side
from station.jsonl import plain
from station.text import json_safe

if TYPE_CHECKING:
    from station.events import Event

SCHEMA: Final = "station.view/1"


@dataclass(frozen=True, slots=True)
class Opened:
    """Who publishes; what was heard before is to be forgotten."""

    type: ClassVar[str] = "view"
    schema: str
    version: str
    site: str
    station: str
    time_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetToDo:
    """One of today's sets, field for field as the programme plans it (``station.programme.model.PlannedSet``)."""

    index: int
    leg: Side
    variant: Literal["straight_step", "bent_step", "straight_floor", "bent_floor"]
    kind: Mode
    reps: int
    added_load_kg: float
    lower_s: float
    upper_s: float
    rise_s: float | None
    rest_s: int
    up_to: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """The other one of two who take turns, while the step measures for the first."""

    name: str
    """As the screen shows it."""
    reps: int = 0
    """Done so far today, in visits of their own."""
    sets_done: int = 0
    sets: int = 0
    """Planned for today; 0: no plan."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who trains, and what they are asked for."""

    type: ClassVar[str] = "asked"
    name: str | None = None
    """As the screen shows it; ``None`` while nobody was chosen."""
    screen: str = ""
    """Which of the kiosk's screens is in front; empty without a screen."""
    prescription: Prescription = field(default_factory=Prescription)
    sets: tuple[SetToDo, ...] = ()
    """Today's sets, those that are done marked so; none without a plan."""
    set_at: int = 0
    """Index of the set to do now."""
    either_leg: bool = False
    """It may be done on either leg."""
    rest_s: int = 0
    """Rest that the plan asks for after the set that closed last; 0: none."""
    waiting: Waiting | None = None
    """Who waits for their turn; ``None`` when nobody does."""


@dataclass(frozen=True, slots=True)
class Missed:
    """So many lines were not sent, because the watcher took too few."""

    type: ClassVar[str] = "view_missed"
    lines: int


@dataclass(frozen=True, slots=True)
class Beat:
    """The station is alive, also where nothing happens."""

    type: ClassVar[str] = "view_beat"
    time_us: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the connection is closed."""

    type: ClassVar[str] = "view_refused"
    reason: str


Told = Opened | Asked | Missed | Beat | Refused


def line_of(told: Told | Event) -> bytes:
    """Return the line with its newline."""
    return json_safe(msgspec.json.encode(plain(told))) + b"\n"

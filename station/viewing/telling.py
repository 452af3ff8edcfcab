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
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec

from station.events import Prescription
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


@dataclass(frozen=True, slots=True)
class Asked:
    """Who trains, and what they are asked for."""

    type: ClassVar[str] = "asked"
    name: str | None = None
    """As the screen shows it; ``None`` while nobody was chosen."""
    screen: str = ""
    """Which of the kiosk's screens is in front; empty without a screen."""
    prescription: Prescription = field(default_factory=Prescription)
    set_number: int | None = None
    """Which of today's sets is in work, from 1; ``None`` without a plan."""
    sets: int | None = None


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

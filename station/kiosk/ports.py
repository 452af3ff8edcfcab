"""What the kiosk needs of the rest of the station; a test may stand in for either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.events import Event, Prescription


class Person(Protocol):
    """Somebody who trains here."""

    @property
    def id(self) -> str:
        """Random, for ever theirs."""

    @property
    def name(self) -> str:
        """As they typed it: shown only after it was made harmless."""

    @property
    def body_mass_kg(self) -> float | None:
        """As stated; ``None`` when never."""


class People(Protocol):
    """The list of people; every call may touch the disk, so none is made on the drawing thread."""

    def athletes(self) -> Sequence[Person]:
        """Return everybody, most recent visit first."""

    def add_athlete(self, name: str) -> Person:
        """Add somebody."""

    def last_visit_us(self, athlete_id: str) -> int | None:
        """Return when they were here last, µs since the epoch; ``None`` for never."""


class Live(Protocol):
    """A running step: events out, the few things a screen may ask in."""

    def subscribe(self, callback: Callable[[Sequence[Event]], None]) -> object:
        """Call back with events in stream order, on a thread of the session."""

    def start(self) -> None:
        """Open the port and begin; returns at once."""

    def begin(self, athlete_id: str | None, prescription: Prescription) -> None:
        """Open a visit, closing the one before; returns at once."""

    def end(self) -> None:
        """Close the visit; returns at once."""

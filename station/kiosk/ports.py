"""What the kiosk needs of the rest of the station; a test may stand in for either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from station.events import Event, Prescription, SessionPlan
    from station.programme.model import (
        Advice,
        Assignment,
        Override,
        Plan,
        Profile,
        SoreLegs,
        Symptom,
        Timeline,
    )


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

    def erase_athlete(self, athlete_id: str) -> None:
        """Forget somebody who was added by mistake."""

    def last_visit_us(self, athlete_id: str) -> int | None:
        """Return when they were here last, µs since the epoch; ``None`` for never."""

    def has_pin(self, athlete_id: str) -> bool:
        """Tell whether they are asked for a PIN."""

    def opens_for(self, athlete_id: str, pin: str) -> bool:
        """Tell whether this is their PIN."""

    def set_pin(self, athlete_id: str, pin: str | None) -> None:
        """Keep a PIN of four digits; ``None``: none from now on."""


class Live(Protocol):
    """A running step: events out, the few things a screen may ask in."""

    def subscribe(self, callback: Callable[[Sequence[Event]], None]) -> object:
        """Call back with events in stream order, on a thread of the session."""

    def start(self) -> None:
        """Open the port and begin; returns at once."""

    def configure(self, prescription: Prescription) -> None:
        """Ask for this from the next rep on; returns at once."""

    def begin(
        self, athlete_id: str | None, prescription: Prescription, plan: SessionPlan | None = None
    ) -> None:
        """Open a visit, closing the one before; returns at once. ``plan`` is kept with it."""

    def end(self) -> None:
        """Close the visit; returns at once."""


class Noted(Protocol):
    """What somebody said, as it is kept."""

    @property
    def id(self) -> int:
        """By which it can be withdrawn."""


class Coach(Protocol):
    """The programme of everybody; every call may touch the disk, so none is made on the drawing thread."""

    def today(self, athlete_id: str, day: date) -> Advice:
        """Return what the plan suggests; without a plan an advice that says so."""

    def timeline(self, athlete_id: str, day: date) -> Timeline:
        """Return the weeks of the plan; none without one."""

    def profile(self, athlete_id: str) -> Profile:
        """Return what is known of them."""

    def plans(self) -> Sequence[Plan]:
        """Return the plans there are to choose from."""

    def assign(
        self, athlete_id: str, plan_id: str, *, day: date, sore: SoreLegs, insertional: bool = False
    ) -> Assignment:
        """Give them a plan that begins on ``day``."""

    def take_back(self, athlete_id: str, assignment_id: str, profile: Profile) -> None:
        """Undo that; the plan before holds again, and ``profile`` is what is known of them."""

    def overrides(self, athlete_id: str, day: date) -> Sequence[Override]:
        """Return what a person decided instead of the plan and holds on ``day``."""

    def override(self, athlete_id: str, override: Override) -> Override:
        """Keep what a person decided; its id and time are given by the keeper."""

    def clear_override(self, athlete_id: str, override_id: str, *, day: date, reason: str, by: str) -> object:
        """Let the plan's word count again."""

    def withdraw(self, athlete_id: str, entry_id: int, reason: str) -> object:
        """Take back what was noted; it stays on record with the reason."""

    def note(self, athlete_id: str, symptoms: Sequence[Symptom]) -> Sequence[Noted]:
        """Keep what they said; a time of 0 is now. Of two answers about one visit the later counts."""

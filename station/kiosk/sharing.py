"""Tells those who watch what the stream of events does not hold: who trains, on which screen, what is asked."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from station.text import harmless
from station.viewing.telling import Asked, SetToDo, Waiting

if TYPE_CHECKING:
    from station.kiosk.app import KioskApp
    from station.programme.model import PlannedSet
    from station.viewing import Publisher

LONGEST_NAME: Final = 60


class Sharing:
    """``follow`` once a frame; it tells only what changed."""

    def __init__(self, publisher: Publisher | None) -> None:
        """``None``: nobody may watch."""
        self._publisher = publisher
        self._told: object = None

    @property
    def watchers(self) -> int | None:
        """How many watch now; ``None`` where nobody may."""
        return None if self._publisher is None else self._publisher.watchers

    def follow(self, app: KioskApp) -> None:
        """Tell where the kiosk is, without its screens having to know."""
        if self._publisher is None:
            return
        queue = app.course.queue
        state = (
            len(app.turns.seats), app.person_name, type(app.screen), app.model.prescription, queue.sets,
            frozenset(queue.done), queue.place, queue.rest_s, waiting_at(app),
        )  # fmt: skip
        if state != self._told:
            self._told = state
            self._publisher.tell(asked_by(app))


def asked_by(app: KioskApp) -> Asked:
    """Return what the kiosk asks of whoever is in front of it."""
    seated, queue = bool(app.turns.seats), app.course.queue
    at, either_leg = queue.place
    return Asked(
        name=harmless(app.person_name, LONGEST_NAME) if seated else None,
        screen=type(app.screen).__name__.removesuffix("Screen").lower(),
        prescription=app.model.prescription,
        sets=tuple(_to_do(one) for one in queue.ticked),
        set_at=at,
        either_leg=either_leg,
        rest_s=queue.rest_s,
        waiting=waiting_at(app),
    )


def waiting_at(app: KioskApp) -> Waiting | None:
    """Return how far the one is who waits for their turn; ``None`` when nobody does."""
    other = app.turns.other if app.turns.seats else None
    if other is None:
        return None
    queue, reps = other.course.queue, app.parts.reps_of(other.numbers)
    return Waiting(harmless(other.name, LONGEST_NAME), reps, len(queue.done), len(queue.sets))


def _to_do(planned: PlannedSet) -> SetToDo:
    """Return a set as watchers are told of it; what was begun of one that is open they see in its reps."""
    values = asdict(planned)
    del values["short"]
    return SetToDo(**values)

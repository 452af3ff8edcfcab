"""Weeks of one person's life, advised day by day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from simulators.career.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from simulators.career.plain import Asked, Lived
    from simulators.career.traits import Traits


def live(
    traits: Traits, seed: int, start: date, weeks: int, advise: Callable[[Lived], Asked]
) -> Iterator[Lived]:
    """Yield the days of ``weeks`` weeks from ``start`` on, each complete.

    ``advise`` is asked several times a day, given what has passed of it, and must remember the days before: each
    day is complete when the next one is asked about.
    """
    person = Person(traits, seed)
    for number in range(7 * weeks):
        yield person.live(start + timedelta(days=number), advise)

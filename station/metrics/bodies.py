"""Whether the visits on record under one name can be of one body."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from station.metrics.limits import BODY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True, order=True)
class Weighed:
    """A body mass without load, and when it was weighed, in microseconds since 1970."""

    at_us: int
    body_mass_kg: float


def are_apart(one_kg: float, other_kg: float) -> bool:
    """Return whether two masses, weighed within days, are further apart than a person and clothes can make them."""
    most_kg = max(BODY.apart_kg, BODY.apart_share * max(one_kg, other_kg))
    return abs(one_kg - other_kg) > most_kg


def doubts(weighed: Iterable[Weighed]) -> list[tuple[Weighed, Weighed]]:
    """Return each weighing with the one before it when they cannot both be of one body; in order of time.

    Which of the two is somebody else's cannot be told from masses, nor that a load was carried while one was weighed.
    """
    return [
        (before, after)
        for before, after in pairwise(sorted(weighed))
        if after.at_us - before.at_us <= BODY.within_days * _DAY_US
        and are_apart(before.body_mass_kg, after.body_mass_kg)
    ]


def in_words(before: Weighed, after: Weighed, when: Callable[[int], str]) -> str:
    """Say what does not fit together; ``when`` writes a time, in microseconds since 1970."""
    return (
        f"Weighed {before.body_mass_kg:.1f} kg on {when(before.at_us)} and {after.body_mass_kg:.1f} kg on "
        f"{when(after.at_us)}: no body changes so much within days. One of these visits may be somebody else's, or was "
        "weighed with a load."
    )

"""A tendon over months: what it bears, how it protests a day or two later, and how it gets used to work.

One dose is 45 slow lowerings of the body alone. What goes beyond the capacity of the day irritates, most of it the
next morning and the rest the morning after; irritation fades by half-lives. Work within capacity lets both the ache
settle and the capacity grow. All numbers are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_NEXT_DAY = 0.6
"""Share of a reaction that is felt after one night; the rest comes after two."""
_FLARE = 3.0
"""Irritation, NRS, above which nothing settles and the ache itself grows."""
_WORSE = 0.08
_USEFUL = 0.25
"""Less than this share of the capacity teaches a tendon nothing."""
_UNUSED = 0.004
"""Capacity lost on a day without work."""


@dataclass(frozen=True, slots=True)
class TendonTraits:
    """What a tendon is like when the career begins. Pain is on the scale from 0 to 10."""

    ache: float = 0.0
    ache_floor: float = 0.0
    """What ache remains, however well it is trained."""
    settling: float = 0.04
    """Share of the ache above its floor that one well borne dose takes away."""
    capacity: float = 3.0
    """Doses a day borne without a reaction."""
    capacity_most: float = 5.0
    adaptation: float = 0.012
    """Share of the way to ``capacity_most`` that one well borne dose leads."""
    reactivity: float = 2.5
    """Irritation after twice the capacity."""
    half_life_days: float = 2.0
    stretch_cost: float = 1.0
    """By how much a lowering below the level of the step weighs more than one to the floor."""
    heavy_settles: bool = False
    """The ache's floor gives way only to work with added load."""


class Tendon:
    """One leg's state; ``sleep`` is its only mutator."""

    def __init__(self, traits: TendonTraits) -> None:
        self.traits = traits
        self.ache = traits.ache
        self.floor = traits.ache_floor
        self.capacity = traits.capacity
        self.irritation = 0.0
        self._due = (0.0, 0.0)

    def sleep(self, dose: float, heaviest: float) -> None:
        """End a day of ``dose`` doses, the heaviest rep at ``heaviest`` body weights; wake up the next morning."""
        traits = self.traits
        reaction = traits.reactivity * max(dose / self.capacity - 1.0, 0.0)
        arriving, later = self._due
        self._due = (later + (1.0 - _NEXT_DAY) * reaction, 0.0)
        self.irritation = (
            self.irritation * 0.5 ** (1.0 / traits.half_life_days) + arriving + _NEXT_DAY * reaction
        )
        self.irritation = min(self.irritation, 9.0)
        self._adapt(min(dose / self.capacity, 1.0), heaviest)

    def _adapt(self, share: float, heaviest: float) -> None:
        traits = self.traits
        if self.irritation > _FLARE:
            self.ache = min(self.ache + _WORSE * (self.irritation - _FLARE), 8.0)
        elif share >= _USEFUL:
            if traits.heavy_settles and heaviest > 1.0:
                self.floor *= 1.0 - traits.settling
            self.ache -= traits.settling * share * max(self.ache - self.floor, 0.0)
            self.capacity += traits.adaptation * share * (traits.capacity_most - self.capacity)
        elif share == 0.0:
            self.capacity = max(self.capacity * (1.0 - _UNUSED), 0.7 * traits.capacity)

    def under_load(self, weight: float) -> float:
        """Return pain while lowering ``weight`` body weights, before anybody rounds it."""
        strain = weight * weight * sqrt(self.traits.capacity / self.capacity)
        return 0.85 * self.ache * strain + self.irritation

    def in_the_morning(self) -> float:
        """Return pain of the first steps."""
        return 0.5 * self.ache + self.irritation

    def stiffness_min(self) -> float:
        """Return minutes until the ankle moves freely."""
        return 2.5 * self.ache + 5.0 * self.irritation

    def visa_a(self) -> float:
        """Return the total of the questionnaire, 0 to 100."""
        return max(97.0 - 9.0 * self.ache - 4.0 * self.irritation, 5.0)


def dose_of_rep(weight: float, time_s: float, *, below_level: bool, stretch_cost: float) -> float:
    """Return what one rep of ``weight`` body weights and ``time_s`` seconds costs, in doses.

    Tendons mind load far more than time: load counts by its cube, hurried reps by their higher peak.
    """
    hurry = 1.0 if time_s >= 3.0 else 1.0 + 0.25 * (3.0 - time_s)  # noqa: PLR2004  seconds that count as slow
    return weight**3 * hurry * (stretch_cost if below_level else 1.0) / 45.0


def dose_of_run(minutes: float, surface: str) -> float:
    """Return what a run costs, in doses: half an hour on the flat is one and a half."""
    return minutes / 20.0 * {"flat": 1.0, "hills": 1.5, "speed": 1.8}[surface]

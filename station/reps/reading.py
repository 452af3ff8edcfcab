"""Reads a finished stretch of force as reps: the mode is decided for the whole of it, then every rep by it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from station.reps.evidence import LIMITS as EVIDENCE
from station.reps.evidence import Up, find_ups
from station.reps.legs import find_phases
from station.reps.lowerings import Lowering, Lowerings
from station.reps.raises import Raise, find_raises, outweighs_idling
from station.reps.stretch import stretch_of
from station.reps.two_feet import find_two_feet

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from station.motion.moves import Move
    from station.reps.candidate import RepCandidate
    from station.reps.legs import LegPhase
    from station.reps.stretch import Stretch

    FloatArray = NDArray[np.float64]

_TICKS_MIN = 100
_USUAL_MIN = 2
"""Two sure rises tell how high this athlete rises."""
_TWO_FEET_MIN = 3
_TWO_FEET_RATIO = 2.0
"""So many raises on two feet, and so many times the others, make a set on two feet."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The reps of a stretch, and when somebody last rose or stood on one leg in it."""

    reps: list[RepCandidate]
    active_tick: int


def read_reps(
    left_n: FloatArray, right_n: FloatArray, valid: NDArray[np.bool_], first_tick: int, weight_n: float
) -> Reading:
    """Return the reps in forces per grid instant, N, shape ``(n,)``, corrected for zero and gain.

    ``first_tick`` is the first instant; instants without data hold zeros and are not ``valid``.
    """
    if len(left_n) < _TICKS_MIN:
        return Reading([], first_tick)
    stretch = stretch_of(left_n, right_n, valid, first_tick, weight_n)
    ups, downs = find_ups(stretch)
    phases = find_phases(stretch, ups)
    risen = [up.rise.end_tick for up in ups if up.evidence >= EVIDENCE.strong]
    active_tick = max([first_tick, *risen, *(phase.off_tick for phase in phases)])
    return Reading(_decide(stretch, phases, ups, downs), active_tick)


def _decide(
    stretch: Stretch, phases: Sequence[LegPhase], ups: Sequence[Up], downs: Sequence[Move]
) -> list[RepCandidate]:
    """Return the reps of the mode that explains most."""
    lowerings, raises = _on_one_leg(stretch, phases, ups, downs)
    known = [found.gate for found in lowerings if not found.gate.rise.unseen] + [found.up for found in raises]
    strong_m = [up.rise.height_m for up in known if up.evidence >= EVIDENCE.strong]
    if len(strong_m) >= _USUAL_MIN:
        ups = [up.against(median(strong_m)) for up in ups]
        lowerings, raises = _on_one_leg(stretch, phases, ups, downs)
    on_two = find_two_feet(stretch, ups, downs)
    if len(on_two) >= _TWO_FEET_MIN and len(on_two) > _TWO_FEET_RATIO * (len(lowerings) + len(raises)):
        return on_two
    if lowerings and len(lowerings) >= len(raises):
        return [found.rep(stretch) for found in lowerings]
    if raises and outweighs_idling(raises, phases, stretch):
        return [found.rep() for found in raises]
    return on_two


def _on_one_leg(
    stretch: Stretch, phases: Sequence[LegPhase], ups: Sequence[Up], downs: Sequence[Move]
) -> tuple[list[Lowering], list[Raise]]:
    lowerings = Lowerings(stretch, phases, ups, downs).find()
    return lowerings, find_raises(phases, ups, {found.gate for found in lowerings})

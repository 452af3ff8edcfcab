"""What touches what during a rep: the other foot its plate, the heels the floor, the foot nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.force.runs import runs
from station.metrics.limits import CONTACT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OtherFoot:
    """The foot that should be in the air while one leg lowers."""

    plateau_share: float
    """Its usual share of the load: zero, or a resting toe."""
    touched: bool
    """It came down and left again."""


def other_foot(other_share: FloatArray) -> OtherFoot:
    """Judge the other foot by its share of the load, shape ``(n,)`` at 100 Hz, within the single-leg phase.

    A touch stands out on both sides (topographic prominence): the start and the end of the phase do not, nor
    does a foot that returns in two goes.
    """
    if not len(other_share):
        return OtherFoot(0.0, touched=False)
    before = other_share - np.minimum.accumulate(other_share)
    after = other_share - np.minimum.accumulate(other_share[::-1])[::-1]
    stands_out = np.minimum(before, after)
    touched = any(
        stop - start >= CONTACT.touch_ticks and stands_out[start:stop].max() >= CONTACT.touch_share
        for start, stop in runs(stands_out >= 0.5 * CONTACT.touch_share)
    )
    return OtherFoot(float(np.median(other_share)), touched)


def hopped(total_share: FloatArray) -> bool:
    """Tell whether the standing foot left its plate: force as a share of weight, shape ``(n,)`` at 100 Hz.

    No lowering unloads the plate like that, and what flies has to land.
    """
    return any(
        stop - start >= CONTACT.flight_ticks
        and total_share[stop : stop + CONTACT.landing_ticks].max(initial=0.0) >= CONTACT.landing_share
        for start, stop in runs(total_share < CONTACT.flight_share)
    )


def touch_down(total_n: FloatArray) -> int | None:
    """Return the index where heels came to rest on the floor, ``None`` when they hang free to the end.

    ``total_n`` is the force of the single-leg phase, N, shape ``(n,)`` at 100 Hz. A resting heel takes a part of
    the load off the plates and keeps it until the foot returns; the dip of a lowering is over by then.
    """
    tail = CONTACT.heel_ticks
    if len(total_n) < 2 * tail:
        return None
    free_n = float(np.quantile(total_n, _FREE_QUANTILE))
    if float(np.median(total_n[-tail:])) >= CONTACT.heel_share * free_n:
        return None
    return int(np.flatnonzero(total_n >= CONTACT.heel_free_share * free_n)[-1]) + 1


_FREE_QUANTILE = 0.8
"""The heel hangs free for at least a fifth of the phase; movement adds a few per cent at most."""

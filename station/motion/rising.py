"""When the body rose: moments of 10 % and 90 % of the way, between two moments of rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LOW, _HIGH = 0.1, 0.9


def rise_times(total_n: NDArray[np.float64], step_s: float) -> tuple[int, int] | None:
    """Return the indices where the body first was 10 % and 90 % of the way up; ``None`` if it never went up.

    ``total_n`` is the force from rest before the rise to rest after it, N, shape ``(n,)``. That speed is zero at
    both ends takes the place of the weight: a constant error of it drops out.
    """
    if len(total_n) < _INSTANTS_MIN:
        return None
    speed = np.cumsum(total_n / total_n.mean() - 1.0) * (STANDARD_GRAVITY_M_S2 * step_s)
    speed -= np.linspace(speed[0], speed[-1], len(speed))
    height_m = np.cumsum(speed) * step_s
    top_m = float(height_m.max())
    if top_m < _SWAY_M:
        return None
    low, high = int(np.argmax(height_m >= _LOW * top_m)), int(np.argmax(height_m >= _HIGH * top_m))
    return (low, high) if low < high else None


_INSTANTS_MIN = 10
_SWAY_M = 0.005
"""Breath and sway move a standing body by less."""

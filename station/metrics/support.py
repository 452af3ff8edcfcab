"""A hand on the rail that no weighing preceded: it shows in how the weight seems to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.metrics.limits import FAULT

if TYPE_CHECKING:
    from collections.abc import Sequence


def support_varies(cycles_n: Sequence[float], wander_n: float) -> bool:
    """Tell whether hands carried a changing share of the weight in a set.

    ``cycles_n`` are mean forces of reps from rest to rest, N, in order: each is the weight if nothing else
    carries. A straight line through them is not counted, and plates whose zeros wander, by ``wander_n`` in a
    minute, cannot tell.
    """
    if len(cycles_n) < FAULT.rail_reps_min or wander_n > FAULT.rail_wander_n:
        return False
    values = np.asarray(cycles_n)
    order = np.arange(len(values))
    left_over = values - np.polyval(np.polyfit(order, values, 1), order)
    low_n, high_n = np.quantile(left_over, (0.1, 0.9))
    return bool(high_n - low_n > FAULT.rail_spread_share * values.mean())


def let_go(cycles_n: Sequence[float], weight_after_n: float) -> bool:
    """Tell whether the weight of a stance after a set, N, shows that hands had carried some of it until then.

    Only the last cycles are compared: from the first ones on the plates' zeros may have moved as far.
    """
    last_n = float(np.mean(cycles_n[-_LAST:]))
    return 1.0 - last_n / weight_after_n >= FAULT.rail_share


_LAST = 2

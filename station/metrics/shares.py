"""How a rise, and the way down, divide between left and right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.force import GRID_S
from station.metrics.limits import LIMITS
from station.metrics.phases import longest_hole_s
from station.motion.rising import rise_times

if TYPE_CHECKING:
    from station.metrics.body import Body
    from station.metrics.seen import SeenRep
    from station.metrics.values import Values

_EVEN = 0.5
_ROOT_TWO = 2.0**0.5
_MOST = (0.05, 0.95)
_AROUND_RISE_TICKS = 40
"""The window in which a rise was found may miss its ends by this much."""
_STEADY_SHARE = 0.8
"""From 10 % to 90 % of the way."""


def tell_rise(seen: SeenRep, values: Values) -> None:
    """Fill in how long the rise took, and the left share of it."""
    rise, history = seen.rep.rise, seen.history
    first_tick = max(rise.start_tick - _AROUND_RISE_TICKS, history.first_tick)
    last_tick = min(rise.end_tick + _AROUND_RISE_TICKS, seen.known_tick)
    left_n, right_n, valid = history.window(first_tick, last_tick)
    left_n = left_n * seen.body.gain_left
    total_n = left_n + right_n * seen.body.gain_right
    times = rise_times(total_n, GRID_S)
    if times is None or seen.raised is not None or longest_hole_s(valid) > LIMITS.gap_lowering_s:
        values.refuse("no rise from rest to rest could be told", "rise_s")
        times = rise.start_tick - first_tick, rise.end_tick - first_tick
    else:
        values.rise_s = (times[1] - times[0]) * GRID_S / _STEADY_SHARE
    part = slice(*times)
    if longest_hole_s(valid[part]) > LIMITS.gap_lowering_s or not len(total_n[part]):
        values.refuse("data missing during the rise", "rise_left_share")
        return
    share = left_n[part] / np.maximum(total_n[part], 1.0)
    if float(np.ptp(np.quantile(share, _MOST))) > LIMITS.rise_shift_share:
        values.refuse("the load moved between the feet during the rise", "rise_left_share")
    else:
        values.rise_left_share = float(share.mean())


def tell_way_down(seen: SeenRep, values: Values) -> None:
    """Fill in the left share from the top to the end of the rep."""
    values.lowering_left_share = seen.left_share(slice(seen.at(seen.on_tick), seen.at(seen.rep.end_tick)))


def tell_lowering(seen: SeenRep, values: Values) -> None:
    """Take the share over the lowering itself, where it is known when that was."""
    start_s, end_s = values.lowering_start_s, values.lowering_end_s
    if start_s is not None and end_s is not None:
        part = slice(seen.at(start_s / GRID_S), seen.at(end_s / GRID_S))
        values.lowering_left_share = seen.left_share(part) or values.lowering_left_share


def tell_sd(body: Body, values: Values) -> None:
    """Tell what the plates leave open of a share: the same error in all reps, so that no mean takes it out.

    With ``s = L / (L + R)``, ``ds = s (1 - s) d(log ratio) + (1 - s) dL / W - s dR / W``.
    """
    shares = [each for each in (values.rise_left_share, values.lowering_left_share) if each is not None]
    if not shares:
        values.refuse("no share is told", "left_share_sd")
        return
    share = min(shares, key=lambda each: abs(each - _EVEN))
    gain = share * (1.0 - share) * body.gain_sd
    zero = float(np.hypot(share, 1.0 - share)) * body.zero_sd_n / _ROOT_TWO / body.weight_n
    values.left_share_sd = float(np.hypot(gain, zero))

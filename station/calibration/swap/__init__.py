"""Is it the legs that differ, or the plates? Stand, turn around, stand, turn back, stand.

Who stands on two plates with 54 % on the left one has a leg that carries more, or a plate that reads more. Turned
around, the legs have changed plates and the plates have not. With ``p`` the left plate's share of what is read,
``T`` the sum of what is read, ``g`` the log ratio of what the plates read for one weight, ``l`` the log ratio of
what the left and the right leg carry, and ``o`` = +1, -1, +1 for the three stances:

    ln(p / (1 - p)) = g + o l         the stance repeats itself only within some per cent of weight
    ln T            = ln W + g (p - 1/2)      weight does, to grams, whatever the stance

Weighted least squares over all six gives ``g``, ``l`` and their standard deviations (Gauss-Markov). The third stance
is as the first, so that a hand, a dropped phone or another person shows, and so that the stance's own repeatability
is not only assumed.
"""

from __future__ import annotations

from station.calibration.swap.limits import LIMITS, SwapLimits
from station.calibration.swap.script import PROMPTS, SwapTest, Window
from station.calibration.swap.verdict import Standing, SwapResult, judge

__all__ = ["LIMITS", "PROMPTS", "Standing", "SwapLimits", "SwapResult", "SwapTest", "Window", "judge"]

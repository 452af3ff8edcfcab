"""How a plate's force divides between its front and its back cell: by where the foot presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulators.signals import slow_noise, stream

if TYPE_CHECKING:
    from simulators.athlete import Side
    from simulators.body import Motion
    from simulators.signals import FloatArray

USUAL_FRONT = (0.4, 0.65)
"""Share of the front cell when somebody stands level: toes forward, heels over the edge."""
FORWARD_PER_M = 1.8
"""Rising moves the pressure to the toes, sinking moves it back towards the edge."""
SWAY, SWAY_HZ = 0.06, 0.8
"""The centre of pressure is never at rest: standard deviation of the share, and how fast it wanders."""
LEAST = 0.03
"""A foot is never on one cell alone."""


def front_share(motion: Motion, side: Side, seed: int, scenario: str) -> FloatArray:
    """Return the front cell's part of this plate's force on the internal rate, shape ``(n,)``."""
    rng = stream(seed, f"{scenario}/pressure/{side}")
    usual = rng.uniform(*USUAL_FRONT)
    wander = SWAY * slow_noise(rng, motion.height_m.size, SWAY_HZ)
    return np.asarray(np.clip(usual + FORWARD_PER_M * motion.height_m + wander, LEAST, 1.0 - LEAST))

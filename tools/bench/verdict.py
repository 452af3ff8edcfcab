"""How soon a rep is told: device seconds from the foot's return to the newest sample heard when it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from station.sources.chunks import GATHER_S
from tools.accuracy.listening import listen
from tools.accuracy.playing import play

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import Rep

SCENARIOS: Final = (
    "textbook", "alternate", "mixed_session", "fast", "slow", "classic", "heavy", "single", "floor", "bounce", "novice",
)  # fmt: skip
SEEDS: Final = (1, 2, 3)
_SAME_RETURN_S = 0.3


def delays_s(scenarios: Iterable[str] = SCENARIOS, seeds: Iterable[int] = SEEDS) -> list[float]:
    """Return the delay of every rep that ends with a foot's return, told of performances on a simulated step."""
    return [delay_s for scenario in scenarios for seed in seeds for delay_s in _of(scenario, seed)]


def _of(scenario: str, seed: int) -> list[float]:
    played = play(scenario, seed)
    returns_s = np.asarray([rep.single_leg_end_s for rep in played.truth.reps if rep.single_leg_end_s])
    delays = []
    for first in listen(played.gathered(GATHER_S)).firsts.values():
        off_s = _foot_returned_s(first.rep, returns_s)
        if off_s is not None:
            delays.append(first.told_s - off_s)
    return delays


def _foot_returned_s(rep: Rep, returns_s: np.ndarray) -> float | None:
    """Return the true time nearest to the measured one; ``None`` when no foot returned then."""
    if rep.single_leg_end_s is None or not len(returns_s):
        return None
    nearest_s = float(returns_s[np.abs(returns_s - rep.single_leg_end_s).argmin()])
    return nearest_s if abs(nearest_s - rep.single_leg_end_s) < _SAME_RETURN_S else None

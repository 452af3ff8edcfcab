"""Who trains what at which station: decided by a seed, so that a fleet can be run again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

SCENARIOS: Final = (
    "textbook", "alternate", "heavy", "slow", "bounce", "bilateral", "single", "classic", "rail", "novice",
)  # fmt: skip
"""Of those with something to count, the ones that take minutes; faults of the wire are other tests' matter."""
ATHLETES: Final = 2
"""People a station."""
APART_US: Final = 3_600_000_000
"""As fast as possible, visits are played an hour apart, so that no two are at one time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all stations."""

    seed: int
    speed: str
    """Times real time, or ``max``."""
    reps: int
    scenario: str | None
    epoch_us: int
    """When the first visit is played, as fast as possible."""

    def port(self, station: int, visit: int) -> str:
        """Return the port URL of a station's visit."""
        chance = random.Random(f"{self.seed}/{station}/{visit}")
        scenario = self.scenario or chance.choice(SCENARIOS)
        asked: dict[str, object] = {"seed": chance.randrange(1 << 31), "reps": self.reps, "speed": self.speed}
        if self.speed == "max":
            asked["epoch_us"] = self.epoch_us + visit * APART_US
        asked["uid"] = f"{station + 1:08X}"
        return f"sim://{scenario}?{urlencode(asked)}"

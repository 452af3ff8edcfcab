"""Who stands on the plates, how heavy, and when the body rises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from station.events.words import Leg, StanceState  # noqa: TC001  those who read events back resolve the hints


@dataclass(frozen=True, slots=True)
class Stance:
    """Who carries the load changed."""

    type: ClassVar[str] = "stance"
    state: StanceState
    start_s: float


@dataclass(frozen=True, slots=True)
class SingleLegStance:
    """One leg carried the load for a second or more, whether or not it belongs to a rep."""

    type: ClassVar[str] = "single_leg_stance"
    side: Leg
    start_s: float
    end_s: float
    load_share: float = 1.0
    """Share of the load on that side: about 1 on two plates, about 0.8 on one board under both feet."""


@dataclass(frozen=True, slots=True)
class Weigh:
    """A quiet stance was weighed (two feet, hands assumed off)."""

    type: ClassVar[str] = "weigh"
    start_s: float
    end_s: float
    system_mass_kg: float
    system_mass_sd_kg: float
    left_share: float
    added_load_kg: float | None
    """Against the session's first, unloaded stance; ``None`` for that stance itself."""


@dataclass(frozen=True, slots=True)
class WeighProgress:
    """How much of a quiet stance is complete; sent a few times a second while nobody is weighed yet."""

    type: ClassVar[str] = "weigh_progress"
    t_s: float
    fraction: float
    still: bool


@dataclass(frozen=True, slots=True)
class Rise:
    """The body rose: the gate in front of every rep, and the pacer's cue."""

    type: ClassVar[str] = "rise"
    start_s: float
    end_s: float
    height_m: float
    left_share: float

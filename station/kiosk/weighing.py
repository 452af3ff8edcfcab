"""The weighing as a person goes through it: the body, then what they carry. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.kiosk.summing import SMALLEST_LOAD_KG

if TYPE_CHECKING:
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.verdict import Tone

Stage = Literal[
    "hand_over", "wait_step", "step_on", "still", "moving", "weighed", "backpack", "loaded", "off_plan"
]
SHOWN_FOR_S: Final = 2.0
"""What was weighed stays on show this long before the set begins by itself, device time."""
TONES: Final[dict[str, Tone]] = {"weighed": "go", "loaded": "go", "off_plan": "mind"}
DONE: Final = ("weighed", "loaded")
WEIGHED: Final = ("weighed", "backpack", "loaded", "off_plan")


@dataclass(frozen=True, slots=True)
class Weighing:
    """How far the weighing is."""

    stage: Stage
    mass_kg: float | None = None
    """Weighed, with everything on the body."""
    load_kg: float | None = None
    """Added load as weighed; while the backpack is awaited, about what the plates carry now beyond the body."""
    planned_kg: float = 0.0

    @property
    def weighed(self) -> bool:
        """Whether the body was weighed."""
        return self.stage in WEIGHED


def weighing_of(snapshot: Snapshot, *, begun: bool, handing_over: bool = False) -> Weighing:
    """Return how far the weighing of a visit is; ``begun``: the step measures for this person already."""
    planned_kg = snapshot.prescription.planned_added_load_kg or 0.0
    weigh = snapshot.weigh if begun else None
    if handing_over:
        return Weighing("hand_over", planned_kg=planned_kg)
    if weigh is None:
        return Weighing(_before(snapshot), planned_kg=planned_kg)
    mass_kg, load_kg = weigh.system_mass_kg, weigh.added_load_kg
    if planned_kg < SMALLEST_LOAD_KG:
        return Weighing("weighed", mass_kg, load_kg, planned_kg)
    if load_kg is None or load_kg < SMALLEST_LOAD_KG:
        return Weighing("backpack", mass_kg, _on_plates_kg(snapshot, mass_kg), planned_kg)
    near = abs(load_kg - planned_kg) <= SMALLEST_LOAD_KG
    return Weighing("loaded" if near else "off_plan", mass_kg, load_kg, planned_kg)


def _before(snapshot: Snapshot) -> Stage:
    if snapshot.link != "connected" or snapshot.age_s is None or snapshot.stale:
        return "wait_step"
    if snapshot.stance != "both":
        return "step_on"
    return "still" if snapshot.weigh_still else "moving"


def _on_plates_kg(snapshot: Snapshot, body_kg: float) -> float | None:
    """Return about what is carried now, kg; ``None`` while nobody stands on both feet."""
    if snapshot.feet is None or snapshot.stance != "both" or snapshot.blind:
        return None
    more_kg = (snapshot.feet.left_n + snapshot.feet.right_n) / snapshot.gravity_m_s2 - body_kg
    return more_kg if more_kg >= SMALLEST_LOAD_KG else None

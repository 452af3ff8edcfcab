"""What the person weighs, and what they carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.events import Prescription
    from station.stance import QuietStance


@dataclass(frozen=True, slots=True)
class MassLimits:
    """When a new weight is a new load, and when it is a hand on the rail."""

    same_share: float = 0.005
    """Weights of one body this close are the same; they are then the newer one."""
    load_min_kg: float = 1.0
    """A load put on or taken off is at least this."""
    body_sds: float = 3.0
    """A stance this many standard deviations from the stored body mass carries something."""
    stance_sd_kg: float = 0.03
    """Least standard deviation of a three-second stance (11 g noise, breath, imperfect stillness)."""


LIMITS = MassLimits()


@dataclass(frozen=True, slots=True)
class MassState:
    """What was known at one moment, as the plates read it; ``*_left_share`` is where on them it was measured."""

    weight_n: float | None = None
    left_share: float = 0.5
    weighed: bool = False
    unloaded_kg: float | None = None
    unloaded_sd_kg: float = 0.0
    unloaded_left_share: float = 0.5


class Masses:
    """Keeps the weight of the present stance and the mass of the unloaded body. N and kg."""

    def __init__(self, gravity_m_s2: float) -> None:
        self._gravity_m_s2 = gravity_m_s2
        self.weight_n: float | None = None
        self.weighed = False
        self.unloaded_kg: float | None = None
        self.unloaded_sd_kg = 0.0
        self._left_share = self._unloaded_left_share = 0.5
        self._stance_unloaded = False

    def step_off(self) -> None:
        """Note that the plates emptied: what steps on next may carry something else."""
        self.weighed = False

    def guess(self, weight_n: float) -> None:
        """Use a provisional weight until a stance is weighed."""
        self.weight_n, self.weighed, self._left_share = weight_n, False, 0.5

    @property
    def state(self) -> MassState:
        """What is known now."""
        return MassState(
            self.weight_n,
            self._left_share,
            self.weighed,
            self.unloaded_kg,
            self.unloaded_sd_kg,
            self._unloaded_left_share,
        )

    def weigh(self, stance: QuietStance, prescription: Prescription) -> bool:
        """Take a quiet stance; return whether it is a new weight (not a hand on the rail)."""
        if not self._credible(stance.weight_n):
            return False
        self.weight_n, self.weighed, self._left_share = stance.weight_n, True, stance.left_share
        mass_kg = stance.weight_n / self._gravity_m_s2
        sd_kg = max(stance.weight_sd_n / self._gravity_m_s2, LIMITS.stance_sd_kg)
        self._judge_unloaded(mass_kg, sd_kg, prescription)
        return True

    def _credible(self, weight_n: float) -> bool:
        known_kg = self.unloaded_kg if self._stance_unloaded else None
        mass_kg = weight_n / self._gravity_m_s2
        if self.weighed and self.weight_n is not None:
            lighter_kg = self.weight_n / self._gravity_m_s2 - mass_kg
            if lighter_kg <= LIMITS.same_share * mass_kg:
                return True
            back_to_body = (
                known_kg is not None and abs(mass_kg - known_kg) <= 2 * LIMITS.same_share * known_kg
            )
            return back_to_body and lighter_kg >= LIMITS.load_min_kg
        return known_kg is None or mass_kg >= known_kg * (1.0 - 2 * LIMITS.same_share)

    def _judge_unloaded(self, mass_kg: float, sd_kg: float, prescription: Prescription) -> None:
        stated_kg = prescription.body_mass_kg
        if (
            stated_kg is not None
            and abs(mass_kg - stated_kg) > LIMITS.body_sds * prescription.body_mass_sd_kg
        ):
            if not self._stance_unloaded:
                self.unloaded_kg, self.unloaded_sd_kg = stated_kg, prescription.body_mass_sd_kg
                self._unloaded_left_share = 0.5
            return
        first = not self._stance_unloaded or self.unloaded_kg is None
        same = not first and abs(mass_kg - (self.unloaded_kg or 0.0)) <= LIMITS.same_share * mass_kg
        lighter = not first and mass_kg < (self.unloaded_kg or 0.0) - LIMITS.load_min_kg
        if first or lighter or (same and sd_kg < self.unloaded_sd_kg):
            self.unloaded_kg, self.unloaded_sd_kg = mass_kg, sd_kg
            self._unloaded_left_share = self._left_share
            self._stance_unloaded = True

    @property
    def added_kg(self) -> float | None:
        """Return the present load beyond the unloaded body, kg."""
        if self.weight_n is None or self.unloaded_kg is None:
            return None
        return self.weight_n / self._gravity_m_s2 - self.unloaded_kg

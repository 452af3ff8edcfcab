"""What the person weighs, and what they carry."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from station.events import Prescription
    from station.pipeline.impulses import GainRatio
    from station.pipeline.zeros import ZeroBook
    from station.reps import RepCandidate
    from station.stance import History, QuietStance


@dataclass(frozen=True, slots=True)
class MassLimits:
    """When a new weight is a new load, and when it is a hand on the rail."""

    same_share: float = 0.005
    """Weights of one body this close are the same; they are then the newer one."""
    load_min_kg: float = 1.0
    """A load put on or taken off is at least this."""
    body_sds: float = 3.0
    """A stance this many standard deviations from the stored body mass carries something."""
    stance_sd_kg: float = 0.015
    """Least standard deviation of a three-second stance (11 g noise, breath)."""


LIMITS = MassLimits()


@dataclass(frozen=True, slots=True)
class MassState:
    """What was known at one moment, as the plates read it."""

    weight_n: float | None = None
    """Weight now: of ``stance``, or a guess."""
    stance: QuietStance | None = None
    """The present load, weighed since the person stepped on."""
    unloaded: QuietStance | None = None
    """The body alone."""
    stated_kg: float | None = None
    """Without an unloaded stance: the body mass that was stored or stated."""
    stated_sd_kg: float = 0.0

    def again(self, history: History) -> MassState:
        """Return the same stances, measured with what is known of the zeros by now."""
        stance = self.stance and _again(history, self.stance)
        unloaded = (
            stance if self.unloaded == self.stance else self.unloaded and _again(history, self.unloaded)
        )
        return replace(
            self, weight_n=stance.weight_n if stance else self.weight_n, stance=stance, unloaded=unloaded
        )


def _again(history: History, stance: QuietStance) -> QuietStance:
    """Return a stance measured again, or as it was when its forces are no longer kept."""
    if stance.start_tick < history.first_tick:
        return stance
    left_n, right_n, valid = history.window(stance.start_tick, stance.end_tick)
    if not valid.any():
        return stance
    left, right = float(left_n[valid].mean()), float(right_n[valid].mean())
    return replace(stance, weight_n=left + right, left_share=left / (left + right))


class Masses:
    """Keeps the weight of the present stance and the mass of the unloaded body. N and kg."""

    def __init__(self, gravity_m_s2: float) -> None:
        self._gravity_m_s2 = gravity_m_s2
        self.state = MassState()

    @property
    def weight_n(self) -> float | None:
        """Weight of who stands there, as far as it is known."""
        return self.state.weight_n

    @property
    def weighed(self) -> bool:
        """Whether a quiet stance was weighed since the person stepped on."""
        return self.state.stance is not None

    def step_off(self) -> None:
        """Note that the plates emptied: what steps on next may carry something else."""
        self.state = replace(self.state, stance=None)

    def guess(self, weight_n: float) -> None:
        """Use a provisional weight until a stance is weighed."""
        self.state = replace(self.state, weight_n=weight_n, stance=None)

    def zero_read(self, history: History) -> None:
        """Note that zeros moved: what was weighed is measured again."""
        self.state = self.state.again(history)

    def weigh(self, stance: QuietStance, prescription: Prescription) -> bool:
        """Take a quiet stance; return whether it is a new weight (not a hand on the rail)."""
        if not self._credible(stance.weight_n):
            return False
        self.state = replace(self.state, weight_n=stance.weight_n, stance=stance)
        self._judge_unloaded(stance, prescription)
        return True

    @property
    def _unloaded_kg(self) -> float | None:
        unloaded = self.state.unloaded
        return None if unloaded is None else unloaded.weight_n / self._gravity_m_s2

    def _credible(self, weight_n: float) -> bool:
        known_kg = self._unloaded_kg
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

    def _judge_unloaded(self, stance: QuietStance, prescription: Prescription) -> None:
        mass_kg = stance.weight_n / self._gravity_m_s2
        stated_kg = prescription.body_mass_kg
        if (
            stated_kg is not None
            and abs(mass_kg - stated_kg) > LIMITS.body_sds * prescription.body_mass_sd_kg
        ):
            stated_sd_kg = prescription.body_mass_sd_kg
            self.state = replace(self.state, stated_kg=stated_kg, stated_sd_kg=stated_sd_kg)
            return
        unloaded, unloaded_kg = self.state.unloaded, self._unloaded_kg
        if unloaded is None or unloaded_kg is None:
            self.state = replace(self.state, unloaded=stance)
            return
        same = abs(mass_kg - unloaded_kg) <= LIMITS.same_share * mass_kg
        lighter = mass_kg < unloaded_kg - LIMITS.load_min_kg
        if lighter or (same and stance.weight_sd_n < unloaded.weight_sd_n):
            self.state = replace(self.state, unloaded=stance)

    @property
    def added_kg(self) -> float | None:
        """Return the present load beyond the unloaded body, kg."""
        unloaded_kg = self._unloaded_kg if self.state.unloaded else self.state.stated_kg
        if self.weight_n is None or unloaded_kg is None:
            return None
        return self.weight_n / self._gravity_m_s2 - unloaded_kg


def difference_sd_kg(
    masses: MassState,
    rep: RepCandidate,
    history: History,
    *,
    ratio: GainRatio,
    zeros: ZeroBook,
    drift_n: float,
) -> float:
    """Return the standard deviation of a rep's mass less the unloaded one, kg, beside the noise of the rep itself.

    It holds the unloaded stance's noise, what is left of the plates' difference where the two were measured at
    different shares, and the wander of zeros between them. An error that both plates share is not in it: it
    grows with the load alone.
    """
    left_n, right_n, valid = history.window(rep.rise.start_tick, rep.end_tick)
    left, right = float(left_n[valid].sum()), float(right_n[valid].sum())
    share = left / (left + right) if left + right > 0.0 else _EVEN
    weight_n, middle = masses.weight_n or 0.0, (rep.rise.start_tick + rep.end_tick) // 2
    if masses.unloaded is None:
        noise_kg, other_share, minutes = masses.stated_sd_kg, _EVEN, zeros.minutes(None, middle)
    else:
        stance = masses.unloaded
        noise_kg = max(stance.weight_sd_n / STANDARD_GRAVITY_M_S2, LIMITS.stance_sd_kg)
        other_share = stance.left_share
        minutes = zeros.minutes((stance.start_tick + stance.end_tick) // 2, middle)
    gain_kg = ratio.sd * abs(share - other_share) * weight_n / STANDARD_GRAVITY_M_S2
    return math.hypot(noise_kg, gain_kg, drift_n * math.sqrt(minutes) / STANDARD_GRAVITY_M_S2)


_EVEN = 0.5

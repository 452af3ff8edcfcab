"""One visit: what of the advice is done, with which load and how fast, and how much it hurts meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import TYPE_CHECKING

from simulators.career.moves import Manner, perform
from simulators.career.plain import AskedSet, DoneVisit
from simulators.career.tendon import dose_of_rep

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from simulators.career.plain import Asked, DoneSet
    from simulators.career.tendon import Tendon
    from simulators.career.traits import Traits

_UNBEARABLE = 7.0
"""Pain that ends a set, whoever it is."""
_WARM_UP = AskedSet("both", "straight_step", "bilateral", 10, 0.0, (0.5, 2.0), 30.0)
_WARM_UP_LOWER_S = 1.4
_AIM = 0.3
"""People aim this share into the band they are told."""
_SORE_FAVOURED = 0.03
"""Share of the time on a leg that each point of ache takes away."""
_MISCOUNTS_SHORT, _MISCOUNTS_LONG = 0.08, 0.04


@dataclass(frozen=True, slots=True)
class Condition:
    """What somebody brings to a visit."""

    sore: Tendon
    sound: Tendon
    day: int
    """Of the career, from 0."""
    pace_s: float
    calm: bool
    """Somebody does as advised."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A visit, and what it leaves behind; doses and weights are of the sore and the sound leg."""

    visit: DoneVisit
    doses: tuple[float, float]
    heaviest: tuple[float, float]
    pain: float
    sharp: bool
    pace_s: float


class Training:
    """One visit of one person; ``train`` does it."""

    def __init__(self, traits: Traits, condition: Condition, rng: Random) -> None:
        self.traits, self.condition, self.rng = traits, condition, rng
        self.body_kg = traits.body_mass_kg + rng.gauss(0.0, 0.3)
        self.pace_s = condition.pace_s
        self._doses, self._heaviest = [0.0, 0.0], [0.0, 0.0]

    def train(self, asked: Asked, day: date, minute: int) -> Outcome:
        """Do what is asked, as somebody of these traits does it."""
        wanted = self._wanted(asked)
        self.pace_s = self._learned_s(wanted)
        done: list[DoneSet] = []
        at_s, pain, sharp = 20.0, 0.0, False
        warms_up = self.rng.random() < self.traits.mind.warms_up
        if warms_up:
            manner = Manner(self.body_kg, 0.0, _WARM_UP_LOWER_S, rise_left_share=self.rng.gauss(0.5, 0.01))
            done.append(perform(_WARM_UP, _WARM_UP.reps, manner, self.rng, at_s, asked=False))
            at_s = done[-1].end_s + _WARM_UP.rest_s
        for one in wanted:
            manner = self._manner(one)
            weight = (self.body_kg + manner.added_load_kg) / self.body_kg
            hurts = self._pain(one, weight) + self.rng.gauss(0.0, 0.35)
            reps, stopped = self._reps(one, hurts)
            done.append(replace(perform(one, reps, manner, self.rng, at_s), stopped=stopped))
            self._charge(one, manner, reps, weight)
            pain, sharp = max(pain, hurts), sharp or stopped
            at_s = done[-1].end_s + one.rest_s * self.rng.uniform(0.8, 1.2)
            if stopped:
                break
        visit = DoneVisit(
            day, minute, round(self.body_kg, 3), self._stance(), warms_up, tuple(done), round(at_s, 3)
        )
        doses, heaviest = self._doses, self._heaviest
        return Outcome(visit, (doses[0], doses[1]), (heaviest[0], heaviest[1]), pain, sharp, self.pace_s)

    def _stance(self) -> float:
        """Return the left share of quiet standing: people spare the sore leg."""
        away = 0.004 * self.condition.sore.ache
        return 0.5 + (away if self.traits.sore == "right" else -away)

    def _wanted(self, asked: Asked) -> tuple[AskedSet, ...]:
        """Return the sets somebody means to do: those of the advice, or more of them, or with more weight."""
        sets = asked.sets if asked.trains else asked.usual_sets
        mind = self.traits.mind
        if self.condition.calm:
            return sets
        own_kg = max((kg for day, kg in mind.own_load if day <= self.condition.day), default=0.0)
        more = [replace(one, added_load_kg=max(one.added_load_kg, own_kg)) for one in sets]
        last = [[one for one in more if one.feet == feet][-1] for feet in dict.fromkeys(o.feet for o in more)]
        return (*more, *(last * mind.extra_sets))

    def _learned_s(self, wanted: tuple[AskedSet, ...]) -> float:
        """Return the start-to-stop seconds after one more visit to a step that says how long they should be."""
        if not wanted:
            return self.condition.pace_s
        low_s, high_s = wanted[0].lower_s
        hurry = 1.0 if self.condition.calm else self.traits.mind.hurry
        aim_s = (low_s + _AIM * (high_s - low_s)) * hurry
        return self.condition.pace_s + self.traits.pace.learns * (aim_s - self.condition.pace_s)

    def _manner(self, one: AskedSet) -> Manner:
        traits, ache, rng = self.traits, self.condition.sore.ache, self.rng
        form, step_kg = traits.form, traits.mind.smallest_step_kg
        raw = 0.5 ** (self.condition.day / form.halves_days)
        sore = one.feet == traits.sore
        favoured = 1.0 - _SORE_FAVOURED * ache if sore else 1.0
        leans = rng.random() < form.leans
        away = 0.008 * ache * (1.0 if traits.sore == "right" else -1.0)
        return Manner(
            body_mass_kg=self.body_kg,
            added_load_kg=step_kg * round(one.added_load_kg / step_kg),
            lower_s=self.pace_s * favoured * rng.gauss(1.0, 0.03),
            fade=traits.pace.fade * (1.5 if sore else 1.0),
            scatter=traits.pace.scatter,
            evenness=traits.pace.evenness,
            hand_share=rng.uniform(0.03, 0.09) if leans else form.hand_share,
            rise_left_share=0.5 + away + rng.gauss(0.0, 0.01),
            depth_m=0.065 if one.variant.endswith("floor") else 0.10,
            bounces=form.bounces * raw,
            touches=form.touches * raw,
        )

    def _pain(self, one: AskedSet, weight: float) -> float:
        """Return how much the sore leg hurts meanwhile; the sound one's sets do not hurt."""
        sore = self.condition.sore
        if one.feet == "both":
            return sore.under_load(0.6 * weight)
        if one.feet != self.traits.sore:
            return 0.0
        below = 1.0 if one.variant.endswith("floor") else sqrt(sore.traits.stretch_cost)
        raised = 1.15 if one.kind == "single_leg_raise" else 1.0
        return sore.under_load(weight) * below * raised

    def _reps(self, one: AskedSet, hurts: float) -> tuple[int, bool]:
        """Return how many reps are done, and whether sharp pain ended the set."""
        if hurts >= _UNBEARABLE:
            return max(1, round(one.reps * self.rng.uniform(0.2, 0.6))), True
        short, long = self.rng.random() < _MISCOUNTS_SHORT, self.rng.random() < _MISCOUNTS_LONG
        return max(1, one.reps - short + long), False

    def _charge(self, one: AskedSet, manner: Manner, reps: int, weight: float) -> None:
        """Charge a set to the tendons that did it."""
        legs = (0, 1) if one.feet == "both" else (0,) if one.feet == self.traits.sore else (1,)
        share = weight / len(legs) * (1.0 - manner.hand_share)
        for leg in legs:
            cost = self.traits.tendon.stretch_cost if leg == 0 else 1.0
            below = not one.variant.endswith("floor")
            dose = dose_of_rep(share, manner.lower_s, below_level=below, stretch_cost=cost)
            self._doses[leg] += reps * dose
            self._heaviest[leg] = max(self._heaviest[leg], share)

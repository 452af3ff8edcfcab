"""Who stands on the step: body, habits and noise, drawn once a seed.

Noise amplitudes are those of measured people: 0.1 % of body weight on two feet, about 0.5 % on one, mostly
2-8 Hz; one foot wanders by 1.6-2 % below 2 Hz while the sum stays flat; heart beat 1-2 N. People with human
shapes also jerk when a foot lifts off, and sway in bursts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from simulators.shapes import CALM, ERRATIC, Habit, Shapes
from simulators.signals import chance, stream

if TYPE_CHECKING:
    import numpy as np

GRAVITY_M_S2 = 9.80665
LIFT_M_S = (0.020, 0.045)
"""Peak speed of the body while a foot lifts off, of people that were measured: as fast as a slow lowering."""
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Athlete:
    """One person. Lengths are of the centre of mass, shares are of the left foot, noise in body weights."""

    body_mass_kg: float
    side: Side
    """The leg that a one-sided scenario trains."""
    shapes: Shapes
    habit: Habit
    depth_m: float
    """From the top to the bottom."""
    top_m: float
    """Of it, above quiet standing."""
    variation: float
    """Relative standard deviation of depth and times from rep to rep."""
    lowering_s: float
    """From first to last movement on the way down."""
    rise_s: float
    hold_top_s: float
    settle_s: float
    """From standing on one leg to going down."""
    hold_bottom_s: float
    pause_s: float
    """Between the foot's return and the next rise."""
    transfer_s: float
    return_s: float
    stance_left_share: float
    rise_left_share: float
    toe_share: float
    """What the lifted foot's toe leaves on its plate."""
    swing_lift_m: float
    """How far the lifted leg raises the centre of mass."""
    lift_m_s: float
    """Usual peak speed of the body while a foot lifts off; 0 where only the leg's weight is raised, smoothly."""
    sway_single_bw: float
    sway_double_bw: float
    sway_bursts: float
    """Log standard deviation of the strength of one-leg sway over time."""
    wander_bw: float
    tremor_fresh_bw: float
    tremor_tired_bw: float
    heart_hz: float
    heart_n: float
    breath_hz: float
    breath_m: float


def other(side: Side) -> Side:
    """Return the other leg."""
    return "right" if side == "left" else "left"


def share_on(side: Side) -> float:
    """Return the left foot's share when this leg carries everything."""
    return 1.0 if side == "left" else 0.0


def _pick_shapes(rng: np.random.Generator, shapes: str) -> Shapes:
    drawn: Shapes = "human" if chance(rng, 2.0 / 3.0) else "even"
    if shapes == "mixed":
        return drawn
    return "human" if shapes == "human" else "even"


def _draw_habit(rng: np.random.Generator) -> Habit:
    """Return one person's habit: each has a manner of their own, and some are more even than others."""
    strokes, steered, phased = rng.dirichlet((0.8, 0.8, 0.8)).tolist()
    return replace(
        CALM, manners=(strokes, steered, phased), unevenness=CALM.unevenness * float(rng.uniform(0.6, 1.4))
    )


def draw_athlete(seed: int, scenario: str, shapes: str = "mixed", mass_kg: float | None = None) -> Athlete:
    """Return the person of this seed; ``shapes`` is even, human or mixed (drawn)."""
    rng = stream(seed, f"{scenario}/athlete")
    drawn_kg = float(rng.uniform(50.0, 105.0))
    depth_m = rng.uniform(0.08, 0.13)
    tremor_bw = rng.uniform(0.0008, 0.002)
    drawn_shapes = _pick_shapes(rng, shapes)
    human = drawn_shapes == "human"
    return Athlete(
        body_mass_kg=round(drawn_kg, 2) if mass_kg is None else mass_kg,
        side="left" if chance(rng, 0.5) else "right",
        shapes=drawn_shapes,
        habit=_draw_habit(rng),
        depth_m=depth_m,
        top_m=depth_m * rng.uniform(0.5, 0.7),
        variation=rng.uniform(0.04, 0.1),
        lowering_s=rng.uniform(3.4, 4.7),
        rise_s=rng.uniform(0.8, 1.5),
        hold_top_s=rng.uniform(0.2, 0.9),
        settle_s=rng.uniform(0.15, 0.8),
        hold_bottom_s=rng.uniform(0.2, 1.0),
        pause_s=rng.uniform(0.4, 1.4),
        transfer_s=rng.uniform(0.25, 0.55),
        return_s=rng.uniform(0.2, 0.5),
        stance_left_share=0.5 + rng.normal(0.0, 0.025),
        rise_left_share=0.5 + rng.normal(0.0, 0.05),
        toe_share=0.0,
        swing_lift_m=rng.uniform(0.002, 0.005),
        lift_m_s=float(rng.uniform(*LIFT_M_S)) * human,
        sway_single_bw=0.0056 * float(rng.lognormal(0.0, 0.28)),
        sway_double_bw=0.0006 * float(rng.lognormal(0.0, 0.25)),
        sway_bursts=float(rng.uniform(0.2, 0.45)) * human,
        wander_bw=rng.uniform(0.016, 0.02),
        tremor_fresh_bw=tremor_bw,
        tremor_tired_bw=tremor_bw * rng.uniform(1.5, 4.0),
        heart_hz=rng.uniform(1.0, 1.6),
        heart_n=rng.uniform(0.9, 1.7),
        breath_hz=rng.uniform(0.2, 0.33),
        breath_m=rng.uniform(0.0002, 0.0006),
    )


def as_novice(athlete: Athlete) -> Athlete:
    """Return the same person, unsteady and irregular."""
    return replace(
        athlete,
        habit=replace(ERRATIC, manners=athlete.habit.manners),
        variation=0.22,
        sway_single_bw=min(0.012, athlete.sway_single_bw * 1.6),
        tremor_tired_bw=athlete.tremor_tired_bw * 1.5,
        swing_lift_m=athlete.swing_lift_m * 1.3,
    )

"""Thresholds behind verdicts, faults and refusals, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeasureLimits:
    """All limits of the per-rep measurement."""

    plateau_points: float = 0.05
    """Single-leg time counts while the working leg's share is above its plateau less this (definition)."""
    tempo_share: float = 0.7
    """Steady-equivalent lowering time over prescribed start-to-stop time: people count 1.2-1.6 x the former."""
    rise_shift_share: float = 0.2
    """The left share of a rise keeps within this; what moves by more is a rise mixed up with a transfer."""
    rail_refuse_share: float = 0.012
    """Beyond this the rail's wander is as large as the force of a slow lowering; unassisted cycles reach 0.3 %."""
    tut_sd_max_s: float = 0.30
    """Lowering times less certain than this are refused (definition)."""
    tut_sd_max_share: float = 0.08
    """... slow ones less certain than this share of themselves (definition)."""
    tut_slow_s: float = 5.0
    """From here on a lowering is slow: more seconds earn no more credit (programme)."""
    bottom_sd_max_s: float = 0.25
    """A time near the bottom less certain than this says nothing about a hold."""
    depth_sd_max_m: float = 0.018
    """Twice the error aimed at; depths differ between people by less."""
    gap_transfer_s: float = 0.03
    """Missing data this long within 60 ms of a transfer moves its time."""
    gap_lowering_s: float = 0.15
    """Missing data this long hides half a stop of a movement (0.3 s and more)."""
    invalid_max_share: float = 0.10
    """Instants of a rep without a good conversion: what is mended is smooth, and sway is not."""
    transfer_margin_s: float = 0.06
    """What lies this near to a transfer's edge moves it: four conversions settle in 50 ms."""
    depth_min_m: float = 0.02
    """Centre-of-mass travel of a lowering, least; less is sway."""
    depth_max_m: float = 0.20
    """... and most: heels travel 12-20 cm on a step, the body two thirds of it."""
    two_feet_noise: float = 2.0
    """On two feet no transfer tells where the lowering lies, and sway on the toes exceeds what its band says;
    set by interval coverage."""
    depth_share_min: float = 0.6
    """A lowering that undoes less than this share of its rise was not seen whole."""
    rate_min_hz: float = 60.0
    """Converters run at 80-94 conversions a second; at 10 nothing within a lowering can be told."""
    tremor_low_hz: float = 8.0
    """Ground reaction force has a second peak at 9-10 Hz while lowering (Grigg 2013); tremor is looked for from here"""
    tremor_high_hz: float = 12.0
    """... to here, where the converter still passes 0.86 of the amplitude."""
    tremor_min_s: float = 2.0
    """From two seconds on the relative error is 12-22 % (simulated)."""
    tremor_floor_n: float = 2.0
    """Heartbeat harmonics make 1-2 N in this band (ballistocardiogram)."""
    tremor_floor_share: float = 0.003
    """... or 0.3 % of the weight, whichever is more."""
    smoothness_low_hz: float = 4.5
    """Ground reaction force has more power while lowering than while rising from here"""
    smoothness_high_hz: float = 11.5
    """... to here (Grigg 2013)."""
    smoothness_min_s: float = 1.0
    """Seven resolved frequencies; shorter lowerings have fewer."""
    weight_sd_share: float = 0.0003
    """Noise of one rest-to-rest mean: 7 g for an ideal cycle, 0.02-0.05 % with imperfect rest at its ends; errors of
    the added load are 0.4-0.9 of what is told with it."""


LIMITS = MeasureLimits()


@dataclass(frozen=True, slots=True)
class FaultLimits:
    """From where on something is a fault. Shares are of weight or of the load on both plates."""

    rail_share: float = 0.012
    """Unassisted cycles differ from the weighed stance by 0.3 % at most (99 of 100), a hand takes 2-15 %."""
    rail_unclean_share: float = 0.05
    """A light touch steadies and is fine (programme); above this the tendon's load is less than it says."""
    rail_spread_share: float = 0.008
    """Between the 10th and the 90th percentile of a set's cycles: 0.08 % of weight without a rail, 0.32 % at most."""
    rail_reps_min: int = 4
    """A line through fewer cycles leaves nothing over."""
    rail_wander_n: float = 0.5
    """In a minute, of the plates' zeros, as a foot in the air shows it: 0.15 N when warm, 1 N and more while they
    warm up, and then the weight seems to change as much as under a hand."""
    rail_void_share: float = 0.15
    """With this much on the rail the load is not told at all (programme)."""
    bounce_m_s: float = 0.085
    """Speed gained and lost again: 85 mm/s found 78 of 83 bounces with 2 false in 1 201 simulated reps; sway
    of people standing on one leg stays below 17 mm/s."""
    incomplete_share: float = 0.065
    """Of the load, usually on the other foot: a resting toe keeps 1-6 %."""
    rise_unequal_share: float = 0.125
    """The left share of the rise is this far from one half, an index of 25 %: red in VALD HumanTrak's colours."""
    rise_alone_share: float = 0.12
    """With less than this on the lighter foot the other leg rose alone: there is nothing to share."""
    fading_share: float = 0.10
    """Loss of time from the first to the last rep, as a share of the first: twice the 5 % by which people vary."""
    fading_confidence: float = 0.975
    """One-sided confidence that the reps really became shorter: a set in forty fades by chance."""
    fading_reps_min: int = 5
    """A line through fewer points has no error worth the name."""


FAULT = FaultLimits()


@dataclass(frozen=True, slots=True)
class ContactLimits:
    """What touches what. Ticks are 10 ms; shares of the load on both plates, or of weight."""

    touch_share: float = 0.05
    """The same margin that ends the single-leg time; noise and a resting toe stay below 0.02."""
    touch_ticks: int = 6
    """60 ms: longer than a converter's spikes and dropouts, shorter than any contact of a foot."""
    flight_share: float = 0.35
    """Of weight on the plates: a fast lowering (0.5 s) takes off a quarter, a jump everything."""
    flight_ticks: int = 5
    """A hop of 2 cm flies for 0.13 s; the converter's 50 ms make its edges gentle."""
    landing_share: float = 1.2
    """Of weight: a landing pushes more than this"""
    landing_ticks: int = 40
    """... within 0.4 s."""
    heel_share: float = 0.85
    """Resting heels leave less than this on the plates (25-60 % are taken off)."""
    heel_free_share: float = 0.95
    """... and before they arrive all of it."""
    heel_ticks: int = 20
    """They rest until the foot returns; its last 0.2 s are looked at."""


CONTACT = ContactLimits()


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Whether two weighings without load can be of one body."""

    within_days: int = 7
    """A week: what is further apart may be lost or gained."""
    apart_kg: float = 5.0
    """Clothes, shoes and a full bag of pockets make 3 kg, meals and drinks of a day 2 kg."""
    apart_share: float = 0.07
    """Of the heavier one: making weight hard for a fight takes 5 % in a week, and larger bodies wear more."""


BODY = BodyLimits()

CLEAN_IN_SPITE_OF = frozenset({"rail"})
"""Faults that are told but spoil a rep only beyond a size of their own."""

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
    rail_refuse_share: float = 0.012
    """Beyond this the rail's wander is as large as the force of a slow lowering; unassisted cycles reach 0.3 %."""
    rail_fault_share: float = 0.015
    rail_unclean_share: float = 0.05
    """A light touch is fine; above this the training load is less than it says."""
    tut_sd_max_s: float = 0.30
    tut_sd_max_share: float = 0.08
    tut_slow_s: float = 5.0
    """Refuse lowering times less certain than 0.3 s, or 8 % for those over 5 s."""
    gap_transfer_s: float = 0.03
    """Missing data this long within 60 ms of a transfer moves its time."""
    gap_lowering_s: float = 0.15
    transfer_margin_s: float = 0.06
    depth_min_m: float = 0.02
    depth_max_m: float = 0.20
    two_feet_noise: float = 1.8
    """On two feet no transfer tells where the lowering lies, and sway on the toes exceeds what its band says;
    set by interval coverage."""
    depth_share_min: float = 0.6
    """A lowering that undoes less than this share of its rise was not seen whole."""
    rate_min_hz: float = 60.0
    bounce_speed_m_s: float = 0.055
    bounce_acceleration_m_s2: float = 0.55
    bounce_after_share: float = 0.55
    """Moving up again this fast, out of a stop this hard, after this share of the way down."""
    tremor_low_hz: float = 8.0
    tremor_high_hz: float = 12.0
    tremor_min_s: float = 2.0
    tremor_floor_n: float = 2.0
    """Heartbeat harmonics make 1-2 N in this band (ballistocardiogram)."""
    rise_share_unequal: float = 0.15
    """Left share of the rise further than this from one half: not shared between the feet."""
    gain_sd_share: float = 0.001
    """Plates calibrated with a known mass agree with it to 0.1-0.2 %."""
    weight_sd_share: float = 0.0005
    """Noise of one rest-to-rest mean: 7 g for an ideal cycle, 0.02-0.05 % with imperfect rest at its ends."""


LIMITS = MeasureLimits()

CLEAN_IN_SPITE_OF = frozenset({"rail"})
"""Faults that are told but spoil a rep only beyond a size of their own."""

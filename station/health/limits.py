"""When a step is not as it should be: every number of the checks, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from station.force.limits import LIMITS as INTAKE
from station.stance.zero import LIMITS as ZERO


@dataclass(frozen=True, slots=True)
class HealthLimits:
    """Limits of the checks of health."""

    window_s: float = 0.75
    """Looked at in stretches of this; two are the gate, and resolve 50 from 60 Hz and a tone from noise."""
    slowest_hz: float = 75.0
    fastest_hz: float = 100.0
    """An HX711 at "80 SPS" really makes 82-94; outside of this, its rate pin or its clock is wrong."""
    rate_pin_low_hz: float = 20.0
    """With RATE low it makes 10."""
    rate_ratio: float = 1.2
    """Chips of one step differ by up to 94/82 = 1.15; more is a chip whose clock is off, or one that skips."""
    lost_share: float = 0.01
    """One lost conversion in a hundred makes a hole at every other transfer of load."""
    misread_share: float = 0.01
    """Hand-made plates that worked had 0.2-3.6 % wild readings; single ones are mended, more hide an impact."""
    spoiled_share: float = 0.01
    """A cable that is as it should be spoils no line; one in a hundred is more than bad luck."""
    fewest: int = 3
    """So many of anything make a case; less is an accident of a moment."""
    memory_s: float = 10.0
    """Shares are taken over this time."""
    stuck_conversions: int = 25
    """A bridge's noise is hundreds of counts: never the same number for 0.3 s."""
    saturated_conversions: int = 3
    """A single one is a misread."""
    noise_n: float = 2.0
    """Standard deviation of an empty plate; 0.1-1.4 N were measured on real ones."""
    hum_n: float = 1.0
    """Amplitude of a mains tone: as much as the heart's beat moves a standing body."""
    hum_sds: float = 5.0
    """... and above what noise alone makes of a tone."""
    outlier_n: float = INTAKE.spike_n
    """A reading of an empty plate this far off is a misread, and says nothing about its noise or its zero."""
    load_n: float = ZERO.limit_n
    """As far as a zero is followed by itself; what shows more is no zero."""
    drift_n_per_min: float = 5.0
    """A set of two minutes would be off by a kilogram; plates that are warm move by a tenth of that."""
    drift_ses: float = 4.0
    """... and this many standard errors of the slope, so that noise is no drift."""
    drift_span_s: float = 15.0
    """For so long a plate must have been empty before its drift is told."""
    drift_memory_s: float = 60.0
    """The drift is that of the last minute."""
    rested_s: float = 40.0
    """After so long without a load creep has become slow, and what still moves is drift."""
    creep_share: float = 0.005
    """Of the load, that a plate recovers after it; cells of a scale creep by 0.05-0.1 %, poor mounts by 0.5 %."""
    creep_early_s: tuple[float, float] = (1.0, 4.0)
    creep_late_s: tuple[float, float] = (15.0, 20.0)
    """Read in these stretches after the load: in between a bad mount recovers, drift hardly moves."""
    creep_load_n: float = 200.0
    creep_load_s: float = 10.0
    """A plate must have carried this for so long, or there is nothing to recover from."""
    dead_load_n: float = 250.0
    """What the other cell or plate carries meanwhile: more than half of the lightest body."""
    dead_cell_load_n: float = 80.0
    """The same beside a cell of the same plate, which has a half of a half."""
    dead_carried_n: float = 5.0
    """A foot that rests on a plate leaves more."""
    dead_s: float = 20.0
    """For so long, since the step was last empty, nothing but the other one carried."""
    skew_ms: float = 12.0
    """One conversion: later than that a chip's conversions are not read when they are ready."""
    skew_ses: float = 4.0
    """... and more than this many of its standard errors."""
    skew_mind_ms: float = 4.0
    """From 5 ms on, more than half of the lowerings go without numbers; plates in step were told to 2 ms."""
    skew_mind_ses: float = 2.0
    """What is told less this many of its standard errors must be later than that: 95 of 100 (GUM 6.2)."""
    skew_transfers_min: int = 8
    """Shifts of load it takes to tell."""
    wrong_leg_reps: int = 3
    """Reps in a row on the leg that was not planned."""
    calibration_days: float = 365.0
    """Balances of this class are verified once a year or every second year."""
    restart_memory_s: float = 600.0
    """A step that started again by itself is told for so long."""
    calm_s: float = 10.0
    """For so long everything must be well again before that is told."""


LIMITS = HealthLimits()
OLDEST_FIRMWARE = (1, 0, 0)
"""The first that speaks protocol 1 as its page describes it."""
NEWEST_FIRMWARE = (1, 99, 99)
"""The next major version may mean something else by the same lines."""

"""How still, how long, how near: thresholds of calibrating, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SteadyLimits:
    """When a load lies still."""

    window_s: float = 1.5
    """Judged over so long: 120 conversions know their mean to a tenth of the noise."""
    noise_factor: float = 4.0
    """Still is a spread of so many times the empty plate's noise,"""
    spread_share: float = 0.004
    """... or of this share of the load: a person who stands still on one leg."""
    slope_noise_factor: float = 3.0
    """A drift within the window of less than so many times the noise,"""
    slope_share: float = 0.001
    """... or this share of the load, is creep; more is somebody's hand."""
    person_spread_share: float = 0.02
    """A person stands still when the force of both plates spreads by less than this share of the weight: firm ground
    0.1-0.2 %, foam 0.6-1.3 %, one leg a little more,"""
    person_slope_share: float = 0.012
    """... and drifts by less than this within the window; movement has more."""
    settle_s: float = 3.0
    """Dropped after a load came to rest: the cell creeps fastest in its first seconds."""
    measure_s: float = 5.0
    """Averaged after that: 400 conversions, noise below 0.02 N."""
    spike_sds: float = 8.0
    """A conversion this far from the median of its window is a misread."""
    samples_min: int = 40
    """Fewer in a window are a converter at 10 a second, or a bad cable."""
    gap_s: float = 1.0
    """Silence of this length is a cable that was out."""


@dataclass(frozen=True, slots=True)
class LoadLimits:
    """What may lie on a plate."""

    loaded_noises: float = 30.0
    """Without any scale, a plate carries something from so many times its noise on: 3 to 8 N."""
    scale_max_n_per_count: float = 0.01
    """Plates on 24-bit converters give 0.0002 to 0.003 N a count; with more than this, the cell feels nothing."""
    change_share: float = 0.01
    """A load that changes the reading by less than this share of itself does not lie on the cells."""
    faint_noises: float = 5.0
    """Less than so many times the noise is no change at all,"""
    faint_kg: float = 0.1
    """... nor is less than a zero wanders in minutes."""
    fit_share: float = 0.05
    """A load is the one asked for when it reads this near to it by the scale found so far,"""
    fit_kg: float = 0.3
    """... or this near,"""
    fit_known_share: float = 0.2
    """... or this near by the calibration that the step had."""
    other_share: float = 0.06
    """The other plate is loaded when it reads more than this share of what was asked for: no plate speaks across to
    its neighbour by a tenth of that,"""
    other_kg: float = 0.7
    """... and more than this: zeros wander."""
    at_first_kg: float = 6.0
    """A plate that reads this much by its old calibration before its zero was taken is not empty: zeros of one
    session to the next differ by a tenth of that."""
    moved_kg: float = 0.5
    """A zero that returns this far off was moved, not warmed: zeros drift by 0.1 kg in the minutes of a series."""
    moved_share: float = 0.01
    """... or by this share of the largest load."""
    left_behind_share: float = 0.04
    """A rest larger than this share of the largest load is something that still lies there."""
    moved_max_kg: float = 2.0
    """... and so is one larger than this."""
    lightest_kg: float = 5.0
    """Below this the zero's wander alone (0.05-0.1 kg) is 1-2 % of the largest load: no scale worth keeping."""
    light_kg: float = 20.0
    """The largest load should reach this for a scale good to 0.1 % (one known mass of 20 kg and more per plate)."""
    heaviest_kg: float = 400.0
    """Converters end at 390-780 kg."""
    tolerance_share: float = 0.1
    """A mass known no better than this is not known."""
    unit_kg: float = 0.05
    """Two loads nearer than this are the same."""
    series_max: int = 10
    """More series than this add an hour and nothing else."""
    masses_max: int = 12
    """... nor do more masses."""
    signal_noises: float = 100.0
    """The largest load stands this far above the noise of one conversion, or steadiness cannot be told."""
    corner_kg: float = 22.0
    """The corners are tried with the mass nearest to this (biomechanics of the step: 20-25 kg)."""
    across_share: float = 0.15
    """A load lies across both plates when each carries at least this share."""


@dataclass(frozen=True, slots=True)
class PatienceLimits:
    """When the wizard speaks up."""

    confirm_s: float = 3.0
    """What is wrong must lie still for so long: a load of two discs is laid on one after the other."""
    missing_s: float = 25.0
    """Nothing has come for so long."""
    unsteady_s: float = 10.0
    """A load that has not come to rest after this needs help."""
    handling_s: float = 6.0
    """To lay on or take off one load, for what is left to do."""
    warm_up_s: float = 1200.0
    """Cells and converters need 15 to 30 minutes under power until their zero rests."""


@dataclass(frozen=True, slots=True)
class AcceptLimits:
    """When a calibration is good enough to be used; made after OIML R76 and ISO 7500-1, not in compliance with them."""

    residual_share: float = 0.005
    """A reading may lie off the line by half a per cent of its load,"""
    residual_kg: float = 0.2
    """... or by 0.2 kg, whichever is more: three tenths of a per cent at 70 kg is what hand-made plates reach."""
    hysteresis_share: float = 0.003
    """Up against down, of the largest load: three times what the sheets of cheap half-bridge cells promise."""
    repeatability_kg: float = 0.1
    """Standard deviation of the same load laid on again: one division of a scale of class III with e = 0.1 kg."""
    zero_return_kg: float = 0.1
    """Of the empty plate after a series against before it: one such division."""
    place_share: float = 0.01
    """Corners and rear edge against the centre, with a third of the range (eccentricity test of OIML R76, widened)."""
    crosstalk_share: float = 0.002
    """Of the load on one plate, what the other reads: more, and the share between the legs is wrong by that."""
    cells_share: float = 0.01
    """How well the scales of a plate's two cells are told apart: more, and a foot further forward weighs otherwise by
    a fifth of that."""
    coverage: float = 3.0
    """Masses that differ by more than so many standard deviations of all that may be between them contradict each
    other; and so does a new scale the one before it: three of a thousand do by chance."""
    sum_share: float = 0.005
    """Left alone, right alone and both with the same load: more, and the plates do not agree."""


@dataclass(frozen=True, slots=True)
class PriorLimits:
    """What cells of this kind do where a calibration did not look: half widths of rectangular distributions."""

    repeat_sd_rel: float = 0.0004
    """Standard deviation of a series' slope: what handling, seating and slow drift make of it."""
    repeat_weight: float = 2.0
    """... counts as much as so many degrees of freedom beside the repeats that were measured."""
    linearity_rel: float = 0.001
    """Of full scale: four half-bridges of 50 kg, worst of the sellers' sheets (0.03-0.1 %)."""
    hysteresis_rel: float = 0.001
    """Of full scale, between up and down, from the same sheets."""
    creep_rel: float = 0.0003
    """A third of the worst sheet's creep (0.03-0.1 % in 3 to 5 minutes): a load is measured after 3 to 8 seconds, when
    no more than that has come."""
    place_rel: float = 0.005
    """Of the load, where the corners were not tried: half of what they may differ by."""
    cells_rel: float = 0.01
    """What the scales of two cells wander apart in a year, where the corners did not tell: ten times what is watched
    in a month."""
    foot_share: float = 0.25
    """A foot rests on the front cell by up to so much more or less of its load than a mass on the centre does."""
    no_preload_rel: float = 0.0005
    """A first loading after rest reads this much otherwise than later ones."""
    zero_return_rel: float = 0.0007
    """Of the largest load: what a zero still lacks some seconds after that was taken off, by creep and hysteresis of
    the sheets above; in minutes half of it comes back."""
    zero_wander_n: float = 0.15
    """Standard deviation of a zero from one minute to the next, N: warming and wandering of cells and converter."""
    unstated_scale_sd_rel: float = 0.02
    """How well a scale is known whose calibration does not say: made with discs of a gym, which are off by 2-5 %."""
    scale_drift_rel: float = 0.001
    """What a scale may have moved since it was calibrated: ten degrees, or a few months."""
    zero_n: float = 1.0
    """A zero read only once, N: cells and converter wander by this much in a quarter of an hour."""
    span_rel_per_c: float = 0.00005
    """Of the load, a degree: cells compensated to 0.05 % in 10 degrees."""
    away_c: float = 8.0
    """Rooms are used within so many degrees of where they were calibrated."""
    away_unknown_c: float = 12.0
    """... and of a temperature that was not told."""
    warming_c: float = 2.0
    """Cells warm by so much under power and under feet within a calibration."""


@dataclass(frozen=True, slots=True)
class VerifyLimits:
    """When a scale no longer holds."""

    watch_share: float = 0.005
    """An error larger than this is worth watching: twice what a good calibration leaves open."""
    recalibrate_share: float = 0.01
    """... and larger than this asks for a new calibration (daily recheck of the step: warn above 1 %)."""
    coarse_share: float = 0.03
    """A load known no better than this, as a person is from day to day, still finds a plate that was damaged or a
    mass that was typed wrongly; beyond it says nothing."""
    coverage: float = 2.0
    """An error is one when it exceeds so many of its standard deviations (GUM: about 95 of 100)."""
    zero_sd_n: float = 0.3
    """A zero of half a minute ago, N: creep after the last load, and warming."""
    points_min: int = 3
    """A line through fewer verifications has no error worth the name."""
    span_min_months: float = 0.25
    """Within a week nothing drifts that a month would notice."""
    drift_watch_share: float = 0.001
    """In a month: a year of it would be more than a per cent."""
    ahead_months: float = 3.0
    """A drift that will leave the limit within this time asks for a calibration now."""


STEADY = SteadyLimits()
VERIFY = VerifyLimits()
ACCEPT = AcceptLimits()
PRIOR = PriorLimits()
LOAD = LoadLimits()
PATIENCE = PatienceLimits()

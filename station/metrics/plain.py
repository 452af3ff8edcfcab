"""What a metric means, in words for people who train: for reports and for whoever points at a figure.

The registry says how a value is made; this says what it is good for. Only what people are shown has an entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.metrics.registry import Level

PLAIN: Final[Mapping[tuple[Level, str], str]] = {
    ("rep", "single_leg_time_s"): (
        "How long one leg carried you alone, from the other foot leaving to its return. Sharp to a few hundredths of a "
        "second. The lowering lies within it, so it can only be longer than the lowering, never shorter."
    ),
    ("rep", "eccentric_tut_s"): (
        "How long the body took to come down, as if it had come down evenly. It changes your weight on the plates very "
        "little, so it always has an interval; where that is too wide the value is withheld."
    ),
    ("rep", "tempo"): (
        "Whether the lowering was slow enough. Too fast: surely faster than asked for. Close: it cannot be told. Slow "
        "enough: surely."
    ),
    ("rep", "added_load_kg"): (
        "What you carried besides your body: your weight from rest to rest, less your weight without load in the same "
        "visit."
    ),
    (
        "rep",
        "hand_share",
    ): "How much of your weight your hands carried on the rail. With much of it a load says nothing.",
    ("rep", "rise_left_share"): "How much of the load the left foot carried on the way up; 0.5 is even.",
    (
        "rep",
        "tremor_rms_n",
    ): "How much the standing leg trembled on the way down. Information, never a fault.",
    ("rep", "load_time_kg_s"): (
        "The load on the working leg times its seconds: what one repetition asked of the leg, heavy and short or light "
        "and long."
    ),
    ("rep", "near_bottom_s"): "Time between the end of the lowering and the other foot's return.",
    ("set", "reps_clean"): "Repetitions without any fault but a light touch of the rail.",
    (
        "set",
        "tut_total_s",
    ): "Time under tension: all seconds on one leg of a set, or lowering on both feet, added up.",
    ("set", "volume_load_kg_s"): "Load times seconds, over all repetitions: how much work it was altogether.",
    ("session", "single_leg_asymmetry_pct"): (
        "How much longer the right leg took than the left one, as a share of the longer time; right is positive."
    ),
    ("session", "single_leg_asymmetry_band_pct"): (
        "How large a difference must be before it can be told from chance. A smaller one is called below detectable "
        "change: it may be real, but these repetitions cannot show it."
    ),
    ("session", "limb_symmetry_index_pct"): (
        "The involved leg's time as a share of the other's; 100 is even. It is told only when somebody named the "
        "involved leg. It compares the legs with each other, so it says nothing about how strong either is."
    ),
    ("session", "reps_adherence"): "Repetitions done, of those the plan asked for on days of training.",
    (
        "session",
        "tempo_adherence",
    ): "Repetitions that were not too fast, of those whose tempo could be judged.",
    (
        "session",
        "load_adherence",
    ): "Repetitions at the load that was planned, give or take half of your smallest step.",
}

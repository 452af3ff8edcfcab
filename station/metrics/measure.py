"""One rep, measured: every value of the registry, or the reason it is withheld."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from station.force import GRID_S
from station.metrics.contacts import OtherFoot, hopped, other_foot, touch_down
from station.metrics.limits import CONTACT, LIMITS
from station.metrics.phases import SinglePhase, longest_hole_s, refine_single
from station.metrics.verdicts import Evidence, faults_of, tempo_of
from station.motion.lowering import STEP_S, LoweringEstimate, RepFrame, estimate_lowering
from station.motion.oscillation import band_rms, spring_speed

if TYPE_CHECKING:
    from station.events import Prescription, Tempo
    from station.reps import RepCandidate
    from station.stance import History

_BLOCK_TICKS = round(STEP_S / GRID_S)
_REST_TICKS = 20
_SETTLE_TICKS = 10
"""After the foot's return; without a return the next rise is near, and its force is no lowering's."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of the person on the plates when a rep is measured. Forces in N."""

    weight_n: float
    weighed: bool
    """``weight_n`` comes from a quiet, unassisted stance since the person stepped on."""
    unloaded_mass_kg: float | None
    unloaded_sd_kg: float
    gain_left: float
    gain_right: float
    gravity_m_s2: float
    rate_hz: float
    converter_period_s: float | None
    """For dividing out the converter's response; ``None`` when the source's response is unknown."""


@dataclass(slots=True)
class Values:
    """Fields of a ``Rep`` while they are collected."""

    single_leg_start_s: float | None = None
    single_leg_end_s: float | None = None
    single_leg_time_s: float | None = None
    lowering_start_s: float | None = None
    lowering_end_s: float | None = None
    eccentric_tut_s: float | None = None
    eccentric_tut_lo_s: float | None = None
    eccentric_tut_hi_s: float | None = None
    eccentric_tut_sd_s: float | None = None
    tempo: Tempo | None = None
    near_bottom_s: float | None = None
    rise_s: float | None = None
    rise_left_share: float | None = None
    lowering_left_share: float | None = None
    added_load_kg: float | None = None
    added_load_sd_kg: float | None = None
    hand_share: float | None = None
    com_lowering_m: float | None = None
    lowering_speed_m_s: float | None = None
    tremor_rms_n: float | None = None
    faults: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def refuse(self, reason: str, *names: str) -> None:
        """Withhold the named values, unless an earlier reason stands."""
        for name in names:
            setattr(self, name, None)
            self.refused.setdefault(name, reason)


_VELOCITY_VALUES = (
    "eccentric_tut_s", "eccentric_tut_lo_s", "eccentric_tut_hi_s", "eccentric_tut_sd_s",
    "lowering_start_s", "lowering_end_s", "near_bottom_s", "com_lowering_m", "lowering_speed_m_s",
)  # fmt: skip
_SINGLE_VALUES = ("single_leg_start_s", "single_leg_end_s", "single_leg_time_s")


class RepMeasurement:
    """Measures one rep on the forces up to ``known_tick``."""

    def __init__(self, history: History, rep: RepCandidate, body: Body, known_tick: int) -> None:
        self.rep = rep
        self.body = body
        self.history = history
        self.known_tick = known_tick
        self.values = Values()
        self.bounds_s: tuple[float | None, float | None] = (None, None)
        self.first_tick = max(rep.rise.start_tick - _REST_TICKS, history.first_tick)
        settle_ticks = _SETTLE_TICKS if rep.off_tick is not None else 0
        self.last_tick = min(rep.end_tick + settle_ticks, known_tick)
        left_n, right_n, self.valid = history.window(self.first_tick, self.last_tick)
        self.left_n = left_n * body.gain_left
        self.right_n = right_n * body.gain_right
        self.total_n = self.left_n + self.right_n
        self.other_foot = OtherFoot(0.0, touched=False)
        self.hopped = False
        self.raised: slice | None = None
        """The part with the heels off the floor, when they rested on it before and after."""

    def run(self, prescription: Prescription) -> Values:
        """Fill in every value, or why not."""
        self._single_leg()
        self._contacts()
        self._shares()
        self._weight()
        self._lowering()
        self._tempo(prescription)
        self._faults(prescription)
        return self.values

    # --- parts ----------------------------------------------------------------------------------------

    def _at(self, tick: float) -> int:
        return min(max(round(tick) - self.first_tick, 0), len(self.total_n))

    @property
    def _on_tick(self) -> int:
        return self.rep.on_tick if self.rep.on_tick is not None else self.rep.rise.end_tick

    def _single_leg(self) -> None:
        values, rep = self.values, self.rep
        if rep.mode != "lowering" or rep.on_tick is None:
            values.refuse("not a lowering on one leg", *_SINGLE_VALUES)
            return
        if rep.off_tick is None:
            reason = "interrupted" if "interrupted" in rep.flags else "the same leg pushed up again"
            values.refuse(reason, *_SINGLE_VALUES)
            return
        phase = refine_single(self.history, rep.on_tick, rep.off_tick, rep.side, self.known_tick)
        values.single_leg_start_s, values.single_leg_end_s = phase.start_s, phase.end_s
        values.single_leg_time_s = phase.end_s - phase.start_s
        self._doubt_edges(phase)

    def _doubt_edges(self, phase: SinglePhase) -> None:
        if not phase.start_certain:
            self.values.refuse("data missing at the transfer", "single_leg_start_s", "single_leg_time_s")
        if not phase.end_certain:
            self.values.refuse("data missing at the foot's return", "single_leg_end_s", "single_leg_time_s")

    def _alone(self) -> slice:
        """Return the part in which one leg carries."""
        rep, values = self.rep, self.values
        if rep.mode == "single_leg_raise":
            return slice(self._at(rep.rise.start_tick), self._at(rep.end_tick))
        start_s, end_s = values.single_leg_start_s, values.single_leg_end_s
        start = self._at(self._on_tick if start_s is None else start_s / GRID_S)
        return slice(start, self._at(rep.end_tick if end_s is None else end_s / GRID_S))

    def _contacts(self) -> None:
        if self.rep.mode == "bilateral":
            return
        alone = self._alone()
        good = self.valid[alone]
        total_n = self.total_n[alone][good]
        other_n = (self.right_n if self.rep.side == "left" else self.left_n)[alone][good]
        standing_n = np.maximum(total_n, _STANDING_SHARE * self.body.weight_n)
        self.other_foot = other_foot(other_n / standing_n)
        self.hopped = "hop" in self.rep.flags or hopped(total_n / self.body.weight_n)
        down = touch_down(total_n)
        if down is not None:
            end = max(alone.start + down - CONTACT.heel_ticks // 2, alone.start + 1)
            self.raised = slice(min(self._at(self.rep.rise.end_tick), alone.start), end)

    @property
    def touched(self) -> bool:
        """Whether the other foot came down meanwhile."""
        return "touch" in self.rep.flags or self.other_foot.touched

    def _shares(self) -> None:
        rise = slice(self._at(self.rep.rise.start_tick), self._at(self.rep.rise.end_tick))
        self.values.rise_left_share = self._share(rise)
        self.values.rise_s = (self.rep.rise.end_tick - self.rep.rise.start_tick) * GRID_S
        lowering = slice(self._at(self._on_tick), self._at(self.rep.end_tick))
        self.values.lowering_left_share = self._share(lowering)

    def _share(self, part: slice) -> float | None:
        total_n = float(self.total_n[part].sum())
        return float(self.left_n[part].sum()) / total_n if total_n > 0.0 else None

    def _cycle_weight_n(self) -> float:
        """Return the mean force from rest before the rise to rest after the lowering: weight, if unassisted.

        Heels that rest on the floor take load off the plates: then it is the mean from the top to their arrival.
        """
        part = self.raised or slice(None)
        total_n = self.total_n[part][self.valid[part]]
        return float(total_n.mean()) if len(total_n) else self.body.weight_n

    def _weight(self) -> None:
        values, body = self.values, self.body
        if self.rep.rise.unseen:
            why = self.rep.rise.unseen
            values.refuse(why, "hand_share", "added_load_kg", "added_load_sd_kg", "rise_s", "rise_left_share")
            return
        cycle_n = self._cycle_weight_n()
        share = 1.0 - cycle_n / body.weight_n
        if not body.weighed:
            values.refuse("no unassisted stance was weighed", "hand_share")
        elif share < -LIMITS.rail_refuse_share:
            values.refuse("the load changed since the last weighing", "hand_share")
        else:
            values.hand_share = share
        if self.on_rail:
            values.refuse(
                f"hands carry {share:.0%} of the weight (rail)", "added_load_kg", "added_load_sd_kg"
            )
            return
        if body.unloaded_mass_kg is None:
            values.refuse(
                "no unloaded stance and no body mass to compare with", "added_load_kg", "added_load_sd_kg"
            )
            return
        mass_kg = cycle_n / body.gravity_m_s2
        values.added_load_kg = mass_kg - body.unloaded_mass_kg
        values.added_load_sd_kg = float(
            np.hypot(
                LIMITS.weight_sd_share * mass_kg,
                np.hypot(body.unloaded_sd_kg, LIMITS.gain_sd_share * values.added_load_kg),
            )
        )

    @property
    def on_rail(self) -> bool:
        """Whether hands carry enough to spoil what is integrated."""
        share = self.values.hand_share
        return share is not None and share > LIMITS.rail_refuse_share

    # --- the lowering ---------------------------------------------------------------------------------

    def _reason_against_velocity(self) -> str | None:
        rep, body = self.rep, self.body
        if rep.rise.unseen:
            return rep.rise.unseen
        if self.on_rail:
            return f"hands carry {self.values.hand_share:.0%} of the weight (rail)"
        if body.rate_hz < LIMITS.rate_min_hz:
            return f"sample rate {body.rate_hz:.0f} Hz is below {LIMITS.rate_min_hz:.0f} Hz"
        for happened, words in (
            ("interrupted" in rep.flags, "interrupted"),
            (self.touched, "the other foot touched"),
            (self.hopped, "a hop"),
        ):
            if happened:
                return words
        if longest_hole_s(self.valid) > LIMITS.gap_lowering_s:
            return "data missing during the rep"
        return None

    def _lowering(self) -> None:
        reason = self._reason_against_velocity()
        if reason is None:
            estimate = self._estimate()
            if estimate is None:
                reason = "no lowering could be told from sway"
            elif not LIMITS.depth_min_m <= estimate.depth_m <= LIMITS.depth_max_m:
                reason = f"the body seems to move {estimate.depth_m * 100:.0f} cm"
            elif estimate.depth_m < LIMITS.depth_share_min * self.rep.rise.height_m:
                reason = "only part of the way down was seen"
            else:
                self._take(estimate)
        if reason is not None:
            self.values.refuse(reason, *_VELOCITY_VALUES, "tremor_rms_n")

    def _estimate(self) -> LoweringEstimate | None:
        rep = self.rep
        blocks = (self.last_tick - self.first_tick) // _BLOCK_TICKS
        if blocks < _BLOCKS_MIN:
            return None
        rest_n = self._cycle_weight_n()
        scale = self.body.gravity_m_s2 / rest_n
        total_n = self.total_n[: blocks * _BLOCK_TICKS].reshape(blocks, _BLOCK_TICKS).mean(axis=1)
        alone = self.total_n[self._at(self._on_tick) : self._at(rep.end_tick)]
        sway_m_s2 = band_rms(alone, _SWAY_LOW_HZ, _SWAY_HIGH_HZ) * scale
        on_s, off_s = self.values.single_leg_start_s, self.values.single_leg_end_s
        frame = RepFrame(
            rise_start_s=rep.rise.start_tick * GRID_S,
            rise_end_s=rep.rise.end_tick * GRID_S,
            rise_height_m=rep.rise.height_m,
            on_s=self._on_tick * GRID_S if on_s is None else on_s,
            off_s=rep.end_tick * GRID_S if off_s is None else off_s,
            transfer=rep.mode == "lowering",
        )
        return estimate_lowering(
            (total_n - rest_n) * scale,
            start_s=self.first_tick * GRID_S,
            frame=frame,
            noise_m_s2=max(sway_m_s2, _SWAY_MIN_M_S2)
            * (LIMITS.two_feet_noise if rep.mode == "bilateral" else 1.0),
        )

    def _take(self, estimate: LoweringEstimate) -> None:
        values, end_s = self.values, self.rep.end_tick * GRID_S
        if values.single_leg_end_s is not None:
            end_s = values.single_leg_end_s
        values.lowering_start_s, values.lowering_end_s = estimate.start_s, estimate.end_s
        values.com_lowering_m = estimate.depth_m
        values.eccentric_tut_s, values.eccentric_tut_sd_s = estimate.tut_s, estimate.tut_sd_s
        values.eccentric_tut_lo_s, values.eccentric_tut_hi_s = estimate.tut_lo_s, estimate.tut_hi_s
        self.bounds_s = estimate.tut_lo_s, estimate.tut_hi_s
        values.near_bottom_s = max(end_s - estimate.end_s, 0.0)
        values.lowering_speed_m_s = estimate.depth_m / estimate.tut_s
        self._tremor(estimate)
        slow = estimate.tut_s > LIMITS.tut_slow_s
        limit_s = LIMITS.tut_sd_max_share * estimate.tut_s if slow else LIMITS.tut_sd_max_s
        if estimate.tut_sd_s > limit_s:
            values.refuse(
                f"uncertain by {estimate.tut_sd_s:.2f} s (limit {limit_s:.2f} s)",
                "eccentric_tut_s", "eccentric_tut_lo_s", "eccentric_tut_hi_s", "lowering_speed_m_s",
            )  # fmt: skip
        if self.rep.off_tick is None:
            values.refuse("the other foot did not return", "near_bottom_s")

    def _tremor(self, estimate: LoweringEstimate) -> None:
        part = self.total_n[self._at(estimate.start_s / GRID_S) : self._at(estimate.end_s / GRID_S)]
        if len(part) * GRID_S < LIMITS.tremor_min_s:
            self.values.refuse(f"needs {LIMITS.tremor_min_s:.0f} s of lowering", "tremor_rms_n")
            return
        rms_n = band_rms(
            part, LIMITS.tremor_low_hz, LIMITS.tremor_high_hz, converter_period_s=self.body.converter_period_s
        )
        if rms_n < LIMITS.tremor_floor_n:
            self.values.refuse(f"below the heartbeat's {LIMITS.tremor_floor_n:.0f} N", "tremor_rms_n")
        else:
            self.values.tremor_rms_n = rms_n

    # --- verdicts -------------------------------------------------------------------------------------

    def _tempo(self, prescription: Prescription) -> None:
        values = self.values
        values.tempo = tempo_of(values.single_leg_time_s, self.bounds_s, prescription.lowering_target_s)
        if values.tempo is None:
            values.refuse(values.refused.get("eccentric_tut_s", "no lowering time"), "tempo")

    def _faults(self, prescription: Prescription) -> None:
        values, rep = self.values, self.rep
        on_both = rep.mode != "single_leg_raise" and rep.rise.lighter_max >= _ON_BOTH
        planned = prescription.planned_side
        values.faults += faults_of(
            Evidence(
                flags=rep.flags,
                tempo=values.tempo,
                touched=self.touched,
                hopped=self.hopped,
                wrong_leg=planned in _LEGS and rep.side in _LEGS and rep.side != planned,
                spring_m_s=self._spring_m_s(),
                hand_share=values.hand_share,
                other_share=self.other_foot.plateau_share if rep.mode != "bilateral" else None,
                rise_left_share=values.rise_left_share if on_both else None,
            )
        )

    def _spring_m_s(self) -> float | None:
        """Return how fast the body sprang up; ``None`` where something else moved it, or rest is not at weight."""
        if self.touched or self.hopped or "interrupted" in self.rep.flags:
            return None
        if self.rep.rise.unseen or self.raised is not None:
            return None
        rest_n = self._cycle_weight_n()
        acceleration = (self.total_n - rest_n) * (self.body.gravity_m_s2 / rest_n)
        begin = self._at(max(self._on_tick, self.rep.rise.end_tick))
        return spring_speed(acceleration, begin, self._at(self.rep.end_tick), GRID_S)


_BLOCKS_MIN = 8
_SWAY_LOW_HZ, _SWAY_HIGH_HZ = 1.5, 8.0
_SWAY_MIN_M_S2 = 0.01
_ON_BOTH = 0.12
_STANDING_SHARE = 0.5
"""In flight there is no load to share."""
_LEGS = ("left", "right")

"""One rep, measured: every value of the registry, or the reason it is withheld."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from station.force import GRID_S
from station.metrics import descent
from station.metrics.contacts import OtherFoot, hopped, other_foot, touch_down
from station.metrics.limits import CONTACT, FAULT, LIMITS
from station.metrics.phases import SinglePhase, longest_hole_s, refine_single
from station.metrics.ripple import ripple_of
from station.metrics.verdicts import Evidence, faults_of, tempo_of
from station.motion.lowering import RepFrame
from station.motion.oscillation import Spring, spring
from station.motion.rising import rise_times

if TYPE_CHECKING:
    from station.events import Prescription, Tempo
    from station.metrics.descent import Descent
    from station.motion.lowering_pool import LoweringEstimate, LoweringPosterior
    from station.reps import RepCandidate
    from station.stance import History

_EVEN = 0.5
_ROOT_TWO = 2.0**0.5
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
    gain_sd: float
    """Of the logarithm of the plates' ratio."""
    zero_sd_n: float
    """Of both zeros together."""
    gain_left: float
    gain_right: float
    gravity_m_s2: float
    scale_sd_rel: float
    """Relative standard uncertainty of the plates' scales, which an added load inherits."""
    rate_hz: float
    converter_period_s: float | None
    """For dividing out the converter's response; ``None`` when the source's response is unknown."""
    support_varies: bool = False
    """Nobody was weighed, but hands carried a share that changed from rep to rep."""


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
    left_share_sd: float | None = None
    added_load_kg: float | None = None
    added_load_sd_kg: float | None = None
    hand_share: float | None = None
    com_lowering_m: float | None = None
    lowering_speed_m_s: float | None = None
    tremor_rms_n: float | None = None
    smoothness_bw_pct: float | None = None
    load_time_kg_s: float | None = None
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
        self.spring: Spring | None = None
        self.descent: Descent | None = None
        self._against_velocity: str | None = None
        self._look()

    def _look(self) -> None:
        """Fill in what this rep tells alone, and prepare the look at its lowering."""
        self._single_leg()
        self._contacts()
        self._shares()
        self._weight()
        self.spring = self._spring()
        self._against_velocity = self._reason_against_velocity()
        if self._against_velocity is None:
            self.descent = self._descent()

    def postpone(self, reason: str) -> None:
        """Withhold the lowering for now."""
        self._against_velocity = self._against_velocity or reason
        self.descent = None

    def run(self, prescription: Prescription, lowering: LoweringPosterior | None) -> Values:
        """Fill in every value, or why not; ``lowering`` is what ``descent.read`` made of this rep's descent."""
        self._lowering(lowering)
        self._lowering_share()
        self._share_sd()
        self._load_time()
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
        self._rise()
        lowering = slice(self._at(self._on_tick), self._at(self.rep.end_tick))
        self.values.lowering_left_share = self._share(lowering)

    def _lowering_share(self) -> None:
        """Take the share over the lowering itself, where it is known when that was."""
        start_s, end_s = self.values.lowering_start_s, self.values.lowering_end_s
        if start_s is not None and end_s is not None:
            part = slice(self._at(start_s / GRID_S), self._at(end_s / GRID_S))
            self.values.lowering_left_share = self._share(part) or self.values.lowering_left_share

    def _rise(self) -> None:
        rise, values = self.rep.rise, self.values
        first_tick = max(rise.start_tick - _AROUND_RISE_TICKS, self.history.first_tick)
        last_tick = min(rise.end_tick + _AROUND_RISE_TICKS, self.known_tick)
        left_n, right_n, valid = self.history.window(first_tick, last_tick)
        left_n = left_n * self.body.gain_left
        total_n = left_n + right_n * self.body.gain_right
        times = rise_times(total_n, GRID_S)
        if times is None or self.raised is not None or longest_hole_s(valid) > LIMITS.gap_lowering_s:
            values.refuse("no rise from rest to rest could be told", "rise_s")
            times = rise.start_tick - first_tick, rise.end_tick - first_tick
        else:
            values.rise_s = (times[1] - times[0]) * GRID_S / _STEADY_SHARE
        part = slice(*times)
        if longest_hole_s(valid[part]) > LIMITS.gap_lowering_s or not len(total_n[part]):
            values.refuse("data missing during the rise", "rise_left_share")
            return
        share = left_n[part] / np.maximum(total_n[part], 1.0)
        if float(np.ptp(np.quantile(share, _MOST))) > LIMITS.rise_shift_share:
            values.refuse("the load moved between the feet during the rise", "rise_left_share")
        else:
            values.rise_left_share = float(share.mean())

    def _share_sd(self) -> None:
        """Tell what the plates leave open of a share: the same error in all reps, so that no mean takes it out.

        With ``s = L / (L + R)``, ``ds = s (1 - s) d(log ratio) + (1 - s) dL / W - s dR / W``.
        """
        values, body = self.values, self.body
        shares = [each for each in (values.rise_left_share, values.lowering_left_share) if each is not None]
        if not shares:
            values.refuse("no share is told", "left_share_sd")
            return
        share = min(shares, key=lambda each: abs(each - _EVEN))
        gain = share * (1.0 - share) * body.gain_sd
        zero = float(np.hypot(share, 1.0 - share)) * body.zero_sd_n / _ROOT_TWO / body.weight_n
        values.left_share_sd = float(np.hypot(gain, zero))

    def _share(self, part: slice) -> float | None:
        total_n = float(self.total_n[part].sum())
        return float(self.left_n[part].sum()) / total_n if total_n > 0.0 else None

    def cycle_weight_n(self) -> float:
        """Return the mean force from rest before the rise to rest after the lowering: weight, if unassisted.

        Heels that rest on the floor take load off the plates: then it is the mean from the top to their arrival.
        """
        part = self.raised or slice(None)
        total_n = self.total_n[part][self.valid[part]]
        return float(total_n.mean()) if len(total_n) else self.body.weight_n

    @property
    def from_rest_to_rest(self) -> bool:
        """Whether nothing but the body's own movement lies between rest before the rise and rest after the rep."""
        odd = self.touched or self.hopped or "interrupted" in self.rep.flags
        odd |= self.rep.mode == "lowering" and self.rep.off_tick is None
        return not odd and not self.rep.rise.unseen and longest_hole_s(self.valid) <= LIMITS.gap_lowering_s

    def _weight(self) -> None:
        values, body = self.values, self.body
        if self.rep.rise.unseen:
            why = self.rep.rise.unseen
            values.refuse(why, "hand_share", "added_load_kg", "added_load_sd_kg", "rise_s", "rise_left_share")
            return
        cycle_n = self.cycle_weight_n()
        share = 1.0 - cycle_n / body.weight_n
        if not body.weighed:
            values.refuse("no unassisted stance was weighed", "hand_share")
        elif share < -LIMITS.rail_refuse_share:
            values.refuse("the load changed since the last weighing", "hand_share")
        else:
            values.hand_share = share
        if self.on_rail:
            values.refuse(self._hands, "added_load_kg", "added_load_sd_kg", "rise_s")
            rise_share = values.rise_left_share
            if rise_share is not None and min(rise_share, 1.0 - rise_share) < FAULT.rise_alone_share:
                values.refuse(self._hands, "rise_left_share")  # what looks like a rise may be a hand
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
                np.hypot(body.unloaded_sd_kg, body.scale_sd_rel * values.added_load_kg),
            )
        )

    def _load_time(self) -> None:
        """Integrate the force of the working leg (of both feet, where both lower) over the time under tension."""
        values, rep = self.values, self.rep
        time_name = "single_leg_time_s" if rep.mode == "lowering" else "eccentric_tut_s"
        time_s, hand_share = getattr(values, time_name), values.hand_share
        if self.body.support_varies or (hand_share is not None and hand_share > FAULT.rail_void_share):
            values.refuse(self._hands, "load_time_kg_s")
        elif time_s is None:
            values.refuse(values.refused.get(time_name, "no time under tension"), "load_time_kg_s")
        else:
            mean_n = self.cycle_weight_n()
            if rep.mode == "lowering":
                alone = self._alone()
                working_n = (self.left_n if rep.side == "left" else self.right_n)[alone]
                mean_n = float(working_n[self.valid[alone]].mean())
            values.load_time_kg_s = mean_n / self.body.gravity_m_s2 * time_s

    @property
    def on_rail(self) -> bool:
        """Whether hands carry enough to spoil what is integrated."""
        share = self.values.hand_share
        return self.body.support_varies or (share is not None and share > LIMITS.rail_refuse_share)

    @property
    def _hands(self) -> str:
        share = self.values.hand_share
        return f"hands carry {'some' if share is None else f'{share:.0%}'} of the weight (rail)"

    # --- the lowering ---------------------------------------------------------------------------------

    def _reason_against_velocity(self) -> str | None:
        rep, body = self.rep, self.body
        invalid_share = 1.0 - float(self.valid.mean()) if len(self.valid) else 1.0
        hole = longest_hole_s(self.valid) > LIMITS.gap_lowering_s
        for happened, words in (
            (bool(rep.rise.unseen) and self.raised is None, rep.rise.unseen),
            (self.on_rail, self._hands),
            (
                body.rate_hz < LIMITS.rate_min_hz,
                f"sample rate {body.rate_hz:.0f} Hz is below {LIMITS.rate_min_hz:.0f} Hz",
            ),
            ("interrupted" in rep.flags, "interrupted"),
            (self.touched, "the other foot touched"),
            (self.hopped, "a hop"),
            (hole, "data missing during the rep"),
            (
                invalid_share > LIMITS.invalid_max_share,
                f"{invalid_share:.0%} of the samples are missing or spoiled",
            ),
        ):
            if happened:
                return words
        return None

    def _lowering(self, posterior: LoweringPosterior | None) -> None:
        reason = self._against_velocity
        if reason is None and posterior is None:
            reason = "no lowering could be told from sway"
        elif reason is None and posterior is not None:
            estimate = posterior.estimate()
            reason = descent.reason_against(estimate, self.descent.rise_height_m if self.descent else 0.0)
            if reason is None:
                self._take(estimate)
        if reason is not None:
            self.values.refuse(reason, *_VELOCITY_VALUES, "tremor_rms_n", "smoothness_bw_pct")

    def _descent(self) -> Descent | None:
        rep, values = self.rep, self.values
        on_s, off_s = values.single_leg_start_s, values.single_leg_end_s
        first, last, stop_s = 0, len(self.total_n), None
        if self.raised is not None:  # before and after it the floor carries, unseen
            first, last = max(self.raised.start - _BEFORE_TOP_TICKS, 0), self.raised.stop
            stop_s = (self.first_tick + last) * GRID_S
        elif self.spring is not None and self.spring.speed_m_s >= FAULT.bounce_m_s:
            last = self.spring.turned
            stop_s = (self.first_tick + last) * GRID_S
        frame = RepFrame(
            rise_start_s=rep.rise.start_tick * GRID_S,
            rise_end_s=rep.rise.end_tick * GRID_S,
            rise_height_m=rep.rise.height_m,
            on_s=self._on_tick * GRID_S if on_s is None else on_s,
            off_s=rep.end_tick * GRID_S if off_s is None else off_s,
            transfer=rep.mode == "lowering",
            rise_seen=self.raised is None,
            stop_s=stop_s,
        )
        alone = slice(self._at(self._on_tick) - first, min(self._at(rep.end_tick), last) - first)
        return descent.look(
            self.total_n[first:last],
            rest_n=self.cycle_weight_n() if stop_s is None else self._level_n(),
            gravity_m_s2=self.body.gravity_m_s2,
            start_s=(self.first_tick + first) * GRID_S,
            frame=frame,
            alone=alone,
            group=(rep.mode, rep.side),
        )

    def _level_n(self) -> float:
        """Return the weight where the lowering was stopped, so that the mean up to there is not at rest."""
        return self.body.weight_n if self.body.weighed else self.cycle_weight_n()

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
        if self.rep.off_tick is None:
            values.refuse("the other foot did not return", "near_bottom_s")
        if self.raised is not None:
            why = "the floor stopped the heels; how far they came is not in the force"
            values.refuse(why, "com_lowering_m", "lowering_speed_m_s")
        for name, reason in descent.uncertain(estimate).items():
            values.refuse(reason, name)

    def _tremor(self, estimate: LoweringEstimate) -> None:
        part = slice(self._at(estimate.start_s / GRID_S), self._at(estimate.end_s / GRID_S))
        ripple = ripple_of(
            self.total_n[part],
            self.valid[part],
            weight_n=self.cycle_weight_n(),
            converter_period_s=self.body.converter_period_s,
        )
        self.values.tremor_rms_n = ripple.tremor_rms_n
        self.values.smoothness_bw_pct = ripple.smoothness_bw_pct
        self.values.refused |= ripple.refused

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
                spring_m_s=self.spring.speed_m_s if self.spring else None,
                hand_share=values.hand_share,
                support_varies=self.body.support_varies,
                other_share=self.other_foot.plateau_share if rep.mode != "bilateral" else None,
                rise_left_share=values.rise_left_share if on_both else None,
            )
        )

    def _spring(self) -> Spring | None:
        """Return how the body sprang up; ``None`` where something else moved it, or rest is not at weight."""
        if self.touched or self.hopped or "interrupted" in self.rep.flags:
            return None
        if self.rep.rise.unseen or self.raised is not None:
            return None
        rest_n = self.cycle_weight_n()
        acceleration = (self.total_n - rest_n) * (self.body.gravity_m_s2 / rest_n)
        begin = self._at(max(self._on_tick, self.rep.rise.end_tick))
        return spring(acceleration, begin, self._at(self.rep.end_tick), GRID_S)


_BEFORE_TOP_TICKS = 10
_ON_BOTH = 0.12
_MOST = (0.05, 0.95)
_AROUND_RISE_TICKS = 40
"""The window in which a rise was found may miss its ends by this much."""
_STEADY_SHARE = 0.8
"""From 10 % to 90 % of the way."""
_STANDING_SHARE = 0.5
"""In flight there is no load to share."""
_LEGS = ("left", "right")

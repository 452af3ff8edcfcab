"""The way down of a rep: whether the force can tell it, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.force import GRID_S
from station.metrics import descent
from station.metrics.limits import FAULT, LIMITS
from station.metrics.loads import hands, on_rail
from station.metrics.ripple import ripple_of
from station.motion.lowering_frame import RepFrame

if TYPE_CHECKING:
    from station.metrics.descent import Descent
    from station.metrics.seen import SeenRep
    from station.metrics.values import Values
    from station.motion.lowering_pool import LoweringEstimate, LoweringPosterior

_VELOCITY_VALUES = (
    "eccentric_tut_s", "eccentric_tut_lo_s", "eccentric_tut_hi_s", "eccentric_tut_sd_s",
    "lowering_start_s", "lowering_end_s", "near_bottom_s", "com_lowering_m", "lowering_speed_m_s",
)  # fmt: skip
_BEFORE_TOP_TICKS = 10


class WayDown:
    """Prepares the look at a rep's lowering when it is seen; tells it once the set's other reps are known."""

    def __init__(self, seen: SeenRep, values: Values) -> None:
        self._seen, self._values = seen, values
        self.spring = seen.spring()
        self.bounds_s: tuple[float | None, float | None] = (None, None)
        """Of the lowering time's 90 % interval, told or not."""
        self._against = _reason_against(seen, values)
        self.descent = self._descent() if self._against is None else None

    def postpone(self, reason: str) -> None:
        """Withhold the lowering for now."""
        self._against = self._against or reason
        self.descent = None

    def tell(self, posterior: LoweringPosterior | None) -> None:
        """Fill in what the force says of the lowering, or why nothing is told."""
        reason = self._against
        if reason is None and posterior is None:
            reason = "no lowering could be told from sway"
        elif reason is None and posterior is not None:
            estimate = posterior.estimate()
            reason = descent.reason_against(estimate, self.descent.rise_height_m if self.descent else 0.0)
            if reason is None:
                self._take(estimate)
        if reason is not None:
            self._values.refuse(reason, *_VELOCITY_VALUES, "tremor_rms_n", "smoothness_bw_pct")

    def _descent(self) -> Descent | None:
        seen, rep = self._seen, self._seen.rep
        first, last, stopped = self._span()
        stop_s = (seen.first_tick + last) * GRID_S if stopped else None
        alone = slice(seen.at(seen.on_tick) - first, min(seen.at(rep.end_tick), last) - first)
        return descent.look(
            seen.total_n[first:last],
            rest_n=self._level_n() if stopped else seen.cycle_weight_n(),
            gravity_m_s2=seen.body.gravity_m_s2,
            start_s=(seen.first_tick + first) * GRID_S,
            frame=self._frame(stop_s),
            alone=alone,
            group=(rep.mode, rep.side),
        )

    def _span(self) -> tuple[int, int, bool]:
        """Return first and last of the instants that tell the lowering, and whether something stopped it there."""
        seen = self._seen
        if seen.raised is not None:  # before and after it the floor carries, unseen
            return max(seen.raised.start - _BEFORE_TOP_TICKS, 0), seen.raised.stop, True
        if self.spring is not None and self.spring.speed_m_s >= FAULT.bounce_m_s:
            return 0, self.spring.turned, True
        return 0, len(seen.total_n), False

    def _frame(self, stop_s: float | None) -> RepFrame:
        seen, rep = self._seen, self._seen.rep
        on_s, off_s = seen.alone_from_s, seen.alone_until_s
        return RepFrame(
            rise_start_s=rep.rise.start_tick * GRID_S,
            rise_end_s=rep.rise.end_tick * GRID_S,
            rise_height_m=rep.rise.height_m,
            on_s=seen.on_tick * GRID_S if on_s is None else on_s,
            off_s=rep.end_tick * GRID_S if off_s is None else off_s,
            transfer=rep.mode == "lowering",
            rise_seen=seen.raised is None,
            stop_s=stop_s,
        )

    def _level_n(self) -> float:
        """Return the weight where the lowering was stopped, so that the mean up to there is not at rest."""
        body = self._seen.body
        return body.weight_n if body.weighed else self._seen.cycle_weight_n()

    def _take(self, estimate: LoweringEstimate) -> None:
        seen, values = self._seen, self._values
        end_s = seen.rep.end_tick * GRID_S if seen.alone_until_s is None else seen.alone_until_s
        values.lowering_start_s, values.lowering_end_s = estimate.start_s, estimate.end_s
        values.com_lowering_m = estimate.depth_m
        values.eccentric_tut_s, values.eccentric_tut_sd_s = estimate.tut_s, estimate.tut_sd_s
        values.eccentric_tut_lo_s, values.eccentric_tut_hi_s = estimate.tut_lo_s, estimate.tut_hi_s
        self.bounds_s = estimate.tut_lo_s, estimate.tut_hi_s
        values.near_bottom_s = max(end_s - estimate.end_s, 0.0)
        values.lowering_speed_m_s = estimate.depth_m / estimate.tut_s
        self._tremor(estimate)
        if seen.rep.off_tick is None:
            values.refuse("the other foot did not return", "near_bottom_s")
        if seen.raised is not None:
            why = "the floor stopped the heels; how far they came is not in the force"
            values.refuse(why, "com_lowering_m", "lowering_speed_m_s")
        for name, reason in descent.uncertain(estimate).items():
            values.refuse(reason, name)

    def _tremor(self, estimate: LoweringEstimate) -> None:
        seen = self._seen
        part = slice(seen.at(estimate.start_s / GRID_S), seen.at(estimate.end_s / GRID_S))
        ripple = ripple_of(
            seen.total_n[part],
            seen.valid[part],
            weight_n=seen.cycle_weight_n(),
            converter_period_s=seen.body.converter_period_s,
        )
        self._values.tremor_rms_n = ripple.tremor_rms_n
        self._values.smoothness_bw_pct = ripple.smoothness_bw_pct
        self._values.refused |= ripple.refused


def _reason_against(seen: SeenRep, values: Values) -> str | None:
    """Return the first of all reasons why no speed can be told from the force."""
    rep, rate_hz = seen.rep, seen.body.rate_hz
    missing = 1.0 - float(seen.valid.mean()) if len(seen.valid) else 1.0
    for happened, words in (
        (bool(rep.rise.unseen) and seen.raised is None, rep.rise.unseen),
        (on_rail(seen.body, values), hands(values)),
        (rate_hz < LIMITS.rate_min_hz, f"sample rate {rate_hz:.0f} Hz is below {LIMITS.rate_min_hz:.0f} Hz"),
        ("interrupted" in rep.flags, "interrupted"),
        (seen.touched, "the other foot touched"),
        (seen.hopped, "a hop"),
        (seen.longest_hole_s > LIMITS.gap_lowering_s, "data missing during the rep"),
        (missing > LIMITS.invalid_max_share, f"{missing:.0%} of the samples are missing or spoiled"),
    ):
        if happened:
            return words
    return None

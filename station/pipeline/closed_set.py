"""A set that is over: its reps measured again with what all of them taught, and summed up."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from station.force import GRID_S
from station.metrics import descent
from station.metrics.doubts import Doubt, withhold_of_set
from station.metrics.measure import RepMeasurement
from station.metrics.summary import SetContext, summarize
from station.metrics.support import let_go, support_varies
from station.pipeline.told import fields_of, withhold_doubtful

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.events import Rep, SetSummary
    from station.motion.lowering_pool import LoweringPosterior
    from station.pipeline.known import Known
    from station.pipeline.masses import MassState
    from station.pipeline.told import Told
    from station.sets import ClosedBy

_FINAL_TICKS = 60
_TWO_FEET_TICKS = 600
_BEFORE_RISE_TICKS = 20


class ClosedSet:
    """The reps of one set, at least one; everything they were made of is still known."""

    def __init__(
        self, known: Known, told: Sequence[Told], *, left_with: MassState | None, until_tick: int
    ) -> None:
        """``left_with``: what the person weighed who has left since. ``until_tick``: up to it the last rep may go."""
        self._known = known
        self._told = told
        self._left_with = left_with
        following = [each.candidate.rise.start_tick - _BEFORE_RISE_TICKS for each in told[1:]]
        self._until_ticks = [*following, until_tick]
        self._start_tick = told[0].candidate.rise.start_tick
        self.end_tick = max(each.candidate.end_tick for each in told)
        self._drifts = known.zeros.drifts(self._start_tick)

    def tell(self, index: int, why: ClosedBy) -> Iterator[Rep | SetSummary]:
        """Measure every rep for good, then sum them up."""
        measurements = self._measure_all()
        lowerings = descent.read([measurement.descent for measurement in measurements])
        doubts = self._zero_doubts()
        finals = [
            self._final(told, measurement, lowering, doubts)
            for told, measurement, lowering in zip(self._told, measurements, lowerings, strict=True)
        ]
        yield from finals
        context = self._context(why, finals[0].start_time_us, measurements)
        yield withhold_of_set(summarize(index, finals, context))

    def _zero_doubts(self) -> tuple[Doubt, ...]:
        """Doubt what rests on a zero that moved too far over the set, unless a thing on the plate explains it."""
        found = self._known.watch.doubts(self._start_tick, self._known.tick + 1)
        explained = {doubt.plate for doubt in found if doubt.kind == "object"}
        moved = [each.plate for each in self._drifts if not each.credible and each.plate not in explained]
        return tuple(Doubt("zero", plate, 0) for plate in moved)

    # --- reps -----------------------------------------------------------------------------------------

    def _measure_all(self) -> list[RepMeasurement]:
        """Look at all reps again. Who was not weighed before them may have held a rail."""
        spans = list(zip(self._told, self._until_ticks, strict=True))
        measurements = [self._measure(told, until) for told, until in spans]
        if any(each.seen.body.weighed for each in measurements):
            return measurements
        cycles_n = [each.seen.cycle_weight_n() for each in measurements if each.seen.from_rest_to_rest]
        masses = self._known.masses
        after = masses.state if masses.weighed else self._left_with
        if after is not None and after.stance is not None and cycles_n:
            again = [self._measure(replace(told, masses=after), until) for told, until in spans]
            if let_go(cycles_n, again[-1].seen.body.weight_n):
                return again
        if support_varies(cycles_n, self._known.zeros.drift_n):
            return [self._measure(told, until, support_varies=True) for told, until in spans]
        return measurements

    def _measure(self, told: Told, until_tick: int, *, support_varies: bool = False) -> RepMeasurement:
        """Look at a rep with what the whole set taught; the next one begins at ``until_tick``."""
        known, candidate = self._known, told.candidate
        body = known.body(told.masses.again(known.history), told.quality, candidate)
        body = replace(body, support_varies=support_varies)
        known_tick = max(told.known_tick, min(candidate.end_tick + _FINAL_TICKS, known.history.end_tick))
        if (
            candidate.mode == "bilateral"
        ):  # no foot tells where the lowering ends: it may go on to the next rise
            end_tick = min(until_tick, candidate.end_tick + _TWO_FEET_TICKS)
            candidate = replace(candidate, end_tick=max(end_tick, candidate.end_tick))
            known_tick = max(known_tick, candidate.end_tick)
        return RepMeasurement(known.history, candidate, body, known_tick)

    def _final(
        self,
        told: Told,
        measurement: RepMeasurement,
        lowering: LoweringPosterior | None,
        doubts: tuple[Doubt, ...],
    ) -> Rep:
        values = measurement.run(self._known.prescription, lowering)
        withhold_doubtful(self._known, values, told.candidate, told.quality, doubts)
        return replace(told.rep, final=True, mode=told.candidate.mode, **fields_of(values))

    # --- the set as a whole ---------------------------------------------------------------------------

    def _context(
        self, why: ClosedBy, start_time_us: int | None, measurements: list[RepMeasurement]
    ) -> SetContext:
        known = self._known
        _, _, valid = known.history.window(self._start_tick, self.end_tick)
        quality = known.quality()
        return SetContext(
            end_s=self.end_tick * GRID_S,
            closed_by=why,
            start_time_us=start_time_us,
            variant=known.prescription.variant,
            system_mass_kg=self._system_mass_kg(measurements),
            zero_drift_n=max((abs(each.moved_n) for each in self._drifts), default=None),
            sample_rate_hz=quality.rate_hz,
            invalid_sample_share=1.0 - float(valid.mean()) if len(valid) else 0.0,
            firmware=quality.firmware,
            calibration=quality.calibration,
        )

    def _system_mass_kg(self, measurements: list[RepMeasurement]) -> float | None:
        """Return the mass that moved in the set: the middle of its reps from rest to rest, none on the rail.

        What is weighed when the set closes may already be without the backpack.
        """
        free = [each.seen for each in measurements if each.seen.from_rest_to_rest and not each.on_rail]
        if free:
            return median(each.cycle_weight_n() for each in free) / self._known.gravity_m_s2
        first = measurements[0].seen.body
        return first.weight_n / self._known.gravity_m_s2 if first.weighed else None

"""From forces on one time base to stances, reps and sets. Serves live bytes and tables of other plates alike."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from station.events import (
    PlateGains,
    Prescription,
    Rep,
    RepWithdrawn,
    Rise,
    Stance,
    Weigh,
    WeighProgress,
)
from station.force import GRID_HZ, GRID_S, Mender
from station.metrics import descent
from station.metrics.descent import Past
from station.metrics.doubts import DISAGREEMENT, Doubt, withhold, withhold_of_set
from station.metrics.measure import Body, RepMeasurement, Values
from station.metrics.summary import SetContext, summarize
from station.metrics.support import let_go, support_varies
from station.motion import MotionStage
from station.pipeline.gains import PlateBalance
from station.pipeline.masses import Masses, difference_sd_kg
from station.pipeline.shown import ShownForces
from station.pipeline.single_legs import SingleLegs
from station.pipeline.watch import LIGHTEST_N, SourceWatch
from station.pipeline.zero_log import ZeroLog
from station.pipeline.zeros import ZeroBook
from station.reps import RepDetector, RepUpdate, read_reps, settle
from station.sets import PAUSE_TICKS, SetBook
from station.stance import (
    History,
    StanceChange,
    StanceStage,
    StillProgress,
    Weighed,
    WeightGuess,
    ZeroRefused,
    ZeroSet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from station.events import Event, StanceState
    from station.force import GridBlock
    from station.motion import Lobe
    from station.motion.lowering_pool import LoweringPosterior
    from station.pipeline.masses import MassState
    from station.pipeline.quality import SourceQuality
    from station.pipeline.zeros import ZeroDrift
    from station.reps import Reading, RepCandidate
    from station.sets import ClosedBy
    from station.stance import StanceItem
    from station.stance.wander import Plate

_HOUSEKEEPING_TICKS = 10
_ALERT_TICKS = 100
"""So long after a stance has changed a rep's end may become certain, or be given up."""
_ON_BOTH = ("both", "transfer")


@dataclass(frozen=True, slots=True)
class _Told:
    """A rep as first told, and what was known then."""

    rep: Rep
    candidate: RepCandidate
    masses: MassState
    quality: SourceQuality
    known_tick: int
    past: Past | None = None
    """The provisional lowering: later reps of the set are read in its light."""


class BodyStage:
    """Feeds on grid blocks; returns events in order.

    ``wall_us(t_s, as_of_s)`` maps the source's seconds to wall time, ``quality(as_of_s)`` tells of its samples;
    both with what was known at ``as_of_s`` only.
    """

    def __init__(
        self,
        *,
        gravity_m_s2: float = 9.80665,
        wall_us: Callable[[float, float], int | None] = lambda _t_s, _as_of_s: None,
        quality: Callable[[float], SourceQuality],
        provisional: bool = True,
        follow_zero: bool = True,
    ) -> None:
        """``provisional``: measure each rep when it is told; else only at set end, for files read as a whole.

        ``follow_zero``: take zeros of empty plates; else forces are as they come.
        """
        self.prescription = Prescription()
        self._gravity_m_s2 = gravity_m_s2
        self._wall_us = wall_us
        self._quality = quality
        self._provisional = provisional
        self._mender = Mender()
        self._single_legs = SingleLegs()
        self.stance = StanceStage(follow_zero=follow_zero)
        self.motion = MotionStage()
        self.masses = Masses(gravity_m_s2)
        self.history = History()
        self.balance = PlateBalance(self.history)
        self.zeros = ZeroBook()
        self.watch = SourceWatch(self.history)
        self.plates: tuple[str, str] | None = None
        """Step and calibration whose plates these are, once known; gains are told of no others."""
        self._detector = RepDetector()
        self._book = SetBook()
        self._told: list[_Told] = []
        self._left_with: MassState | None = None
        """What the person weighed when the plates emptied, until the set is closed."""
        self._unread_tick = 0
        """From here on nothing is part of a closed set."""
        self._set_start_us: int | None = None
        self._last_tick: int | None = None
        self._alert_until_tick = 0
        self._state: StanceState = "empty"
        self._left_both_tick = -1
        self._zero_log = ZeroLog()
        self._zero_doubts: tuple[Doubt, ...] = ()
        """Plates whose zero moved further over the set that is being closed than plates drift."""
        self._shown = ShownForces()
        self._empty_since: int | None = 0

    @property
    def sets_closed(self) -> int:
        """How many sets of this session have been closed."""
        return self._book.closed

    @property
    def _now_s(self) -> float:
        return (self._last_tick or 0) * GRID_S

    # --- inputs ---------------------------------------------------------------------------------------

    def calibrated(self, plate: Plate, moved_n: float | None) -> list[Event]:
        """Note that a plate's counts are read with another zero, further up by ``moved_n``, from now on.

        ``None``: with another scale. Forces go on as they were: only what they are told against has changed.
        """
        self.stance.zero_calibrated(plate, moved_n)
        self.zeros.calibrated(plate, moved_n)
        self._shown.rezero(self._last_tick or 0, self.stance.zeros_n)
        if moved_n is None:
            return []
        events: list[Event] = [*self._zero_log.flush()]
        tick = self._last_tick or 0
        return [*events, self._zero_log.by_operator(plate, moved_n, tick)]

    def begin_session(self) -> list[Event]:
        """Close the open set and forget the person; the plates' zero and gains stay."""
        events = list(self._close_set("end"))
        self._detector = RepDetector()
        self._book.restart()
        self.masses = Masses(self._gravity_m_s2)
        self.balance.step_off()
        self.watch.begin_session(self._last_tick or 0)
        self.stance.forget_weight()
        self.motion.weight_n = None
        self.motion.leave()
        return events

    def feed(self, block: GridBlock) -> list[Event]:
        """Take the next instants. Forces are shown at once; what they mean is known 60 ms later."""
        if not len(block):
            return []
        events: list[Event] = []
        for piece in self._mender.feed(block):
            events += self._follow(piece)
        events.append(self._shown.of(block))
        return events

    def _zero_set(self, zero: ZeroSet) -> None:
        for reading in zero.readings:
            self.history.correct_zero(reading, zero.known_tick)
        self.zeros.note(zero)
        self.masses.zero_read(self.history)
        self._shown.rezero(zero.known_tick, self.stance.zeros_n)

    def _follow(self, block: GridBlock) -> list[Event]:
        corrected, items = self.stance.feed(self.watch.feed(block))
        events: list[Event] = []
        left, right = corrected.left_n.tolist(), corrected.right_n.tolist()
        valid = corrected.valid.tolist()
        pending = iter(items)
        item = next(pending, None)
        self.history.append(corrected)
        grown, waiting = self._is_grown, self.watch.waiting
        for i, tick in enumerate(corrected.tick.tolist()):
            if self._last_tick is not None and tick != self._last_tick + 1:
                events += self._silence(self._last_tick + 1)
                self._detector.resume(tick)
            self._last_tick = tick
            if waiting:
                events += self.watch.reach(tick)
                waiting = self.watch.waiting
            while item is not None and item.known_tick <= tick:
                events += self._stance_item(item)
                item, grown = next(pending, None), self._is_grown
            if grown:
                for lobe in self.motion.feed(tick, left[i], right[i], valid=valid[i]):
                    events += self._lobe(lobe)
            if self._state in _ON_BOTH and valid[i] and self._single_legs.one_board:
                events += self._single_legs.on_both(tick, left[i], right[i])
            if tick < self._alert_until_tick and (updates := self._detector.advance(tick)):
                events += self._updates(updates)
            if tick % _HOUSEKEEPING_TICKS == 0:
                events += self._housekeeping(tick)
        return events

    @property
    def _is_grown(self) -> bool:
        """Whether what stands on the plates is heavy enough to be measured."""
        weight_n = self.masses.weight_n
        return weight_n is not None and weight_n >= LIGHTEST_N

    def finish(self) -> list[Event]:
        """Close what is open: the source ended."""
        events: list[Event] = []
        for piece in self._mender.flush():
            events += self._follow(piece)
        if self._last_tick is None:
            return events
        tick = self._last_tick + 1
        events += self.watch.finish(tick)
        events += list(self._updates(self._detector.advance(tick + _HOUSEKEEPING_TICKS)))
        events += self._single_legs.end(tick)
        events += self._single_legs.flush()
        events += self._single_legs.leave(tick)
        events += self._close_set("end")
        events += self._zero_log.flush()
        return events

    # --- stance ---------------------------------------------------------------------------------------

    def _silence(self, tick: int) -> Iterator[Event]:
        self.motion.leave()
        yield from self._single_legs.end(tick)
        yield from self._single_legs.flush()
        yield from self._updates(self._detector.interrupt(tick))

    def _stance_item(self, item: StanceItem) -> Iterator[Event]:
        match item:
            case StanceChange():
                yield from self._stance_change(item)
            case Weighed():
                yield from self._weighed(item)
            case WeightGuess():
                self.masses.guess(item.weight_n)
                self.motion.guess(item.weight_n)
            case ZeroSet():
                self._zero_set(item)
                yield from self._zero_log.note(item)
            case ZeroRefused():
                self.zeros.refuse(item)
                yield from self._zero_log.refused(item)
            case StillProgress():
                if not self.masses.weighed:
                    yield WeighProgress(item.known_tick * GRID_S, item.fraction, item.still)

    def _stance_change(self, change: StanceChange) -> Iterator[Event]:
        if self._state == "both":
            self._left_both_tick = change.tick
        if self._state == "empty":
            yield from self._zero_log.stepped_on()
        self._state = change.state
        yield Stance(change.state, change.tick * GRID_S)
        yield from self._single_legs.end(change.tick)
        if change.state in ("left", "right"):
            self._single_legs.begin(change.state, change.tick)
        if change.state == "empty":
            yield from self._single_legs.leave(change.tick)
            self.motion.leave()
            self._left_with = self.masses.state
            self.masses.step_off()
            self.balance.step_off()
            yield from self.watch.emptied(change.tick)
            self._empty_since = change.tick
        else:
            self.watch.step_on(change.tick)
            self._empty_since = None
        self._alert_until_tick = change.known_tick + _ALERT_TICKS
        yield from self._updates(self._detector.stance(change))

    def _weighed(self, item: Weighed) -> Iterator[Event]:
        stance = item.stance
        yield from self.watch.weighed(stance)
        if not self.masses.weigh(stance, self.prescription):
            return
        self.motion.weigh(stance)
        self.balance.stance(stance)
        if item.first:
            added_kg = self.masses.added_kg
            scale_sd_n = self._quality(self._now_s).scale_sd_rel * stance.weight_n
            zero_sd_n = self.zeros.sd_n((stance.start_tick + stance.end_tick) // 2, self.zeros.drift_n)
            loaded = added_kg is not None and abs(added_kg) > _ADDED_TOLD_KG
            yield Weigh(
                stance.start_tick * GRID_S,
                stance.end_tick * GRID_S,
                stance.weight_n / self._gravity_m_s2,
                math.hypot(stance.weight_sd_n, scale_sd_n, zero_sd_n) / self._gravity_m_s2,
                stance.left_share,
                added_kg if loaded else None,
            )

    # --- movement -------------------------------------------------------------------------------------

    def _lobe(self, lobe: Lobe) -> Iterator[Event]:
        updates = self._detector.lobe(lobe)
        if self._detector.accepted_rise is lobe:
            yield Rise(lobe.start_tick * GRID_S, lobe.end_tick * GRID_S, lobe.height_m, lobe.left_share)
        yield from self._updates(updates)

    def _housekeeping(self, tick: int) -> Iterator[Event]:
        if self.motion.violent:
            self._detector.disturbed(tick)
        if self._detector.squatting and self.motion.still:
            self._detector.rest()
        if tick % GRID_HZ == 0:
            yield from self.watch.look_around(tick, self.masses.state)
        yield from self._single_legs.reach(tick)
        why = self._book.due(
            tick,
            last_rise_tick=self._detector.last_activity_tick(),
            unread_tick=self._unread_tick,
            busy=self._detector.busy,
            empty_since=self._empty_since,
            target_reps=self.prescription.target_reps,
        )
        if why is not None:
            yield from self._close_set(why)

    # --- reps and sets --------------------------------------------------------------------------------

    def _updates(self, updates: list[RepUpdate]) -> Iterator[Event]:
        for update in updates:
            amended = update.kind == "amended"
            against = self.watch.against(update, self.masses.state)
            if against is not None:
                yield from against
                continue
            yield from self.watch.look_under_foot(update.rep)
            if not self._book.belongs(update.rep) and not amended:
                yield from self._close_set("rest")
            if self._book.open is None:
                self._told.clear()
            if not amended:
                self._learn_gains(update.rep)
            set_index, index = self._book.add(update.rep, amended=amended)
            told = self._measure(update, set_index, index)
            if amended and self._told:
                self._told[-1] = replace(told, rep=self._told[-1].rep)
            else:
                self._told.append(told)
                yield told.rep

    def _doubts(self, rep: RepCandidate) -> tuple[Doubt, ...]:
        doubts = (*self._zero_doubts, *self.watch.doubts(rep.rise.start_tick, rep.end_tick))
        return (*doubts, DISAGREEMENT) if self.balance.disagrees else doubts

    def _withheld(self, values: Values, rep: RepCandidate, quality: SourceQuality) -> Values:
        rise_ticks = rep.rise.start_tick, rep.rise.end_tick
        withhold(values, self._doubts(rep), rate_hz=quality.rate_hz, rise_ticks=rise_ticks)
        return values

    def _learn_gains(self, rep: RepCandidate) -> None:
        if not self.watch.doubts(rep.rise.start_tick, rep.end_tick):
            self.balance.rep(rep)
        if self.balance.learned:
            self.motion.gains.adopt(self.balance.ratio.log_ratio, self.balance.ratio.sd)

    def _measure(self, update: RepUpdate, set_index: int, index: int) -> _Told:
        masses, quality = self.masses.state, self._quality(self._now_s)
        values = Values()
        past: Past | None = None
        if self._provisional:
            body = self._body(masses, quality, update.rep)
            earlier = self._told[:-1] if update.kind == "amended" else self._told
            values, past = self._provisionally(update, body, [told.past for told in earlier if told.past])
        start_s = update.rep.rise.start_tick * GRID_S
        rep = Rep(
            final=False,
            set=set_index,
            index=index,
            mode=update.rep.mode,
            side=update.rep.side,
            start_s=start_s,
            start_time_us=self._wall_us(start_s, update.known_tick * GRID_S),
            variant=self.prescription.variant,
            **{**asdict(values), "faults": tuple(values.faults)},
        )
        if index == 1:
            self._set_start_us = rep.start_time_us
        return _Told(rep, update.rep, masses, quality, update.known_tick, past)

    def _provisionally(
        self, update: RepUpdate, body: Body, earlier: list[Past]
    ) -> tuple[Values, Past | None]:
        """Measure a rep with what is known 0.25 s after the foot's return."""
        measurement = RepMeasurement(self.history, update.rep, body, update.known_tick)
        if update.rep.mode == "bilateral":
            measurement.postpone("told at set end: on two feet only the next rise shows where it ended")
        alone = lowering = None
        if measurement.descent is not None:
            alone, lowering = descent.read_next(earlier, measurement.descent)
        past = Past(measurement.descent, alone) if measurement.descent and alone else None
        values = measurement.run(self.prescription, lowering)
        return self._withheld(values, update.rep, self._quality(self._now_s)), past

    def _body(self, masses: MassState, quality: SourceQuality, rep: RepCandidate) -> Body:
        """Return what was known of the body, corrected with the gains known now."""
        ratio, unloaded = self.balance.ratio, masses.unloaded
        weight_n, unloaded_kg = masses.weight_n or 1.0, masses.stated_kg
        if unloaded is not None:
            unloaded_n = unloaded.weight_n * ratio.correction(unloaded.left_share)
            unloaded_kg = unloaded_n / self._gravity_m_s2
        drift_n = max(self.balance.drift_n, self.zeros.drift_n)
        return Body(
            weight_n=weight_n * ratio.correction(masses.stance.left_share if masses.stance else _EVEN),
            weighed=masses.stance is not None,
            unloaded_mass_kg=unloaded_kg,
            unloaded_sd_kg=difference_sd_kg(
                masses, rep, self.history, ratio=ratio, zeros=self.zeros, drift_n=drift_n
            ),
            gain_sd=ratio.sd,
            zero_sd_n=self.zeros.sd_n((rep.rise.start_tick + rep.end_tick) // 2, drift_n),
            gain_left=ratio.left,
            gain_right=ratio.right,
            gravity_m_s2=self._gravity_m_s2,
            scale_sd_rel=quality.scale_sd_rel,
            rate_hz=quality.rate_hz,
            converter_period_s=quality.converter_period_s,
        )

    def _close_set(self, why: ClosedBy) -> Iterator[Event]:
        reading = self._read()
        if why in PAUSE_TICKS and reading is not None:
            self._book.active(reading.active_tick)
            if (self._last_tick or 0) - reading.active_tick < PAUSE_TICKS[why]:
                return
        done = self._book.close()
        self._detector.new_set()
        index = self._book.closed if done is not None else self._book.closed + 1
        set_of = self._settled(reading, index)
        for gone in range(len(set_of), len(self._told)):
            yield RepWithdrawn(index, gone + 1, self._told[gone].rep.start_s)
        self._told = set_of
        self._book.closed = index if set_of else index - 1
        if not set_of:
            return
        drifts = self.zeros.drifts(self._told[0].candidate.rise.start_tick)
        self._zero_doubts = self._doubtful_zeros(drifts)
        following = [told.candidate.rise.start_tick - _BEFORE_RISE_TICKS for told in self._told[1:]]
        spans = list(zip(self._told, [*following, self._two_feet_until()], strict=True))
        measurements = self._measure_all_again(spans)
        lowerings = descent.read([measurement.descent for measurement in measurements])
        finals = [
            self._final(told, measurement, lowering)
            for told, measurement, lowering in zip(self._told, measurements, lowerings, strict=True)
        ]
        yield from finals
        end_tick = max(told.candidate.end_tick for told in self._told)
        self._unread_tick = max(self._unread_tick, end_tick)
        self._set_start_us = finals[0].start_time_us
        drift_n = max((abs(each.moved_n) for each in drifts), default=None)
        start_tick = self._told[0].candidate.rise.start_tick
        context = self._set_context(start_tick, end_tick, why, measurements, drift_n)
        yield withhold_of_set(summarize(index, finals, context))
        self._told.clear()
        self._left_with = None
        self._zero_doubts = ()
        yield from self._gains_learned()

    def _doubtful_zeros(self, drifts: Sequence[ZeroDrift]) -> tuple[Doubt, ...]:
        """Doubt what rests on a zero that moved too far over the set, unless a thing on the plate explains it."""
        start_tick = self._told[0].candidate.rise.start_tick
        found = self.watch.doubts(start_tick, (self._last_tick or 0) + 1)
        explained = {doubt.plate for doubt in found if doubt.kind == "object"}
        moved = [each.plate for each in drifts if not each.credible and each.plate not in explained]
        return tuple(Doubt("zero", plate, 0) for plate in moved)

    def _two_feet_until(self) -> int:
        """Return until when the body stood on both feet after the last rep: stepping off lowers nothing."""
        left_tick = self._left_both_tick - _STEPPING_OFF_TICKS
        return left_tick if left_tick > self._told[-1].candidate.end_tick else self.history.end_tick

    def _read(self) -> Reading | None:
        """Read what was done since the last set; ``None`` while nobody was weighed."""
        weight_n = self.masses.weight_n
        if self._told:
            weight_n = median(told.masses.weight_n or 0.0 for told in self._told)
        if weight_n is None or weight_n < LIGHTEST_N or self._last_tick is None:
            return None
        start_tick = max(self._unread_tick, self.history.first_tick)
        left_n, right_n, valid = self.history.window(start_tick, self._last_tick + 1)
        gains = self.motion.gains
        return read_reps(left_n * gains.left, right_n * gains.right, valid, start_tick, weight_n)

    def _settled(self, reading: Reading | None, index: int) -> list[_Told]:
        """Return the reps since the last set, decided by all evidence; those told before keep what was known."""
        self._unread_tick = max((self._last_tick or 0) + 1 - _UNREAD_TICKS, self._unread_tick)
        if reading is None:
            return list(self._told)
        reps: list[_Told] = []
        for settled in settle([told.candidate for told in self._told], reading.reps):
            before = None if settled.told is None else self._told[settled.told]
            told = self._again(settled.rep, before)
            if told is not None:
                numbered = replace(told.rep, set=index, index=len(reps) + 1)
                reps.append(replace(told, rep=numbered))
        return reps

    def _again(self, rep: RepCandidate, before: _Told | None) -> _Told | None:
        """Return a rep as it turned out, with what was known when it was told; ``None`` if it may not count."""
        if before is not None:
            told = replace(before.rep, mode=rep.mode, side=rep.side)
            if before.candidate.rise is not rep.rise:
                start_s = rep.rise.start_tick * GRID_S
                told = replace(told, start_s=start_s, start_time_us=self._wall_us(start_s, self._now_s))
            return replace(before, rep=told, candidate=rep)
        update = RepUpdate("new", self._last_tick or 0, rep)
        nearest = min(self._told, key=lambda told: abs(told.candidate.end_tick - rep.end_tick), default=None)
        masses = nearest.masses if nearest else self.masses.state
        if nearest is None and self._state == "empty" and self._left_with is not None:
            masses = self._left_with
        if self.watch.against(update, masses) is not None:
            return None
        return replace(self._measure(update, 0, 0), masses=masses, past=None)

    def _gains_learned(self) -> Iterator[Event]:
        ratio = self.balance.news() if self.plates else None
        if ratio is not None and self.plates:
            yield PlateGains(self._now_s, *self.plates, ratio.right / ratio.left, ratio.sd)

    def _measure_all_again(self, spans: list[tuple[_Told, int]]) -> list[RepMeasurement]:
        """Look at all reps of a set again. Who was not weighed before it may have held a rail."""
        measurements = [self._measure_again(told, until) for told, until in spans]
        if any(each.body.weighed for each in measurements):
            return measurements
        cycles_n = [each.cycle_weight_n() for each in measurements if each.from_rest_to_rest]
        after = self.masses.state if self.masses.weighed else self._left_with
        if after is not None and after.stance is not None and cycles_n:
            weighed = [(replace(told, masses=after), until) for told, until in spans]
            again = [self._measure_again(told, until) for told, until in weighed]
            if let_go(cycles_n, again[-1].body.weight_n):
                return again
        if support_varies(cycles_n, self.zeros.drift_n):
            return [self._measure_again(told, until, support_varies=True) for told, until in spans]
        return measurements

    def _measure_again(self, told: _Told, until_tick: int, *, support_varies: bool = False) -> RepMeasurement:
        """Look at a rep with what the whole set taught; the next one begins at ``until_tick``."""
        body = self._body(told.masses.again(self.history), told.quality, told.candidate)
        body = replace(body, support_varies=support_varies)
        known_tick = max(told.known_tick, min(told.candidate.end_tick + _FINAL_TICKS, self.history.end_tick))
        candidate = told.candidate
        if (
            candidate.mode == "bilateral"
        ):  # no foot tells where the lowering ends: it may go on to the next rise
            end_tick = min(until_tick, candidate.end_tick + _TWO_FEET_TICKS)
            candidate = replace(candidate, end_tick=max(end_tick, candidate.end_tick))
            known_tick = max(known_tick, candidate.end_tick)
        return RepMeasurement(self.history, candidate, body, known_tick)

    def _final(self, told: _Told, measurement: RepMeasurement, lowering: LoweringPosterior | None) -> Rep:
        values = measurement.run(self.prescription, lowering)
        values = self._withheld(values, told.candidate, told.quality)
        fields = {**asdict(values), "faults": tuple(values.faults)}
        return replace(told.rep, final=True, mode=told.candidate.mode, **fields)

    def _system_mass_kg(self, measurements: list[RepMeasurement]) -> float | None:
        """Return the mass that moved in a set: the middle of its reps from rest to rest, none on the rail.

        What is weighed when the set closes may already be without the backpack.
        """
        cycles_n = [
            each.cycle_weight_n() for each in measurements if each.from_rest_to_rest and not each.on_rail
        ]
        if cycles_n:
            return median(cycles_n) / self._gravity_m_s2
        return measurements[0].body.weight_n / self._gravity_m_s2 if measurements[0].body.weighed else None

    def _set_context(
        self,
        start_tick: int,
        end_tick: int,
        why: ClosedBy,
        measurements: list[RepMeasurement],
        zero_drift_n: float | None,
    ) -> SetContext:
        _, _, valid = self.history.window(start_tick, end_tick)
        quality = self._quality(self._now_s)
        return SetContext(
            end_s=end_tick * GRID_S,
            closed_by=why,
            start_time_us=self._set_start_us,
            variant=self.prescription.variant,
            system_mass_kg=self._system_mass_kg(measurements),
            zero_drift_n=zero_drift_n,
            sample_rate_hz=quality.rate_hz,
            invalid_sample_share=1.0 - float(valid.mean()) if len(valid) else 0.0,
            firmware=quality.firmware,
            calibration=quality.calibration,
        )


_EVEN = 0.5
_ADDED_TOLD_KG = 0.5
_FINAL_TICKS = 60
_TWO_FEET_TICKS = 600
_BEFORE_RISE_TICKS = 20
_STEPPING_OFF_TICKS = 30
"""The load begins to move to one foot this long before it is told to be on its way."""
_UNREAD_TICKS = 300

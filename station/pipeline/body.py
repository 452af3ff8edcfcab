"""From forces on one time base to stances, reps and sets. Serves live bytes and tables of other plates alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from station.events import STANDARD_GRAVITY_M_S2, Rise, Stance, Weigh, WeighProgress
from station.force import GRID_HZ, GRID_S, Mender
from station.motion import MotionStage
from station.pipeline.known import Known
from station.pipeline.set_stage import SetStage
from station.pipeline.shown import ShownForces
from station.pipeline.single_legs import SingleLegs
from station.pipeline.zero_log import ZeroLog
from station.stance import (
    StanceChange,
    StanceStage,
    StillProgress,
    Weighed,
    WeightGuess,
    ZeroRefused,
    ZeroSet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.events import Event, Plate, Prescription
    from station.force import GridBlock
    from station.motion import Lobe
    from station.pipeline.impulses import GainRatio
    from station.pipeline.quality import SourceQuality
    from station.stance import QuietStance, StanceItem

_HOUSEKEEPING_TICKS = 10
_ALERT_TICKS = 100
"""So long after a stance has changed a rep's end may become certain, or be given up."""
_ON_BOTH = ("both", "transfer")
_ADDED_TOLD_KG = 0.5


class BodyStage:
    """Feeds on grid blocks; returns events in order.

    ``wall_us(t_s, as_of_s)`` maps the source's seconds to wall time, ``quality(as_of_s)`` tells of its samples;
    both with what was known at ``as_of_s`` only.
    """

    def __init__(
        self,
        *,
        gravity_m_s2: float = STANDARD_GRAVITY_M_S2,
        wall_us: Callable[[float, float], int | None] = lambda _t_s, _as_of_s: None,
        quality: Callable[[float], SourceQuality],
        provisional: bool = True,
        follow_zero: bool = True,
    ) -> None:
        """``provisional``: measure each rep when it is told; else only at set end, for files read as a whole.

        ``follow_zero``: take zeros of empty plates; else forces are as they come.
        """
        self._known = Known(gravity_m_s2, wall_us, quality)
        self._mender = Mender()
        self._stance = StanceStage(follow_zero=follow_zero)
        self._motion = MotionStage()
        self._single_legs = SingleLegs()
        self._sets = SetStage(self._known, self._motion.gains, provisional=provisional)
        self._zero_log = ZeroLog()
        self._shown = ShownForces()
        self._alert_until_tick = 0

    @property
    def sets_closed(self) -> int:
        """How many sets of this session have been closed."""
        return self._sets.closed

    @property
    def prescription(self) -> Prescription:
        """What the athlete is asked to do now."""
        return self._known.prescription

    @property
    def plates(self) -> tuple[str, str] | None:
        """Step and calibration whose plates these are, once known."""
        return self._sets.plates

    # --- inputs ---------------------------------------------------------------------------------------

    def configure(self, prescription: Prescription) -> None:
        """Use this prescription from the next rep on."""
        self._known.prescription = prescription

    def recognise(self, plates: tuple[str, str], ratio: GainRatio | None) -> None:
        """Note whose plates these are; begin with the ratio that is known of them, or anew."""
        self._sets.plates = plates
        self._known.balance.start(ratio)

    def calibrated(self, plate: Plate, moved_n: float | None) -> list[Event]:
        """Note that a plate's counts are read with another zero, further up by ``moved_n``, from now on.

        ``None``: with another scale. Forces go on as they were: only what they are told against has changed.
        """
        tick = self._known.tick
        self._stance.zero_calibrated(plate, moved_n)
        self._known.zeros.calibrated(plate, moved_n)
        self._shown.rezero(tick, self._stance.zeros_n)
        if moved_n is None:
            return []
        return [*self._zero_log.flush(), self._zero_log.by_operator(plate, moved_n, tick)]

    def begin_session(self) -> list[Event]:
        """Close the open set and forget the person; the plates' zero and gains stay."""
        events = list(self._sets.close("end"))
        self._sets.another_person()
        self._known.another_person()
        self._stance.forget_weight()
        self._motion.weight_n = None
        self._motion.leave()
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

    def finish(self) -> list[Event]:
        """Close what is open: the source ended."""
        events: list[Event] = []
        for piece in self._mender.flush():
            events += self._follow(piece)
        if self._known.last_tick is None:
            return events
        tick = self._known.last_tick + 1
        events += self._known.watch.finish(tick)
        events += self._sets.take(self._sets.detector.advance(tick + _HOUSEKEEPING_TICKS))
        events += self._single_legs.end(tick)
        events += self._single_legs.flush()
        events += self._single_legs.leave(tick)
        events += self._sets.close("end")
        events += self._zero_log.flush()
        return events

    # --- instants -------------------------------------------------------------------------------------

    def _follow(self, block: GridBlock) -> list[Event]:
        known, watch = self._known, self._known.watch
        corrected, items = self._stance.feed(watch.feed(block))
        events: list[Event] = []
        left, right = corrected.left_n.tolist(), corrected.right_n.tolist()
        valid = corrected.valid.tolist()
        pending = iter(items)
        item = next(pending, None)
        known.history.append(corrected)
        grown, waiting = known.grown, watch.waiting
        for i, tick in enumerate(corrected.tick.tolist()):
            if known.last_tick is not None and tick != known.last_tick + 1:
                events += self._silence(known.last_tick + 1, tick)
            known.last_tick = tick
            if waiting:
                events += watch.reach(tick)
                waiting = watch.waiting
            while item is not None and item.known_tick <= tick:
                events += self._stance_item(item)
                item, grown = next(pending, None), known.grown
            if grown:
                for lobe in self._motion.feed(tick, left[i], right[i], valid=valid[i]):
                    events += self._lobe(lobe)
            if known.state in _ON_BOTH and valid[i] and self._single_legs.one_board:
                events += self._single_legs.on_both(tick, left[i], right[i])
            if tick < self._alert_until_tick and (updates := self._sets.detector.advance(tick)):
                events += self._sets.take(updates)
            if tick % _HOUSEKEEPING_TICKS == 0:
                events += self._housekeeping(tick)
        return events

    def _silence(self, start_tick: int, end_tick: int) -> Iterator[Event]:
        self._motion.leave()
        yield from self._single_legs.end(start_tick)
        yield from self._single_legs.flush()
        yield from self._sets.take(self._sets.detector.interrupt(start_tick))
        self._sets.detector.resume(end_tick)

    def _lobe(self, lobe: Lobe) -> Iterator[Event]:
        updates = self._sets.detector.lobe(lobe)
        if self._sets.detector.accepted_rise is lobe:
            yield Rise(lobe.start_tick * GRID_S, lobe.end_tick * GRID_S, lobe.height_m, lobe.left_share)
        yield from self._sets.take(updates)

    def _housekeeping(self, tick: int) -> Iterator[Event]:
        detector = self._sets.detector
        if self._motion.violent:
            detector.disturbed(tick)
        if detector.squatting and self._motion.still:
            detector.rest()
        if tick % GRID_HZ == 0:
            yield from self._known.watch.look_around(tick, self._known.masses.state)
        yield from self._single_legs.reach(tick)
        yield from self._sets.reach(tick)

    # --- stance ---------------------------------------------------------------------------------------

    def _stance_item(self, item: StanceItem) -> Iterator[Event]:
        match item:
            case StanceChange():
                yield from self._stance_change(item)
            case Weighed():
                yield from self._weighed(item)
            case WeightGuess():
                self._known.masses.guess(item.weight_n)
                self._motion.guess(item.weight_n)
            case ZeroSet():
                self._zero_set(item)
                yield from self._zero_log.note(item)
            case ZeroRefused():
                self._known.zeros.refuse(item)
                yield from self._zero_log.refused(item)
            case StillProgress():
                if not self._known.masses.weighed:
                    yield WeighProgress(item.known_tick * GRID_S, item.fraction, item.still)

    def _stance_change(self, change: StanceChange) -> Iterator[Event]:
        if self._known.state == "both":
            self._sets.left_both(change.tick)
        if self._known.state == "empty":
            yield from self._zero_log.stepped_on()
        self._known.state = change.state
        yield Stance(change.state, change.tick * GRID_S)
        yield from self._single_legs.end(change.tick)
        if change.state in ("left", "right"):
            self._single_legs.begin(change.state, change.tick)
        if change.state == "empty":
            yield from self._emptied(change.tick)
        else:
            self._known.watch.step_on(change.tick)
            self._sets.stepped_on()
        self._alert_until_tick = change.known_tick + _ALERT_TICKS
        yield from self._sets.take(self._sets.detector.stance(change))

    def _emptied(self, tick: int) -> Iterator[Event]:
        yield from self._single_legs.leave(tick)
        self._motion.leave()
        self._sets.emptied(tick)
        self._known.masses.step_off()
        self._known.balance.step_off()
        yield from self._known.watch.emptied(tick)

    def _zero_set(self, zero: ZeroSet) -> None:
        known = self._known
        for reading in zero.readings:
            known.history.correct_zero(reading, zero.known_tick)
        known.zeros.note(zero)
        known.masses.zero_read(known.history)
        self._shown.rezero(zero.known_tick, self._stance.zeros_n)

    def _weighed(self, item: Weighed) -> Iterator[Event]:
        known, stance = self._known, item.stance
        yield from known.watch.weighed(stance)
        if not known.masses.weigh(stance, known.prescription):
            return
        self._motion.weigh(stance)
        known.balance.stance(stance)
        if item.first:
            yield self._weigh(stance)

    def _weigh(self, stance: QuietStance) -> Weigh:
        known = self._known
        added_kg = known.masses.added_kg
        scale_sd_n = known.quality().scale_sd_rel * stance.weight_n
        zero_sd_n = known.zeros.sd_n((stance.start_tick + stance.end_tick) // 2, known.zeros.drift_n)
        return Weigh(
            stance.start_tick * GRID_S,
            stance.end_tick * GRID_S,
            stance.weight_n / known.gravity_m_s2,
            math.hypot(stance.weight_sd_n, scale_sd_n, zero_sd_n) / known.gravity_m_s2,
            stance.left_share,
            added_kg if added_kg is not None and abs(added_kg) > _ADDED_TOLD_KG else None,
        )

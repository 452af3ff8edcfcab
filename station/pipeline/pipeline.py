"""Bytes in, events out."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from station.events import STANDARD_GRAVITY_M_S2
from station.pipeline.body import BodyStage
from station.pipeline.samples import SampleStage
from station.pipeline.step_facts import StepFacts
from station.pipeline.step_lines import StepLines
from station.wire import CalibrationLine, Decoder, IdentityLine, Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from station.events import Calibration, Event, Fault, PlateGains, Prescription
    from station.force import GridBlock
    from station.pipeline.samples import Run
    from station.wire import Decoded, Message

    Ear = Callable[[Message, float | None], None]


class Pipeline:
    """One step, one person at a time: ``feed`` bytes, get events; splitting the bytes changes nothing."""

    def __init__(
        self,
        *,
        gravity_m_s2: float = STANDARD_GRAVITY_M_S2,
        calibrations: Iterable[Calibration] = (),
        plate_gains: Iterable[PlateGains] = (),
        provisional: bool = True,
        fixed_calibrations: Iterable[Calibration] = (),
        fixed_zeros: Mapping[str, float] | None = None,
        follow_zero: bool = True,
    ) -> None:
        """``calibrations`` are used for channels until the step announces its own.

        ``plate_gains`` are what earlier sessions learned, of any step: those of this one are begun with.
        ``provisional``: measure each rep when it is told; else only at set end, where nobody is waiting.
        ``fixed_calibrations`` are used whatever the step announces: what was measured, with another zero or scale.
        ``fixed_zeros``, counts by channel, replace only the zeros of what the step announces.
        ``follow_zero``: take zeros of empty plates; else the calibration's hold throughout.
        """
        self.ear: Ear | None = None
        """Is told every line with the time of the newest conversion, s, as the health of the step is."""
        self._decoder = Decoder()
        self._samples = SampleStage()
        self._early: list[tuple[Sample, int]] = []
        self._facts = StepFacts(
            self._samples,
            calibrations=calibrations,
            fixed_calibrations=fixed_calibrations,
            fixed_zeros=fixed_zeros,
        )
        self.body = BodyStage(
            gravity_m_s2=gravity_m_s2,
            wall_us=self._samples.wall.wall_us,
            quality=self._facts.quality,
            provisional=provisional,
            follow_zero=follow_zero,
        )
        self._lines = StepLines(self._facts, self._samples, self.body, plate_gains)

    @property
    def prescription(self) -> Prescription:
        """What the athlete is asked to do now."""
        return self.body.prescription

    def feed(self, data: bytes, arrival_us: int) -> list[Event]:
        """Take bytes that arrived at wall time ``arrival_us`` (µs since the epoch)."""
        return self.feed_all([(arrival_us, data)])

    def feed_all(self, chunks: Sequence[tuple[int, bytes]]) -> list[Event]:
        """Take arrivals in a row, as ``feed`` does one by one, at a fraction of the cost when they are many."""
        events: list[Event] = []
        sizes = [len(data) for _, data in chunks]
        if sum(sizes) >= _LONG_BYTES:
            decoded = self._decoder.feed_long(b"".join(data for _, data in chunks))
            arrivals_us = np.asarray([arrival_us for arrival_us, _ in chunks])
            arrived = np.searchsorted(np.cumsum(sizes), decoded.ends, side="right")
            self._take_all(decoded, arrivals_us[arrived], events)
        else:
            for arrival_us, data in chunks:
                for message in self._decoder.feed(data):
                    self._take(message, arrival_us, events)
        self._flush(events)
        return events

    def configure(self, prescription: Prescription) -> list[Event]:
        """Use this prescription from the next rep on."""
        self.body.configure(prescription)
        return []

    def begin_session(self) -> list[Event]:
        """Turn to another person: close the open set, forget masses; keep calibration, zero and gains."""
        events = [*self.body.begin_session(), *self._lines.close_account()]
        self._samples.book.begin()
        return events

    def link_lost(self, arrival_us: int) -> list[Event]:  # noqa: ARG002  when it was lost is on the Link event
        """Note that the port went away: what follows begins in the middle of a line, after a gap."""
        events: list[Event] = []
        for message in self._decoder.restart():
            self._line(message, events)
        return events

    def clock_set(self, by_us: int) -> list[Event]:
        """Note that arrivals are told on a wall clock from here on that is ``by_us`` ahead of the one before."""
        self._samples.clock.clock_set(by_us)
        self._samples.wall.clock_set(by_us)
        self._early = [(sample, arrival_us + by_us) for sample, arrival_us in self._early]
        return []

    def finish(self) -> list[Event]:
        """Note that the source ended: close what is open."""
        events: list[Event] = []
        for message in self._decoder.restart():
            self._line(message, events)
        self._flush(events)
        self._samples.book.unidentified(len(self._early))
        self._early.clear()
        return [*events, *self.body.finish(), *self._lines.close_account()]

    # --- samples --------------------------------------------------------------------------------------

    def _take(self, message: Message, arrival_us: int, events: list[Event]) -> None:
        if type(message) is Sample:
            self._sample(message, arrival_us, events)
        else:
            self._flush(events)
            self._line(message, events)

    def _sample(self, sample: Sample, arrival_us: int, events: list[Event]) -> None:
        if self._facts.identity is None:
            self._early.append((sample, arrival_us))
            if len(self._early) > _EARLY_MAX:
                del self._early[0]
                self._samples.book.unidentified(1)
            return
        for fault in self._samples.add(sample, arrival_us):
            self._flush(events)  # what was known before a fault is told before it, however bytes came
            events.append(self._with_cause(fault))
        if self.ear is not None:
            self.ear(sample, self._samples.last_s)

    def _with_cause(self, fault: Fault) -> Fault:
        """Add to a restart why it happened, when the step has said so since its last sample before it."""
        if (
            fault.code != "device_restart"
            or self._facts.identity is None
            or self._lines.introduced_s != fault.start_s
        ):
            return fault
        return replace(fault, detail=self._facts.identity.reset_cause)

    def _flush(self, events: list[Event]) -> None:
        block = self._samples.grid.take()
        if block is not None:
            events += self.body.feed(block)

    # --- long pieces ----------------------------------------------------------------------------------

    def _take_all(self, decoded: Decoded, arrival_us: NDArray[np.int64], events: list[Event]) -> None:
        """Take samples in runs as long as they are as they should be, and everything else one by one."""
        samples, others = decoded.samples, decoded.others
        breaks = [*np.flatnonzero(self._samples.doubtful(samples)).tolist(), len(samples)]
        at = one_by_one = 0
        while at < len(samples) or others:
            if others and others[0][0] == at:
                changed = self._samples.intakes
                self._take(others.pop(0)[1], 0, events)
                if changed is not self._samples.intakes:
                    breaks = [*np.flatnonzero(self._samples.doubtful(samples)).tolist(), len(samples)]
                continue
            end = min(breaks[bisect_left(breaks, at)], at + _RUN_MAX, self._next_change(others, len(samples)))
            part = slice(at, end)
            run = None
            if end - at >= _RUN_MIN and self._facts.identity is not None and at >= one_by_one:
                run = self._samples.foresee(samples[part], arrival_us[part])
                one_by_one = at + _RUN_MIN  # when that failed, not again at once
            if run is not None:
                self._take_run(run, at, others, samples[part], events)
                at += run.count
            else:
                self._sample(Sample(*samples[at].tolist()), int(arrival_us[at]), events)
                at += 1

    def _let_hear(self, run: Run, samples: NDArray[np.int64], heard: int, count: int) -> int:
        """Tell the ear of a run's conversions up to ``count``, of which it has heard some; return ``count``."""
        if self.ear is not None:
            t_us = run.t_us[heard:count].tolist()
            for row, each_us in zip(samples[heard:count].tolist(), t_us, strict=True):
                self.ear(Sample(*row), each_us / 1e6)
        return count

    @staticmethod
    def _next_change(others: list[tuple[int, Message]], end: int) -> int:
        """Return before which sample the next message comes that changes what samples mean."""
        changes = (at for at, message in others if isinstance(message, (IdentityLine, CalibrationLine)))
        return next(changes, end)

    def _take_run(
        self,
        run: Run,
        at: int,
        others: list[tuple[int, Message]],
        samples: NDArray[np.int64],
        events: list[Event],
    ) -> None:
        """Take a run of which the first sample is number ``at``, and what was said between its samples."""
        told = [(number - at, message) for number, message in others if number < at + run.count]
        del others[: len(told)]
        grid = self._samples.grid
        ends = [grid.end_tick(self._samples.certain_s(run, count)) for count, _ in told]
        self._samples.take(run)
        block = grid.take()
        heard = 0
        for (count, message), end_tick in zip(told, ends, strict=True):
            heard = self._let_hear(run, samples, heard, count)
            block = self._feed_until(end_tick, block, events)
            self._samples.last_s = float(run.t_us[count - 1]) / 1e6
            self._samples.place_in(run, count)
            self._line(message, events)
        self._samples.place_in(run, run.count)
        self._samples.last_s = float(run.t_us[-1]) / 1e6
        self._let_hear(run, samples, heard, run.count)
        if block is not None:
            events += self.body.feed(block)

    def _feed_until(self, end_tick: int, block: GridBlock | None, events: list[Event]) -> GridBlock | None:
        """Feed the instants before ``end_tick``; return the others."""
        if block is None:
            return None
        before, after = block.split(int(np.searchsorted(block.tick, end_tick)))
        events += self.body.feed(before)
        return after

    # --- other lines ----------------------------------------------------------------------------------

    def _line(self, message: Message, events: list[Event]) -> None:
        if self.ear is not None:
            self.ear(message, self._samples.last_s)
        events += self._lines.take(message)
        if isinstance(message, IdentityLine):
            early, self._early = self._early, []
            for sample, arrival_us in early:
                self._sample(sample, arrival_us, events)


_EARLY_MAX = 4000
_LONG_BYTES = 4096
"""From here on reading lines together is quicker than one by one."""
_RUN_MIN, _RUN_MAX = 32, 2048

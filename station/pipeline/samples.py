"""Samples in, forces on one time base out; what is wrong with samples is told as faults.

Samples come one by one from a port, or many at a time from a file. Many at a time are foreseen, and taken as
far as each of them is as it should be; the first that is not is then looked at by itself.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.clock import DeviceClock, WallClockFit
from station.events import Fault
from station.force import ChannelIntake, ForceGrid, Tally
from station.force.grid import SILENT_S
from station.pipeline.account import WireBook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from station.force.intake import Foreseen
    from station.wire import Sample

_UNCALIBRATED_EVERY = 800
"""Conversions without a calibration between two complaints: about ten seconds."""
_UNMEASURED = "reps cannot be measured until it speaks again"
_RATES_KEPT = 900
CHANNEL, SEQ, T_US, RAW_COUNT, FLAGS = range(5)
"""Columns of samples in arrays."""


@dataclass(frozen=True, slots=True, eq=False)
class _Share:
    """One channel's part of a run: which samples are its own, and what they will add."""

    intake: ChannelIntake
    rows: NDArray[np.int64]
    foreseen: Foreseen | None
    before_s: tuple[float, float]
    """The newest two times the channel had before."""

    def taken(self, count: int) -> int:
        """Return how many of the run's first ``count`` samples are its own."""
        return int(np.searchsorted(self.rows, count))

    def period_s(self, count: int) -> float:
        """Return the channel's period after the run's first ``count`` samples."""
        own = self.taken(count)
        return self.foreseen.period_s[own - 1] if own and self.foreseen else self.intake.period_s

    def second_newest_s(self, count: int) -> float:
        """Return the time up to which the channel's force is certain after the run's first ``count`` samples."""
        own = self.taken(count)
        if own > 1 and self.foreseen:
            return float(self.foreseen.t_s[own - 2])
        return self.before_s[own]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Samples in a row that are all as they should be; arrays of shape ``(count,)``."""

    count: int
    t_us: NDArray[np.int64]
    arrival_us: NDArray[np.int64]
    shares: dict[str, _Share]


class SampleStage:
    """Keeps the clocks, the channels and the grid of one step."""

    def __init__(self) -> None:
        self.clock = DeviceClock()
        self.wall = WallClockFit()
        self._tallies: dict[str, Tally] = {}
        self.intakes: list[ChannelIntake] = []
        self.grid = ForceGrid([])
        self.last_s: float | None = None
        """Time of the newest sample, s."""
        self._rates: deque[tuple[int, float]] = deque(maxlen=_RATES_KEPT)
        self.book = WireBook(self._tallies)

    def announce(self, channels: Sequence[str]) -> None:
        """Begin with these channels; one that was there before goes on being counted."""
        for name in channels:
            self._tallies.setdefault(name, Tally()).restart()
        self.intakes = [ChannelIntake(name, self._tallies[name]) for name in channels]
        self.grid = ForceGrid(self.intakes)

    def another_step(self) -> None:
        """Expect any sequence numbers: another step answers now, whose clock may happen to fit."""
        for each in self.intakes:
            each.restart()

    @property
    def loads(self) -> list[ChannelIntake]:
        """The channels under the feet."""
        return [*self.grid.left, *self.grid.right]

    def rate_hz(self, as_of_s: float) -> float:
        """Return the slowest channel's rate as it was known at ``as_of_s``; 0 when it was not."""
        known = (rate_hz for second, rate_hz in reversed(self._rates) if second < as_of_s)
        return next(known, 0.0)

    # --- one sample -----------------------------------------------------------------------------------

    def add(self, sample: Sample, arrival_us: int) -> Iterable[Fault]:
        """Take one sample; return what is wrong. Each fault comes before what is not yet known with it."""
        if sample.channel >= len(self.intakes):
            detail = "not announced in the identity"
            return (Fault("channel", str(sample.channel), None, None, 1, detail),)
        restarts = self.clock.restarts
        t_us = self.clock.unwrap(sample.t_us, arrival_us)
        if self.clock.restarts != restarts:
            return self._add_after_restart(sample, t_us, arrival_us)
        return self._add(sample, t_us, arrival_us)

    def _add_after_restart(self, sample: Sample, t_us: int, arrival_us: int) -> Iterator[Fault]:
        yield Fault("device_restart", None, self.last_s, t_us / 1e6)
        self.wall.restart()
        self.book.boot()
        for each in self.intakes:
            each.restart()
        yield from self._add(sample, t_us, arrival_us)

    def _add(self, sample: Sample, t_us: int, arrival_us: int) -> Sequence[Fault]:
        t_s = t_us / 1e6
        self.wall.observe(t_s, arrival_us)
        self.last_s = t_s
        intake = self.intakes[sample.channel]
        self._note_rate(t_s)
        faults = intake.add(sample, t_us)
        if not intake.calibrated and intake.conversions % _UNCALIBRATED_EVERY == _UNCALIBRATED_EVERY // 4:
            faults = [*faults, Fault("uncalibrated", intake.name, t_s, t_s, intake.conversions)]
        silent = self.grid.cover_silence(t_s)
        if silent:
            faults = [*faults, *(Fault("silent", i.name, i.last_s, t_s, 1, _UNMEASURED) for i in silent)]
        return faults

    def _note_rate(self, t_s: float) -> None:
        """Keep the slowest channel's rate as it was at each whole second."""
        second = int(t_s)
        if not self._rates or second > self._rates[-1][0]:
            self._rates.append((second, min((each.rate_hz for each in self.loads), default=0.0)))

    # --- many samples ---------------------------------------------------------------------------------

    def doubtful(self, samples: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which samples, shape ``(n, 5)``, cannot be part of a run, as far as they themselves show it."""
        doubt: NDArray[np.bool_] = (samples[:, FLAGS] != 0) | (samples[:, CHANNEL] >= len(self.intakes))
        for channel in np.unique(samples[:, CHANNEL]).tolist():
            rows = np.flatnonzero(samples[:, CHANNEL] == channel)
            doubt[rows[1:]] |= np.diff(samples[rows, SEQ]) % (1 << 16) != 1
        return doubt

    def foresee(self, samples: NDArray[np.int64], arrival_us: NDArray[np.int64]) -> Run | None:
        """Return the run that ``samples`` begin with, none of them doubtful; ``None`` when there is none."""
        t_us = self.clock.foresee(samples[:, T_US], arrival_us)
        if t_us is None or self.last_s is None:
            return None
        shares: dict[str, _Share] = {}
        count = len(samples)
        loads = self.loads
        for channel, intake in enumerate(self.intakes):
            rows = np.flatnonzero(samples[:, CHANNEL] == channel)
            if not len(rows) and intake not in loads:
                continue
            own = samples[rows]
            foreseen = intake.foresee(own[:, SEQ], t_us[rows], own[:, RAW_COUNT]) if len(rows) else None
            good = len(foreseen.seq) if foreseen else 0
            if good < len(rows):
                count = min(count, int(rows[good]))
            if intake in loads:  # the other plate's force waits for a silent one's no longer than this
                heard_s = foreseen.stamped_s[-1] if foreseen else intake.last_s
                silent = t_us / 1e6 > heard_s + SILENT_S
                count = min(count, int(silent.argmax())) if silent.any() else count
            if count == 0 or len(intake.t_s) < _NEWEST:
                return None
            shares[intake.name] = _Share(intake, rows, foreseen, (intake.t_s[-2], intake.t_s[-1]))
        return Run(count, t_us[:count], arrival_us[:count], shares)

    def take(self, run: Run) -> None:
        """Take a run that was foreseen just now."""
        t_s = run.t_us / 1e6
        self.clock.take(run.t_us, run.arrival_us)
        self.wall.observe_all(t_s, run.arrival_us)
        self._note_rates(t_s, run)
        for share in run.shares.values():
            if share.foreseen is not None:
                share.intake.take(share.foreseen, share.taken(run.count))
        self.last_s = float(t_s[-1])

    def place_in(self, run: Run, count: int) -> None:
        """Tell the book that only the first ``count`` samples of a run, all taken already, have come so far."""
        self.book.not_yet = {
            name: share.taken(run.count) - share.taken(count) for name, share in run.shares.items()
        }

    def _note_rates(self, t_s: NDArray[np.float64], run: Run) -> None:
        before = self._rates[-1][0] if self._rates else -1
        newest = np.maximum.accumulate(np.concatenate(([before], t_s.astype(np.int64))))
        for row in np.flatnonzero(np.diff(newest) > 0).tolist():
            periods_s = [run.shares[each.name].period_s(row) for each in self.loads]
            slowest = min((1.0 / period_s if period_s else 0.0 for period_s in periods_s), default=0.0)
            self._rates.append((int(newest[row + 1]), slowest))

    def certain_s(self, run: Run, count: int) -> float:
        """Return up to when all forces are certain after the first ``count`` samples of a run."""
        return min(run.shares[each.name].second_newest_s(count) for each in self.loads)


_NEWEST = 2

"""One converter's conversions: sequence checked, calibrated, centred in time, single spikes mended."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.events import Fault
from station.force.limits import LIMITS
from station.force.spikes import SPIKE_SPAN, is_spike, mended_n
from station.force.tally import Tally
from station.wire.messages import SampleFlag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from station.events import Calibration
    from station.wire.messages import Sample


_UNUSABLE = SampleFlag.SATURATED | SampleFlag.DESYNC | SampleFlag.SETTLING
_FLAG_CODES = tuple((flag, flag.name.lower()) for flag in SampleFlag if flag.name)
_SEQ_END = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Foreseen:
    """What conversions in a row, all as they should be, will have added; arrays of shape ``(n,)``."""

    seq: NDArray[np.int64]
    stamped_s: NDArray[np.float64]
    t_s: NDArray[np.float64]
    force_n: NDArray[np.float64]
    whole: NDArray[np.bool_]
    period_s: list[float]


class ChannelIntake:
    """Collects one channel. ``t_s``, ``force_n`` and ``good`` are parallel lists, oldest first.

    ``t_s`` is when the force acted: the conversion's time less the converter's group delay. ``whole`` tells
    that nothing is missing between the sample before and this one.
    """

    def __init__(self, name: str, tally: Tally | None = None) -> None:
        """``tally`` goes on counting what became of a channel of this name."""
        self.name = name
        self.tally = tally or Tally()
        self.t_s: list[float] = []
        self.force_n: list[float] = []
        self.good: list[bool] = []
        self.whole: list[bool] = []
        self.period_s = 0.0
        self.conversions = 0
        self.unusable = 0
        self.calibrated = False
        """Whether counts can be turned into newtons."""
        self._calibration: Calibration | None = None
        self._pending: list[tuple[float, int, bool]] = []
        self._last_seq: int | None = None
        self._last_s = 0.0

    @property
    def last_s(self) -> float:
        """Time of the newest conversion as stamped by the step, s."""
        return self._last_s

    @property
    def lost(self) -> int:
        """Conversions missing between others by their sequence numbers."""
        return self.tally.lost

    @property
    def flawless(self) -> bool:
        """Whether nothing of what is kept is missing, mended or flagged."""
        return all(self.good) and all(self.whole)

    @property
    def rate_hz(self) -> float:
        """Measured conversions per second; 0 until two have arrived."""
        return 1.0 / self.period_s if self.period_s else 0.0

    def calibrate(self, calibration: Calibration) -> None:
        """Use this calibration from now on, and for what was waiting for one."""
        self._calibration, self.calibrated = calibration, True
        pending, self._pending = self._pending, []
        for t_s, raw_count, good in pending:
            self._append(t_s, raw_count, good, calibration)

    def restart(self) -> None:
        """Expect any sequence number next: the step booted."""
        self._last_seq = None
        self.tally.restart()

    def add(self, sample: Sample, t_us: int) -> Sequence[Fault]:
        """Take one conversion whose continuous time is ``t_us``; return what is wrong with it."""
        t_s = t_us / 1e6
        faults: list[Fault] = []
        if self._last_seq is not None:
            step = (sample.seq - self._last_seq) % _SEQ_END
            if step != 1:
                faults.append(self._sequence_fault(step, t_s))
                if faults[0].code != "gap":
                    self.tally.duplicates += 1
                    return faults
            elif t_s - self._last_s < LIMITS.period_max_s:
                self._follow_period(t_s - self._last_s)
        self.tally.hear(sample.seq, t_s)
        self._last_seq, self._last_s = sample.seq, t_s
        self.conversions += 1
        self.tally.flagged += 1  # until its force is on the time base
        good = True
        if sample.flags:
            good = not sample.flags & _UNUSABLE
            self.unusable += not good
            faults += self._flag_faults(sample.flags, t_s)
            good |= sample.flags & _UNUSABLE == SampleFlag.SATURATED and self._reaches(sample.raw_count)
        if self._calibration is not None:
            self._append(t_s, sample.raw_count, good, self._calibration)
        else:
            self._pending.append((t_s, sample.raw_count, good))
            del self._pending[: -LIMITS.pending_max]
        if len(self.force_n) > SPIKE_SPAN:
            middle_n = mended_n(self.force_n[-SPIKE_SPAN - 1 :])
            if middle_n is not None and self.good[-2]:
                faults.append(self._mend_spike(middle_n))
        return faults

    def foresee(
        self, seq: NDArray[np.int64], t_us: NDArray[np.int64], raw_count: NDArray[np.int64]
    ) -> Foreseen | None:
        """Return what ``add`` would do with unflagged conversions, up to the first that is not as it should be.

        ``None`` when that is the first one, or when nothing is known yet that the next could follow.
        """
        calibration = self._calibration
        if calibration is None or self._last_seq is None or len(self.t_s) <= SPIKE_SPAN or not self.period_s:
            return None
        stamped_s = t_us / 1e6
        interval_s = np.diff(stamped_s, prepend=self._last_s)
        follows = np.diff(seq, prepend=self._last_seq) % _SEQ_END == 1
        n = _count_true(follows & (interval_s > 0.0) & (interval_s < LIMITS.period_max_s))
        period_s = self._periods(interval_s[:n].tolist())
        period = np.asarray(period_s)
        t_s = stamped_s[:n] - LIMITS.group_delay_periods * period
        step_s = np.diff(t_s, prepend=self.t_s[-1])
        counts = raw_count[:n].astype(np.float64)
        force_n = (counts - calibration.zero) * calibration.scale_n_per_count
        n = _count_true((step_s > 0.0) & ~self._spiky(force_n))
        whole = step_s <= LIMITS.hole_periods * period
        return Foreseen(seq[:n], stamped_s[:n], t_s[:n], force_n[:n], whole[:n], period_s[:n]) if n else None

    def take(self, foreseen: Foreseen, count: int) -> None:
        """Add the first ``count`` of what was foreseen."""
        if not count:
            return
        self.t_s += foreseen.t_s[:count].tolist()
        self.force_n += foreseen.force_n[:count].tolist()
        self.good += [True] * count
        self.whole += foreseen.whole[:count].tolist()
        self.period_s = foreseen.period_s[count - 1]
        self._last_seq, self._last_s = int(foreseen.seq[count - 1]), float(foreseen.stamped_s[count - 1])
        self.conversions += count
        self.tally.hear_all(foreseen.seq[:count], self._last_s)
        self.tally.used += count

    def _periods(self, intervals_s: list[float]) -> list[float]:
        """Return the period after each interval: each rests on the one before."""
        period_s, periods = self.period_s, []
        for interval_s in intervals_s:
            period_s += LIMITS.period_gain * (interval_s - period_s)
            periods.append(period_s)
        return periods

    def _spiky(self, force_n: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell the conversions after which the one before them is a spike."""
        spiky = is_spike(np.concatenate((self.force_n[-SPIKE_SPAN:], force_n)))
        spiky[:1] &= self.good[-1]
        return spiky

    def fill(self, t_s: float) -> None:
        """Insert an unusable instant, so that a silent channel does not hold up the other plate."""
        if not self.t_s:
            self._push(t_s, 0.0, good=False, whole=False)
        elif t_s > self.t_s[-1]:
            self._push(t_s, self.force_n[-1], good=False, whole=False)

    def forget_before(self, t_s: float) -> None:
        """Drop what lies before ``t_s``, keeping what interpolation still needs."""
        keep = min(bisect_left(self.t_s, t_s), len(self.t_s) - SPIKE_SPAN) - 2
        if keep > 0:
            del self.t_s[:keep], self.force_n[:keep], self.good[:keep], self.whole[:keep]

    def _sequence_fault(self, step: int, t_s: float) -> Fault:
        if step == 0 or (step > _SEQ_END // 2 and t_s <= self._last_s):
            return Fault("duplicate", self.name, t_s, t_s)
        missing = step - 1
        if self.period_s:  # whole turns of the 16-bit counter show only in the time that went by
            turns = round(((t_s - self._last_s) / self.period_s - step) / _SEQ_END)
            missing += max(turns, 0) * _SEQ_END
        self.tally.lost += missing
        return Fault("gap", self.name, self._last_s, t_s, missing)

    def _follow_period(self, interval_s: float) -> None:
        if not self.period_s:
            self.period_s = interval_s
        self.period_s += LIMITS.period_gain * (interval_s - self.period_s)

    def _flag_faults(self, flags: int, t_s: float) -> Iterator[Fault]:
        for flag, code in _FLAG_CODES:
            if flags & flag:
                yield Fault(code, self.name, t_s, t_s)

    def _reaches(self, raw_count: int) -> bool:
        """Tell whether a saturated count is where the force was going; a jump from afar is a misread.

        At the end of its range a plate still says that it carries at least this much.
        """
        if self._calibration is None or not self.force_n:
            return False
        force_n = (raw_count - self._calibration.zero) * self._calibration.scale_n_per_count
        return abs(force_n) <= LIMITS.saturation_reach * abs(self.force_n[-1])

    def _append(self, t_s: float, raw_count: int, good: bool, calibration: Calibration) -> None:  # noqa: FBT001  hot
        force_n = (raw_count - calibration.zero) * calibration.scale_n_per_count
        if not good and self.force_n:
            force_n = self.force_n[-1]  # a saturated or half-read count says nothing about the force
        centred_s = t_s - LIMITS.group_delay_periods * self.period_s
        whole = False
        if self.t_s:
            since_s = centred_s - self.t_s[-1]
            if since_s <= 0.0:
                return
            whole = since_s <= LIMITS.hole_periods * self.period_s
        self.t_s.append(centred_s)
        self.whole.append(whole)
        self.force_n.append(force_n)
        self.good.append(good)
        if good:
            self.tally.used += 1
            self.tally.flagged -= 1

    def _push(self, t_s: float, force_n: float, *, good: bool, whole: bool) -> None:
        self.t_s.append(t_s)
        self.whole.append(whole)
        self.force_n.append(force_n)
        self.good.append(good)

    def _mend_spike(self, middle_n: float) -> Fault:
        """Put what its neighbours make likely in place of the last sample but one."""
        off_n = self.force_n[-2] - middle_n
        self.force_n[-2], self.good[-2] = middle_n, False
        self.unusable += 1
        self.tally.use(-1)
        return Fault("spike", self.name, self.t_s[-2], self.t_s[-2], 1, f"{off_n:+.0f} N")


def _count_true(is_so: NDArray[np.bool_]) -> int:
    """Return how many are true before the first that is not."""
    return len(is_so) if is_so.all() else int(is_so.argmin())

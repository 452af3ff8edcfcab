"""A stretch of one channel's conversions, and what can be counted in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.force.spikes import is_spike
from station.health.limits import LIMITS
from station.wire import SampleFlag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from station.wire import CalibrationLine

Row = tuple[int, float, int, int]
"""``seq``, ``t_s``, ``raw_count``, ``flags`` of a conversion."""
_SEQ_END = 1 << 16
_NO_COUNT = SampleFlag.DESYNC | SampleFlag.SETTLING
_LOWEST, _HIGHEST = -(1 << 23), (1 << 23) - 1
_SPIKE_SPAN = 4
_BLOCK_S = 0.25
_FEWEST_BLOCKS, _FEWEST = 4, 3
_SD_PER_MAD = 1.4826
"""Of a normal distribution."""
_OUTLIER_SDS, _OUTLIER_FLOOR_N = 8.0, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """Conversions of one channel in a row; arrays of shape ``(n,)``. The first may be the last of the piece before."""

    seq: NDArray[np.int64]
    t_s: NDArray[np.float64]
    count: NDArray[np.int64]
    flags: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Piece:
        """Return the piece of these conversions."""
        seq, t_s, count, flags = zip(*rows, strict=True) if rows else ((), (), (), ())
        return cls(
            np.asarray(seq, np.int64),
            np.asarray(t_s, np.float64),
            np.asarray(count, np.int64),
            np.asarray(flags, np.int64),
        )

    def __len__(self) -> int:
        return len(self.seq)

    @property
    def made(self) -> int:
        """Conversions that the converter made from the first to the last, by their numbers; the first not counted."""
        steps = np.diff(self.seq) % _SEQ_END
        return int(steps[steps < _SEQ_END // 2].sum())

    @property
    def lost(self) -> int:
        """Of those, how many did not arrive."""
        steps = np.diff(self.seq) % _SEQ_END
        return int(np.clip(steps[steps < _SEQ_END // 2] - 1, 0, None).sum())

    @property
    def rate_hz(self) -> float | None:
        """Conversions a second by the step's own clock; ``None`` from fewer than two."""
        lasted_s = float(self.t_s[-1] - self.t_s[0]) if len(self) > 1 else 0.0
        made = self.made if lasted_s > 0.0 else 0
        return made / lasted_s if made else None

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Which conversions hold a count; shape ``(n,)``."""
        holds: NDArray[np.bool_] = (self.flags & _NO_COUNT) == 0
        return holds

    @property
    def saturated(self) -> int:
        """Conversions at an end of the converter's range."""
        at_end = (
            (self.count == _LOWEST) | (self.count == _HIGHEST) | ((self.flags & SampleFlag.SATURATED) != 0)
        )
        return int((at_end & self.counted).sum())

    @property
    def torn(self) -> int:
        """Conversions that the step itself calls torn."""
        return int(((self.flags & SampleFlag.DESYNC) != 0).sum())

    @property
    def overrun(self) -> int:
        """Conversions before which others were overwritten unread."""
        return int(((self.flags & SampleFlag.OVERRUN) != 0).sum())

    @property
    def longest_same(self) -> int:
        """How often the same count came in a row, at most."""
        count = self.count[self.counted]
        changes = np.flatnonzero(np.diff(count) != 0) + 1
        return int(np.diff(np.concatenate(([0], changes, [len(count)]))).max()) if len(count) else 0

    def force_n(self, calibration: CalibrationLine) -> NDArray[np.float64]:
        """Return what the counts mean, N, of those that hold one."""
        counts = self.count[self.counted].astype(np.float64)
        return (counts - calibration.zero) * calibration.scale_n_per_count

    def at_rest(self, calibration: CalibrationLine) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return times, s, and forces, N, of an empty plate, without misreads."""
        force_n, t_s = self.force_n(calibration), self.t_s[self.counted]
        if not len(force_n):
            return t_s, force_n
        off_n = np.abs(force_n - np.median(force_n))
        usual_n = _SD_PER_MAD * float(np.median(off_n))
        near = off_n <= min(max(_OUTLIER_SDS * usual_n, _OUTLIER_FLOOR_N), LIMITS.outlier_n)
        return t_s[near], force_n[near]

    def wild(self, calibration: CalibrationLine) -> int:
        """Return how many readings are far off both neighbours, by the intake's own measure."""
        force_n = self.force_n(calibration)
        return int(is_spike(force_n).sum()) if len(force_n) >= _SPIKE_SPAN else 0


def noise_n(t_s: NDArray[np.float64], force_n: NDArray[np.float64]) -> float | None:
    """Return the standard deviation of a plate at rest, N; ``None`` from too little.

    The median over quarters of a second: neither a slow drift nor one knock on the floor counts.
    """
    if not len(t_s):
        return None
    block = ((t_s - t_s[0]) / _BLOCK_S).astype(np.int64)
    parts = (force_n[block == number] for number in range(int(block[-1])))
    variances = [float(np.var(part, ddof=1)) for part in parts if len(part) >= _FEWEST]
    if len(variances) < _FEWEST_BLOCKS:
        return None
    return math.sqrt(float(np.median(variances)))

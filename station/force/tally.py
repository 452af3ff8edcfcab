"""What became of one channel's conversions, counted twice: by their numbers, and one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SEQ_END: Final = 1 << 16
_MEMORY: Final = 64
"""Intervals over which the period is averaged."""
_LONGEST_PERIOD_S: Final = 0.25
"""Longer intervals between neighbours are holes; 10 SPS is 0.1 s."""


@dataclass(slots=True)
class Tally:
    """Conversions of one channel: ``announced = used + flagged + lost``.

    ``announced`` comes from the first and last sequence number of each boot of the step alone, the other three
    from what was done with each conversion; so a conversion that goes astray in here shows.
    """

    announced: int = 0
    """Made by the converter between the first and the last that arrived, by their numbers."""
    used: int = 0
    """Force on the time base, as measured."""
    flagged: int = 0
    """Arrived and put aside: saturated, torn, settling, a misread, out of order, or without a calibration."""
    lost: int = 0
    """Never arrived, and told as gaps."""
    duplicates: int = 0
    """Arrived a second time, or too late to count; no conversions of their own."""
    _seq: int | None = field(default=None, repr=False)
    _heard_s: float = field(default=0.0, repr=False)
    _period_s: float = field(default=0.0, repr=False)

    def hear(self, seq: int, t_s: float) -> None:
        """Count up to this number, which arrived with this time."""
        if self._seq is None:
            self.announced += 1
        else:
            step, interval_s = (seq - self._seq) % _SEQ_END, t_s - self._heard_s
            if step == 1 and 0.0 < interval_s < _LONGEST_PERIOD_S:  # nearly always, so nothing else is asked
                self.announced += 1
                self._period_s += (interval_s - self._period_s) / (_MEMORY if self._period_s else 1)
            else:
                self.announced += step + self._turns(step, interval_s) * _SEQ_END
        self._seq, self._heard_s = seq, t_s

    def hear_all(self, seq: NDArray[np.int64], t_s: float) -> None:
        """Count numbers in a row, the last of which arrived with this time."""
        if len(seq):
            for one in seq[:1].tolist():
                self.hear(one, self._heard_s)
            self.announced += (int(seq[-1]) - int(seq[0])) % _SEQ_END
            self._seq, self._heard_s = int(seq[-1]), t_s

    def use(self, count: int) -> None:
        """Move conversions from those put aside to those used; back when ``count`` is negative."""
        self.used += count
        self.flagged -= count

    def restart(self) -> None:
        """Begin with any number: the step booted, and what it made before it was heard is not known."""
        self._seq = None

    def _turns(self, step: int, interval_s: float) -> int:
        """Return how often the 16-bit counter went round unheard, which only the time tells."""
        if not self._period_s:
            return 0
        return max(round((interval_s / self._period_s - step) / _SEQ_END), 0)

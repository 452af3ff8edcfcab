"""A set's forces thinned out, as dashboards draw them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from station.events import ForceBlock, SetCurve, SetSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from station.events import Event

KEPT_S: Final = 1800.0
"""Sets are shorter; of a longer one the end is kept."""
_LEAD_S: Final = 2.0
"""Shown before a set's first repetition."""
_Mean = tuple[int, int, float, float]
"""Stretch, instants in it, and the sums of both plates' forces, N."""


class Curves:
    """Means of the forces over stretches of ``1 / rate_hz``, kept until the set they belong to is closed."""

    def __init__(self, rate_hz: float) -> None:
        self._rate_hz = rate_hz
        self._means: deque[_Mean] = deque(maxlen=max(1, round(KEPT_S * rate_hz)))

    def take(self, events: Sequence[Event]) -> list[SetCurve]:
        """Return the curves of the sets that closed with these events, in their order."""
        made: list[SetCurve] = []
        for event in events:
            if isinstance(event, ForceBlock):
                self._add(event)
            elif isinstance(event, SetSummary):
                made += self._of(event)
        return made

    def _add(self, block: ForceBlock) -> None:
        good = block.valid & np.isfinite(block.left_n) & np.isfinite(block.right_n)
        if not good.any():
            return
        at = np.floor(block.t_s[good] * self._rate_hz).astype(np.int64)
        if self._means and at[0] < self._means[-1][0]:
            self._means.clear()  # the source's clock began anew
        starts = np.flatnonzero(np.diff(at, prepend=at[0] - 1))
        left_n = np.add.reduceat(block.left_n[good], starts)
        right_n = np.add.reduceat(block.right_n[good], starts)
        instants = np.diff(starts, append=at.size)
        self._join(
            zip(at[starts].tolist(), instants.tolist(), left_n.tolist(), right_n.tolist(), strict=True)
        )

    def _join(self, means: Iterable[_Mean]) -> None:
        """Append, joining a stretch that the block before began."""
        for stretch, instants, left_n, right_n in means:
            before = (stretch, 0, 0.0, 0.0)
            if self._means and self._means[-1][0] == stretch:
                before = self._means.pop()
            self._means.append((stretch, before[1] + instants, before[2] + left_n, before[3] + right_n))

    def _of(self, summary: SetSummary) -> Iterator[SetCurve]:
        rows = [
            ((stretch + 0.5) / self._rate_hz, left_n / instants, right_n / instants)
            for stretch, instants, left_n, right_n in self._means
            if summary.start_s - _LEAD_S <= (stretch + 0.5) / self._rate_hz <= summary.end_s
        ]
        if rows:
            t_s, left_n, right_n = (tuple(column) for column in zip(*rows, strict=True))
            yield SetCurve(
                summary.index,
                summary.side,
                summary.variant,
                summary.start_s,
                summary.start_time_us,
                t_s,
                left_n,
                right_n,
            )

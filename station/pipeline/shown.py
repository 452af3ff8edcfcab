"""Forces as screens show them: each with the zero of its second, however bytes were cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.events import ForceBlock
from station.force import GRID_HZ, GRID_S

if TYPE_CHECKING:
    from station.force import GridBlock

_FOREVER = 1 << 62


class ShownForces:
    """Keeps which zeros hold when. A new one takes effect at a whole second."""

    def __init__(self) -> None:
        self._spans = [(0, _FOREVER, 0.0, 0.0)]
        """First tick, end tick, and the zeros of both plates in between, N."""

    def rezero(self, known_tick: int, zeros_n: tuple[float, float]) -> None:
        """Note the zeros that are known from ``known_tick`` on."""
        from_tick = (known_tick // GRID_HZ + 2) * GRID_HZ
        start_tick, _, left_n, right_n = self._spans[-1]
        self._spans[-1] = (start_tick, from_tick, left_n, right_n)
        self._spans.append((from_tick, _FOREVER, *zeros_n))

    def of(self, block: GridBlock) -> ForceBlock:
        """Return the forces of a block, less their zeros."""
        first_tick, last_tick = int(block.tick[0]), int(block.tick[-1])
        self._spans = [span for span in self._spans if span[1] > first_tick]
        _, end_tick, zero_left_n, zero_right_n = self._spans[0]
        left_n, right_n = block.left_n - zero_left_n, block.right_n - zero_right_n
        if last_tick >= end_tick:
            for start_tick, end_tick, zero_left_n, zero_right_n in self._spans[1:]:
                part = (block.tick >= start_tick) & (block.tick < end_tick)
                left_n[part] = block.left_n[part] - zero_left_n
                right_n[part] = block.right_n[part] - zero_right_n
        return ForceBlock(block.tick.astype(np.float64) * GRID_S, left_n, right_n, block.valid)

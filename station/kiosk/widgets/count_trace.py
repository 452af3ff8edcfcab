"""What converters count, as hills between the least and the most of the last ten seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np

from station.kiosk.widgets.drawing import LOWER_EIGHTHS, Drawn, Row
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.raw_trace import RawLine

WINDOW_S: Final = 10.0
LEAST_SPAN: Final = 16
"""Counts: a quiet converter is not drawn as a mountain."""
LABEL_CELLS: Final = 12


class CountTrace(Drawn):
    """A hill a converter with its range at the right; doubtful conversions are marked below."""

    PREFIX = "counts"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"counts--left", "counts--right", "counts--quiet", "counts--stop"}
    lines: tuple[RawLine, ...] = ()

    def show(self, lines: tuple[RawLine, ...]) -> None:
        """Show these."""
        self.lines = lines
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return each converter's hill under its name."""
        if not self.lines:
            return [((say("operator.connecting"), "quiet"),)]
        each = max(1, height // len(self.lines))
        return [row for line in self.lines for row in _hill(line, max(1, width - LABEL_CELLS), each)][:height]


def _hill(line: RawLine, columns: int, height: int) -> list[Row]:
    name = "right" if line.channel.startswith("R") else "left"
    label = harmless(line.channel, 8)
    if not line.counts:
        return [((f"{label} {say('table.unknown')}", "quiet"),)] + [()] * (height - 1)
    counts = np.array(line.counts, dtype=np.float64)
    column = (
        columns - 1 - np.minimum(columns - 1, np.array(line.age_s) * (columns / WINDOW_S)).astype(np.int64)
    )
    least, most = float(counts.min()), float(counts.max())
    span = max(most - least, float(LEAST_SPAN))
    means = np.bincount(column, weights=counts, minlength=columns)
    seen = np.bincount(column, minlength=columns)
    level = np.divide(means, seen, out=np.full(columns, least), where=seen > 0)
    heights = np.where(seen > 0, np.rint((level - least) / span * (8 * height - 1)) + 1, 0).astype(np.int64)
    bad = np.bincount(column, weights=np.array(line.doubtful, dtype=np.float64), minlength=columns) > 0
    right = [f"{label} {most:.0f}", *[""] * (height - 2), f"{least:.0f}"] if height > 1 else [label]
    rows: list[Row] = []
    for at, row in enumerate(reversed(range(height))):
        cells = [LOWER_EIGHTHS[level] for level in np.clip(heights - 8 * row, 0, 8)]
        parts: list[tuple[str, str]] = [("".join(cells), name)]
        if row == 0 and bad.any():
            parts = [
                ("!" if wrong else cell, "stop" if wrong else name)
                for cell, wrong in zip(cells, bad, strict=True)
            ]
        rows.append((*parts, (right[at].rjust(LABEL_CELLS), "quiet")))
    return rows

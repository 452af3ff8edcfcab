"""The force under both feet over the last ten seconds, as two hills."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from rich.style import Style

from station.kiosk.widgets.drawing import LOWER_EIGHTHS, Drawn, Row, runs
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from station.kiosk.snapshot import Snapshot

LABEL_CELLS: Final = 10
_NO_DATA: Final = -1
_SIDES: Final = ("left", "right")
_EIGHTHS: Final = np.array([ord(eighth) for eighth in LOWER_EIGHTHS], dtype="<u4")
"""Code points, so that a row of cells is made in one go."""


class ForceTrace(Drawn):
    """Left foot above, right foot below, newest at the right; grey and said so when old."""

    PREFIX = "trace"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "trace--left", "trace--left-foot", "trace--right", "trace--right-foot", "trace--quiet", "trace--old",
        "trace--told",
    }  # fmt: skip
    snapshot: Snapshot | None = None
    message = ""

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot."""
        self.snapshot = snapshot
        self.message = _message(snapshot)
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return both hills, each with its label halfway up."""
        if self.snapshot is None:
            return []
        rows = max(1, height // 2)
        force_n = self.snapshot.trace.binned(max(0, width - LABEL_CELLS))
        heights = _heights(force_n, self.snapshot.full_scale_n, rows)
        cells = _cells(heights, rows)
        labels = _labels(self.snapshot)
        drawn = [row for side in (0, 1) for row in self._hill(side, heights[side], cells[side], labels[side])]
        if self.message:
            drawn[rows // 2] = _over(drawn[rows // 2], self.message)
        return drawn[:height]

    def _hill(self, side: int, heights: NDArray[np.int64], cells: Sequence[str], label: str) -> list[Row]:
        """Return one foot's hill, top row first."""
        name = "old" if self.message else _SIDES[side]
        rows = len(cells)
        hill: list[Row] = []
        for row in reversed(range(rows)):
            shade = "quiet" if self.message else f"{name}:{row + 1}/{rows}"
            parts: Row = ((cells[row], shade),)
            if row == 0 and heights.min(initial=0) == _NO_DATA:
                parts = runs(*_with_gaps(cells[row], heights, shade))
            is_middle = row == rows // 2
            hill.append((*parts, (label.rjust(LABEL_CELLS), name)) if is_middle else parts)
        return hill

    def make_style(self, name: str) -> Style:
        """Return a shade of a foot's hue: hills grow lighter towards their top, so that height reads twice."""
        side, _, level = name.partition(":")
        if not level:
            return super().make_style(name)
        row, rows = (int(part) for part in level.split("/"))
        foot, top = (self.get_component_styles(f"trace--{side}{part}").color for part in ("-foot", ""))
        return self.rich_style + Style(color=foot.blend(top, row / rows).rich_color)


def _heights(force_n: NDArray[np.float64], full_scale_n: float, rows: int) -> NDArray[np.int64]:
    """Return heights in eighths of a cell, shape ``(2, columns)``; ``_NO_DATA`` where nothing is known."""
    known = np.isfinite(force_n)
    height = np.clip(np.where(known, force_n, 0.0) / full_scale_n, 0.0, 1.0) * (8 * rows)
    return np.where(known, np.rint(height).astype(np.int64), _NO_DATA)


def _cells(heights: NDArray[np.int64], rows: int) -> list[list[str]]:
    """Return the characters of each row of both hills, the lowest row first."""
    above = heights[:, np.newaxis, :] - 8 * np.arange(rows)[np.newaxis, :, np.newaxis]
    points = _EIGHTHS[np.minimum(np.maximum(above, 0), 8)]
    return [[row.tobytes().decode("utf-32-le") for row in hill] for hill in points]


def _with_gaps(cells: str, heights: NDArray[np.int64], shade: str) -> tuple[str, list[str]]:
    """Return the lowest row with a dot where nothing is known, and the style of every cell."""
    unknown = (heights == _NO_DATA).tolist()
    text = "".join("·" if gap else cell for cell, gap in zip(cells, unknown, strict=True))
    return text, ["quiet" if gap else shade for gap in unknown]


def _labels(snapshot: Snapshot) -> tuple[str, str]:
    if snapshot.feet is None:
        return "", ""
    masses_kg = (snapshot.feet.left_n / snapshot.gravity_m_s2, snapshot.feet.right_n / snapshot.gravity_m_s2)
    left, right = (f"{say.mass(max(0.0, mass_kg), 0)} {say.mass_unit}" for mass_kg in masses_kg)
    return f"{say('letter.left')} {left:>6}", f"{say('letter.right')} {right:>6}"


def _message(snapshot: Snapshot) -> str:
    if snapshot.age_s is None:
        return say("trace.none")
    return say("trace.stale", seconds=say.silence(snapshot.age_s)) if snapshot.stale else ""


def _over(row: Row, message: str) -> Row:
    """Return a row with ``message`` written over its beginning."""
    text = f" {message} "
    rest: list[tuple[str, str]] = []
    skip = len(text)
    for characters, name in row:
        rest.append((characters[skip:], name))
        skip = max(0, skip - len(characters))
    return ((text, "told"), *rest)

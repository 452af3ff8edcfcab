"""The force under both feet over the last ten seconds, as two hills."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from station.kiosk.widgets.drawing import LOWER_EIGHTHS, runs, strip_of
from station.kiosk.words import say

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.kiosk.snapshot import Snapshot

GRAVITY_M_S2: Final = 9.80665
"""Standard gravity: the label is a reading aid, masses that are kept come from the core."""
LABEL_CELLS: Final = 10
_NO_DATA: Final = -1


class ForceTrace(Widget):
    """Left foot above, right foot below, newest at the right; grey and said so when old."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "trace--left", "trace--left-fill", "trace--right", "trace--right-fill", "trace--quiet", "trace--old",
    }  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self._eighths: NDArray[np.int64] = np.full((2, 0), _NO_DATA)
        self.labels = ("", "")
        self.message = ""

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot; does nothing when not a cell would change."""
        columns, rows = max(0, self.size.width - LABEL_CELLS), self._chart_rows
        eighths = _eighths(snapshot.trace.binned(columns), snapshot.full_scale_n, rows)
        labels, message = _labels(snapshot), _message(snapshot)
        same = labels == self.labels and message == self.message and np.array_equal(eighths, self._eighths)
        if not same:
            self._eighths, self.labels, self.message = eighths, labels, message
            self.refresh()

    @property
    def _chart_rows(self) -> int:
        return max(1, self.size.height // 2)

    def render_line(self, y: int) -> Strip:
        """Return one row: a slice of a foot's hill, and its label in the middle of the hill's height."""
        foot, row = divmod(y, self._chart_rows)
        blank = self.rich_style
        if foot > 1:
            return Strip.blank(self.size.width, blank)
        parts = self._hill(foot, self._chart_rows - 1 - row)
        if self.message and row == self._chart_rows // 2 and foot == 0:
            parts = _over(parts, self.message, self.get_component_rich_style("trace--old"))
        if row == (self._chart_rows - 1) // 2:
            name = "trace--quiet" if self.message else ("trace--left", "trace--right")[foot]
            parts.append((self.labels[foot].rjust(LABEL_CELLS), self.get_component_rich_style(name)))
        return strip_of(parts, self.size.width, blank)

    def _hill(self, foot: int, row: int) -> list[tuple[str, Style]]:
        """Return the cells of one row (0 is the lowest) of one foot's hill."""
        heights = self._eighths[foot]
        characters = "".join(LOWER_EIGHTHS[level] for level in np.clip(heights - 8 * row, 0, 8).tolist())
        if row or not (heights == _NO_DATA).any():
            return [(characters, self._shade(foot, row))]
        unknown = (heights == _NO_DATA).tolist()
        characters = "".join("·" if gap else c for c, gap in zip(characters, unknown, strict=True))
        return runs(
            characters, unknown, [self._shade(foot, row), self.get_component_rich_style("trace--quiet")]
        )

    def _shade(self, foot: int, row: int) -> Style:
        """Return the hue of one row: hills grow lighter towards their top, so that height reads twice."""
        if self.message:
            return self.get_component_rich_style("trace--quiet")
        name = ("left", "right")[foot]
        foot_of_hill, top = (
            self.get_component_styles(f"trace--{name}{part}").color for part in ("-fill", "")
        )
        color = foot_of_hill.blend(top, min(1.0, (row + 1) / self._chart_rows))
        return self.rich_style + Style(color=color.rich_color)


def _eighths(force_n: NDArray[np.float64], full_scale_n: float, rows: int) -> NDArray[np.int64]:
    """Return heights in eighths of a cell, shape ``(2, columns)``; ``_NO_DATA`` where nothing is known."""
    known = np.isfinite(force_n)
    height = np.clip(np.where(known, force_n, 0.0) / full_scale_n, 0.0, 1.0) * (8 * rows)
    return np.where(known, np.rint(height).astype(np.int64), _NO_DATA)


def _labels(snapshot: Snapshot) -> tuple[str, str]:
    if snapshot.feet is None:
        return "", ""
    masses_kg = (snapshot.feet.left_n / GRAVITY_M_S2, snapshot.feet.right_n / GRAVITY_M_S2)
    left, right = (f"{max(0.0, mass_kg):.0f} {say('unit.kg')}" for mass_kg in masses_kg)
    return f"{say('letter.left')} {left:>6}", f"{say('letter.right')} {right:>6}"


def _message(snapshot: Snapshot) -> str:
    if snapshot.age_s is None:
        return say("trace.none")
    return say("trace.stale", seconds=say.number(snapshot.age_s)) if snapshot.stale else ""


def _over(parts: list[tuple[str, Style]], message: str, style: Style) -> list[tuple[str, Style]]:
    """Return a row with ``message`` written over its beginning."""
    text = f" {message} "
    rest, skip = [], len(text)
    for characters, part_style in parts:
        rest.append((characters[skip:], part_style))
        skip = max(0, skip - len(characters))
    return [(text, style), *rest]

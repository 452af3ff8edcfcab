"""Dimensioned drawings of the parts that are cut: outlines and sizes as OpenSCAD gives them."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tools.hardware.openscad import CELLS, export, figures
from tools.hardware.svg import Drawing, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.hardware.openscad import Cell
    from tools.hardware.svg import Anchor, Point

_MARGIN = 60.0
_COLUMNS = 2
_WIDE = 300.0
_WORDS = 62.0
"""Room that the words of a hole take."""
_HOW_MANY = {"deck": 1, "beam": 3, "spine_rear": 1, "spine_front": 1, "spacer": 4}
_STUFF = {"spreader": "aluminium", "spacer": "aluminium"}

_NOTE = "Millimetres. Lower edge: the rear. Holes: diameter, and distance from the left and lower end of the part."

Dim = tuple[float, float, float, float, float, str]


def sheet(cell: Cell, folder: Path) -> Drawing:
    """Draw every part of a build that is cut, to one scale, millimetres, with y (forward) upwards."""
    known = figures(folder, cell)
    parts = [_Part(name, cell, folder, known) for name in known["cut"]]
    columns = _balanced(parts)
    widths = [max(part.width for part in column) + 2 * _MARGIN for column in columns]
    height = max(sum(part.height + 2 * _MARGIN for part in column) for column in columns)
    words = "one single-point cell a plate" if cell == "single" else "four half-bridge cells a plate"
    drawing = Drawing(sum(widths), height + 70, f"Parts to cut, {words}")
    drawing.text((30, 36), f"Parts to cut: {words}", size=20, bold=True)
    drawing.text((30, 58), _NOTE, size=12)
    left = 0.0
    for column, width in zip(columns, widths, strict=True):
        top = 70.0
        for part in column:
            part.draw(drawing, (left + _MARGIN, top + _MARGIN))
            top += part.height + 2 * _MARGIN
        left += width
    return drawing


def _balanced(parts: list[_Part]) -> list[list[_Part]]:
    """Put parts into columns: wide ones first, then tall ones, each into the column that is shortest."""
    columns: list[list[_Part]] = [[] for _ in range(_COLUMNS)]
    for part in sorted(parts, key=lambda part: (part.width < _WIDE, -part.height)):
        min(columns, key=lambda column: sum(p.height + 2 * _MARGIN for p in column)).append(part)
    return [column for column in columns if column]


class _Part:
    """One outline with its sizes."""

    def __init__(self, name: str, cell: Cell, folder: Path, known: dict[str, object]) -> None:
        self.name = name
        target = folder / f"{name}.svg"
        export(target, cell, part="outline", at=name)
        text = target.read_text(encoding="utf-8")
        box = re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', text)
        path = re.search(r'<path d="([^"]+)"', text)
        if box is None or path is None:
            raise RuntimeError(f"openscad drew no outline of {name}")
        self._path = path[1]
        self._dims: Sequence[Dim] = figures(folder, cell, name)["dims"]
        corners = [(x, y) for x1, y1, x2, y2, off, _ in self._dims if off for x, y in ((x1, y1), (x2, y2))]
        self.x = min(x for x, _ in corners)
        self.y = max(y for _, y in corners)
        self.low = min(y for _, y in corners)
        self.width = max(x for x, _ in corners) - self.x
        self.height = self.y - self.low
        thick = {"plate": "plate_t", "spreader": "spreader_t"}.get(name, "board_t")
        self._thickness = 6 if name == "spacer" else known[thick]

    def draw(self, drawing: Drawing, at: Point) -> None:
        """Draw the part with its upper left corner there."""
        dx, dy = at[0] - self.x, at[1] + self.y
        drawing.add(
            f"<path transform='translate({number(dx)} {number(dy)})' d='{self._path.strip()}'"
            " fill='#f3e3c7' fill-rule='evenodd' stroke='#444' stroke-width='1'/>"
        )
        count = _HOW_MANY.get(self.name, 2)
        stuff = _STUFF.get(self.name, "plywood")
        drawing.text(
            (at[0], at[1] - 30),
            f"{count} x {self.name.replace('_', ' ')}, {stuff} {self._thickness}",
            size=14,
            bold=True,
        )
        for dim in self._dims:
            self._draw_dim(drawing, dim, (dx, dy))

    def _room_for_words(self, x: float, y: float) -> Anchor:
        """Return where the words of a hole begin: to its right, to its left, or above it between two others."""
        edges = [self.x + self.width] if self.width > 2 * _WORDS else []
        row = [x1 for x1, y1, _, _, off, _ in self._dims if off == 0 and y1 == y]
        if not any(0 < other - x < _WORDS for other in edges + row):
            return "start"
        return "middle" if any(0 < x - other < _WORDS for other in row) else "end"

    def _draw_dim(self, drawing: Drawing, dim: Dim, origin: Point) -> None:
        x1, y1, x2, y2, off, words = dim
        a, b = (origin[0] + x1, origin[1] - y1), (origin[0] + x2, origin[1] - y2)
        if off == 0:
            drawing.dot(a, radius=1, colour="#a00")
            diameter = words if words.startswith("M") else f"Ø {words}"
            place = f"{number(x1 - self.x)}, {number(y1 - self.low)}"
            anchor = self._room_for_words(x1, y1)
            x = a[0] + {"start": 9, "middle": 0, "end": -9}[anchor]
            y = a[1] - (21 if anchor == "middle" else 1)
            if self.width < _WORDS:
                x = origin[0] + self.x + self.width + 5
                drawing.line([a, (x - 2, a[1])], colour="#a00", width=0.4)
            drawing.text((x, y), diameter, size=9, anchor=anchor, colour="#a00")
            drawing.text((x, y + 10), place, size=9, anchor=anchor, colour="#a00")
        elif y1 == y2:
            y = a[1] - off
            drawing.line([(a[0], y), (b[0], y)], colour="#06c", width=0.8)
            for x, edge in ((a[0], a[1]), (b[0], b[1])):
                drawing.line([(x, edge), (x, y - 3 if off > 0 else y + 3)], colour="#06c", width=0.5)
            drawing.text(
                ((a[0] + b[0]) / 2, y - 4 if off > 0 else y + 12),
                words,
                size=11,
                anchor="middle",
                colour="#06c",
            )
        else:
            x = a[0] + off + (_WORDS if self.width < _WORDS else 0)
            drawing.line([(x, a[1]), (x, b[1])], colour="#06c", width=0.8)
            for y in (a[1], b[1]):
                drawing.line([(a[0], y), (x + (3 if off > 0 else -3), y)], colour="#06c", width=0.5)
            middle = ((x + 12 if off > 0 else x - 5), (a[1] + b[1]) / 2)
            drawing.text(middle, words, size=11, anchor="middle", colour="#06c", turn=-90)


def sheets() -> dict[str, str]:
    """Return the drawings by file name, as SVG. Needs OpenSCAD."""
    with TemporaryDirectory() as folder:
        return {f"cut-{cell}.svg": sheet(cell, Path(folder)).render() for cell in CELLS}

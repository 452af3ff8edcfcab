"""A fine grid of dots, two by four in a cell, for lines."""

from __future__ import annotations

_FIRST = 0x2800
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Dots:
    """``set`` dots; ``rows`` gives the characters. Dot 0, 0 is the top left one."""

    def __init__(self, cells: int, rows: int) -> None:
        self.width, self.height = 2 * cells, 4 * rows
        self._cells = [[0] * cells for _ in range(rows)]

    def set(self, x: int, y: int) -> None:
        """Set a dot; one outside is none."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self._cells[y // 4][x // 2] |= _DOTS[y % 4][x % 2]

    def line(self, x0: int, y0: int, x1: int, y1: int, *, every: int = 1) -> None:
        """Set the dots between two, or every so many of them."""
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for step in range(0, steps + 1, every):
            self.set(round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps))

    def at(self, row: int, cell: int) -> str:
        """Return the character of a cell; a blank where no dot is."""
        bits = self._cells[row][cell]
        return chr(_FIRST + bits) if bits else " "

"""What a terminal shows of what a Textual program writes to it: letters with their colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.color import Color, ColorType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style

_PART = re.compile(
    r"\x1b\[([0-9;:<=>?]*)[ -/]*([@-~])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[^\[\]]|[^\x1b]+"
)

_OTHER_SCREEN = "\x1b[?1049h"
"""What was there before a full screen began is not part of it."""
Rgb = tuple[int, int, int]
PAPER: Rgb = (0, 0, 0)
INK: Rgb = (255, 255, 255)


class Cell(NamedTuple):
    """One place of a screen: what stands there, in which colours."""

    text: str = " "
    ink: Rgb = INK
    paper: Rgb = PAPER
    bold: bool = False


BLANK = Cell()
Cells = dict[tuple[int, int], Cell]
"""By row and column, from 0; the right half of a wide letter is an empty text."""


class Terminal:
    """Cells of a terminal that takes text, moves of the cursor, colours and erasing; it passes over all else."""

    def __init__(self) -> None:
        self.cells: Cells = {}
        self._row = self._column = 0
        self._decoder = AnsiDecoder()
        self._looks = BLANK

    def take(self, drawn: str) -> None:
        """Take what was written; it must not end inside an escape sequence."""
        for part in _PART.finditer(drawn):
            if part[2] == "H":
                row, _, column = part[1].partition(";")
                self._row, self._column = int(row or 1) - 1, int(column or 1) - 1
            elif part[2] == "m":
                self._decoder.decode_line(part[0])
                self._looks = looks(self._decoder.style)
            elif part[2] == "J" or part[0] == _OTHER_SCREEN:
                self.cells.clear()
            elif part[2] is None and not part[0].startswith("\x1b"):
                self._write(part[0])

    def _write(self, text: str) -> None:
        for letter in text:
            width = cell_len(letter)
            if letter == "\n":
                self._row += 1
            elif letter == "\r":
                self._column = 0
            elif width:
                self.cells[self._row, self._column] = self._looks._replace(text=letter)
                if width > 1:
                    self.cells[self._row, self._column + 1] = self._looks._replace(text="")
                self._column += width

    def text(self) -> str:
        """Return the lines of the screen."""
        return text_of(self.cells)


def text_of(cells: Mapping[tuple[int, int], Cell]) -> str:
    """Return the lines that cells show."""
    rows = max((row for row, _ in cells), default=-1) + 1
    columns = max((column for _, column in cells), default=-1) + 1
    return "\n".join(
        "".join(cells.get((row, column), BLANK).text for column in range(columns)) for row in range(rows)
    )


def looks(style: Style) -> Cell:
    """Return an empty cell that looks like this."""
    ink, paper = _rgb(style.color, INK), _rgb(style.bgcolor, PAPER)
    if style.dim:
        ink = _between(ink, paper)
    if style.reverse:
        ink, paper = paper, ink
    return Cell(" ", ink, paper, bool(style.bold))


def _rgb(colour: Color | None, otherwise: Rgb) -> Rgb:
    if colour is None or colour.type == ColorType.DEFAULT:
        return otherwise
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def _between(one: Rgb, other: Rgb) -> Rgb:
    return ((one[0] + other[0]) // 2, (one[1] + other[1]) // 2, (one[2] + other[2]) // 2)

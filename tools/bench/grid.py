"""What a terminal shows of what a Textual program writes to it: enough of one to read words off it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rich.cells import cell_len

_PART = re.compile(r"\x1b\[([0-9;?]*)([@-~])|\x1b[^\[]|[^\x1b]+")


@dataclass(slots=True)
class Grid:
    """Cells of a terminal; takes text and moves of the cursor, passes over all else."""

    columns: int
    rows: int
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    _row: int = 0
    _column: int = 0

    def take(self, drawn: str) -> None:
        """Take what was written; it must not end inside an escape sequence."""
        for part in _PART.finditer(drawn):
            if part[2] == "H":
                row, _, column = part[1].partition(";")
                self._row, self._column = int(row or 1) - 1, int(column or 1) - 1
            elif part[2] is None and not part[0].startswith("\x1b"):
                self._write(part[0])

    def _write(self, text: str) -> None:
        for character in text:
            if character == "\n":
                self._row += 1
            elif character == "\r":
                self._column = 0
            else:
                self.cells[self._row, self._column] = character
                self._column += cell_len(character)

    def text(self) -> str:
        """Return the lines of the screen."""
        return "\n".join(
            "".join(self.cells.get((row, column), " ") for column in range(self.columns))
            for row in range(self.rows)
        )

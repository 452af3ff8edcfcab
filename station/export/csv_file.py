"""Tables as CSV: UTF-8, a header, numbers in the fewest digits that read back to the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.export.cells import Cells, harmless_cell, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from station.export.columns import Column


def write_csv(file: TextIO, columns: Sequence[Column], batches: Iterable[Sequence[tuple[Any, ...]]]) -> int:
    """Write header and rows as the database has them; return how many rows."""
    file.write(",".join(column.name for column in columns) + "\n")
    cells = Cells(columns)
    number = 0
    for batch in batches:
        file.write("\n".join(cells.lines(batch)) + "\n")
        number += len(batch)
    return number


def write_words(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table of words."""
    file.writelines(",".join(quoted(harmless_cell(cell)) for cell in row) + "\n" for row in (header, *rows))

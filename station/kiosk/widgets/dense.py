"""Many short lines in little room, for an engineer's eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from station.kiosk.widgets.drawing import Drawn, Row

if TYPE_CHECKING:
    from collections.abc import Sequence


class Dense(Drawn):
    """Rows as they are given; where there is no room for all, the newest stay or the first, as asked."""

    PREFIX = "dense"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "dense--go", "dense--mind", "dense--stop", "dense--quiet", "dense--strong",
    }  # fmt: skip
    given: tuple[Row, ...] = ()
    newest = False

    def show(self, rows: Sequence[Row], *, newest: bool = False) -> None:
        """Show these rows; ``newest``: the last ones when there are too many."""
        self.given, self.newest = tuple(rows), newest
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return as many rows as there is room for, each cut to it."""
        kept = self.given[-height:] if self.newest else self.given[:height]
        return [_cut(row, width) for row in kept]


def _cut(row: Row, width: int) -> Row:
    parts: list[tuple[str, str]] = []
    for text, name in row:
        room = width - sum(len(part) for part, _ in parts)
        if room <= 0:
            break
        parts.append((text if len(text) <= room else text[: room - 1] + "…", name))
    return tuple(parts)

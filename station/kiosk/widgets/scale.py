"""The values there are to choose from, as a row of boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len

from station.kiosk.widgets.drawing import Drawn, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST: Final = 9
_FEW, _WIDE = 3, 18
"""Of few boxes each may be so wide."""


class Scale(Drawn):
    """A row of boxes with the chosen one lit and held between marks; three rows high where there is room."""

    PREFIX = "scale"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "scale--box", "scale--go", "scale--mind", "scale--stop", "scale--chosen",
    }  # fmt: skip
    labels: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    chosen: int | None = None

    def show(self, labels: tuple[str, ...], tones: tuple[str, ...], chosen: int | None) -> None:
        """Show boxes with these labels; ``tones`` names the ground of each; ``chosen`` is an index."""
        self.labels, self.tones, self.chosen = labels, tones, chosen
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the boxes in the middle of the width."""
        if not self.labels:
            return []
        widest = max(map(cell_len, self.labels)) + 4
        pitch = min(width // len(self.labels), max(_WIDEST, widest if len(self.labels) > _FEW else _WIDE))
        left = (width - pitch * len(self.labels)) // 2
        middle = height // 2
        return [self._row(y == middle, pitch, left) for y in range(height)]

    def _row(self, has_labels: bool, pitch: int, left: int) -> Row:  # noqa: FBT001  one of two kinds of row
        gap = 1 if pitch > 3 else 0  # noqa: PLR2004  narrower boxes stand side by side
        parts: list[tuple[str, str]] = [(" " * left, "")]
        for at, (label, tone) in enumerate(zip(self.labels, self.tones, strict=True)):
            lit = at == self.chosen
            shown = (
                (f"▸{label}◂" if lit and pitch - gap >= cell_len(label) + 2 else label) if has_labels else ""
            )
            parts += [(_centred(shown, pitch - gap), "chosen" if lit else tone or "box"), (" " * gap, "")]
        return tuple(parts)


def _centred(text: str, width: int) -> str:
    """Return text in the middle of ``width`` cells."""
    room = max(0, width - cell_len(text))
    return " " * (room // 2) + text + " " * (room - room // 2)

"""A plain bar that fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from station.kiosk.widgets.drawing import LEFT_EIGHTHS, Drawn, Row

if TYPE_CHECKING:
    from collections.abc import Sequence


class Progress(Drawn):
    """How much of something is complete, in eighths of a cell."""

    PREFIX = "progress"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress--done"}
    fraction = 0.0

    def show(self, fraction: float) -> None:
        """Fill up to ``fraction``, clipped to 0-1."""
        self.fraction = min(1.0, max(0.0, fraction))
        self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the bar, as high as the box."""
        full, part = divmod(round(self.fraction * width * 8), 8)
        return [(("█" * full + (LEFT_EIGHTHS[part] if part else ""), "done"),)] * height

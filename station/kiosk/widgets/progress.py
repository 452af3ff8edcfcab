"""A plain bar that fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget

from station.kiosk.widgets.drawing import LEFT_EIGHTHS, strip_of

if TYPE_CHECKING:
    from textual.strip import Strip


class Progress(Widget):
    """How much of something is complete, in eighths of a cell."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress--done"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.fraction = 0.0

    def show(self, fraction: float) -> None:
        """Fill up to ``fraction``, clipped to 0-1."""
        fraction = min(1.0, max(0.0, fraction))
        if fraction != self.fraction:
            self.fraction = fraction
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return one row; all are alike."""
        del y
        full, part = divmod(round(self.fraction * self.size.width * 8), 8)
        bar = "█" * full + (LEFT_EIGHTHS[part] if part else "")
        return strip_of(
            [(bar, self.get_component_rich_style("progress--done"))], self.size.width, self.rich_style
        )

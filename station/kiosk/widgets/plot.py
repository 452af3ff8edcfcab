"""What the standing charts share: textual-plot's widget in the kiosk's colours, without keys of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual_plot import AxisFormatter, PlotWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events


_FRAME: Final = 2
"""Cells of the frame on both sides together."""


class Chart(PlotWidget, can_focus=False, inherit_bindings=False):
    """A plot that is drawn anew when its figures, its size or the theme changes; nobody pans it by accident.

    The style of what is named ``x`` is the component class ``chart--x``.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"chart--{name}"
        for name in ("left", "right", "both", "go", "mind", "stop", "quiet", "line", "target", "cursor")
    }

    LABEL_CELLS: ClassVar[int] = 6
    """Room for the labels of the upright axis; those of the other have one row below the frame."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id, classes=classes, allow_pan_and_zoom=False)
        self.set_reactive(PlotWidget.margin_left, self.LABEL_CELLS)
        self.set_reactive(PlotWidget.margin_top, 0)
        self.set_reactive(PlotWidget.margin_bottom, 1)

    def figures(self, width: int, height: int) -> None:
        """Draw everything with ``bar``, ``scatter`` and so on into so many cells within the frame."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Draw what was given before."""
        super().on_mount()
        self.redraw()

    def redraw(self) -> None:
        """Draw anew."""
        width, height = self.size.width - self.LABEL_CELLS - _FRAME, self.size.height - 1 - _FRAME
        if self.is_mounted and width > 0 and height > 0:
            self.clear()
            self.figures(width, height)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out for the new size."""
        del event
        self.call_after_refresh(self.redraw)

    def notify_style_update(self) -> None:
        """Take the colours of another theme: the widget keeps them with its figures."""
        super().notify_style_update()
        if self.is_mounted:
            self.call_after_refresh(self.redraw)

    def style_of(self, name: str) -> str:
        """Return a style as the plot wants it."""
        return str(self.get_component_rich_style(f"chart--{name}"))


class Labels(AxisFormatter):
    """Ticks where they are wanted, in words of our own."""

    def __init__(self, ticks: Sequence[float], label: Callable[[float], str]) -> None:
        self._ticks, self._label = list(ticks), label

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:
        """Return the wanted ones on show."""
        del max_ticks
        return [tick for tick in self._ticks if min_ <= tick <= max_]

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Return their labels."""
        return [self._label(tick) for tick in ticks]

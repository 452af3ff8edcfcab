"""What the standing charts share: textual-plot's widget in the kiosk's colours, without keys of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual_plot import AxisFormatter, HiResMode, PlotWidget

from station.kiosk.widgets.drawing import TONES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events


_LABEL_CELLS: Final = 6
"""Room for the labels of the upright axis; those of the other have one row below the frame."""
_NAMES: Final = (
    "left", "right", "both", "line", "target", "left-target", "right-target", "both-target", "cursor",
    *(f"{tone}{part}" for tone in TONES for part in ("", "-band", "-over")),
)  # fmt: skip
_FRAME: Final = 2
"""Cells of the frame on both sides together."""


class Chart(PlotWidget, can_focus=False, inherit_bindings=False):
    """A plot that is drawn anew when its figures, its size or the theme changes; nobody pans it by accident.

    The style of what is named ``x`` is the component class ``chart--x``.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"chart--{name}" for name in _NAMES}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id, classes=classes, allow_pan_and_zoom=False)
        self.set_reactive(PlotWidget.margin_left, _LABEL_CELLS)
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
        width, height = self.size.width - self.margin_left - _FRAME, self.size.height - 1 - _FRAME
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

    def write(self, cell: int, y: float, words: str, name: str) -> None:
        """Write words from a cell on at a height, across where ``x`` counts cells."""
        style = self.style_of(name)
        for character in dict.fromkeys(words.replace(" ", "")):
            places = [at + 0.5 for at, each in enumerate(words, cell) if each == character]
            self.scatter(places, [y] * len(places), character, style)

    def column(self, middle: float, value: float, cells: int, row: float, name: str) -> None:
        """Draw a bar of some cells about a place, up or down from the line, in half rows; ``row``: a row's worth.

        The canvas draws what is lower than a row a cell too wide, so that is written.
        """
        half_rows = max(1, round(2.0 * abs(value) / row))
        if half_rows > 1:
            self.bar([middle], [value], cells, self.style_of(name), HiResMode.HALFBLOCK)
            return
        block, level = ("▄", 0.5) if value > 0 else ("▀", -0.5)
        self.write(round(middle - cells / 2), level * row, block * cells, name)

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

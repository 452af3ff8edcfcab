"""What the widgets share: rows of named parts drawn on Textual's line API, and lines of plain words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Final, Self, TypeAlias

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from station.kiosk.plain import OnlyAscii, ascii_of
from station.kiosk.widgets.painting import Painter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from station.kiosk.verdict import Tone

LOWER_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
LEFT_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
TONES: Final[tuple[Tone, ...]] = ("go", "mind", "stop", "quiet")
_TONE_CLASSES: Final = tuple(f"-{tone}" for tone in TONES)

Row: TypeAlias = tuple[tuple[str, str], ...]
"""One line: texts, each with the name of its style; the empty name is the widget's own."""


class Drawn(Widget):
    """A widget that says its rows; only those that changed since the last frame are drawn again.

    The style of a part named ``x`` is the component class ``PREFIX--x``. Its box has margins only, neither
    border nor padding.
    """

    PREFIX: ClassVar[str] = ""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id, classes=classes)
        self.drawn: tuple[Row, ...] = ()
        self._named_styles: dict[str, Style] = {}
        self._ascii: bool | None = None
        """Whether the terminal shows letters only; ``None``: not asked yet."""
        self._strips: list[Strip | None] = []
        """What the terminal shows, a row each; ``None``: to be made anew."""
        self._strips_width = 0

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return at most ``height`` rows of at most ``width`` cells."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw what changed; costs nothing when nothing did."""
        width, height = self.outer_size
        rows = tuple(self.rows(width, height)) if width > 0 and height > 0 else ()
        before, self.drawn = self.drawn, rows
        if len(before) == len(rows):
            changed = [y for y, row in enumerate(rows) if row != before[y]]
        else:
            changed = list(range(max(len(before), len(rows))))
        if not changed:
            return
        strips = self._strips
        for y in changed:
            if y < len(strips):
                strips[y] = None
        if Painter.now is not None:
            Painter.now.changed(self, changed)
        else:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self.redraw()

    def notify_style_update(self) -> None:
        """Forget styles made for another theme or class."""
        self._named_styles = {}
        self._strips = []
        super().notify_style_update()

    def make_style(self, name: str) -> Style:
        """Return the style of a name; called once until styles change."""
        return self.get_component_rich_style(f"{self.PREFIX}--{name}") if name else self.rich_style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows from a store of our own.

        Textual asks every visible widget at every frame, and its general store (borders, padding, opacity)
        costs several times what these plain boxes need.
        """
        self._fit_strips()
        strips = [self._strip(y) for y in crop.line_range]
        if crop.x == 0 and crop.width == self._strips_width:
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Return one row."""
        return self.render_lines(Region(0, y, self.outer_size.width, 1))[0]

    def strip(self, y: int) -> Strip:
        """Return one row as the terminal shows it."""
        self._fit_strips()
        return self._strip(y)

    def _fit_strips(self) -> None:
        width, height = self.outer_size
        if width != self._strips_width or height != len(self._strips):
            self._strips, self._strips_width = [None] * height, width

    def _strip(self, y: int) -> Strip:
        """Return one row, made only when it differs from the one before."""
        if not 0 <= y < len(self._strips):
            return Strip.blank(self._strips_width, self._style(""))
        strip = self._strips[y]
        if strip is None:
            strip = self._strips[y] = self._make(self.drawn[y] if y < len(self.drawn) else ())
        return strip

    def _make(self, row: Row) -> Strip:
        if self._ascii is None:
            self._ascii = any(isinstance(one, OnlyAscii) for one in self.get_line_filters())
        letters = ascii_of if self._ascii else str
        segments = [Segment(letters(text), self._style(name)) for text, name in row if text]
        return Strip(segments).adjust_cell_length(self._strips_width, self._style(""))

    def _style(self, name: str) -> Style:
        style = self._named_styles.get(name)
        if style is None:
            style = self._named_styles[name] = self._filtered(self.make_style(name))
        return style

    def _filtered(self, style: Style) -> Style:
        """Return a style as the terminal shows it: without colour, dimmed, whatever filters are in force."""
        ground = self.background_colors[1]
        segments = [Segment(" ", style)]
        for line_filter in self.get_line_filters():
            segments = line_filter.apply(segments, ground)
        return segments[0].style or style


class Say(Static):
    """A line of plain words: nothing in it is ever taken for markup, and equal words are not drawn again."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        self._kept: dict[Region, list[Strip]] = {}
        """What Textual made of it, by the part asked for: asked for at every frame, changed once in a while."""
        super().__init__(text, id=id, classes=classes, markup=False)
        self.text = text

    def show(self, text: str, tone: Tone | None = None) -> None:
        """Show ``text`` in a tone."""
        set_tone(self, tone)
        if text != self.text:
            self.text = text
            self.update(text, layout=self.styles.auto_dimensions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return what was made for this crop before, unless something changed meanwhile."""
        strips = self._kept.get(crop)
        if strips is None:
            strips = self._kept[crop] = super().render_lines(crop)
        return strips

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Forget what was drawn."""
        self._kept = {}
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Forget what was drawn in another theme or class."""
        self._kept = {}
        super().notify_style_update()


def set_tone(widget: Widget, tone: Tone | None) -> None:
    """Give a widget one of the four meanings of colour, or none."""
    wanted, classes = f"-{tone}", widget.classes
    for name in _TONE_CLASSES:
        if (name in classes) != (name == wanted):
            widget.set_class(name == wanted, name)


def runs(characters: str, names: Sequence[str]) -> Row:
    """Return ``characters`` cut where the name of their style changes."""
    parts: list[tuple[str, str]] = []
    start = 0
    for name, group in groupby(names):
        stop = start + sum(1 for _ in group)
        parts.append((characters[start:stop], name))
        start = stop
    return tuple(parts)

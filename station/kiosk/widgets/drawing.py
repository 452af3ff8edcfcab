"""Small pieces shared by the widgets that draw cells themselves."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style
    from textual.widget import Widget

    from station.kiosk.verdict import Tone

LOWER_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
LEFT_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
TONES: Final[tuple[Tone, ...]] = ("go", "mind", "stop", "quiet")


def set_tone(widget: Widget, tone: Tone | None) -> None:
    """Give a widget one of the four meanings of colour, or none."""
    for name in TONES:
        widget.set_class(name == tone, f"-{name}")


def strip_of(parts: Iterable[tuple[str, Style]], width: int, blank: Style) -> Strip:
    """Return styled texts as one line of exactly ``width`` cells."""
    return Strip([Segment(text, style) for text, style in parts if text]).adjust_cell_length(width, blank)


def runs(characters: str, kinds: Sequence[int], styles: Sequence[Style]) -> list[tuple[str, Style]]:
    """Return ``characters`` cut where their kind changes, each run with the style of its kind."""
    parts: list[tuple[str, Style]] = []
    start = 0
    for kind, group in groupby(kinds):
        stop = start + sum(1 for _ in group)
        parts.append((characters[start:stop], styles[kind]))
        start = stop
    return parts


class Say(Static):
    """A line of plain words: nothing in it is ever taken for markup, and equal words are not drawn again."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(text, id=id, classes=classes, markup=False)
        self.text = text

    def show(self, text: str, tone: Tone | None = None) -> None:
        """Show ``text`` in a tone."""
        set_tone(self, tone)
        if text != self.text:
            self.text = text
            self.update(text)

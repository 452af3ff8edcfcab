"""Paragraphs to read, wrapped to the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from station.kiosk.widgets.drawing import Say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.telling import Line
    from station.kiosk.verdict import Tone

_STYLES = {"title": "bold", "text": "", "small": "$quiet"}
_TONES = {"go": "$go", "mind": "$mind", "stop": "$stop", "quiet": "$quiet"}


class Paragraphs(Static):
    """Lines with their weight and tone; nothing in them is ever taken for markup."""

    def show(self, lines: Sequence[Line]) -> None:
        """Show these."""
        parts: list[tuple[str, str]] = []
        for at, line in enumerate(lines):
            close = line.weight == "small" or lines[at - 1].weight == "title"
            gap = "" if at == 0 else "\n" if close else "\n\n"
            style = _STYLES[line.weight] if line.tone is None else _TONES[line.tone]
            parts.append((gap + line.text, style))
        self.update(Content.assemble(*parts))


class FitsRows(Say):
    """The first of several wordings that has room in the rows allowed; give the fullest first."""

    wordings: tuple[str, ...] = ("",)
    tone: Tone | None = None

    def offer(self, *wordings: str, tone: Tone | None = None) -> None:
        """Choose from these."""
        if (wordings, tone) != (self.wordings, self.tone):
            self.wordings, self.tone = wordings or ("",), tone
            self._choose()

    def on_resize(self) -> None:
        """Choose anew."""
        self._choose()

    def _choose(self) -> None:
        width, rows = self.content_size.width, rows_allowed(self)
        fitting = (words for words in self.wordings if rows_needed(words, width) <= rows)
        self.show(next(fitting, self.wordings[-1]), self.tone)


def rows_needed(words: str, width: int) -> int:
    """Return the rows that words take in a width of cells."""
    return len(Content(words).wrap(max(1, width)))


def rows_allowed(widget: Static) -> int:
    """Return the rows that a widget of its own height may grow to."""
    limit = widget.styles.max_height
    return widget.size.height if limit is None or limit.cells is None else limit.cells

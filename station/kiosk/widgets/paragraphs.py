"""Paragraphs to read, wrapped to the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
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

    wordings: tuple[Sequence[Line], ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these, all of them."""
        self.offer(lines)

    def offer(self, *wordings: Sequence[Line]) -> None:
        """Show the first of these that has room in the rows allowed; give the fullest first."""
        self.wordings = wordings
        self._choose()

    def on_resize(self) -> None:
        """Choose anew."""
        self._choose()

    def _choose(self) -> None:
        if len(self.wordings) == 1:
            self.update(_content(self.wordings[0]))
            return
        width, rows = self.content_size.width or self.container_size.width, rows_allowed(self)
        contents = [_content(lines) for lines in self.wordings]
        fitting = (content for content in contents if len(content.wrap(max(1, width))) <= rows)
        if contents:
            self.update(next(fitting, contents[-1]))


def _content(lines: Sequence[Line]) -> Content:
    """Return lines as one text, with the gaps that their weights ask for."""
    parts: list[tuple[str, str]] = []
    for at, line in enumerate(lines):
        close = line.weight == "small" or lines[at - 1].weight == "title"
        gap = "" if at == 0 else "\n" if close else "\n\n"
        style = _STYLES[line.weight] if line.tone is None else _TONES[line.tone]
        parts.append((gap + line.text, style))
    return Content.assemble(*parts)


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
    if limit is not None and limit.cells is not None:
        return limit.cells
    box = widget.parent
    if not isinstance(box, Widget):
        return widget.size.height
    others = (one for one in box.children if one is not widget and one.display)
    return max(1, box.size.height - sum(one.outer_size.height for one in others))

"""Paragraphs to read, wrapped to the width there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.telling import Line

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

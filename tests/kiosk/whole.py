"""Whether everything that a screen says has its room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import VerticalScroll

from station.kiosk.widgets.drawing import Drawn, Say
from station.kiosk.widgets.paragraphs import Paragraphs

if TYPE_CHECKING:
    from tests.kiosk.stage import Stage


def assert_whole(stage: Stage) -> None:
    """Assert that every line has the rows its words need, every drawn row its cells, every key its place."""
    screen = stage.app.screen
    for line in screen.query(Say).results():
        if line.display and line.text and line.region and line.parent is not None:
            width = line.content_size.width
            assert max(map(cell_len, line.text.split()), default=0) <= width, line.text
            needed = line.get_content_height(line.content_size, screen.size, width)
            assert needed <= line.content_size.height, line.text
    for text in screen.query(Paragraphs).results():
        if text.display and text.region and not isinstance(text.parent, VerticalScroll):
            needed = text.get_content_height(text.content_size, screen.size, text.content_size.width)
            assert needed <= text.content_size.height, str(text.content)
    shown = (drawn for drawn in screen.query(Drawn).results() if drawn.size.area)
    for drawn in shown:
        for row in drawn.drawn:
            assert sum(cell_len(text) for text, _ in row) <= drawn.size.width, (drawn.id, row)

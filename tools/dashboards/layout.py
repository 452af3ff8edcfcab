"""Where the panels of a board lie: from left to right, a new line where one does not fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.dashboards.model import Panel, Section

COLUMNS: Final = 24


@dataclass(frozen=True, slots=True)
class Place:
    """Columns and rows, from the top left."""

    x: int
    y: int
    width: int
    height: int


def placed(section: Section, top: int) -> Iterator[tuple[Panel, Place]]:
    """Yield a section's panels with their places, the first line at ``top``."""
    x, y, tallest = 0, top, 0
    for panel in section.panels:
        if x + panel.width > COLUMNS:
            x, y, tallest = 0, y + tallest, 0
        yield panel, Place(x, y, panel.width, panel.height)
        x, tallest = x + panel.width, max(tallest, panel.height)


def height(section: Section) -> int:
    """Return how many rows a section's panels take."""
    return max(place.y + place.height for _, place in placed(section, 0))

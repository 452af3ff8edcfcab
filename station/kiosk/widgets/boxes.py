"""Boxes that only hold others: Textual fills their ground without asking them for lines at every frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical

from station.kiosk.plain import FewColours, NoColours

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget


class Rows(Vertical):
    """One below the other."""

    BLANK = True

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the ground."""
        return grounded(self, super().render_lines(crop))


class Columns(Horizontal):
    """One beside the other."""

    BLANK = True

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the ground."""
        return grounded(self, super().render_lines(crop))


def grounded(box: Widget, strips: list[Strip]) -> list[Strip]:
    """Return the ground of a box as the terminal shows it: Textual asks no filter about what is blank."""
    filters = [each for each in box.get_line_filters() if isinstance(each, (NoColours, FewColours))]
    if not filters or not strips:
        return strips
    ground, strip = box.background_colors[1], strips[0]
    for each in filters:
        strip = strip.apply_filter(each, ground)
    return [strip] * len(strips)

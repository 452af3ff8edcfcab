"""The picture: rooms as boxes with their sentence, imports as lines, thicker where there are more."""

from __future__ import annotations

import re
from html import escape
from math import log2
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from tools.architecture.layout import Layout, Place, layout_of

if TYPE_CHECKING:
    from tools.architecture.rooms import House

BOX: Final = (170, 66)
PITCH: Final = 104
EDGE: Final = 28
HEAD: Final = 92
LETTERS, ROWS = 27, 3
"""Letters of a sentence that a box has room for in a line, and how many lines."""
ARROW: Final = 5
# Both schemes carry their own ground: a page's own colours may be others than the reader's system asks for.
STYLE: Final = """
svg { --ground: #ffffff; --ink: #16202b; --quiet: #51606e; --line: #8795a3; --core: #d8e9fb; --core-edge: #0050a6;
  --host: #f1f4f7; --host-edge: #8795a3; --sim: #fbe6d6; --sim-edge: #8c3800; }
@media (prefers-color-scheme: dark) { svg { --ground: #0b0f14; --ink: #e9eef3; --quiet: #9dabb9; --line: #5f7183;
  --core: #10283f; --core-edge: #4aa8ff; --host: #18222d; --host-edge: #5f7183; --sim: #38210f; --sim-edge: #ff9142; } }
text { font-family: system-ui, sans-serif; fill: var(--ink); }
.name { font-size: 15px; font-weight: 600; text-anchor: middle; }
.says { font-size: 10.5px; fill: var(--quiet); text-anchor: middle; }
.told { font-size: 13px; fill: var(--quiet); }
.title { font-size: 19px; font-weight: 600; }
rect { stroke-width: 1.5; }
.ground { fill: var(--ground); }
.core { fill: var(--core); stroke: var(--core-edge); }
.host { fill: var(--host); stroke: var(--host-edge); }
.sim { fill: var(--sim); stroke: var(--sim-edge); }
path { fill: none; stroke: var(--line); stroke-linecap: round; }
.arrow { fill: var(--line); stroke: none; }
"""
LINES: Final = "A line is an import, thicker where there are more. What follows from other lines is left out."
LEGEND: Final = (
    ("core", "the core: a function of bytes"),
    ("host", "around it: threads, files, screens"),
    ("sim", "poses as a step"),
)


def drawing(house: House) -> str:
    """Return the picture as SVG."""
    layout = layout_of(house.floors, house.telling)
    left = min(x - place.width / 2 for place, x in layout.x.items()) - EDGE
    layout.x = {place: x - left for place, x in layout.x.items()}
    width = round(max(x + place.width / 2 for place, x in layout.x.items()) + EDGE)
    height = HEAD + len(layout.rows) * PITCH
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            "<title>The rooms of the station and what they import</title>",
            f"<style>{STYLE}</style>",
            f'<rect class="ground" width="{width}" height="{height}" rx="12"/>',
            *_head(),
            *_lines(layout),
            *(
                shape
                for row in layout.rows[::-1]
                for place in row
                if not place.passing
                for shape in _room(house, layout, place)
            ),
            "</svg>\n",
        ]
    )


def _head() -> list[str]:
    shapes = [
        f'<text class="title" x="{EDGE}" y="34">What rests on what</text>',
        f'<text class="told" x="{EDGE}" y="56">{LINES}</text>',
    ]
    at = EDGE
    for kind, says in LEGEND:
        shapes.append(f'<rect class="{kind}" x="{at}" y="68" width="22" height="16" rx="4"/>')
        shapes.append(f'<text class="told" x="{at + 30}" y="81">{says}</text>')
        at += 50 + 7 * len(says)
    return shapes


def _middle(layout: Layout, place: Place) -> tuple[int, int]:
    """Return the centre of a place."""
    return round(layout.x[place]), HEAD + (len(layout.rows) - 1 - place.floor) * PITCH + PITCH // 2


def _lines(layout: Layout) -> list[str]:
    shapes: list[str] = []
    half = BOX[1] // 2
    for (upper, lower), count in sorted(layout.lines.items()):
        (x1, y1), (x2, y2) = _middle(layout, upper), _middle(layout, lower)
        from_y, to_y = y1 + half, y2 - half
        bend = (from_y + to_y) // 2
        end_y = to_y if lower.passing else to_y - ARROW
        thick = 1.0 + 0.8 * log2(count)
        start = f"M{x1} {y1 - half}V{from_y}" if upper.passing else f"M{x1} {from_y}"
        shapes.append(
            f'<path d="{start}C{x1} {bend} {x2} {bend} {x2} {end_y}" stroke-width="{thick:.1f}">'
            f"<title>{lower.room}</title></path>"
        )
        if not lower.passing:
            wide = ARROW + thick / 2
            shapes.append(
                f'<path class="arrow" d="M{x2 - wide:.1f} {to_y - ARROW - 3}h{2 * wide:.1f}L{x2} {to_y}z"/>'
            )
    return shapes


def _room(house: House, layout: Layout, place: Place) -> list[str]:
    (x, y), (width, height) = _middle(layout, place), BOX
    name, sentence = place.room, house.sentences[place.room]
    kind = "core" if name in house.core else "sim" if name == "simulators" else "host"
    shapes = [
        f"<g><title>{escape(sentence, quote=False)}</title>",
        f'<rect class="{kind}" x="{x - width // 2}" y="{y - height // 2}" width="{width}" height="{height}" rx="8"/>',
        f'<text class="name" x="{x}" y="{y - 15}">{name}</text>',
    ]
    lines = _short(sentence)
    top = y + 10 - 6 * (len(lines) - 1) + 3
    shapes += [
        f'<text class="says" x="{x}" y="{top + 12 * at}">{escape(line, quote=False)}</text>'
        for at, line in enumerate(lines)
    ]
    return [*shapes, "</g>"]


def _short(sentence: str) -> list[str]:
    """Return the lines of as much of a sentence as stands alone and has room; a comma ends it only at need."""
    whole = sentence.replace("`", "")
    for marks in ("[:.;]", "[:.;,]"):
        ends = [match.start() for match in re.finditer(rf"{marks}( |$)", whole)]
        texts = [wrap(whole[:end], LETTERS) for end in ends]
        fitting = [lines for lines in texts if len(lines) <= ROWS]
        if fitting:
            return fitting[-1]
    return wrap(whole, LETTERS, max_lines=ROWS, placeholder=" …")

"""Cells of a terminal as a picture: letters from a font, blocks, dots and lines drawn exactly, so that they join."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from PIL import Image, ImageDraw, ImageFont

from tools.demo_picture.terminal import BLANK

if TYPE_CHECKING:
    from tools.demo_picture.terminal import Cell, Cells, Rgb

WIDE, HIGH = 10, 20
"""Pixels of a cell."""
FONT_PX: Final = 16.61
"""DejaVu Sans Mono is then 10 pixels wide."""
BASELINE: Final = 15
MARGIN: Final = 10
CAPTION_HIGH: Final = 52
CAPTION_PX: Final = 26
CAPTION_PAPER: Final = (232, 236, 240)
CAPTION_INK: Final = (16, 20, 26)
_FONTS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
_EIGHTHS_UP: Final = "▁▂▃▄▅▆▇█"
_EIGHTHS_LEFT: Final = "█▉▊▋▌▍▎▏"
_QUADRANTS: Final = {"▖": 4, "▗": 8, "▘": 1, "▙": 13, "▚": 9, "▛": 7, "▜": 11, "▝": 2, "▞": 6, "▟": 14}
"""Which quarters are full: 1 and 2 above, 4 and 8 below, left first."""
_SHADES: Final = {"░": 0.25, "▒": 0.5, "▓": 0.75}
_LEFT, _RIGHT, _UP, _DOWN = 1, 2, 4, 8
_LINES: Final = {
    "─": 3, "│": 12, "┌": 10, "┐": 9, "└": 6, "┘": 5, "├": 14, "┤": 13, "┬": 11, "┴": 7, "┼": 15,
    "╭": 10, "╮": 9, "╰": 6, "╯": 5, "╴": 1, "╵": 4, "╶": 2, "╷": 8,
    "━": 19, "┃": 28, "┏": 26, "┓": 25, "┗": 22, "┛": 21, "┣": 30, "┫": 29, "┳": 27, "┻": 23, "╋": 31,
}  # fmt: skip
"""To which sides a line goes; 16 more: a heavy one."""
_HEAVY: Final = 16
_DASHES: Final = {"╌": 2, "┄": 3, "┈": 4}
_BRAILLE: Final = 0x2800
_DOTS: Final = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
"""Column and row of each bit's dot."""


def picture(cells: Cells, columns: int, rows: int, ground: Rgb, caption: str = "") -> Image.Image:
    """Return what a terminal of this size shows, on a margin of the colour ``ground``, and a caption below it."""
    size = (columns * WIDE + 2 * MARGIN, rows * HIGH + 2 * MARGIN + (CAPTION_HIGH if caption else 0))
    image = Image.new("RGB", size, ground)
    if caption:
        ImageDraw.Draw(image).rectangle((0, size[1] - CAPTION_HIGH, *size), fill=CAPTION_PAPER)
        place = (size[0] // 2, size[1] - CAPTION_HIGH // 2)
        ImageDraw.Draw(image).text(place, caption, fill=CAPTION_INK, font=_caption_font(), anchor="mm")
    for row in range(rows):
        for column in range(columns):
            cell = cells.get((row, column), BLANK._replace(paper=ground))
            if cell.text:
                image.paste(tile(cell), (MARGIN + column * WIDE, MARGIN + row * HIGH))
    return image


@lru_cache(maxsize=8192)
def tile(cell: Cell) -> Image.Image:
    """Return one cell as a picture."""
    image = Image.new("RGB", (WIDE, HIGH), cell.paper)
    draw = ImageDraw.Draw(image)
    for box in _boxes(cell.text):
        draw.rectangle(box, fill=cell.ink)
    if cell.text in _SHADES:
        share = _SHADES[cell.text]
        mixed = [
            round(ink * share + paper * (1 - share)) for ink, paper in zip(cell.ink, cell.paper, strict=True)
        ]
        image.paste((mixed[0], mixed[1], mixed[2]), (0, 0, WIDE, HIGH))
    elif not _is_drawn(cell.text):
        draw.text((0, BASELINE), cell.text, fill=cell.ink, font=_font(bold=cell.bold), anchor="ls")
    return image


@lru_cache
def _font(*, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"DejaVuSansMono{'-Bold' if bold else ''}.ttf", FONT_PX)


@lru_cache
def _caption_font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / "DejaVuSans.ttf", CAPTION_PX)


def _is_drawn(text: str) -> bool:
    return text == " " or bool(_boxes(text))


Box = tuple[int, int, int, int]
"""Left, upper, right and lower pixel, all included."""


def _boxes(text: str) -> tuple[Box, ...]:
    """Return the full boxes that this character is made of; none: a font draws it."""
    return _SHAPES.get(text, ())


def _quarters(full: int) -> tuple[Box, ...]:
    half_wide, half_high = WIDE // 2, HIGH // 2
    corners = ((0, 0), (half_wide, 0), (0, half_high), (half_wide, half_high))
    return tuple(
        (left, upper, left + half_wide - 1, upper + half_high - 1)
        for bit, (left, upper) in enumerate(corners)
        if full & 1 << bit
    )


def _line(sides: int) -> tuple[Box, ...]:
    """Return the strokes from the middle to these sides, one or three pixels wide."""
    out = 1 if sides & _HEAVY else 0
    across, along = WIDE // 2, HIGH // 2
    strokes = {
        _LEFT: (0, along - out, across + out, along + out),
        _RIGHT: (across - out, along - out, WIDE - 1, along + out),
        _UP: (across - out, 0, across + out, along + out),
        _DOWN: (across - out, along - out, across + out, HIGH - 1),
    }
    return tuple(box for side, box in strokes.items() if sides & side)


def _dashes(count: int) -> tuple[Box, ...]:
    """Return dashes of a line, with as much room between them as they are long."""
    pitch = WIDE / count
    starts = (pitch * (number + 0.25) for number in range(count))
    return tuple((round(at), HIGH // 2, round(at + pitch / 2) - 1, HIGH // 2) for at in starts)


def _dotted(bits: int) -> tuple[Box, ...]:
    """Return the dots of a braille character."""
    wide, high = WIDE // 2, HIGH // 4
    return tuple(
        (column * wide + 1, row * high + 1, column * wide + 3, row * high + 3)
        for bit, (column, row) in enumerate(_DOTS)
        if bits & 1 << bit
    )


def _shapes() -> dict[str, tuple[Box, ...]]:
    """Return every character that is drawn exactly, as boxes."""
    half = HIGH // 2
    shapes: dict[str, tuple[Box, ...]] = {
        "▀": ((0, 0, WIDE - 1, half - 1),),
        "▐": ((WIDE // 2, 0, WIDE - 1, HIGH - 1),),
        "▔": ((0, 0, WIDE - 1, round(HIGH / 8) - 1),),
    }
    shapes |= {
        text: ((0, HIGH - round(HIGH * eighths / 8), WIDE - 1, HIGH - 1),)
        for eighths, text in enumerate(_EIGHTHS_UP, start=1)
    }
    shapes |= {
        text: ((0, 0, round(WIDE * (8 - less) / 8) - 1, HIGH - 1),) for less, text in enumerate(_EIGHTHS_LEFT)
    }
    shapes |= {text: _quarters(full) for text, full in _QUADRANTS.items()}
    shapes |= {text: _line(sides) for text, sides in _LINES.items()}
    shapes |= {text: _dashes(count) for text, count in _DASHES.items()}
    shapes |= {chr(_BRAILLE + bits): _dotted(bits) for bits in range(256)}
    return shapes


_SHAPES: Final = _shapes()

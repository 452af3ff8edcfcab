"""Block figures to be read from two metres: a 3 x 5 font scaled to the room there is."""

from __future__ import annotations

from typing import Final

# Each glyph is five rows of its pixels; every pixel is square on screen because one cell is two half-blocks.
_GLYPHS: Final[dict[str, tuple[str, ...]]] = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ".": (" ", " ", " ", " ", "#"),
    ",": (" ", " ", " ", " ", "#"),
    ":": (" ", "#", " ", "#", " "),
    "+": ("   ", " # ", "###", " # ", "   "),
    "-": ("   ", "   ", "###", "   ", "   "),
    "\N{MINUS SIGN}": ("   ", "   ", "###", "   ", "   "),
    "\N{EN DASH}": ("   ", "   ", "###", "   ", "   "),
    "\N{MULTIPLICATION SIGN}": ("   ", "# #", " # ", "# #", "   "),
    " ": (" ", " ", " ", " ", " "),
    "A": (" # ", "# #", "###", "# #", "# #"),
    "B": ("## ", "# #", "## ", "# #", "## "),
    "C": ("###", "#  ", "#  ", "#  ", "###"),
    "D": ("## ", "# #", "# #", "# #", "## "),
    "E": ("###", "#  ", "## ", "#  ", "###"),
    "F": ("###", "#  ", "## ", "#  ", "#  "),
    "G": ("###", "#  ", "# #", "# #", "###"),
    "H": ("# #", "# #", "###", "# #", "# #"),
    "I": ("#", "#", "#", "#", "#"),
    "K": ("# #", "# #", "## ", "# #", "# #"),
    "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "M": ("#   #", "## ##", "# # #", "#   #", "#   #"),
    "N": ("#  #", "## #", "# ##", "#  #", "#  #"),
    "O": ("###", "# #", "# #", "# #", "###"),
    "P": ("###", "# #", "###", "#  ", "#  "),
    "R": ("###", "# #", "## ", "# #", "# #"),
    "S": ("###", "#  ", "###", "  #", "###"),
    "T": ("###", " # ", " # ", " # ", " # "),
    "U": ("# #", "# #", "# #", "# #", "###"),
    "V": ("# #", "# #", "# #", "# #", " # "),
    "W": ("#   #", "#   #", "# # #", "## ##", "#   #"),
    "X": ("# #", "# #", " # ", "# #", "# #"),
    "Y": ("# #", "# #", " # ", " # ", " # "),
    "Z": ("###", "  #", " # ", "#  ", "###"),
}
_PIXEL_ROWS: Final = 5
_LARGEST_SCALE: Final = 3
_HALVES: Final = {(" ", " "): " ", ("#", " "): "▀", (" ", "#"): "▄", ("#", "#"): "█"}


def rows_at(scale: int) -> int:
    """Return how many terminal rows figures of this scale take."""
    return (_PIXEL_ROWS * scale + 1) // 2


def width_at(text: str, scale: int) -> int:
    """Return how many cells ``text`` takes at this scale."""
    return sum(len(_glyph(character)[0]) * scale + scale for character in text) - scale if text else 0


def best_scale(text: str, width: int, height: int) -> int:
    """Return the largest scale at which ``text`` fits; 0 when none does."""
    fitting = (
        scale
        for scale in range(_LARGEST_SCALE, 0, -1)
        if rows_at(scale) <= height and width_at(text, scale) <= width
    )
    return next(fitting, 0)


def figure_lines(text: str, width: int, height: int) -> list[str]:
    """Return ``text`` in the largest figures that fit; as plain text when none do, or a letter has no figure."""
    scale = best_scale(text, width, height) if set(text) <= set(_GLYPHS) else 0
    if scale == 0:
        return [text[:width]] if height else []
    gap = " " * scale
    pixel_rows: list[str] = []
    for row in range(_PIXEL_ROWS):
        line = gap.join("".join(pixel * scale for pixel in _glyph(c)[row]) for c in text)
        pixel_rows += [line] * scale
    if len(pixel_rows) % 2:
        pixel_rows.append(" " * len(pixel_rows[0]))
    pairs = zip(pixel_rows[::2], pixel_rows[1::2], strict=True)
    return ["".join(_HALVES[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs]


def _glyph(character: str) -> tuple[str, ...]:
    return _GLYPHS.get(character, _GLYPHS[" "])

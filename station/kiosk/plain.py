"""Terminals that cannot do everything: no colours, no symbols beyond ASCII."""

# ruff: noqa: RUF001  symbols beside the letters that stand for them are the point of this table

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from rich.cells import cell_len
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from station.kiosk.theme import DARK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Symbols = Literal["auto", "unicode", "ascii"]

_ASCII_TERMINALS: Final = ("vt52", "vt100", "vt102", "vt220", "ansi", "cons25", "linux", "sun")
"""Terminals and consoles whose letters are no more than a few hundred."""
_NO_COLOUR_TERMINALS: Final = ("vt52", "vt100", "vt102", "vt220")
_SIXTEEN: Final = 16
_BRIGHT: Final = 0.5
_LIT: Final = 0.2
"""A ground brighter than this, and by that much brighter than its letters, marks something; 0 to 1."""
_PLAIN: Final = Style.from_color(RichColor.parse("default"), RichColor.parse("default"))

_DRAWN: Final[dict[str, str]] = {
    # meanings and marks
    "✓": "v", "✕": "x", "✗": "x", "≈": "~", "●": "*", "○": "o", "◐": "o", "▸": ">", "◂": "<", "►": ">", "◄": "<",
    "▶": ">", "◀": "<", "▲": "^", "▼": "v", "✎": "e", "◆": "*", "◇": "o", "■": "#", "□": "o", "★": "*", "◦": "o",
    "↑": "^", "↓": "v", "←": "<", "→": ">", "⏎": "<", "⌫": "<", "…": ".", "·": "-", "•": "*", "×": "x", "±": "~",
    "−": "-", "–": "-", "—": "-", "‑": "-", "°": "'", "„": '"', "“": '"', "”": '"', "‘": "'", "’": "'",
    "²": "2", "³": "3", "µ": "u", "μ": "u", "Δ": "D", "≤": "<", "≥": ">", "ß": "s", "ø": "o", "Ø": "O", "ł": "l",
    # blocks
    "█": "#", "▉": "#", "▊": "#", "▋": "#", "▌": "#", "▍": "|", "▎": "|", "▏": "|", "▐": "#", "▕": "|",
    "▀": '"', "▔": '"', "▄": "m", "▁": "_", "▂": "_", "▃": ".", "▅": "m", "▆": "m", "▇": "#",
    "░": ".", "▒": ":", "▓": "%", "▖": ".", "▗": ".", "▘": "'", "▝": "'", "▙": "#", "▛": "#", "▜": "#", "▟": "#",
    "▚": "%", "▞": "%", "🭶": "-", "⎺": "-", "⎻": "-", "⎼": "_", "⎽": "_",
    # lines
    "─": "-", "━": "-", "═": "=", "┄": ".", "┅": ".", "┈": ".", "┉": ".", "╌": ".", "╍": ".", "│": "|", "┃": "|",
    "║": "|", "┆": ":", "┊": ":", "╎": ":", "╏": ":", "╱": "/", "╲": "\\", "╳": "x", "╴": "-", "╶": "-", "╷": "|",
    "╵": "|", "╸": "-", "╺": "-",
}  # fmt: skip
_IN_SIXTEEN: Final = {
    "foreground": "bright_white", "background": "black", "quiet": "white", "faint": "bright_black",
    "quiet-tint": "black", "left": "bright_blue", "left-fill": "blue", "left-tint": "black", "right": "yellow",
    "right-fill": "yellow", "right-tint": "black", "go": "bright_green", "go-tint": "black", "mind": "bright_yellow",
    "mind-tint": "black", "stop": "bright_red", "stop-tint": "black",
}  # fmt: skip
"""Colours of the dark theme in a terminal's own sixteen: orange is its darker yellow, grounds are all black."""
_THEME_COLOURS: Final = {
    name: Color.parse(DARK.variables.get(name) or getattr(DARK, name)) for name in _IN_SIXTEEN
}
_BRAILLE: Final = range(0x2800, 0x2900)
_BOXES: Final = range(0x2500, 0x2580)
_BRAILLE_BY_DOTS: Final = " ..::+++#"
WEB_DRIVER: Final = "textual.drivers.web_driver:WebDriver"
"""What a browser's server asks of the programs that it starts: they draw without a terminal."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a terminal can show."""

    colour: bool = True
    unicode: bool = True
    few_colours: bool = False
    """Whether there are sixteen colours or eight, each terminal's own."""


def abilities_of(
    environment: Mapping[str, str], symbols: Symbols, colours: Callable[[str], int | None]
) -> Abilities:
    """Return what the terminal of this environment can show.

    ``colours`` returns how many colours a terminal of a name has, ``None`` when nobody knows. ``NO_COLOR``: see
    no-color.org. A locale that is no UTF-8 (``LANG=C``) cannot show symbols; none at all says nothing. A browser
    shows everything: the terminal is that of whoever started its server, who may have none.
    """
    if environment.get("TEXTUAL_DRIVER", "") == WEB_DRIVER:
        return Abilities(unicode=symbols != "ascii")
    term = environment.get("TERM", "").partition("-")[0].lower()
    known = colours(environment.get("TERM", ""))
    few = known < 8 if known is not None else term in _NO_COLOUR_TERMINALS  # noqa: PLR2004  the eight of ANSI
    colour = not environment.get("NO_COLOR") and not few
    many = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
    sixteen = colour and not many and known is not None and known <= _SIXTEEN
    if symbols != "auto":
        return Abilities(colour, symbols == "unicode", sixteen)
    return Abilities(colour, term not in _ASCII_TERMINALS and _speaks_unicode(environment), sixteen)


def _speaks_unicode(environment: Mapping[str, str]) -> bool:
    """Return whether the locale's letters are Unicode's.

    Python itself sets LC_CTYPE to C.UTF-8 where the locale is C (PEP 538), so that this word alone proves nothing.
    """
    said = environment.get("LC_ALL") or environment.get("LC_CTYPE", "")
    if not environment.get("LC_ALL") and said in ("", "C.UTF-8", "C.utf8", "UTF-8"):
        said = environment.get("LANG", "")
    return not said or "utf" in said.lower()


def terminal_colours(term: str) -> int | None:
    """Return how many colours the terminal database tells of a terminal; ``None`` when it does not know it."""
    try:
        import curses  # noqa: PLC0415  not on every system

        curses.setupterm(term or None)
        return max(0, curses.tigetnum("colors"))
    except Exception:  # noqa: BLE001  curses.error has no name where there is no curses; a stream without a number
        return None


@lru_cache(4096)
def ascii_of(text: str) -> str:
    """Return a text in ASCII that takes as many cells; what has no likeness becomes a question mark."""
    return "".join(_ascii(character) for character in text) if not text.isascii() else text


def _ascii(character: str) -> str:
    if character.isascii():
        return character
    if character in _DRAWN:
        return _DRAWN[character]
    code = ord(character)
    if code in _BRAILLE:
        return _BRAILLE_BY_DOTS[(code & 0xFF).bit_count()]
    if code in _BOXES:
        return "+"
    bare = unicodedata.normalize("NFKD", character)[0]
    width = cell_len(character)
    return bare * width if bare.isascii() else "?" * width


class OnlyAscii(LineFilter):
    """Writes every symbol as the letter most like it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in ASCII, cell for cell."""
        del background
        return [Segment(ascii_of(text), style, control) for text, style, control in segments]


class NoColours(LineFilter):
    """Leaves colours out; what a bright ground marked is shown in reverse, so that it stays marked."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in the terminal's own two colours."""
        del background
        return [Segment(text, _colourless(style), control) for text, style, control in segments]


class FewColours(LineFilter):
    """Writes the colours of the dark theme in the sixteen of a plain terminal, each meaning in one of them."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in the terminal's own colours."""
        del background
        return [Segment(text, _in_few(style), control) for text, style, control in segments]


@lru_cache(4096)
def _in_few(style: Style | None) -> Style | None:
    if style is None:
        return None
    letters, ground = (None if each is None else _nearest(each) for each in (style.color, style.bgcolor))
    return style + Style(color=letters, bgcolor=ground, dim=False)


def _nearest(colour: RichColor) -> RichColor:
    """Return the terminal's colour for the theme's colour that is most like this one."""
    seen = Color.from_rich_color(colour)

    def distance(name: str) -> float:
        other = _THEME_COLOURS[name]
        return (seen.r - other.r) ** 2 + (seen.g - other.g) ** 2 + (seen.b - other.b) ** 2

    return RichColor.parse(_IN_SIXTEEN[min(_IN_SIXTEEN, key=distance)])


@lru_cache(4096)
def _colourless(style: Style | None) -> Style | None:
    if style is None or (style.color is None and style.bgcolor is None):
        return style
    return style + _PLAIN + Style(reverse=_marked(style), dim=False)


def _marked(style: Style) -> bool:
    """Return whether letters stand on a bright ground: without colours the dark theme is shown."""
    if style.color is None or style.bgcolor is None:
        return bool(style.reverse)
    letters, ground = (Color.from_rich_color(colour).brightness for colour in (style.color, style.bgcolor))
    return ground > _BRIGHT and ground - letters > _LIT

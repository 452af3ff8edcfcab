"""Text of unknown origin made safe to show: the one place where control characters lose their power.

Names, notes, ports, servers and steps say what they like. What is shown to a person passes through here; what
goes into line protocol, SQL or JSON is quoted by those who write it, and stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_LINE: Final = 2000
_BLANK: Final = {"Zs", "Zl", "Zp"}
_REMOVED: Final = {"Cc", "Cf", "Cs", "Co", "Cn"}
_MARKS: Final = {"Mn", "Me"}
_MARKS_IN_A_ROW: Final = 3
_BEYOND_ASCII: Final = r"[^\x00-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
_JOINER: Final = re.compile(rf"(?<={_BEYOND_ASCII})([\u200c\u200d])(?={_BEYOND_ASCII})")
"""A joiner where Persian, scripts of India and families of pictures have one; between Latin letters it only hides."""


def spelled_out(text: str, limit: int = LONGEST_LINE) -> str:
    r"""Return text that cannot command a terminal: what does not print is spelled out, as in ``\\x1b``.

    Control and escape characters, other line ends, and characters that change direction. Cut at ``limit``.
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isprintable():
        return text
    return "".join(
        piece if at % 2 else "".join(map(_spelled, piece)) for at, piece in enumerate(_JOINER.split(text))
    )


def without_joiners(text: str) -> str:
    """Return text without the joiners that belong into it: some scripts and pictures are written with them.

    One between two letters or pictures beyond ASCII is such a one; any other is left where it is, and does not print.
    """
    return "".join(_JOINER.split(text)[::2])


def _spelled(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def harmless(text: str, limit: int = 60) -> str:
    """Return text from outside as something that can only be read, on a screen with little room.

    Control, escape and direction-changing characters become a replacement mark, every blank becomes one
    space, joiners that belong into a word are left out, piles of combining marks are thinned, and the rest is cut
    at ``limit`` characters.
    """
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", without_joiners(text[: 8 * limit])):
        category = unicodedata.category(character)
        marks = marks + 1 if category in _MARKS else 0
        if marks > _MARKS_IN_A_ROW:
            continue
        if category in _BLANK or character in "\t\n\r":
            kept.append(" ")
        else:
            kept.append("�" if category in _REMOVED else character)
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def json_safe(document: bytes) -> bytes:
    """Return JSON that a terminal may show: what does not print is escaped, which means the same to a reader.

    JSON leaves DEL, the second set of control characters, line separators and changes of direction as they are.
    """
    if document.isascii() and b"\x7f" not in document:
        return document
    text = document.decode("utf-8")
    return "".join(c if c.isprintable() or c == "\n" else _escaped(c) for c in text).encode()


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))

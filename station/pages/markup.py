"""HTML and SVG as a tree: whatever text is put into it stays text, because it is escaped when it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, tostring

from station.text import spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterable

    Part = Element | str | None | Iterable["Part"]

LONGEST: Final = 400
"""Characters of one piece of text; a name or a note is shorter."""


def tag(name: str, /, *parts: Part, **attributes: object) -> Element:
    """Return an element with text and elements inside it; ``None`` is nothing, lists are laid out in order.

    ``class_`` is the attribute ``class``, ``stroke_width`` is ``stroke-width``; an attribute of ``None`` is left
    out. Text cannot command a terminal or a browser: what does not print is spelled out.
    """
    element = Element(name)
    for key, value in attributes.items():
        if value is not None:
            element.set(key.rstrip("_").replace("_", "-"), spelled_out(str(value), LONGEST))
    _append(element, parts)
    return element


def _append(element: Element, parts: Iterable[Part]) -> None:
    for part in parts:
        if part is None:
            continue
        if isinstance(part, str):
            _append_text(element, spelled_out(part, LONGEST))
        elif isinstance(part, Element):
            element.append(part)
        else:
            _append(element, part)


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def written(element: Element) -> str:
    """Return the element as HTML."""
    return tostring(element, encoding="unicode", method="html")

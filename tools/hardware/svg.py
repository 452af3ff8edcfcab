"""Draw boxes, wires, resistors and words as SVG: the same text for the same drawing, always."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]

_FONT = "font-family='DejaVu Sans, Verdana, Arial, sans-serif'"


def number(value: float) -> str:
    """Return a coordinate without needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


@dataclass(slots=True)
class Drawing:
    """A sheet of ``width`` x ``height`` units that grows by what is drawn on it, later things on top."""

    width: float
    height: float
    title: str
    _elements: list[str] = field(default_factory=list)

    def add(self, element: str) -> None:
        """Put a ready SVG element on top."""
        self._elements.append(element)

    def text(
        self,
        at: Point,
        words: str,
        *,
        size: float = 13,
        anchor: Anchor = "start",
        bold: bool = False,
        colour: str = "#222",
        turn: float = 0,
    ) -> None:
        """Write words with their baseline at ``at``, turned clockwise by ``turn`` degrees."""
        x, y = number(at[0]), number(at[1])
        weight = " font-weight='bold'" if bold else ""
        turned = f" transform='rotate({number(turn)} {x} {y})'" if turn else ""
        self.add(
            f"<text x='{x}' y='{y}' font-size='{number(size)}' text-anchor='{anchor}' fill='{colour}'{weight}{turned}>"
            f"{escape(words)}</text>"
        )

    def box(
        self, corner: Point, width: float, height: float, *, fill: str = "#f4f1ea", dashed: bool = False
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        dash = " stroke-dasharray='6 5'" if dashed else ""
        self.add(
            f"<rect x='{number(corner[0])}' y='{number(corner[1])}' width='{number(width)}' height='{number(height)}'"
            f" rx='6' fill='{fill}' stroke='#444' stroke-width='1.5'{dash}/>"
        )

    def line(
        self, points: list[Point], *, colour: str = "#444", width: float = 1.5, dashed: bool = False
    ) -> None:
        """Draw a line through points."""
        way = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        dash = " stroke-dasharray='5 4'" if dashed else ""
        self.add(
            f"<polyline points='{way}' fill='none' stroke='{colour}' stroke-width='{number(width)}'{dash}/>"
        )

    def wire(self, ends: tuple[str, str], points: list[Point], colour: str) -> None:
        """Draw a wire, pale ones with a dark rim, and keep in the drawing what it joins."""
        way = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.add(
            f"<polyline points='{way}' fill='none' stroke='#555' stroke-width='4.4' stroke-linejoin='round'/>"
        )
        self.add(
            f"<polyline points='{way}' fill='none' stroke='{colour}' stroke-width='3' stroke-linejoin='round'"
            f" data-from='{escape(ends[0])}' data-to='{escape(ends[1])}'/>"
        )

    def dot(self, at: Point, *, radius: float = 4, colour: str = "#222") -> None:
        """Draw a filled circle: a joint of wires, or a pin."""
        self.add(f"<circle cx='{number(at[0])}' cy='{number(at[1])}' r='{number(radius)}' fill='{colour}'/>")

    def resistor(self, start: Point, end: Point, label: str = "") -> None:
        """Draw a strain gauge between two points: a box on the line, with its label inside."""
        (x1, y1), (x2, y2) = start, end
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        middle = ((x1 + x2) / 2, (y1 + y2) / 2)
        ux, uy = (x2 - x1) / length, (y2 - y1) / length
        half, side = 22, 8
        corners = [
            (middle[0] + s * ux * half - t * uy * side, middle[1] + s * uy * half + t * ux * side)
            for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        self.line([start, end])
        way = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
        self.add(f"<polygon points='{way}' fill='white' stroke='#444' stroke-width='1.5'/>")
        if label:
            self.text((middle[0], middle[1] + 4), label, size=11, anchor="middle")

    def render(self) -> str:
        """Return the SVG file."""
        size = f"{number(self.width)} {number(self.height)}"
        head = (
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size}' width='{number(self.width)}'"
            f" height='{number(self.height)}' {_FONT} role='img'>\n<title>{escape(self.title)}</title>\n"
            f"<rect width='100%' height='100%' fill='white'/>\n"
        )
        return head + "\n".join(self._elements) + "\n</svg>\n"

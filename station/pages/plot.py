"""Plots drawn as inline SVG: axes with round numbers, marks that differ by shape as well as by colour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.pages.markup import tag

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

WIDTH, HEIGHT = 340.0, 112.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 8.0, 5.0, 28.0
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS: Final = 4
_SIZE: Final = 3.2

Mark = Literal["up", "down", "dot"]
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows, from where to where."""

    low: float
    high: float
    label: str

    @property
    def ticks(self) -> tuple[float, ...]:
        """Round numbers within the axis, about four."""
        step = round_step((self.high - self.low) / _TICKS)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return tuple(number * step for number in range(first, last + 1))


def round_step(width: float) -> float:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten that is not less than ``width``, which is above 0."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in _STEPS if step * power >= width * (1 - 1e-9))


def axis_over(values: Sequence[float], label: str, *, even: bool = False) -> Axis:
    """Return an axis that holds all values and zero; ``even``: as far down as up."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if even:
        high = max(high, -low)
        low = -high
    room = 0.06 * (high - low) or 1.0
    return Axis(low - room if low < 0 else 0.0, high + room, label)


class Plot:
    """One picture in the making: marks and lines in the units of its axes."""

    def __init__(self, x: Axis, y: Axis) -> None:
        self._x, self._y = x, y
        self._parts: list[Element] = []

    def line(self, points: Sequence[tuple[float, float]], side: Side) -> None:
        """Join points in their order."""
        path = " ".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(self._all(points)))
        if path:
            self._parts.append(tag("path", d=path, class_=f"trace {side}"))

    def marks(self, points: Sequence[tuple[float, float]], mark: Mark, side: Side) -> None:
        """Draw a mark at each point: triangles up are filled, triangles down and dots are open."""
        filled = "filled" if mark == "up" else "open"
        for x, y in self._all(points):
            shape = tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{_SIZE * 0.8:.1f}")
            if mark != "dot":
                sign = 1.0 if mark == "up" else -1.0
                tip, foot = y - sign * _SIZE, y + sign * _SIZE
                shape = tag(
                    "path", d=f"M{x:.1f} {tip:.1f}L{x + _SIZE:.1f} {foot:.1f}L{x - _SIZE:.1f} {foot:.1f}Z"
                )
            shape.set("class", f"mark {filled} {side}")
            self._parts.append(shape)

    def limits(self, points: Sequence[tuple[float, float]]) -> None:
        """Draw a limit as a broken line; what lies outside of the picture is not drawn."""
        inside = [(x, y) for x, y in points if self._y.low <= y <= self._y.high]
        path = " ".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(self._all(inside)))
        if len(inside) > 1:
            self._parts.append(tag("path", d=path, class_="limit", fill="none"))

    def drawn(self, title: str) -> Element:
        """Return the picture; ``title`` is read to those who cannot see it."""
        return tag(
            "svg",
            tag("title", title),
            self._frame(),
            self._parts,
            viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
            role="img",
            xmlns="http://www.w3.org/2000/svg",
        )

    def _all(self, points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(self._at_x(x), self._at_y(y)) for x, y in points]

    def _at_x(self, value: float) -> float:
        return LEFT + (value - self._x.low) / (self._x.high - self._x.low) * (WIDTH - LEFT - RIGHT)

    def _at_y(self, value: float) -> float:
        return (
            HEIGHT - BOTTOM - (value - self._y.low) / (self._y.high - self._y.low) * (HEIGHT - TOP - BOTTOM)
        )

    def _frame(self) -> list[Element]:
        bottom = HEIGHT - BOTTOM
        parts = []
        for value in self._y.ticks:
            y = f"{self._at_y(value):.1f}"
            parts.append(tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"))
            parts.append(tag("text", f"{value:g}", x=LEFT - 4, y=y, text_anchor="end", dy="0.35em"))
        for value in self._x.ticks:
            x = f"{self._at_x(value):.1f}"
            parts.append(tag("line", x1=x, x2=x, y1=bottom, y2=bottom + 3, class_="axis"))
            parts.append(tag("text", f"{value:g}", x=x, y=bottom + 12, text_anchor="middle"))
        middle_y = TOP + (bottom - TOP) / 2
        return [
            *parts,
            tag("path", d=f"M{LEFT} {TOP}V{bottom}H{WIDTH - RIGHT}", class_="axis"),
            tag("text", self._x.label, x=(LEFT + WIDTH - RIGHT) / 2, y=HEIGHT - 5, text_anchor="middle",
                class_="label"),
            tag("text", self._y.label, text_anchor="middle", class_="label",
                transform=f"translate(10 {middle_y}) rotate(-90)"),
        ]  # fmt: skip

"""Figures over time: panels one below the other on one axis of days, as inline SVG that is read in grey as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from station.pages.markup import tag
from station.pages.plot import round_step
from station.report.words import day_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from station.report.period import Period

WIDTH: Final = 720.0
LEFT: Final = 62.0
RIGHT: Final = 14.0
_MOST_LABELS: Final = 9
_WEEK_STEPS: Final = (1, 2, 4, 8, 13, 26, 52, 104, 208, 520)
MANY_MARKS: Final = 150
"""So many marks would cover each other; a line tells more."""
_CHARACTER: Final = 5.6
"""Usual width of a letter of the figure's font."""

Shape = Literal["dot", "diamond", "square", "cross", "ring"]


@dataclass(frozen=True, slots=True)
class Days:
    """The axis that all panels share."""

    first: date
    last: date

    @classmethod
    def of(cls, period: Period) -> Days:
        """Return the axis of a period: whole weeks, so that a single visit stands on some ground."""
        whole = period.first + period.weeks * timedelta(days=7) - timedelta(days=1)
        return cls(period.first, whole)

    def x(self, day: date, part: float = 0.5) -> float:
        """Return where a day lies; ``part`` of it, 0.5 is noon."""
        days = (self.last - self.first).days + 1
        return LEFT + ((day - self.first).days + part) / days * (WIDTH - LEFT - RIGHT)

    def labels(self) -> list[date]:
        """Return the beginnings of weeks that are named, about nine."""
        weeks = ((self.last - self.first).days + 1) // 7
        step = next((each for each in _WEEK_STEPS if weeks <= each * _MOST_LABELS), weeks)
        return [self.first + timedelta(days=7 * number) for number in range(0, max(1, weeks), step)]


class Panel:
    """One plot with its own scale; ``top`` and ``height`` are the figure's."""

    def __init__(self, days: Days, top: float, height: float, scale: tuple[float, float], label: str) -> None:
        self.days, self.top, self.height, self.label = days, top, height, label
        self._low, self._high = scale
        self._parts: list[Element] = []
        self._behind: list[Element] = []

    @property
    def bottom(self) -> float:
        """Where its axis lies."""
        return self.top + self.height

    def y(self, value: float) -> float:
        """Return where a value lies, held within the panel."""
        share = (value - self._low) / (self._high - self._low)
        return self.bottom - min(1.0, max(0.0, share)) * self.height

    def line(self, points: Sequence[tuple[date, float]], kind: str, *, gap_days: int = 0) -> None:
        """Join points; with ``gap_days`` the line breaks where more days lie between two."""
        path, before = "", None
        for day, value in points:
            broken = before is None or (gap_days and (day - before).days > gap_days)
            path += f"{'M' if broken else 'L'}{self.days.x(day):.1f} {self.y(value):.1f}"
            before = day
        if path:
            self._parts.append(drawn_path(path, f"line {kind}"))

    def steps(self, spans: Iterable[tuple[date, date, float]], kind: str) -> None:
        """Draw values that hold for some days as a line of steps."""
        path, last = "", None
        for first, until, value in spans:
            y, x1, x2 = self.y(value), self.days.x(first, 0.0), self.days.x(until, 1.0)
            joined = last is not None and abs(last[0] - x1) < 0.1  # noqa: PLR2004  the same place
            path += f"{'L' if joined else 'M'}{x1:.1f} {y:.1f}H{x2:.1f}"
            last = (x2, y)
        if path:
            self._parts.append(drawn_path(path, f"line {kind}"))

    def bars(self, spans: Iterable[tuple[date, date, float, float]], kind: str) -> None:
        """Draw bars over some days, from one value to another."""
        for first, until, low, high in spans:
            x1, x2 = self.days.x(first, 0.0) + 0.6, self.days.x(until, 1.0) - 0.6
            y1, y2 = self.y(high), self.y(low)
            self._behind.append(
                tag("rect", x=f"{x1:.1f}", y=f"{y1:.1f}", width=f"{max(0.8, x2 - x1):.1f}",
                    height=f"{max(0.0, y2 - y1):.1f}", class_=kind)
            )  # fmt: skip

    def whiskers(self, spans: Iterable[tuple[date, float, float]], kind: str, *, shift: float = 0.0) -> None:
        """Draw from where to where values lie; ``shift`` keeps two legs apart."""
        path = "".join(
            f"M{self.days.x(day) + shift:.1f} {self.y(low):.1f}V{self.y(high):.1f}"
            for day, low, high in spans
        )
        if path:
            self._behind.append(drawn_path(path, f"whisker {kind}"))

    def marks(
        self, points: Sequence[tuple[date, float]], shape: Shape, kind: str, *, shift: float = 0.0
    ) -> None:
        """Draw a mark at each point: legs differ by shape, so that grey paper tells them apart."""
        size = 3.4 if len(points) < MANY_MARKS else 2.2
        path = "".join(_shape(self.days.x(day) + shift, self.y(value), shape, size) for day, value in points)
        if path:
            self._parts.append(drawn_path(path, f"mark {shape} {kind}"))

    def rule(self, value: float, words: str, kind: str = "rule") -> None:
        """Draw a level across the panel and name it at its right end."""
        y = f"{self.y(value):.1f}"
        self._behind.append(tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_=kind))
        if words:
            self._parts.append(
                tag("text", words, x=WIDTH - RIGHT, y=f"{self.y(value) - 3:.1f}", text_anchor="end",
                    class_="note halo")
            )  # fmt: skip

    def stamps(self, days: Iterable[date], words: str) -> None:
        """Write a word above the panel at some days."""
        for day in days:
            self._parts.append(
                tag("text", words, x=f"{self.days.x(day):.1f}", y=f"{self.top - 5:.1f}", text_anchor="middle",
                    class_="stamp halo")
            )  # fmt: skip

    def say(self, words: str) -> None:
        """Say in an empty panel why it is empty, below its middle, where a limit may lie."""
        x, y = (LEFT + WIDTH - RIGHT) / 2, self.top + 0.75 * self.height
        self._parts.append(tag("text", words, x=x, y=y, dy="0.34em", text_anchor="middle", class_="label"))

    def drawn(self, *, unit_ticks: int = 4) -> Element:
        """Return the panel with its scale."""
        frame: list[Element] = []
        for value in ticks(self._low, self._high, unit_ticks):
            y = f"{self.y(value):.1f}"
            frame.append(tag("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid"))
            frame.append(tag("text", f"{value:g}", x=LEFT - 5, y=y, text_anchor="end", dy="0.34em"))
        frame.append(
            tag("text", self.label, text_anchor="middle", class_="label",
                transform=f"translate(12 {self.top + self.height / 2:.1f}) rotate(-90)")
        )  # fmt: skip
        axis = tag("path", d=f"M{LEFT} {self.top}V{self.bottom}H{WIDTH - RIGHT}", class_="axis")
        return tag("g", frame, self._behind, axis, self._parts)


def ticks(low: float, high: float, about: int) -> list[float]:
    """Return round numbers from ``low`` to ``high``."""
    step = round_step((high - low) / about)
    first = -(-low // step)
    count = int((high - first * step) / step + 1e-9) + 1
    return [(first + number) * step for number in range(count)]


def drawn_path(path: str, kind: str) -> Element:
    """Return a path of our own making, which may be longer than text from outside may be."""
    element = tag("path", class_=kind)
    element.set("d", path)
    return element


def _shape(x: float, y: float, shape: Shape, size: float) -> str:
    if shape in ("dot", "ring"):
        r = size * 0.85
        return (
            f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 0 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 0 {-2 * r:.1f} 0Z"
        )
    if shape == "square":
        r = size * 0.75
        return f"M{x - r:.1f} {y - r:.1f}h{2 * r:.1f}v{2 * r:.1f}h{-2 * r:.1f}Z"
    if shape == "cross":
        r = size * 0.8
        return f"M{x - r:.1f} {y - r:.1f}l{2 * r:.1f} {2 * r:.1f}m0 {-2 * r:.1f}l{-2 * r:.1f} {2 * r:.1f}"
    r = size * 1.15
    return f"M{x:.1f} {y - r:.1f}l{r:.1f} {r:.1f}l{-r:.1f} {r:.1f}l{-r:.1f} {-r:.1f}Z"


def bands(days: Days, top: float, height: float, spans: Sequence[tuple[date, date, str]]) -> Element:
    """Return named stretches of days, one beside the other."""
    parts: list[Element] = []
    for at, (first, until, name) in enumerate(spans):
        x1, x2 = days.x(first, 0.0), days.x(until, 1.0)
        parts.append(
            tag("rect", x=f"{x1:.1f}", y=top, width=f"{x2 - x1:.1f}", height=height,
                class_="phase odd" if at % 2 else "phase")
        )  # fmt: skip
        room = int((x2 - x1 - 6) / _CHARACTER)
        words = name if len(name) <= room else f"{name[: room - 1]}…" if room > 3 else ""  # noqa: PLR2004  letters that mean something
        parts.append(tag("text", words, x=f"{x1 + 4:.1f}", y=f"{top + height / 2:.1f}", dy="0.34em"))
    return tag("g", parts)


def day_axis(days: Days, y: float) -> Element:
    """Return the names of days below the last panel, with the year where it is new."""
    parts: list[Element] = []
    before: date | None = None
    for day in days.labels():
        x = days.x(day, 0.0)
        new_year = before is None or before.year != day.year
        parts.append(tag("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=y, y2=y + 4, class_="axis"))
        parts.append(tag("text", day_words(day, year=new_year), x=f"{x:.1f}", y=y + 15, text_anchor="middle"))
        before = day
    return tag("g", parts)


def gaps(days: Iterable[date], longest_days: int) -> list[tuple[date, date]]:
    """Return the days between two visits that lie further apart than ``longest_days``, both ends left out."""
    one = timedelta(days=1)
    return [(a + one, b - one) for a, b in pairwise(sorted(set(days))) if (b - a).days > longest_days]


def figure(name: str, title: str, told: str, height: float, parts: Sequence[Element]) -> Element:
    """Return a picture; ``title`` and ``told`` are read to those who cannot see it."""
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", told, id=f"{name}-desc"),
        parts,
        viewBox=f"0 0 {WIDTH:.0f} {height:.0f}",
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        xmlns="http://www.w3.org/2000/svg",
    )

"""What a board is made of, without a word of Grafana, InfluxQL or Flux."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from tools.dashboards import schema

Function = Literal["", "mean", "sum", "max", "min", "last", "first", "count", "difference"]
"""``difference``: from one point to the next."""
Tone = Literal["left", "right", "go", "mind", "stop", "quiet", "plain"]
PanelKind = Literal["stat", "when", "series", "rows", "states", "spread"]
Variable = Literal["site", "station", "athlete", "side", "variant", "session"]
NO_ALL: Final = ("athlete", "session")
"""Variables with one value; the others may say "all"."""
RUNNING: Final = ("difference",)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer: a field, a function of it, or two fields and a sign between them.

    With a function and a sign, the function is taken of both: ``sum(a) / sum(b)``.
    """

    field: str
    fn: Function = ""
    name: str = ""
    sign: Literal["", "+", "-", "/"] = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a field of the same row; ``variable`` takes the place of ``value``."""

    field: str
    sign: Literal["=", "!=", ">", ">=", "<"]
    value: float | bool | str = ""
    variable: Variable | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One query. Fields are looked up when it is made: what does not exist cannot be asked for."""

    measurement: str
    columns: tuple[Column, ...]
    scope: tuple[Variable, ...] = ()
    """Variables of the board that narrow it by tag."""
    where: tuple[Where, ...] = ()
    """All of these hold."""
    any_of: tuple[Where, ...] = ()
    """At least one of these holds."""
    tags: tuple[tuple[str, str], ...] = ()
    """Tags with one fixed value."""
    by: tuple[str, ...] = ()
    """One series for every value of these tags."""
    every: str = ""
    """Width of the windows of functions: ``1h``, ``1d``, ``1w`` (from Monday), ``auto``; empty: one for all."""
    shown: tuple[str, ...] = ()
    """Tags shown as columns of rows."""
    newest: int = 0
    """So many rows, the newest first; 0: all, the oldest first."""
    groups_of: str = ""
    """Count for how many values of this tag, or for how many windows (``1d``), there is anything at all."""
    below: float | None = None
    """Only what is below this after a running function."""
    people: bool = False
    """Leave out guests, whose tag says none."""

    def __post_init__(self) -> None:
        """Look every field and tag up."""
        for name in self.fields:
            schema.field(self.measurement, name)
        unknown = {*self.by, *self.shown, *(tag for tag, _ in self.tags)} - set(schema.TAGS)
        if unknown:
            raise KeyError(f"no tag {sorted(unknown)}")
        unseen = {one.field for one in self.any_of} - {column.field for column in self.columns}
        if self.rows and unseen:
            # InfluxQL leaves a row out in which all that is selected is empty.
            raise ValueError(f"rows that are asked for by {sorted(unseen)} must show it")

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields it touches, each once."""
        named = [*(c.field for c in self.columns), *(c.other for c in self.columns if c.other)]
        return tuple(dict.fromkeys([*named, *(w.field for w in (*self.where, *self.any_of))]))

    @property
    def rows(self) -> bool:
        """Whether it returns rows as they were written, not functions of them."""
        return not any(column.fn for column in self.columns)

    def name(self, column: Column) -> str:
        """Return what a column is called: as it says, or as the table of metrics says."""
        return column.name or schema.field(self.measurement, column.field).label


@dataclass(frozen=True, slots=True)
class Limit:
    """From ``value`` on, a value has this tone."""

    value: float | None
    """``None``: from the lowest on."""
    tone: Tone


@dataclass(frozen=True, slots=True)
class Series:
    """How the series that a pattern matches are drawn, where that differs from the panel."""

    pattern: str
    tone: Tone | None = None
    unit: str = ""
    right_axis: bool = False
    bars: bool = False
    points: bool = False
    dashed: bool = False
    step: bool = False
    hidden: bool = False
    fill_to: str = ""
    """Fill down to the series of this name."""
    width: int = 0
    """Of a column of a table, pixels."""
    board: str = ""
    """Link a cell of a table to this board, taking along what it holds."""
    states: bool = False
    """A cell of a table in colour, by the panel's ``words``."""
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture, number or table."""

    kind: PanelKind
    title: str
    asks: tuple[Ask, ...] = ()
    about: str = ""
    """What it shows and how to read it."""
    unit: str = ""
    decimals: int | None = None
    width: int = 12
    """Of 24."""
    height: int = 8
    lowest: float | None = None
    highest: float | None = None
    limits: tuple[Limit, ...] = ()
    lines: bool = False
    """Draw the limits as lines."""
    words: tuple[tuple[float | str, str, Tone], ...] = ()
    """What single values are called, and their tone."""
    series: tuple[Series, ...] = ()
    empty: str = "Nothing in this range of time."
    bars: bool = False
    points: bool = False
    stacked: bool = False
    gap_s: float = 14 * 86_400.0
    """Over a longer time without a value no line is drawn, where that can be said."""
    dots: bool = False
    """No line between what does not go over into each other, where that can be drawn."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and the panels under it."""

    title: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind of event shown on every picture of a board that has a time axis."""

    name: str
    ask: Ask
    """Rows; the first column is the text."""
    tone: Tone


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard."""

    name: str
    """In file names and links."""
    title: str
    about: str
    since: str
    """Range of time it opens with, as in ``now-84d``."""
    variables: tuple[Variable, ...]
    sections: tuple[Section, ...]
    marks: tuple[Mark, ...] = ()
    refresh: str = ""
    until: str = "now"
    links: tuple[str, ...] = field(default=())
    """Boards it leads to; empty: all the others."""

    @property
    def read(self) -> str:
        """Return what it shows, and which of it leg and variant narrow: sets of both legs have no one leg."""
        of_legs = [
            f"*{panel.title}*"
            for section in self.sections
            for panel in section.panels
            if any("side" in ask.scope for ask in panel.asks)
        ]
        if not of_legs:
            return self.about
        return f"{self.about} Leg and variant narrow what is told by repetition: {', '.join(of_legs)}."

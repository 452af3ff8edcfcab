"""The reps of a set: a strip where there is little room, a table where there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from station.kiosk.verdict import is_about
from station.kiosk.widgets.drawing import Drawn, Row
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.snapshot import RepLine

_ITEM_CELLS: Final = 11
_TABLE_ROWS: Final = 4
"""From this height on there is room for a table with its heading."""
_COLUMNS: Final = (("rep", 5), ("leg", 7), ("down", 8), ("one_leg", 12), ("load", 9), ("verdict", 16))
_TABLE_CELLS: Final = sum(cells for _, cells in _COLUMNS)


class RepList(Drawn):
    """The newest reps of one set; each with its leg's letter, a symbol and its seconds."""

    PREFIX = "reps"
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reps--left", "reps--right", "reps--both", "reps--go", "reps--mind", "reps--stop", "reps--quiet",
    }  # fmt: skip
    lines: tuple[RepLine, ...] = ()

    def show(self, lines: tuple[RepLine, ...]) -> None:
        """Show these reps."""
        if lines is not self.lines:
            self.lines = lines
            self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return a table where there is room for one, else a strip."""
        if not self.lines:
            return [((say("live.no_reps"), "quiet"),)]
        if height >= _TABLE_ROWS and width >= _TABLE_CELLS:
            return _table(self.lines, width // _TABLE_CELLS, height - 1)
        return _strip(self.lines, max(1, width // _ITEM_CELLS), height)


def _strip(lines: tuple[RepLine, ...], per_row: int, height: int) -> list[Row]:
    """Return the newest reps behind a word for what their seconds are: those down, or a dash where withheld."""
    rows: list[Row] = []
    named = per_row * height > 1
    shown = lines[-(per_row * height - named) :]
    for start in range(-named, len(shown), per_row):
        parts: list[tuple[str, str]] = []
        if start < 0:
            parts.append((say("table.down").ljust(_ITEM_CELLS), "quiet"))
        for line in shown[max(0, start) : start + per_row]:
            leg = f"{say('letter.' + line.rep.side)}{line.rep.index} "
            value = f"{line.verdict.symbol}{_seconds_down(line)}"
            parts += [(leg, line.rep.side), (value.ljust(_ITEM_CELLS - len(leg)), line.verdict.tone)]
        rows.append(tuple(parts))
    return rows


def _table(lines: tuple[RepLine, ...], columns: int, height: int) -> list[Row]:
    """Return a heading and the newest reps, column beside column, downwards first."""
    shown = lines[-height * columns :]
    heading = "".join(say(f"table.{name}").ljust(cells) for name, cells in _COLUMNS)
    rows: list[Row] = [((heading * -(-len(shown) // height), "quiet"),)]
    for y in range(min(height, len(shown))):
        entries = (_entry(line, newest=line is shown[-1]) for line in shown[y::height])
        rows.append(tuple(part for entry in entries for part in entry))
    return rows


def _entry(line: RepLine, *, newest: bool) -> Row:
    plain = "" if newest else "quiet"
    names = (plain, line.rep.side, plain, plain, plain, line.verdict.tone)
    entry = zip(_cells(line), _COLUMNS, names, strict=True)
    return tuple((cell.ljust(cells), name) for cell, (_, cells), name in entry)


def _seconds_down(line: RepLine) -> str:
    seconds = line.rep.eccentric_tut_s
    return say("table.unknown") if seconds is None else say.number(seconds)


def _cells(line: RepLine) -> tuple[str, ...]:
    rep, unknown = line.rep, say("table.unknown")
    about = "~" if is_about(rep) else ""
    down = (
        unknown
        if rep.eccentric_tut_s is None
        else f"{about}{say.number(rep.eccentric_tut_s)} {say('unit.s')}"
    )
    leg = unknown if rep.single_leg_time_s is None else f"{say.number(rep.single_leg_time_s)} {say('unit.s')}"
    load = unknown if rep.added_load_kg is None else f"{say.mass(rep.added_load_kg)} {say.mass_unit}"
    verdict = f"{line.verdict.symbol} {line.verdict.word}"
    return str(rep.index), say(f"side.{rep.side}"), down, leg, load, verdict

"""What falls short of its target, figure by figure, with what is known about why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.accuracy.judging import COLUMNS, judge
from tools.accuracy.running import with_pooled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.accuracy.judging import Cell
    from tools.accuracy.running import Row, Scores

CAUSES: dict[str, str] = {
    "count F1": "A rep needs a rise and a lowering that stand out from sway. What is missed or made up is human "
    "movement where no transfer of load confirms it: on two feet, on one leg alone.",
    "exact sets": "One missed or invented rep spoils a set of ten.",
    "lowering time, ms": "Sway moves the body about as fast as a slow lowering does: the bound for one lowering of "
    "4 s is 60-190 ms (1 sd) for an estimator that knows the athlete's shapes, and this one does not.",
    "near bottom, ms": "It begins where the lowering ends, and a human lowering ends in a creep of a few mm/s that "
    "cannot be told from sway.",
    "depth, mm": "0.1 % of weight, unknown, is 39 mm/s after 4 s. Rest at both ends takes most of that away; what "
    "remains is integrated twice.",
    "rise share, points": "Taken over the true 10-90 % of the rise, the forces give 0.03 points. The error lies in "
    "where the rise is thought to begin and end, while the load wanders between the feet.",
    "lowering share, points": "On two feet the load wanders by 2 % of weight, and the share is taken over more than "
    "the lowering itself.",
    "added load, kg": "A load is the difference of two weighings on the same plates: what drifts between them stays.",
    "system mass, kg": "A mass is as good as the calibration: plates read 0.1 % wrong (1 sd), in `drift` 0.7 %.",
    "first value, new step, ms": "The value told live knows the reps so far, and not what rest after it shows. On "
    "two feet none is told before the set ends.",
    "verdict after, p99": "Reps told live come within 0.3 s. Those that were missed live are told when their set is "
    "read as a whole, many seconds later, and they count here.",
}
"""Why a figure falls short, by column title. Written by hand after looking at the reps: keep it true."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One figure that falls short, and the same figure in the other runs."""

    row: Row
    cell: Cell
    again: tuple[Cell, ...]

    def __str__(self) -> str:
        """Return scenario, figure, limit, and the other runs' figures in brackets."""
        scenario, shapes = self.row
        brackets = "".join(
            f" [{cell.measured or 'none told'}{'' if cell.short or not cell.measured else ' ✓'}]"
            for cell in self.again
        )
        return f"{scenario} {shapes} {self.cell.measured}{brackets} ({self.cell.asked})"


@dataclass(frozen=True, slots=True)
class Figure:
    """One column of the table: in how many rows something was asked of it, and where it falls short."""

    title: str
    asked: int
    misses: tuple[Miss, ...]


def figures_of(runs: Sequence[Scores]) -> list[Figure]:
    """Return every column of which something was asked, judged on the first of these runs."""
    judged = [{row: judge(row, score) for row, score in with_pooled(run).items()} for run in runs]
    figures = []
    for title in COLUMNS:
        cells = {row: cells[title] for row, cells in judged[0].items() if cells[title].asked}
        misses = tuple(
            Miss(row, cell, tuple(other[row][title] for other in judged[1:] if row in other))
            for row, cell in cells.items()
            if cell.short
        )
        if cells:
            figures.append(Figure(title, len(cells), misses))
    return figures


def shortfalls(runs: Sequence[Scores]) -> str:
    """Return the list as Markdown: figures that are met everywhere in one line, the others with their misses."""
    figures = figures_of(runs)
    asked, missed = sum(figure.asked for figure in figures), sum(len(figure.misses) for figure in figures)
    met = ", ".join(figure.title.partition(",")[0] for figure in figures if not figure.misses)
    head = f"{asked - missed} of {asked} figures of the first run meet what was asked, {missed} fall short. "
    head += f"Met everywhere: {met or 'none'}.\n\n"
    if len(runs) > 1 and missed:
        head += "In brackets the same figure of the second run, with ✓ where it was met there.\n\n"
    return head + "".join(_item(figure) for figure in figures if figure.misses)


def _item(figure: Figure) -> str:
    cause = CAUSES.get(figure.title, "")
    told = "; ".join(map(str, figure.misses))
    return (
        f"- **{figure.title}**, met in {figure.asked - len(figure.misses)} of {figure.asked} rows. {cause}"
        + ("\n  " if cause else "")
        + f"Short: {told}.\n"
    )

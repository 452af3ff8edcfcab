"""The page's figures in plain words for whoever trains people, taken from its own tables.

They come from the rows *all* of the printed tables, so the words can be renewed without a run of the bench, and say
nothing that the page does not show.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING: Final = "## In plain words"
_NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?")
_HEAD: Final = """\
{heading}

{reps} reps of simulated people who move as unevenly as people do; of several runs the worse figure. No number \
here was measured on people.
"""
_Row = dict[str, str]


def with_plain_words(page: str) -> str:
    """Return the page with its figures in plain words in front, in place of those that it has.

    A page of even movement only, which is nobody's, gets none.
    """
    bare = re.sub(rf"{HEADING}\n.*?(?=^Simulated athletes)", "", page, flags=re.DOTALL | re.MULTILINE)
    head, simulated, rest = bare.partition("Simulated athletes")
    human = _rows(bare, "human")
    return f"{head}{_words(bare, human)}\n{simulated}{rest}" if human else bare


def _words(page: str, human: Sequence[_Row]) -> str:
    reps = sum(int(row["reps"]) for row in human)
    said = [words for line in _LINES if (words := line(human)) is not None]
    even = _span(_rows(page, "even"), "lowering refused")
    if even:
        said.append(f"- Where movement is even, {even} of 100 are withheld.")
    return "\n".join([_HEAD.format(heading=HEADING, reps=reps), *said]) + "\n"


def _counting(rows: Sequence[_Row]) -> str:
    wrong = max(200.0 * (1.0 - _figures(row["count F1"])[0]) for row in rows)
    exact, side = (min(_figures(row[title])[0] for row in rows) for title in ("exact sets", "side"))
    return (
        f"- **Counting**: of 100 reps {max(1, round(wrong))} or fewer are missed or made up; of 100 sets {exact:.0f} "
        f"are counted without any mistake. The leg is right in {side:.0f} of 100."
    )


def _one_leg(rows: Sequence[_Row]) -> str | None:
    p95_ms = _worst(rows, "single-leg time, ms", 1)
    if p95_ms is None:
        return None
    return f"- **Seconds on one leg**: within {p95_ms / 1000:.3f} s in 95 of 100 reps. This is the number to lean on."


def _down(rows: Sequence[_Row]) -> str | None:
    mean_ms, p95_ms = _worst(rows, "lowering time, ms", 0), _worst(rows, "lowering time, ms", 1)
    if mean_ms is None or p95_ms is None:
        return None
    return (
        f"- **Seconds down**: {mean_ms / 1000:.1f} s off on average, in 5 of 100 more than {p95_ms / 1000:.1f} s. The "
        f"interval beside it is to hold the true time in 90 of 100 and did in {_span(rows, 'interval coverage')}."
    )


def _withheld(rows: Sequence[_Row]) -> str | None:
    share = _span(rows, "lowering refused")
    if not share:
        return None
    return (
        f"- **Often there are no seconds down**: in {share} of 100 reps they are too uncertain, and withheld with the "
        "reason instead of guessed. Seconds on one leg are told all the same."
    )


def _rest(rows: Sequence[_Row]) -> str | None:
    load_kg, points, depth_mm = (
        _worst(rows, title, 0) for title in ("added load, kg", "rise share, points", "depth, mm")
    )
    if load_kg is None or points is None or depth_mm is None:
        return None
    return (
        f"- **The rest**, off on average: added load {load_kg:.2f} kg, left share of the rise {points:.1f} points, "
        f"depth {depth_mm:.0f} mm."
    )


_LINES: Final = (_counting, _one_leg, _down, _withheld, _rest)


def _rows(page: str, shapes: str) -> list[_Row]:
    """Return the rows *all* of these shapes in every table, each by the titles of its columns."""
    found, titles = [], list[str]()
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| scenario |"):
            titles = cells
        elif line.startswith(f"| all, {shapes} |"):
            found.append(dict(zip(titles, cells, strict=True)))
    return found


def _figures(cell: str) -> list[float]:
    """Return the numbers of a cell, without what was asked and without ranges."""
    return [float(text) for text in _NUMBER.findall(cell.partition("(")[0])]


def _worst(rows: Sequence[_Row], title: str, at: int) -> float | None:
    """Return the largest of a column's means (0) or 95th percentiles (1); ``None`` when none was told."""
    return max((figures[at] for row in rows if len(figures := _figures(row[title])) > at), default=None)


def _span(rows: Sequence[_Row], title: str) -> str:
    """Return the smallest and the largest figure of a column; empty when none was told."""
    values = sorted({round(figures[0]) for row in rows if (figures := _figures(row[title]))})
    return " to ".join(str(each) for each in dict.fromkeys(values[:1] + values[-1:]))

"""The page that sets both answers side by side."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from tools.dashboards.compare.figures import FIGURES
from tools.dashboards.compare.running import ASKINGS, summed
from tools.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.dashboards.compare.answer import Row
from tools.dashboards.compare.running import Compared

_HEAD = """\
# Every query of the boards, answered twice

Written by `python -m tools.dashboards.compare --out docs/reference/board-queries.md`. A real influxd ({version}) was sent {points:,} points: {people} simulated people over {weeks} weeks ({lives} lives, each lived by {copies} people at three steps), and two steps that told of themselves. Every InfluxQL query of every board was sent to it as Grafana sends it, over the whole time, and worked out a second time from the rows of the store, one by one and without a database. Compared is every value of every row. Panels that choose among rows, {figures} of them, were worked out a third time from what they promise, without their queries' conditions. A table below tells of each answer how many rows it has, and the sum of all their numbers or, where it is a single value, that value.

**{same} of {all} are the same.** Over the range of time that its board opens with the slowest took {slowest_open:.0f} ms, half of them at most {median_open:.1f} ms; over the whole time {slowest:.0f} and {median:.1f} ms (the shortest of {askings} askings over HTTP, on two cores that had other work, too).

Where the clocks change, influxd 1.6 tells the beginning of the following week an hour off, with the right rows in it; that is not counted as a difference. Flux asks the same questions of InfluxDB 2, but it cannot be run here: [what could not be run](../../dashboards/README.md).
"""  # noqa: E501  prose lines of a page


_COLUMNS: Final = ("panel", "of", "InfluxDB", "store", "same", "ms, as it opens", "ms, over all")


def page(compared: Sequence[Compared], **facts: object) -> str:
    """Return the page; ``facts`` are what the head tells of."""
    took = sorted(each.took_ms for each in compared)
    opens = sorted(each.opens_ms for each in compared)
    head = _HEAD.format(
        same=sum(each.same for each in compared),
        all=len(compared),
        slowest=took[-1],
        median=took[len(took) // 2],
        slowest_open=opens[-1],
        median_open=opens[len(opens) // 2],
        askings=ASKINGS,
        figures=len(FIGURES),
        **facts,
    )
    boards: dict[str, list[Compared]] = defaultdict(list)
    for each in compared:
        boards[each.asked.board].append(each)
    parts = [head]
    for name, asked in boards.items():
        rows = [
            (each.asked.where, each.asked.ask.measurement, told(each.influx), told(each.store),
             "yes" if each.same else "**no**", f"{each.opens_ms:.1f}", f"{each.took_ms:.1f}")
            for each in asked
        ]  # fmt: skip
        parts.append(f"## {name}\n\n{table(_COLUMNS, rows)}")
    return "\n".join(parts)


def told(rows: Sequence[Row]) -> str:
    """Return a single value as it is, and of more than one the number of rows and the sum of their numbers."""
    values = [value for row in rows for value in row.values if value is not None]
    if not values:
        return "nothing"
    if len(values) == 1:
        only = values[0]
        return f"{only:.6g}" if isinstance(only, (int, float)) else str(only)
    count, numbers, texts = summed(rows)
    words = f", {texts:,} texts" if texts else ""
    return f"{count:,} rows, {numbers:,.6g}{words}"

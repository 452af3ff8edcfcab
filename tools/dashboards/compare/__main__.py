"""Answer every query of every board twice, and print or write the comparison; 1 when any two differ."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from simulators.career.cases import CASES
from station.store import Store
from tools.dashboards.compare.clinic import looks, people, send
from tools.dashboards.compare.filling import Life, fill_store, stored_points
from tools.dashboards.compare.page import page
from tools.dashboards.compare.running import compare, every_query
from tools.influxd import InfluxServer, ServersMissingError

if TYPE_CHECKING:
    from station.store import Point
    from tools.dashboards.compare.running import Compared
    from tools.dashboards.compare.setting import Setting

_MOST_MS = 200.0


def main() -> int:
    """Fill a store and a server, ask, and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m tools.dashboards.compare", description=__doc__)
    parser.add_argument("--weeks", type=int, default=52, help="how long everybody trains")
    parser.add_argument("--copies", type=int, default=5, help="people who live each of the six lives")
    parser.add_argument("--out", type=Path, help="write the page here instead of printing it")
    asked = parser.parse_args()
    try:
        text, good = _page(asked.weeks, asked.copies)
    except ServersMissingError as missing:
        print(f"tools.dashboards.compare: {missing}", file=sys.stderr)
        return 2
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0 if good else 1


def _page(weeks: int, copies: int) -> tuple[str, bool]:
    lives = [Life(case, seed) for seed, case in enumerate(CASES, 1)]
    with tempfile.TemporaryDirectory(prefix="boards-") as folder:
        fill_store(Path(folder), lives, weeks, health_visits=5 * weeks)
        with (
            InfluxServer(Path(folder) / "influxd") as server,
            Store.open(Path(folder) / "station.db") as store,
        ):
            points = list(people(stored_points(store), copies))
            send(server, points)
            told = _compared(server, points, *looks(store, points))
    slow = [each for each in told if each.took_ms > _MOST_MS]
    for each in slow:
        print(f"{each.asked.board}, {each.asked.where}: {each.took_ms:.0f} ms", file=sys.stderr)
    text = page(
        told,
        version="1.6.7",
        points=len(points),
        people=len(lives) * copies,
        weeks=weeks,
        lives=len(lives),
        copies=copies,
    )
    return text, all(each.same for each in told)


def _compared(server: InfluxServer, points: list[Point], first: Setting, decided: Setting) -> list[Compared]:
    by_measurement: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_measurement[point.measurement].append(point)
    made = []
    for asked in every_query():
        rows = by_measurement[asked.ask.measurement]
        found = compare(asked, server.query, rows, first)
        made.append(found if found.store else compare(asked, server.query, rows, decided))
    return made


if __name__ == "__main__":
    sys.exit(main())

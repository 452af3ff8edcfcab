"""What takes hours is measured by other commands; their pages are read here, so that no number is typed twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tools.bench.runs import Run
from tools.campaign.page import BEGIN as CAMPAIGN_BEGIN
from tools.campaign.page import END as CAMPAIGN_END
from tools.provenance import ROOT, git

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

DOCS: Final = ROOT / "docs"
VERDICT: Final = "verdict after, p99"
"""Last column of the accuracy page's tables."""
_LIVE_KILLS: Final = "kill -9 of the station"
_MONTH: Final = "a simulated month"
_BAD_WIRE: Final = re.compile(r"wire: (?!rubbish)")
"""Rows whose runs are bytes; between rubbish there is a performance, whose reps are to be told."""


def rows_of(text: str) -> list[list[str]]:
    """Return the cells of the rows of all Markdown tables in a text, heads included and rules left out."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return [row for row in rows if not all(set(cell) <= set("-: ") for cell in row)]


def accuracy(page: str) -> dict[str, float]:
    """Return what the accuracy page found."""
    met, asked = _numbers(r"(\d+) of (\d+) figures of the first run meet", page)
    nothing = page.partition("## Where there is nothing to count")[2].partition("\n## ")[0]
    told = [_count(row[3]) for row in rows_of(nothing)[1:]]
    rows = rows_of(page.partition("## A second run")[0])
    after = next(row for row in rows if row[-1] == VERDICT)
    pooled = [row for row in rows if len(row) == len(after) and row[0].startswith("all, ")]
    latest_s = [_numbers(r"([\d.]+) s", row[-1])[0] for row in pooled]
    return {
        "accuracy_met": 100.0 * met / asked,
        "accuracy_invented": sum(told),
        "verdict_slowest_p99_s": max(latest_s),
    }


def campaign(page: str) -> dict[str, float]:
    """Return what the campaign counted."""
    table = page.partition(CAMPAIGN_BEGIN)[2].partition(CAMPAIGN_END)[0]
    rows = {row[0]: row for row in rows_of(table)[1:]}
    fuzzed = [row for fault, row in rows.items() if _BAD_WIRE.match(fault)]
    return {
        "kills_runs": _count(rows[_LIVE_KILLS][1]),
        "kills_lost": _off([rows[_LIVE_KILLS]]),
        "cuts_lost": _off(row for fault, row in rows.items() if fault.startswith("power cut")),
        "campaign_wrong": _off(rows.values()) + sum("WRONG" in row[6] for row in rows.values()),
        "fuzz_bytes": sum(_count(row[1]) for row in fuzzed),
        "fuzz_reps": sum(_count(row[2]) for row in fuzzed),
        "month_days": _count(rows[_MONTH][1]),
        "month_lost": _off([rows[_MONTH]]),
    }


def fleet(page: str) -> dict[str, float]:
    """Return what the largest fleet delivered, in training and after an absence of the server."""
    rows = {row[0]: row for row in rows_of(page.partition("## Sums")[0])}
    training = [_count(word) for word in re.split(r"[=;]", rows["points delivered = in InfluxDB; twice"][-1])]
    queued = _count(rows["points waiting when the server is back"][-1])
    came_back = [_count(word) for word in rows["in InfluxDB; twice"][-1].split(";")]
    return {
        "fleet_stations": _count(rows["stations"][-1]),
        "fleet_off": abs(training[0] - training[1]) + training[2] + abs(queued - came_back[0]) + came_back[1],
    }


def _off(rows: Iterable[list[str]]) -> float:
    """Return how many reps of these rows were lost or doubled."""
    return sum(_count(row[3]) + _count(row[4]) for row in rows)


def _count(cell: str) -> float:
    return float(re.sub(r"[,*✗ ]", "", cell))


def _numbers(pattern: str, text: str) -> list[float]:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"nothing like {pattern!r} is on the page")
    return [float(number) for number in found.groups()]


PAGES: Final[dict[str, tuple[str, str, Callable[[str], dict[str, float]]]]] = {
    "accuracy": ("accuracy.md", "make bench-accuracy", accuracy),
    "campaign": ("campaign.md", "make campaign", campaign),
    "fleet": ("how-to/many-stations.md", "python -m tools.fleet", fleet),
}
"""By part: its page, the command that renews it, and how it is read."""


def quote(part: str) -> Run:
    """Return what a page says, with the day and the commit of its numbers."""
    name, command, read = PAGES[part]
    path = DOCS / name
    page = path.read_text("utf-8")
    said = re.search(r"Last run: (\S+), commit ([0-9a-f]+)( with uncommitted changes)?, `([^`]+)`", page)
    if said:
        return Run(said[1], said[2] + ("+" if said[3] else ""), said[4], read(page))
    date, commit = _newest_row(path)
    return Run(date, commit, command, read(page))


def _newest_row(path: Path) -> tuple[str, str]:
    """Return day and commit of the last change of a table's row on a page."""
    newest_s, newest = 0, ""
    commit, at_s = "", 0
    for line in git("blame", "-w", "-M", "--line-porcelain", "--", str(path)).splitlines():
        if re.match(r"[0-9a-f]{40} ", line):
            commit = line[:7]
        elif line.startswith("author-time "):
            at_s = int(line.split()[1])
        elif line.startswith("\t|") and at_s > newest_s:
            newest_s, newest = at_s, commit
    if not newest:
        return "unknown", "unknown"
    changed = not newest.strip("0")
    return f"{datetime.fromtimestamp(newest_s, UTC):%Y-%m-%d}", "none yet" if changed else newest

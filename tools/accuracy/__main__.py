"""``python -m tools.accuracy``: run the bench, print a table, and write its page."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulators.scenarios import SCENARIOS
from tools.accuracy.floors import FLOOR_TAKES, floors_json
from tools.accuracy.judging import judge
from tools.accuracy.page import PICTURES, Run, page
from tools.accuracy.plain import with_plain_words
from tools.accuracy.provenance import provenance
from tools.accuracy.real import reps_in
from tools.accuracy.running import run, takes_of, with_pooled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.accuracy.running import Scores, Take

DOCS = Path(__file__).parents[2] / "docs"
_PRINTED = (
    "reps", "count F1", "exact sets", "single-leg time, ms", "lowering time, ms", "interval coverage",
    "lowering refused", "near bottom, ms", "depth, mm", "added load, kg", "verdict after, p99",
)  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tools.accuracy", description=__doc__)
    parser.add_argument("--seeds", type=int, default=12, help="recordings of each scenario and shape (12)")
    parser.add_argument("--first", type=int, default=1, help="first seed (1)")
    parser.add_argument("--second-first", type=int, help="first seed of a second run")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="as many as cores")
    parser.add_argument(
        "--scenario", action="append", choices=list(SCENARIOS), help="only this one; may be repeated"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the page")
    parser.add_argument(
        "--real", type=Path, metavar="DIR", help="only tell how many reps are in these tables"
    )
    parser.add_argument("--words", action="store_true", help="run nothing: renew the plain words of --out")
    parser.add_argument("--floors", action="store_true", help="only print floors for tests/core/floors.json")
    return parser


def _progress(take: Take) -> None:
    print(f"\r{take.scenario:<16}{take.shapes:<6}{take.seed:>6}", end="", file=sys.stderr, flush=True)


def _print_table(scores: Scores) -> None:
    width = {title: max(len(title), 12) for title in _PRINTED}
    print(f"{'':<22}" + "  ".join(f"{title:>{width[title]}}" for title in _PRINTED))
    for row, score in with_pooled(scores).items():
        cells = judge(row, score)
        told = (cells[title].measured + ("!" if cells[title].short else "") for title in _PRINTED)
        values = "  ".join(f"{text:>{width[title]}}" for title, text in zip(_PRINTED, told, strict=True))
        print(f"{row[0]:<15}{row[1]:<7}{values}  invented {score.invented}")
    idle = {row[0]: 0 for row in scores if not SCENARIOS[row[0]].trains}
    for row, score in scores.items():
        if row[0] in idle:
            idle[row[0]] += score.invented
    print("invented where there is nothing to count: " + ", ".join(f"{name} {n}" for name, n in idle.items()))


def _bench(asked: argparse.Namespace) -> None:
    scenarios = asked.scenario or list(SCENARIOS)
    runs = []
    for first in [asked.first] + ([asked.second_first] if asked.second_first is not None else []):
        takes = takes_of(scenarios, first, asked.seeds)
        runs.append(Run(first, asked.seeds, run(takes, processes=asked.processes, done=_progress)))
        print(f"\r{runs[-1].words}; ! falls short of its target", flush=True)
        _print_table(runs[-1].scores)
    if asked.out:
        drawn = [path.stem for path in (DOCS / PICTURES).glob("*.png")]
        asked.out.write_text(page(runs, provenance(runs), drawn), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked; 1 when a real recording has a rep."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.words:
        if asked.out is None:
            parser.error("--words needs --out FILE, the page")
        asked.out.write_text(with_plain_words(asked.out.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    if asked.real:
        found = list(reps_in(asked.real))
        for name, told in found:
            print(f"{name:<40} {told}")
        return int(any(isinstance(told, int) and told > 0 for _, told in found))
    if asked.floors:
        print(floors_json(run(FLOOR_TAKES, processes=asked.processes, done=_progress)))
        return 0
    _bench(asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())

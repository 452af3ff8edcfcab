"""``python -m tools.campaign``: run the fault campaign, keep what it counted, and write the table."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path

from tools.campaign.bench import Bench
from tools.campaign.page import PAGE, renewed, table
from tools.campaign.parts import PARTS
from tools.influxd import ServersMissingError

FOLDER = Path(".cache/campaign")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.campaign", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(PARTS), help="one part; may be repeated")
    parser.add_argument("--share", type=float, default=1.0, help="of the full number of runs (default 1)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="data and counts (default %(default)s)")
    parser.add_argument(
        "--page", action="store_true", help="only write the page from the counts of earlier runs"
    )
    parser.add_argument(
        "--no-page", action="store_true", help="print the table, leave docs/campaign.md alone"
    )
    return parser


def _run(asked: argparse.Namespace) -> None:
    folder = asked.folder.resolve()
    counts = folder / "counts"
    counts.mkdir(parents=True, exist_ok=True)
    for name in asked.only or PARTS:
        with Bench(folder / name, asked.share, asked.seed) as bench:
            try:
                outcomes = PARTS[name](bench)
            except ServersMissingError as missing:
                print(f"{name}: left out: {missing}", flush=True)
                continue
        documents = [outcome.document() for outcome in outcomes]
        (counts / f"{name}.json").write_text(json.dumps(documents, indent=1) + "\n")
        print(table(documents), flush=True)


def main() -> int:
    """Run what was asked for; exit code 1 when any promise was broken."""
    asked = _parser().parse_args()
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda _number, _frame: sys.exit(1))  # unwinds: servers end
    if not asked.page:
        os.nice(10)
        _run(asked)
    counts = asked.folder / "counts"
    documents = [
        document
        for name in PARTS
        if (counts / f"{name}.json").exists()
        for document in json.loads((counts / f"{name}.json").read_text())
    ]
    if not asked.no_page:
        PAGE.write_text(renewed(PAGE.read_text("utf-8"), documents), "utf-8")
    broken = [
        document for document in documents if document["wrong"] or document["lost"] or document["doubled"]
    ]
    for document in broken:
        print(f"BROKEN: {document['fault']}: {document['wrong'][:5]}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m tools.budget [--seeds N] [--out FILE]``: run the Monte Carlo and write the page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.budget.measuring import budget_of
from tools.budget.page import page
from tools.budget.sources import SOURCES


def main() -> int:
    """Run every source; progress goes to the error stream."""
    parser = argparse.ArgumentParser(prog="python -m tools.budget", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="athletes a row")
    parser.add_argument("--first", type=int, default=1, help="seed of the first one")
    parser.add_argument("--out", type=Path, help="page to write (default: the standard output)")
    options = parser.parse_args()
    rows = []
    for source in SOURCES:
        print(f"{source.name} ...", file=sys.stderr, flush=True)
        rows.append((source, budget_of(source, range(options.first, options.first + options.seeds))))
    text = page(rows, options.seeds)
    if options.out is None:
        sys.stdout.write(text)
    else:
        options.out.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

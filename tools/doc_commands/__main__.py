"""Run the commands of pages and write what they print now: ``python -m tools.doc_commands [PAGE ...]``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from tools.doc_commands.blocks import ROOT, pages
from tools.doc_commands.console import exchanges
from tools.doc_commands.play import play, renewed


def main() -> int:
    """Renew the pages that are named, or all of them."""
    parser = argparse.ArgumentParser(prog="python -m tools.doc_commands", description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="as in docs/how-to/report.md (default: all)")
    parser.add_argument("--count", action="store_true", help="run nothing: tell what is run, and what is not")
    options = parser.parse_args()
    if options.count:
        return _count()
    known = {page.name: page for page in pages()}
    if unknown := [name for name in options.pages if name not in known]:
        print(f"no such page: {', '.join(unknown)}; name it from the root of the checkout", file=sys.stderr)
        return 2
    for name in options.pages or known:
        page = known[name]
        if not any(page.blocks("console")):
            continue
        played = list(play(page))
        (ROOT / name).write_text(renewed(page, played), encoding="utf-8")
        stale = [one.said.command for one in played if one.stale]
        print(f"{name}: {len(played)} commands, {len(stale)} print something else now", *stale, sep="\n  ")
    return 0


def _count() -> int:
    run, blocks, unrun = 0, 0, Counter[str]()
    for page in pages():
        for block in page.blocks("console"):
            blocks += 1
            run += len(list(exchanges(block.text)))
        unrun.update(block.mark.value if block.mark else "without a reason" for block in page.blocks("sh"))
    print(f"run: {blocks} blocks with {run} commands")
    print(f"not run: {unrun.total()} blocks")
    for reason, number in unrun.most_common():
        print(f"  {number:3}  {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

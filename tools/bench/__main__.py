"""``make bench``: measure what the station costs on this machine, and put it beside what it may cost."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tools.bench.machine import Meanwhile, load, machine
from tools.bench.page import PAGE, busy_parts, missed, page
from tools.bench.parts import PARTS
from tools.bench.quoted import PAGES, quote
from tools.bench.runs import DOCUMENT, NotMeasuredError, Run, document, read, value_of
from tools.bench.targets import TARGETS
from tools.provenance import commit, cores, is_changed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.bench.runs import Runs

_MEASURED: Final = ("station", "simulators", "hardware/firmware", "tools")
_NAMES: Final = (*PARTS, *PAGES)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"some of: {', '.join(_NAMES)} (default all)"
    )
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the full number of runs (default 1); less writes no page"
    )
    parser.add_argument("--page", action="store_true", help="only write the page anew from its JSON document")
    return parser


def _measure(names: Sequence[str], share: float) -> Iterator[tuple[str, Run]]:
    """Yield each part as soon as it is measured; one that cannot be measured here says so and is left out."""
    before = load()
    for name in names:
        if name in PAGES:
            yield name, quote(name)
            continue
        begun_s, meanwhile = time.monotonic(), Meanwhile()
        try:
            measured = PARTS[name].measure(share)
        except NotMeasuredError as missing:
            sys.stderr.write(f"{name} is left out: {missing}\n")
            continue
        yield (
            name,
            Run(
                date=f"{datetime.now(UTC):%Y-%m-%d}",
                commit=commit() + ("+" if is_changed(*_MEASURED) else ""),
                command=f"make bench PARTS={name}",
                values=measured.values,
                notes=measured.notes,
                took_s=round(time.monotonic() - begun_s, 1),
                machine=machine(),
                cores=cores(),
                load=(round(before, 2), round(load(), 2)),
                others_cores=round(meanwhile.others_cores(), 2),
            ),
        )


def _print(name: str, run: Run) -> None:
    for target in TARGETS:
        value = value_of(target, {name: run})
        if value is not None:
            verdict = "ok  " if target.met_by(value) else "MISS"
            print(
                f"{verdict} {target.what:<72} {target.shown(value):>16}   asked: {target.asked}", flush=True
            )


def _write(runs: Runs) -> None:
    DOCUMENT.write_text(json.dumps(document(runs), indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(runs), "utf-8")


def _sum_up(runs: Runs) -> None:
    print(f"{PAGE.name}: {len(missed(runs))} figures fall short")
    if busy := busy_parts(runs):
        print(f"The machine was busy; do not trust the times of: {', '.join(busy)}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page; exit code 2 for a part that is none."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.parts if name not in _NAMES]:
        parser.error(f"no part {unknown[0]!r}; there are {', '.join(_NAMES)}")
    whole = asked.share >= 1.0
    runs = read()
    for name, run in _measure([] if asked.page else asked.parts or _NAMES, asked.share):
        runs = {known: run if known == name else runs[known] for known in _NAMES if known in (name, *runs)}
        _print(name, run)
        if whole:
            _write(runs)
    if whole:
        _write(runs)
        _sum_up(runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())

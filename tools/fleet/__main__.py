"""``python -m tools.fleet``: many stations on one influxd, and the tables of docs/how-to/many-stations.md.

``training N [options of simulators.fleet]``, ``comeback N [VISITS [AWAY_S]]`` and ``storage`` each measure one
thing and keep it; without a word the page is written from everything kept.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from tools.fleet import comeback, storage, training
from tools.fleet.page import PAGE, renewed
from tools.influxd import ServersMissingError

KEPT = Path(".cache/fleet")
_USAGE = "usage: python -m tools.fleet [training N [OPTIONS] | comeback N [VISITS [AWAY_S]] | storage]\n"


def _measured(arguments: list[str], room: Path) -> tuple[str, dict[str, Any]]:
    """Measure one thing; return its name and its figures."""
    match arguments:
        case ["training", stations, *options]:
            return f"training-{stations}", training.measure(room, int(stations), options)
        case ["comeback", stations, *rest]:
            visits, away_s = int(rest[0]) if rest else 2, float(rest[1]) if rest[1:] else 45.0
            figures = comeback.measure(room, int(stations), visits, away_s)
            figures["command"] = f"python -m tools.fleet comeback {stations} {visits} {away_s:g}"
            return f"comeback-{stations}", figures
        case ["storage"]:
            return "storage", storage.measure(room)
        case _:
            raise ValueError(arguments)


def main() -> int:
    """Measure, or write the page."""
    KEPT.mkdir(parents=True, exist_ok=True)
    if not sys.argv[1:]:
        kept = {file.stem: json.loads(file.read_text()) for file in sorted(KEPT.glob("*.json"))}
        PAGE.write_text(renewed(PAGE.read_text("utf-8"), kept), "utf-8")
        return 0
    os.nice(10)
    room = (KEPT / f"room-{'-'.join(sys.argv[1:3])}").resolve()
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir()
    try:
        name, figures = _measured(sys.argv[1:], room)
    except ServersMissingError as missing:
        print(f"tools.fleet: {missing}", file=sys.stderr)
        return 1
    except ValueError as wrong:
        print(f"{_USAGE}tools.fleet: {wrong}", file=sys.stderr)
        return 2
    figures |= {"on": time.strftime("%Y-%m-%d"), "load": os.getloadavg()[0]}
    (KEPT / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n")
    print(json.dumps({key: value for key, value in figures.items() if key != "depths"}))
    shutil.rmtree(room)
    return 1 if figures.get("wrong") else 0


if __name__ == "__main__":
    sys.exit(main())

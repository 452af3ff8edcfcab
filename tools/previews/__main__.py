"""``python -m tools.previews DATA_FOLDER [--out docs/images/boards]``: the boards of a store of simulated people.

Fill one with ``python -m simulators.career --into DATA_FOLDER``, several times for several people.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

from station.store import Store
from tests.support.browser import chromium
from tools.boardcheck import npm
from tools.dashboards import influxdb2
from tools.dashboards.boards import BOARDS
from tools.influxd import InfluxServer, ServersMissingError
from tools.previews.answers import Range
from tools.previews.page import WIDTH, page

if TYPE_CHECKING:
    from tools.dashboards.model import Board

_OWN: Final = Path(__file__).parent
_HIGHEST: Final = 1500
"""Pixels: the top of a long board tells enough."""
_COLOURS: Final = 96


def main() -> int:
    """Fill an InfluxDB, draw every board, and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tools.previews", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/images/boards"))
    asked = parser.parse_args()
    program = chromium()
    try:
        packages = npm.ready()
    except npm.NotHereError as missing:
        print(f"tools.previews: {missing}", file=sys.stderr)
        return 1
    if program is None:
        print("tools.previews: no chromium here", file=sys.stderr)
        return 1
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="previews-") as name:
        try:
            with InfluxServer(Path(name) / "influxd") as server:
                chosen, last_us = _filled(server, asked.data)
                for board in BOARDS:
                    file = _drawn(board, server, chosen, last_us, packages, program, Path(name))
                    target = asked.out / f"{board.name}.png"
                    _small(file, target)
                    print(f"{target}: {target.stat().st_size // 1000} kB")
        except ServersMissingError as missing:
            print(f"tools.previews: {missing}", file=sys.stderr)
            return 1
    return 0


def _filled(server: InfluxServer, data: Path) -> tuple[dict[str, str], int]:
    """Send everything in the store, and return who is shown, and the end of the last visit."""
    environment = os.environ | server.environment() | {"STATION_STATION_DATA_DIR": str(data)}
    with Store.open(data / "station.db") as store:
        for visit in store.sessions(limit=-1):
            store.resend(visit.id)
        store.resend_entries(0)
        visits = store.sessions(limit=-1)
        people = {person.name: person.id for person in store.athletes()}
    subprocess.run(  # noqa: S603  own command
        [sys.executable, "-m", "station.cli", "influx", "push"], env=environment, check=True
    )
    shown = people.get("flare-up", visits[0].athlete_id or "")
    newest = next(visit for visit in visits if visit.athlete_id == shown)
    last_us = max(visit.closed_us or visit.opened_us for visit in visits)
    chosen = {"athlete": shown, "session": newest.id, "zone": "UTC"}
    return chosen, last_us


def _range(board: Board, last_us: int) -> Range:
    """Return the board's range of time as it is at the end of the day of the last visit."""
    day = datetime.fromtimestamp(last_us / 1e6, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    stop = day + timedelta(days=1)
    days = re.fullmatch(r"now-(\d+)d", board.since)
    start = day if days is None else stop - timedelta(days=int(days[1]))
    return Range(round(start.timestamp() * 1e6), round(stop.timestamp() * 1e6))


def _drawn(board: Board, server: InfluxServer, chosen: dict[str, str], last_us: int, packages: Path,
           program: str, folder: Path) -> Path:  # fmt: skip
    charts = influxdb2.dashboard(board)["spec"]["charts"]
    script = (_OWN / "draw.js").read_text()
    html, height = page(board, charts, server.query, _range(board, last_us), chosen, packages, script)
    file = folder / f"{board.name}.html"
    file.write_text(html, encoding="utf-8")
    picture = folder / f"{board.name}.png"
    subprocess.run(  # noqa: S603  own command
        [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--user-data-dir={folder}/profile", "--virtual-time-budget=6000", "--allow-file-access-from-files",
         f"--window-size={WIDTH},{min(height, _HIGHEST)}", f"--screenshot={picture}", file.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return picture


def _small(source: Path, target: Path) -> None:
    """Write a picture with few colours: plots have few."""
    with Image.open(source) as picture:
        picture.convert("RGB").quantize(_COLOURS).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())

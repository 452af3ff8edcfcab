"""``python -m tools.previews [--out docs/images/boards]``: the boards of six simulated people after fourteen weeks."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image

from simulators.career.cases import CASES
from station.store import Store
from tests.support.browser import chromium
from tools.boardcheck import npm
from tools.dashboards import influxdb2
from tools.dashboards.boards import BOARDS
from tools.dashboards.compare.filling import Life, fill_store
from tools.influxd import InfluxServer, ServersMissingError
from tools.previews.answers import Range
from tools.previews.page import WIDTH, Pen, page

if TYPE_CHECKING:
    from tools.dashboards.model import Board

_OWN: Final = Path(__file__).parent
_LIBRARIES: Final = (
    "react/umd/react.production.min.js",
    "react-dom/umd/react-dom.production.min.js",
    "@influxdata/giraffe/dist/index.js",
)
WEEKS: Final = 14
SHOWN: Final = "flare-up 1"
"""Whose pictures are drawn: there is something to see in them."""
_COLOURS: Final = 64
_AROUND_US: Final = 120_000_000


@dataclass(frozen=True, slots=True)
class Studio:
    """What pictures are made with, and of whom."""

    server: InfluxServer
    packages: Path
    program: str
    folder: Path
    chosen: dict[str, str]
    visit: Range
    """Of the visit that is shown, with some minutes before and after: pictures of one need it."""
    last_us: int

    def drawn(self, board: Board) -> Path:
        """Return the picture of a board."""
        chosen = self.chosen | ({"station": "step1"} if board.name == "step-health" else {})
        between = self.visit if board.name == "session" else _range(board, self.last_us)
        pen = Pen(self.server.query, between, chosen)
        sources = [(self.packages / "node_modules" / file).as_uri() for file in _LIBRARIES]
        charts = influxdb2.dashboard(board)["spec"]["charts"]
        html, height = page(board, charts, pen, [*sources, (_OWN / "draw.js").read_text()])
        file, picture = (self.folder / f"{board.name}.{kind}" for kind in ("html", "png"))
        file.write_text(html, encoding="utf-8")
        subprocess.run(  # noqa: S603  own command
            [self.program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             f"--user-data-dir={self.folder}/profile", "--virtual-time-budget=6000",
             "--allow-file-access-from-files", f"--window-size={WIDTH},{height}",
             f"--screenshot={picture}", file.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return picture


def main() -> int:
    """Fill an InfluxDB, draw every board, and say what was written."""
    parser = argparse.ArgumentParser(prog="python -m tools.previews", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("docs/images/boards"))
    asked = parser.parse_args()
    try:
        _draw(asked.out)
    except (npm.NotHereError, ServersMissingError) as missing:
        print(f"tools.previews: {missing}", file=sys.stderr)
        return 1
    return 0


def _draw(out: Path) -> None:
    packages, program = npm.ready(), chromium()
    if program is None:
        raise npm.NotHereError("no chromium here: it draws the previews")
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="previews-") as name,
        InfluxServer(Path(name) / "influxd") as server,
    ):
        studio = Studio(server, packages, program, Path(name), *_filled(server, Path(name) / "data"))
        for board in BOARDS:
            target = out / f"{board.name}.png"
            _small(studio.drawn(board), target)
            print(f"{target}: {target.stat().st_size // 1000} kB")


def _filled(server: InfluxServer, data: Path) -> tuple[dict[str, str], Range, int]:
    """Send what six careers stored, and return who is shown, their last visit's time, and the end of all visits."""
    data.mkdir()
    fill_store(data, [Life(case, 1) for case in CASES], WEEKS, health_visits=7 * WEEKS)
    environment = os.environ | server.environment() | {"STATION_STATION_DATA_DIR": str(data)}
    push = [sys.executable, "-m", "station.cli", "influx", "push"]
    subprocess.run(push, env=environment, check=True)  # noqa: S603  own command
    with Store.open(data / "station.db", read_only=True) as store:
        visits = store.sessions(limit=-1)
        people = {person.name: person.id for person in store.athletes()}
    newest = next(visit for visit in visits if visit.athlete_id == people[SHOWN])
    last_us = max(visit.closed_us or visit.opened_us for visit in visits)
    shown = Range(newest.opened_us - _AROUND_US, (newest.closed_us or newest.opened_us) + _AROUND_US)
    return {"athlete": people[SHOWN], "session": newest.id, "zone": "UTC"}, shown, last_us


def _range(board: Board, last_us: int) -> Range:
    """Return the board's range of time as it is at the end of the day of the last visit."""
    day = datetime.fromtimestamp(last_us / 1e6, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    stop = day + timedelta(days=1)
    days = re.fullmatch(r"now-(\d+)d", board.since)
    start = day if days is None else stop - timedelta(days=int(days[1]))
    return Range(round(start.timestamp() * 1e6), round(stop.timestamp() * 1e6))


def _small(source: Path, target: Path) -> None:
    """Write a picture with few colours: plots have few."""
    with Image.open(source) as picture:
        picture.convert("RGB").quantize(_COLOURS, Image.Quantize.MAXCOVERAGE).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())

"""A run of the real kiosk on a simulated step, driven by keys, as screens with the time each was there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.bench.kiosk import FRAME_END, KNOWS_SYNC, kiosk
from tools.demo_picture.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tools.bench.kiosk import Screen
    from tools.demo_picture.terminal import Cells

PORT = "sim://mixed_session?seed=23&reps=12"
NAME = "Ana"
OTHERS = ("Ben", "Clara", "Emil")
PATIENCE_S = 240.0
"""No screen of the run takes longer to come."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen showed from an instant on."""

    at_s: float
    """Since the kiosk was started, s."""
    cells: Cells
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """What to wait for, for how long to look at it, and what to press then."""

    words: str
    seconds: float
    keys: bytes


SCRIPT = (
    Step("Step on", 1.0, b"\r"),
    Step("Emil", 0.8, b"an"),
    Step("Add", 0.6, b"\r"),
    Step("Today", 1.0, b"\r"),
    Step("REST", 6.0, b"\x1b"),
    Step("reps are saved", 3.0, b""),
)


def record(port: str = PORT, script: Sequence[Step] = SCRIPT) -> list[Shown]:
    """Run the kiosk and return what it showed; ``TimeoutError`` names the words that did not come."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"STATION_STATION_DATA_DIR": folder, "XDG_CONFIG_HOME": folder, "TZ": "UTC"}
        for name in (*OTHERS, NAME):
            _station(own, "athlete", "add", name)
        _station(own, "plan", "assign", NAME, "seed-default", "--sore", "left")
        _station(own, "symptom", "add", NAME, "--visa-a", "70")
        settings = {**own, "STATION_KIOSK_ATTRACT_S": "60", "STATION_KIOSK_THEME": "dark"}
        with kiosk(port, folder, **settings) as (_pid, screen):
            begun_s = time.monotonic()
            screen.press(KNOWS_SYNC)
            for step in script:
                _until(screen, step.words)
                screen.watch(step.seconds)
                screen.press(step.keys)
            return list(shown(bytes(screen.seen), screen.reads, begun_s))


def _until(screen: Screen, words: str) -> None:
    """Watch until a screen shows these words."""
    end_s = time.monotonic() + PATIENCE_S
    terminal, done = Terminal(), 0
    while words not in terminal.text():
        if time.monotonic() > end_s:
            raise TimeoutError(
                f"the kiosk did not show {words!r} within {PATIENCE_S:g} s:\n{terminal.text()}"
            )
        screen.watch(0.3)
        end = screen.seen.rfind(FRAME_END, done)
        if end >= 0:
            whole = end + len(FRAME_END)
            terminal.take(screen.seen[done:whole].decode())
            done = whole


def shown(seen: bytes, reads: Iterable[tuple[float, int]], begun_s: float) -> Iterator[Shown]:
    """Yield the screen after every read that made a frame whole.

    ``reads``: when something was read, on the clock of ``begun_s``, and how much of ``seen`` had been read by then.
    """
    terminal, done = Terminal(), 0
    for at_s, until in reads:
        end = seen.rfind(FRAME_END, done, until)
        if end >= 0:
            whole = end + len(FRAME_END)
            terminal.take(seen[done:whole].decode())
            done = whole
            yield Shown(at_s - begun_s, dict(terminal.cells), terminal.text())


def _station(settings: dict[str, str], *words: str) -> None:
    """Run a command of the station, quietly."""
    command = [sys.executable, "-m", "station.cli", *words]
    subprocess.run(command, env=os.environ | settings, check=True, capture_output=True)  # noqa: S603  our own program

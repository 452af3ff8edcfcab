"""How soon the kiosk shows what was measured, and answers a key: watched from the other side of its terminal."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from simulators.converter import Conversions, draw_plate
from simulators.device import Step
from simulators.hardware import Hardware
from simulators.terminal import Terminal
from tools.bench.kiosk import FIRST_SCREEN, KNOWS_SYNC, WARM_UP_S, Screen, kiosk, simulated_step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEED: Final = 5
RATE_HZ: Final = 94.0
QUIET_S: Final = 14.0
"""Long enough to be weighed and to come to the live screen."""
JUMPS: Final = 120
JUMP_EVERY_S: Final = (0.3, 0.5)
LOW_N, HIGH_N, OTHER_N = 400.0, 480.0, 400.0
KEYS: Final = 40
KEY_EVERY_S: Final = 0.7
SPINNERS: Final = 2
_LEFT_LABEL: Final = re.compile(r"L +(\d+) kg")
_INTERVAL: Final = re.compile(r"\(\d+\.\d to \d+\.\d\)|not shown")


@dataclass(frozen=True, slots=True)
class Delays:
    """All of a kind that were measured, s."""

    samples_s: tuple[float, ...]
    keys_s: tuple[float, ...]

    def __str__(self) -> str:
        """Return median, 95th percentile and worst of each."""
        return "\n".join(
            f"{name}: n {len(delays)}, median {np.median(delays) * 1e3:.0f}, p95 {p95(delays) * 1e3:.0f},"
            f" worst {max(delays) * 1e3:.0f} ms"
            for name, delays in (("sample to screen", self.samples_s), ("key to reaction", self.keys_s))
        )


def p95(delays_s: Sequence[float]) -> float:
    """Return the 95th percentile, s. ``RuntimeError`` when nothing was seen."""
    if not delays_s:
        raise RuntimeError("nothing that happened was seen on the screen, so nothing was measured")
    return float(np.quantile(np.asarray(delays_s), 0.95))


@dataclass(slots=True)
class JumpingStep:
    """A step at 2 x 94 samples a second whose left plate jumps; notes when each jump was written to the port."""

    jumps: int = JUMPS
    terminal: Terminal = field(default_factory=lambda: Terminal(None))
    jumped_s: list[float] = field(default_factory=list)
    _ending: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Play, from when a host opens the port."""
        step, jumps = _performance(self.jumps)
        while not self.terminal.host_present() and not self._ending.is_set():
            time.sleep(0.01)
        begun_s = time.monotonic()
        while not self._ending.is_set():
            if heard := self.terminal.receive():
                step.receive(heard)
            for _, line in step.advance(time.monotonic() - begun_s):
                self.terminal.send(line)
                if line.startswith(b"S 0 ") and int(line.split(b" ")[2]) in jumps:
                    self.jumped_s.append(time.monotonic())
            time.sleep(0.001)

    def end(self) -> None:
        """Stop playing."""
        self._ending.set()


def _performance(jumps: int) -> tuple[Step, frozenset[int]]:
    """Return the device, and the sequence numbers of the left plate's first samples after each jump."""
    rng = np.random.default_rng(SEED)
    jumps_s = QUIET_S + np.cumsum(rng.uniform(*JUMP_EVERY_S, jumps))
    duration_s = float(jumps_s[-1]) + 5.0
    plates = tuple(draw_plate(SEED, channel) for channel in ("L", "R"))
    conversions = []
    first: frozenset[int] = frozenset()
    for plate, offset_s in zip(plates, (0.0, 0.004), strict=True):
        ready_s = np.arange(0.5 + offset_s, duration_s, 1.0 / RATE_HZ)
        jumped = np.searchsorted(jumps_s, ready_s)
        force_n = np.where(jumped % 2 == 0, LOW_N, HIGH_N) if not offset_s else np.full(ready_s.size, OTHER_N)
        if not offset_s:
            first = frozenset((np.flatnonzero(np.diff(jumped)) + 1).tolist())
        count = np.rint(
            plate.zero_count + force_n / plate.scale_n_per_count + rng.normal(0.0, 8.0, ready_s.size)
        )
        none = np.zeros(ready_s.size, dtype=np.int64)
        conversions.append(Conversions(ready_s, count.astype(np.int64), none, none))
    hardware = Hardware(uid="5E00BE4C", channels=("L", "R"), plates=plates)
    return Step(hardware, conversions, duration_s), first


@contextmanager
def load(processes: int) -> Iterator[None]:
    """Keep this many processors busy."""
    spinning = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)]
    try:
        yield
    finally:
        for each in spinning:
            each.kill()
            each.wait()


@contextmanager
def _on_live_screen(port: str, warm_up_s: float) -> Iterator[Screen]:
    """Yield a kiosk's terminal on which a guest is being measured."""
    with tempfile.TemporaryDirectory() as folder, kiosk(port, folder) as (_, screen):
        screen.press(KNOWS_SYNC)
        screen.watch(20.0, FIRST_SCREEN)
        screen.press(b"1")
        screen.watch(warm_up_s)
        yield screen


def sample_delays_s(jumps: int = JUMPS) -> tuple[float, ...]:
    """Return the times from writing a jump's first sample to the port until the screen shows another force, s."""
    step = JumpingStep(jumps)
    player = threading.Thread(target=step.run, daemon=True)
    player.start()
    with _on_live_screen(step.terminal.path, QUIET_S) as screen:
        screen.watch(jumps * max(JUMP_EVERY_S) + 2.0)
        step.end()
        player.join()
    found = ((at_s, _LEFT_LABEL.search(text)) for at_s, text in screen.frame_texts())
    return tuple(_delays(step.jumped_s, [(at_s, label[1]) for at_s, label in found if label is not None]))


def _delays(happened_s: Sequence[float], shown: Sequence[tuple[float, str]]) -> Iterator[float]:
    """Yield how long what happened took to be shown; nothing for what was not shown before the next one happened."""
    for at_s, next_s in pairwise((*happened_s, math.inf)):
        before = [label for shown_s, label in shown if shown_s < at_s]
        after = [s for s, label in shown if at_s <= s < next_s and before and label != before[-1]]
        if after:
            yield after[0] - at_s


def key_delays_s(keys: int = KEYS) -> tuple[float, ...]:
    """Return the times from pressing the key for the exact value until the screen shows it, all processors busy, s."""
    pressed_s: list[float] = []
    with (
        simulated_step() as port,
        _on_live_screen(port, WARM_UP_S) as screen,
        load(os.cpu_count() or SPINNERS),
    ):
        for _ in range(keys):
            pressed_s.append(time.monotonic())
            screen.press(b"i")
            screen.watch(KEY_EVERY_S)
        screen.watch(1.0)
    shown = [(at_s, str(_INTERVAL.search(text) is not None)) for at_s, text in screen.frame_texts()]
    return tuple(_delays(pressed_s, shown))


def measure(jumps: int = JUMPS, keys: int = KEYS) -> Delays:
    """Measure both."""
    return Delays(sample_delays_s(jumps), key_delays_s(keys))


if __name__ == "__main__":
    sys.stdout.write(f"{measure()}\n")

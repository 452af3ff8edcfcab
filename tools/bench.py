"""``make bench``: what the station costs on this machine, beside what it may cost."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from station.analysis import analyze_table
from station.events import ForceBlock, Rep
from station.force import GRID_HZ
from station.pipeline import Pipeline
from station.sources import open_port
from station.wire import Decoder, encode_command, encode_line
from tools.bench_kiosk import measure as kiosk_measure

if TYPE_CHECKING:
    from station.events import Event

DECODED_LINES = 300_000
LINES_OF_A_READ = 16
PERFORMANCES = 8
HOUR_S = 3600.0
US = 1e-6


@dataclass(frozen=True, slots=True)
class Cost:
    """One measured cost and its target, both in ``unit``."""

    what: str
    value: float
    unit: str
    target: float
    more_is_better: bool = False

    def __str__(self) -> str:
        """Return the line that is printed."""
        met = self.value >= self.target if self.more_is_better else self.value <= self.target
        bound = "at least" if self.more_is_better else "at most"
        return (
            f"{'ok  ' if met else 'MISS'} {self.what:<44} {self.value:>12,.2f} {self.unit:<4}"
            f" {bound} {self.target:,g}"
        )


def decoding() -> Cost:
    """Decode samples of two channels in pieces as a port delivers them; lines a second of processor time."""
    lines = [
        encode_line(f"S {n % 2} {n // 2 % 65536} {n * 5700 % (1 << 32)} {84000 + n % 997} 0")
        for n in range(DECODED_LINES)
    ]
    reads = [b"".join(lines[n : n + LINES_OF_A_READ]) for n in range(0, DECODED_LINES, LINES_OF_A_READ)]
    decoder = Decoder()
    begun_s = time.process_time()
    decoded = sum(len(decoder.feed(read)) for read in reads)
    return Cost("wire decoded, lines", decoded / (time.process_time() - begun_s), "/s", 150_000, True)


def heard(url: str) -> list[tuple[int, bytes]]:
    """Return everything a simulated step says, as ``(arrival_us, bytes)``."""
    port = open_port(url)
    read_stamped = getattr(port, "read_stamped")  # noqa: B009  only ports that carry their own time have it
    port.write(encode_command("K?"))
    chunks: list[tuple[int, bytes]] = []
    try:
        while True:
            chunks += read_stamped()
    except EOFError:
        return chunks
    finally:
        port.close()


def judging() -> Cost:
    """Send whole performances through the pipeline; seconds of processor time for an hour on the step."""
    played_s = spent_s = 0.0
    reps = 0
    for seed in range(PERFORMANCES):
        chunks = heard(f"sim://textbook?seed={seed}&speed=max")
        played_s += (chunks[-1][0] - chunks[0][0]) * US
        pipeline = Pipeline()
        begun_s = time.process_time()
        for arrival_us, data in chunks:
            reps += _final_reps(pipeline.feed(data, arrival_us))
        reps += _final_reps(pipeline.finish())
        spent_s += time.process_time() - begun_s
    if not reps:
        raise RuntimeError("nothing was judged: no rep was counted")
    return Cost("an hour on the step, from bytes to sets", spent_s / played_s * HOUR_S, "s", 6.0)


def _final_reps(events: list[Event]) -> int:
    return sum(isinstance(event, Rep) and event.final for event in events)


def analysing() -> Cost:
    """Analyse an hour of forces as another plate would export them; seconds of processor time."""
    blocks = [
        event
        for seed in range(PERFORMANCES)
        for event in _forces(heard(f"sim://alternate?seed={seed}&speed=max"))
    ]
    left_n, right_n = (np.concatenate([getattr(b, name) for b in blocks]) for name in ("left_n", "right_n"))
    times = round(HOUR_S * GRID_HZ / len(left_n)) + 1
    left_n, right_n = (np.tile(force_n, times)[: round(HOUR_S * GRID_HZ)] for force_n in (left_n, right_n))
    begun_s = time.process_time()
    document = analyze_table(np.arange(len(left_n)) / GRID_HZ, left_n, right_n)
    spent_s = time.process_time() - begun_s
    if not document["reps"]:
        raise RuntimeError("nothing was analysed: no rep was counted")
    return Cost(f"an hour of forces analysed, {len(document['reps'])} reps", spent_s, "s", 6.0)


def _forces(chunks: list[tuple[int, bytes]]) -> list[ForceBlock]:
    pipeline = Pipeline()
    events = [event for arrival_us, data in chunks for event in pipeline.feed(data, arrival_us)]
    return [event for event in events if isinstance(event, ForceBlock)]


def kiosk_costs() -> list[Cost]:
    """Run the kiosk in a pseudo-terminal at real speed."""
    cost = kiosk_measure()
    return [
        Cost("kiosk, first screen", cost.first_screen_s, "s", 1.0),
        Cost("kiosk, share of a core", 100.0 * cost.core_share, "%", 10.0),
        Cost("kiosk, frames", cost.frames_hz, "/s", 20.0, more_is_better=True),
        Cost("kiosk, resident memory", cost.resident_mb, "MB", 120.0),
    ]


def starting() -> Cost:
    """Ask a new process for help; seconds of processor time, the interpreter's own start included."""

    def children_s() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    command = Path(sys.executable).with_name("station")
    tries_s = []
    for _ in range(5):
        before_s = children_s()
        subprocess.run([command, "--help"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own program
        tries_s.append(children_s() - before_s)
    return Cost("station --help", min(tries_s), "s", 0.15)


def main() -> None:
    """Print one line a cost."""
    for measure in (starting, decoding, judging, analysing):
        print(measure(), flush=True)
    for cost in kiosk_costs():
        print(cost, flush=True)


if __name__ == "__main__":
    main()

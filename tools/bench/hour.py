"""An hour on the step, as a recording and as a table, and what it costs to analyse either."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from binascii import crc_hqx
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from station.analysis import analyze_events
from station.events import ForceBlock
from station.recording import RecordingWriter, Replay
from station.sources.chunks import GATHER_S
from tools.accuracy.playing import EPOCH_US, play
from tools.bench.stages import sampled, table
from tools.processes import children_s

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.accuracy.playing import Chunk

HOUR_S = 3600.0
SHORTEST_S = 90.0
"""An athlete has done some reps by then."""
SCENARIOS = ("textbook", "alternate", "mixed_session", "stumble")
SEED = 7
PAUSE_US = 20_000
_SAMPLE = re.compile(rb"S ([0-9]) ([0-9]+) ([0-9]+) ([^*\n]*)\*[0-9A-F]{4}")


def record(path: Path, seconds: float = HOUR_S) -> None:
    """Write an hour, or less, of one athlete on one step, performance after performance, as a station records it."""
    writer = RecordingWriter(path, {}, begun_us=EPOCH_US)
    for arrival_us, data in _wire(seconds):
        writer.wire(arrival_us, data)
        writer.tick((arrival_us - EPOCH_US) / 1e6)
    writer.close()


def _wire(seconds: float) -> Iterator[Chunk]:
    """Yield arrivals; each performance goes on where the last one ended, in time and in sequence numbers."""
    later_us, following = 0, {0: 0, 1: 0}
    for scenario in cycle(SCENARIOS):
        shift = _Shift(later_us, dict(following))
        for arrival_us, data in _whole_lines(play(scenario, SEED).gathered(GATHER_S)):
            if arrival_us + later_us - EPOCH_US > seconds * 1e6:
                return
            last_us = arrival_us + later_us
            yield last_us, _SAMPLE.sub(shift.sample, data)
        later_us, following = last_us - EPOCH_US + PAUSE_US, shift.following


def _whole_lines(chunks: list[Chunk]) -> Iterator[Chunk]:
    rest = b""
    for arrival_us, data in chunks:
        lines, newline, rest = (rest + data).rpartition(b"\n")
        yield arrival_us, lines + newline


class _Shift:
    """Moves samples on in time and in sequence."""

    def __init__(self, later_us: int, first: dict[int, int]) -> None:
        self._later_us, self._first = later_us, first
        self.following = dict(first)
        """The sequence number after the last one, by channel."""

    def sample(self, line: re.Match[bytes]) -> bytes:
        channel, seq, t_us = int(line[1]), int(line[2]), int(line[3])
        seq = (seq + self._first[channel]) % (1 << 16)
        self.following[channel] = (seq + 1) % (1 << 16)
        body = b"S %d %d %d %b" % (channel, seq, (t_us + self._later_us) % (1 << 32), line[4])
        return b"%b*%04X" % (body, crc_hqx(body, 0xFFFF))


def tabulate(recording: Path, path: Path) -> None:
    """Write the recording's forces as another plate would export them."""
    blocks = [event for event in Replay(recording, live=False) if isinstance(event, ForceBlock)]
    columns = [
        np.concatenate([getattr(block, name) for block in blocks]) for name in ("t_s", "left_n", "right_n")
    ]
    np.savetxt(path, np.column_stack(columns), "%.2f", ",", header="t_s,left_n,right_n", comments="")


def analysis_s(path: Path) -> float:
    """Return processor seconds of ``station analyze`` on a file, the interpreter's own start included."""
    before_s = children_s()
    command = [sys.executable, "-m", "station.cli", "analyze", "--json", str(path)]
    analysed = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603  our own program
    spent_s = children_s() - before_s
    if b'"eccentric_tut_s":' not in analysed.stdout:
        raise RuntimeError(f"nothing was analysed in {path}: no rep was counted")
    return spent_s


def stages(recording: Path) -> list[str]:
    """Analyse a recording within this process; return where the time went, a line a stage."""
    begun_s = time.process_time()
    with sampled() as seen:
        analyze_events(Replay(recording, live=False))
    return table(seen, time.process_time() - begun_s)

"""``station replay``: a recording through the same pipeline, with the same events."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from station.cli.common import put, warn
from station.cli.words import Words
from station.errors import RecordingError, UsageError
from station.events import ForceBlock, WeighProgress
from station.jsonl import encode
from station.recording import Hole, Player, is_recording, read_info, read_records
from station.text import spelled_out

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from station.events import Event
    from station.recording import Record


def run(options: argparse.Namespace) -> int:
    """Print the events of a recording; what was lost of the file is told on the error stream."""
    speed = _speed(options.speed)
    if not is_recording(options.file):
        raise RecordingError(f"{options.file} is no recording", "Use 'station analyze' for tables of forces")
    info = read_info(options.file)
    if info.warning:
        warn(f"{options.file}: {info.warning}")
    player, words = Player(info.header), Words()
    for record in _paced(read_records(options.file), speed):
        _show(player.feed(record), None if options.json else words)
    _show(player.finish(), None if options.json else words)
    return 0


def _show(events: Iterable[Event], words: Words | None) -> None:
    for event in events:
        if not isinstance(event, (ForceBlock, WeighProgress)):
            line = words.line(event) if words else encode(event).decode()
            if line is not None:
                put([spelled_out(line) if words else line])


def _paced(records: Iterator[Record], speed: float) -> Iterator[Record]:
    begun_s, first_us = time.monotonic(), None
    for record in records:
        if not isinstance(record, Hole) and math.isfinite(speed):
            first_us = record.arrival_us if first_us is None else first_us
            due_s = begun_s + (record.arrival_us - first_us) / 1e6 / speed
            time.sleep(max(0.0, due_s - time.monotonic()))
        yield record


def _speed(text: str) -> float:
    try:
        speed = math.inf if text == "max" else float(text)
    except ValueError:
        speed = 0.0
    if not speed > 0.0:
        raise UsageError(f"--speed is '{text}'", "Use a number above 0, or max")
    return speed

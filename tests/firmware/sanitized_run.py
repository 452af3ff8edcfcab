"""Everything that reads what others wrote, under the address and undefined-behaviour sanitizers.

Run by ``test_core_sanitized.py`` in a process of its own, into which the sanitizer is loaded before anything else::

    LD_PRELOAD=$(cc -print-file-name=libasan.so) python -m tests.firmware.sanitized_run FOLDER LINES
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from tests.firmware.board import MEMORY_BYTES, Board, Built, build
from tests.firmware.fuzz import Fuzzed, noise
from tests.firmware.reference import sealed

BAUD = 115_200


def commands(built: Built, lines: int) -> None:
    """Good, wrong and spoiled commands on one and on four channels."""
    for channels in (1, 4):
        step = Fuzzed(Board(built, channels, seed=channels), channels)
        step.start()
        step.run(lines)


def wrong_bytes(built: Built, size: int) -> None:
    """Bytes without sense, converters going on meanwhile."""
    board = Board(built, 4, baud=BAUD)
    board.settle()
    for channel in range(4):
        board.chip(channel, 80.0 + channel, seed=channel)
    board.power_up()
    board.run(100_000)
    board.take()
    noise(board, 5, size)


def memories(built: Built, images: int) -> None:
    """Any content of the memory, and a calibration on top of it."""
    rng = random.Random(6)  # noqa: S311  a test wants the same images again
    board = Board(built, 2)
    for number in range(images):
        blank = bytearray(b"\xff" * MEMORY_BYTES)
        for _ in range(number % 50):
            blank[rng.randrange(MEMORY_BYTES)] = rng.randrange(256)
        board.memory = rng.randbytes(MEMORY_BYTES) if number % 2 else bytes(blank)
        board.power_up()
        board.run(600_000)
        board.ask(sealed(b"X"))
        board.ask(sealed(b"K?"))
        board.ask(sealed(b"K 0 1 2 3 " + b"n" * (number % 80)))
        board.take()


def faults(built: Built) -> None:
    """Let converters go and come and be read late, and the clock wrap."""
    rng = random.Random(7)  # noqa: S311  a test wants the same faults again
    board = Board(built, 4, baud=BAUD)
    board.settle()
    for channel in range(4):
        board.chip(channel, 80.0 + channel, seed=channel)
    board.clock((1 << 32) - 1_000_000)
    board.power_up()
    for _ in range(400):
        channel = rng.randrange(4)
        rng.choice((
            board.brown_out, lambda c: board.supply(c, on=False), lambda c: board.supply(c, on=True),
            lambda c: board.short(c, "low"), lambda c: board.short(c, "free"), lambda c: board.rate(c, 10.0),
            lambda c: board.rate(c, 94.0), lambda c: board.count(c, 8_388_607), lambda _: board.busy(70_000),
        ))(channel)  # fmt: skip
        board.run(rng.randrange(1, 300_000))
        board.take()


def main() -> None:
    """Build with the sanitizers and run everything; a finding ends the process with a report."""
    folder, lines = Path(sys.argv[1]), int(sys.argv[2])
    built = build(folder, (1, 2, 4), sanitized=True)
    commands(built, lines)
    wrong_bytes(built, 20 * lines)
    memories(built, lines // 20)
    faults(built)
    print("nothing found")  # noqa: T201  what the test looks for


if __name__ == "__main__":
    main()

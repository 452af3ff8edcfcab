"""Millions of bytes that no step ever sent: random, structured, and real ones spoiled, through the whole core.

No exception, no rep, no set, a fault for what cannot be used, and memory that does not grow with the bytes.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from typing import TYPE_CHECKING

from station.events import Fault, Rep, SetSummary
from station.pipeline import Pipeline
from station.wire import encode_command
from tools.accuracy.playing import EPOCH_US, play
from tools.campaign.outcome import Outcome, timed, watch_s
from tools.processes import resident_mb

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.events import Event

FULL_BYTES = 12_000_000
PIECE_BYTES = 4096
PIECE_US = 360_000
"""What a serial line of 115,200 baud carries in that time."""
GROWTH_MB = 40.0
"""Python and NumPy keep some of what they once used; ten times more bytes may not add ten times this."""
LONGEST = 88
"""Characters of a line that the protocol allows, without its checksum."""
_WORDS = ("S", "H", "I", "K", "F", "A", "E", "T", "Z", "", "?", "K?", "S 0", "S 7", "H 0 0 0")
_PRINTABLE = bytes(range(0x20, 0x7F))


def noise(chance: random.Random, size: int) -> bytes:
    """Return bytes of any value."""
    return chance.randbytes(size)


def lines(chance: random.Random, size: int) -> bytes:
    """Return framed lines with right checksums and any fields: every parser is reached."""
    said = bytearray()
    while len(said) < size:
        word = chance.choice(_WORDS)
        fields = [_field(chance) for _ in range(chance.randrange(9))]
        line = encode_command(" ".join([word, *fields])[:LONGEST] or "?")
        said += line if chance.random() < 0.9 else line[: chance.randrange(len(line) + 1)]  # noqa: PLR2004  a tenth torn
    return bytes(said)


def _field(chance: random.Random) -> str:
    letters = "".join(chr(chance.choice(_PRINTABLE)) for _ in range(chance.randrange(40))).replace("*", "")
    channels = ",".join(chance.choice(("L", "R", "LF", "X", "")) for _ in range(chance.randrange(5)))
    key = chance.choice(("uid", "ch", "gain", "baud", "fw", "reset", "board"))
    edge = chance.choice((0, 1, 7, 8, 255, 65535, 65536, 2**23, -(2**23), 2**31, 2**32, 2**64, -1))
    return chance.choice(
        (
            str(edge),
            str(chance.randrange(1 << 24) - (1 << 23)),
            chance.choice(("nan", "inf", "-inf", "1e309", "1e-400", "0x10", "1_0", "+1", "--1", ".")),
            f"{key}={chance.randrange(999)}",
            ":".join(str(chance.randrange(100_000)) for _ in range(chance.randrange(6))),
            f"ch={channels}",
            letters,
        )
    )


def wild_samples(chance: random.Random, size: int) -> bytes:
    """Return samples with right checksums whose times, numbers and counts are anything at all."""
    said, sequence, tick_us = bytearray(), chance.randrange(1 << 16), chance.randrange(1 << 32)
    while len(said) < size:
        sequence = (sequence + chance.choice((0, 1, 1, 1, 1, 2, 999))) % (1 << 16)
        tick_us = (tick_us + chance.choice((0, 12_500, 12_500, 12_500, 90_000_000))) % (1 << 32)
        counts = chance.randrange(-(1 << 23), 1 << 23)
        flags = chance.choice((0, 0, 0, 1, 2, 255))
        said += encode_command(f"S {chance.randrange(3)} {sequence} {tick_us} {counts} {flags:x}")
    return bytes(said)


def endless_line(chance: random.Random, size: int) -> bytes:
    """Return bytes without an end of line."""
    return bytes(chance.choices(_PRINTABLE, k=64)) * (size // 64 + 1)


def spoiled(chance: random.Random, size: int) -> bytes:
    """Return what a step of nobody says while nobody stands on it, every line of it damaged by a byte or more."""
    raw = bytearray(play("quiet", 1).raw)
    begin = chance.randrange(max(1, len(raw) - size))
    piece = raw[begin : begin + size]
    for at in range(0, len(piece), 12):
        piece[min(len(piece) - 1, at + chance.randrange(12))] = chance.randrange(256)
    return bytes(piece)


KINDS: dict[str, Callable[[random.Random, int], bytes]] = {
    "random bytes": noise,
    "lines with right checksums": lines,
    "samples of any value": wild_samples,
    "one line without an end": endless_line,
    "a quiet step, every line spoiled": spoiled,
}


def fuzz(total_bytes: int, seed: int) -> list[Outcome]:
    """Feed each kind its share."""
    return [fuzz_kind(kind, total_bytes // len(KINDS), seed) for kind in KINDS]


def fuzz_kind(kind: str, total_bytes: int, seed: int) -> Outcome:
    """Feed one kind of rubbish to a core that has met a calibrated step, in ever changing pieces."""
    chance = random.Random(seed)  # noqa: S311  reproducible
    with timed(Outcome(f"wire: {kind}")) as outcome:
        pipeline = Pipeline()
        for arrival_us, data in play("quiet", 1).chunks[:500]:
            pipeline.feed(data, arrival_us)
        told: Counter[type[Event]] = Counter()
        fed, clock_us, begun_s, halfway_mb = 0, EPOCH_US, watch_s(), 0.0
        while fed < total_bytes:
            piece = KINDS[kind](chance, chance.randrange(1, 2 * PIECE_BYTES))
            clock_us += PIECE_US * len(piece) // PIECE_BYTES
            told.update(type(event) for event in pipeline.feed(piece, clock_us))
            fed += len(piece)
            if not halfway_mb and fed > total_bytes // 2:
                halfway_mb = resident_mb(os.getpid())
        told.update(type(event) for event in pipeline.finish())
        grown_mb = resident_mb(os.getpid()) - halfway_mb
        outcome.runs = fed
        outcome.expect(
            told[Rep] == told[SetSummary] == 0, f"{told[Rep]} reps, {told[SetSummary]} sets of nothing"
        )
        outcome.expect(told[Fault] > 0, "no fault was told")
        outcome.expect(grown_mb < GROWTH_MB, f"memory grew by {grown_mb:.0f} MB in the second half")
        outcome.notes.append(
            f"bytes; {told[Fault]:,} fault events, 0 reps; memory {grown_mb:+.1f} MB over the second half; "
            f"{fed / (watch_s() - begun_s) / 1e6:.2f} MB/s"
        )
    return outcome


def still_right(seed: int) -> Outcome:
    """Give the core rubbish before, between and after a real performance: it finds the reps that it finds alone."""
    chance = random.Random(seed)  # noqa: S311  reproducible
    with timed(Outcome("wire: rubbish before and after a performance")) as outcome:
        for number in range(3):
            played = play("textbook", seed + number)
            alone, among = Pipeline(), Pipeline()
            expected = _reps(alone, list(played.gathered(0.5)))
            first_us = played.chunks[0][0]
            before = [(first_us - 10**6 + n, chance.randbytes(500) + b"\n") for n in range(50)]
            after = [(played.chunks[-1][0] + n, chance.randbytes(500)) for n in range(50)]
            found = _reps(among, [*before, *played.gathered(0.5), *after])
            outcome.runs += 1
            outcome.saved += len(expected)
            outcome.lost += len(expected - found)
            outcome.doubled += len(found - expected)
    return outcome


def _reps(pipeline: Pipeline, chunks: list[tuple[int, bytes]]) -> set[tuple[int, int, float]]:
    events = [event for arrival_us, data in chunks for event in pipeline.feed(data, arrival_us)]
    reps = [event for event in [*events, *pipeline.finish()] if isinstance(event, Rep)]
    return {(rep.set, rep.index, round(rep.start_s, 2)) for rep in reps}

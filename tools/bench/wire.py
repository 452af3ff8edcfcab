"""How fast the wire is decoded, as a port delivers it and as a file holds it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from station.wire import Decoder, encode_line

LINES: Final = 300_000
LINES_OF_A_READ: Final = 16
LINES_OF_A_PIECE: Final = 3600


@dataclass(frozen=True, slots=True)
class Speed:
    """Lines a second of processor."""

    port_hz: float
    file_hz: float


def measure(lines: int = LINES) -> Speed:
    """Decode samples of two channels both ways. ``RuntimeError`` when any was not decoded."""
    wire = [
        encode_line(f"S {n % 2} {n // 2 % 65536} {n * 5700 % (1 << 32)} {84000 + n % 997} 0")
        for n in range(lines)
    ]
    decoder = Decoder()
    begun_s = time.process_time()
    decoded = sum(len(decoder.feed(read)) for read in _joined(wire, LINES_OF_A_READ))
    port_s, begun_s = time.process_time() - begun_s, time.process_time()
    together = sum(len(decoder.feed_long(piece).samples) for piece in _joined(wire, LINES_OF_A_PIECE))
    file_s = time.process_time() - begun_s
    if (decoded, together) != (lines, lines):
        raise RuntimeError(f"{decoded} and {together} of {lines} lines were decoded")
    return Speed(lines / port_s, lines / file_s)


def _joined(wire: list[bytes], count: int) -> list[bytes]:
    return [b"".join(wire[first : first + count]) for first in range(0, len(wire), count)]

"""Many sample lines at once, for recordings: the same values as line by line, at a tenth of the cost.

Lines whose fields have the same widths are rows of a matrix, so each field is a fixed group of columns.
Whatever is not plainly a sample line in its usual form is left to the reader of single lines.
"""

from __future__ import annotations

from binascii import crc_hqx
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Ints = NDArray[np.int64]

_SPACES = 5
_TAIL = 5
"""Star and checksum."""
_SEQ_DIGITS, _TIME_DIGITS, _COUNT_DIGITS = 5, 10, 7
_LONGEST = len("S 0 65535 4294967295 -8388608 0*0000")
_SHORTEST = len("S 0 0 0 0 0*0000")
_SEQ_AT = len("S 0 ")
_CHANNELS = 8
_SEQ_END, _TIME_END = 1 << 16, 1 << 32
_COUNT_MIN, _COUNT_MAX = -(1 << 23), (1 << 23) - 1
_NEWLINE, _SPACE, _STAR, _MINUS, _ZERO, _S = b"\n *-0S"
_NINE = 9
_HEX = np.frombuffer(b"0123456789ABCDEF", dtype=np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class PlainSamples:
    """What was read of ``n`` lines: ``plain`` tells which ones, ``values`` holds them.

    ``values`` has shape ``(n, 5)``: channel, sequence number, µs, raw count, flags; rows that are not plain
    hold nothing. ``start`` and ``end`` bound each line without its newline.
    """

    plain: NDArray[np.bool_]
    values: Ints
    start: Ints
    end: Ints


def read_plain_samples(lines: bytes) -> PlainSamples:
    """Read what are plainly samples among whole lines; ``lines`` ends with a newline."""
    text = np.frombuffer(lines, dtype=np.uint8)
    end = np.flatnonzero(text == _NEWLINE)
    start = np.concatenate(([0], end[:-1] + 1))
    plain = np.zeros(len(end), dtype=np.bool_)
    values = np.zeros((len(end), 5), dtype=np.int64)
    row, shape = _shapes(text, start, end)
    for kind in np.unique(shape).tolist():
        rows = row[shape == kind]
        length, time_at, count_at = kind >> 16, kind >> 8 & 255, kind & 255
        matrix = text[start[rows, None] + np.arange(length)]
        good, found = _read_matrix(matrix, time_at, count_at)
        plain[rows] = good
        values[rows] = found
    return PlainSamples(plain, values, start, end)


def _shapes(text: Bytes, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return rows that may be samples, and of each, in one number, its length and where time and count begin."""
    space = np.flatnonzero(text == _SPACE)
    first = np.searchsorted(space, start)
    count = np.searchsorted(space, end) - first
    length = end - start
    row = np.flatnonzero((count == _SPACES) & (length >= _SHORTEST) & (length <= _LONGEST))
    at = space[first[row, None] + np.arange(_SPACES)] - start[row, None]
    shape = length[row] << 16 | (at[:, 2] + 1) << 8 | (at[:, 3] + 1)
    # "S", channel and flags are one character each, so these three spaces have their places.
    usual = (at[:, 0] == 1) & (at[:, 1] == _SEQ_AT - 1) & (at[:, 4] == length[row] - _TAIL - 2)
    return row[usual], shape[usual]


def _read_matrix(matrix: Bytes, time_at: int, count_at: int) -> tuple[NDArray[np.bool_], Ints]:
    """Return which rows are sound, and their values; the columns of all rows have the same meaning."""
    flags_at = matrix.shape[1] - _TAIL - 1
    widths = time_at - 1 - _SEQ_AT, count_at - 1 - time_at, flags_at - 1 - count_at
    negative = matrix[:, count_at] == _MINUS
    digits = matrix - np.uint8(_ZERO)  # what is below "0" wraps round to more than nine
    digits[negative, count_at] = 0
    fields = ((2, 1), (_SEQ_AT, widths[0]), (time_at, widths[1]), (count_at, widths[2]), (flags_at, 1))
    columns, weights = _weights(fields)
    good = (digits[:, columns] <= _NINE).all(axis=1)
    good &= (matrix[:, 0] == _S) & (matrix[:, flags_at + 1] == _STAR)
    good &= (widths[0] <= _SEQ_DIGITS) & (widths[1] <= _TIME_DIGITS)
    good &= np.where(negative, (widths[2] > 1) & (widths[2] <= _COUNT_DIGITS + 1), widths[2] <= _COUNT_DIGITS)
    # Whole numbers below 2**53 are exact as floats, whose product is far quicker than that of integers.
    values = (digits[:, columns].astype(np.float64) @ weights).astype(np.int64)
    values[negative, 3] *= -1
    channel, seq, t_us, count, _ = values.T
    good &= (channel < _CHANNELS) & (seq < _SEQ_END) & (t_us < _TIME_END)
    good &= (count >= _COUNT_MIN) & (count <= _COUNT_MAX)
    crc = _crc16(matrix[:, :-_TAIL])
    written = _HEX[np.stack([crc >> shift & 15 for shift in (12, 8, 4, 0)], axis=1)]
    good &= (written == matrix[:, -_TAIL + 1 :]).all(axis=1)
    return good, values


@lru_cache(maxsize=256)
def _weights(fields: tuple[tuple[int, int], ...]) -> tuple[Ints, NDArray[np.float64]]:
    """Return the columns of all digits, and the power of ten that each contributes to its field."""
    columns = np.concatenate([np.arange(at, at + width) for at, width in fields])
    weights = np.zeros((len(columns), len(fields)))
    row = 0
    for number, (_, width) in enumerate(fields):
        weights[row : row + width, number] = 10.0 ** np.arange(width)[::-1]
        row += width
    return columns, weights


def _crc16(bodies: Bytes) -> NDArray[np.uint16]:
    """Return CRC-16/CCITT-FALSE of each row.

    The checksum is linear: it is the exclusive or of what each byte contributes from its place, and of what
    the initial value leaves. So a table a place replaces the chain from byte to byte.
    """
    length = bodies.shape[1]
    places = 256 * np.arange(length)[::-1]
    parts = _contributions().take(bodies + places)
    crc: NDArray[np.uint16] = np.bitwise_xor.reduce(parts, axis=1) ^ np.uint16(crc_hqx(bytes(length), 0xFFFF))
    return crc


@lru_cache(maxsize=1)
def _contributions() -> NDArray[np.uint16]:
    """Return what byte ``b`` followed by ``n`` others contributes, at ``256 * n + b``."""
    table = [[crc_hqx(bytes([byte, *bytes(after)]), 0) for byte in range(256)] for after in range(_LONGEST)]
    return np.asarray(table, dtype=np.uint16).ravel()

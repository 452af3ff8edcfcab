"""The incremental decoder: however the bytes are cut, the same messages come out."""

from __future__ import annotations

import re
from binascii import crc_hqx
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.wire.bulk import read_plain_samples
from station.wire.codec import MAX_LINE_BYTES, read_body
from station.wire.messages import LineFault, Sample

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.wire.messages import LineFaultCode, Message

_SAMPLE = re.compile(
    rb"S ([0-7]) ([0-9]{1,5}) ([0-9]{1,10}) (-?[0-9]{1,7}) ([0-9A-Fa-f]{1,2})\*([0-9A-F]{4})\r?"
)
_FRAMED = re.compile(rb"([\x20-\x7E]*)\*([0-9A-F]{4})\r?")
_COUNT_MIN, _COUNT_MAX = -(1 << 23), (1 << 23) - 1
_SEQ_END, _TIME_END = 1 << 16, 1 << 32
_EXCERPT_BYTES = 24


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """The messages of a long piece of the wire."""

    samples: NDArray[np.int64]
    """Shape ``(n, 5)``, each row the fields of a ``Sample``."""
    ends: NDArray[np.int64]
    """Where in the piece the newline of each sample's line was, shape ``(n,)``."""
    others: list[tuple[int, Message]]
    """Every other message, and how many samples came before it."""


class Decoder:
    """Turns bytes into messages. Holds at most one unfinished line; an unusable line is a ``LineFault``."""

    def __init__(self) -> None:
        self._rest = b""
        self._skipping = False

    def feed(self, data: bytes) -> list[Message]:
        """Return the messages completed by ``data``, in order."""
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        messages: list[Message] = []
        if self._skipping and lines:
            self._skipping = False
            del lines[0]
        for line in lines:
            message = _read_line(line)
            if message is not None:
                messages.append(message)
        self._drop_overlong(messages)
        return messages

    def feed_long(self, data: bytes) -> Decoded:
        """Return what ``feed`` returns, the samples as arrays: quicker when ``data`` holds hundreds of lines."""
        whole = self._rest + data
        begin, end = 0, whole.rfind(b"\n") + 1
        if self._skipping and end:
            self._skipping = False
            begin = whole.index(b"\n") + 1
        decoded = _read_lines(whole[begin:end], begin - len(self._rest))
        self._rest = whole[end:]
        faults: list[Message] = []
        self._drop_overlong(faults)
        decoded.others.extend((len(decoded.samples), fault) for fault in faults)
        return decoded

    def restart(self) -> list[Message]:
        """Forget the unfinished line, because the link was cut; tell it if there was one."""
        lost, self._rest, self._skipping = self._rest, b"", False
        return [_fault("form", lost)] if lost else []

    def _drop_overlong(self, messages: list[Message]) -> None:
        if self._skipping:
            self._rest = b""
        elif len(self._rest) > MAX_LINE_BYTES + 1:  # one more may be the carriage return
            messages.append(_fault("overlong", self._rest))
            self._rest, self._skipping = b"", True


def _read_lines(lines: bytes, offset: int) -> Decoded:
    """Read whole lines, of which the first begins ``offset`` bytes into the piece that was fed."""
    if not lines:
        return Decoded(np.empty((0, 5), dtype=np.int64), np.empty(0, dtype=np.int64), [])
    plain = read_plain_samples(lines)
    is_sample, values = plain.plain, plain.values
    others: list[tuple[int, Message]] = []
    for row in np.flatnonzero(~is_sample).tolist():
        message = _read_line(lines[plain.start[row] : plain.end[row]])
        if isinstance(message, Sample):
            values[row], is_sample[row] = message, True
        elif message is not None:
            others.append((row, message))
    before = np.cumsum(is_sample)
    return Decoded(
        values[is_sample],
        plain.end[is_sample] + offset,
        [(int(before[row]), message) for row, message in others],
    )


def _read_line(line: bytes) -> Message | None:
    return _read_sample(line) or _read_other(line)


def _read_other(line: bytes) -> Message | None:
    if len(line) > MAX_LINE_BYTES + line.endswith(b"\r"):
        return _fault("overlong", line)
    if line in (b"", b"\r"):
        return None
    framed = _FRAMED.fullmatch(line)
    if framed is None:
        return _fault("form", line)
    body, crc = framed.groups()
    if b"%04X" % crc_hqx(body, 0xFFFF) != crc:
        return _fault("crc", line)
    return read_body(body.decode("ascii")) or _fault("fields", line)


def _read_sample(line: bytes) -> Sample | None:
    match = _SAMPLE.fullmatch(line)
    if match is None:
        return None
    channel, seq_text, t_us_text, count_text, flags, crc = match.groups()
    if int(crc, 16) != crc_hqx(line[: match.end(5)], 0xFFFF):
        return None
    seq, t_us, count = int(seq_text), int(t_us_text), int(count_text)
    if seq >= _SEQ_END or t_us >= _TIME_END or not _COUNT_MIN <= count <= _COUNT_MAX:
        return None
    return Sample(int(channel), seq, t_us, count, int(flags, 16))


def _fault(code: LineFaultCode, line: bytes) -> LineFault:
    text = line[:_EXCERPT_BYTES].decode("latin-1")
    return LineFault(
        code, "".join(c if c.isascii() and c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    )

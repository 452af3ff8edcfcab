"""Lines of protocol 1: checksum, framing, and the reading of one body."""

from __future__ import annotations

import math
import re
from binascii import crc_hqx
from typing import TYPE_CHECKING

from station.wire.messages import (
    Ack,
    CalibrationLine,
    ChannelCounters,
    HealthLine,
    IdentityLine,
    Nak,
    NoCalibration,
    Pong,
    StepFault,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.wire.messages import Message

MAX_LINE_BYTES = 96
"""Longest line before its newline, checksum included."""
_COMMAND_BODY = re.compile(r"[\x20-\x7E]+")
_UNSIGNED = re.compile(r"[0-9]{1,19}")
_REAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")
_IDENTITY_KEYS = ("fw", "board", "uid", "ch", "gain", "baud", "reset")
MAX_CHANNELS = 8
_WORD_END = 1 << 32
_RATE_END_MHZ = 1_000_000
_PONG_FIELDS = 2
_HEALTH_FIELDS = 4


def crc16(body: bytes) -> int:
    """Return CRC-16/CCITT-FALSE of the body (polynomial 0x1021, initial value 0xFFFF)."""
    return crc_hqx(body, 0xFFFF)


def encode_line(body: str) -> bytes:
    """Return the whole line of a body, newline included. ``ValueError`` when it cannot be a line."""
    if not _COMMAND_BODY.fullmatch(body):
        raise ValueError(f"a line holds printable ASCII only, not {body!r}")
    raw = body.encode("ascii")
    if len(raw) + 5 > MAX_LINE_BYTES:
        raise ValueError(f"a line holds at most {MAX_LINE_BYTES - 5} characters, not {len(raw)}")
    return b"%s*%04X\n" % (raw, crc16(raw))


def encode_command(body: str) -> bytes:
    """Return a command line for the step, for example ``encode_command("K?")``."""
    return encode_line(body)


def _unsigned(text: str, below: int = 1 << 63) -> int:
    if not _UNSIGNED.fullmatch(text) or int(text) >= below:
        raise ValueError(text)
    return int(text)


def _real(text: str) -> float:
    if not _REAL.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError(text)
    return float(text)


def _identity(fields: list[str]) -> IdentityLine:
    pairs = dict(field.split("=", 1) for field in fields[1:])
    firmware, board, uid, channels, gain, baud, reset = (pairs[key] for key in _IDENTITY_KEYS)
    names = tuple(channels.split(","))
    if not all(names) or len(names) > MAX_CHANNELS or len(set(names)) != len(names) or not uid:
        raise ValueError(channels)
    return IdentityLine(
        _unsigned(fields[0]), firmware, board, uid, names, _unsigned(gain), _unsigned(baud), reset
    )


def _counters(field: str) -> ChannelCounters:
    conversions, overruns, faults, rate_mhz = field.split(":")
    return ChannelCounters(
        _unsigned(conversions, _WORD_END),
        _unsigned(overruns, _WORD_END),
        _unsigned(faults, _WORD_END),
        _unsigned(rate_mhz, _RATE_END_MHZ),
    )


def _health(fields: list[str]) -> HealthLine:
    if len(fields) < _HEALTH_FIELDS:
        raise ValueError(fields)
    uptime_ms, tx_dropped, rx_errors = (_unsigned(field, _WORD_END) for field in fields[:3])
    first, indexed, counters = fields[3].rpartition("=")
    first_channel = _unsigned(first, MAX_CHANNELS) if indexed else 0
    channels = tuple(_counters(field) for field in [counters, *fields[4:]])
    if first_channel + len(channels) > MAX_CHANNELS:
        raise ValueError(fields)
    return HealthLine(uptime_ms, tx_dropped, rx_errors, channels, first_channel)


def _calibration(fields: list[str]) -> CalibrationLine | NoCalibration:
    if fields == ["none"]:
        return NoCalibration()
    scale = _real(fields[2])
    if scale == 0.0:
        raise ValueError(fields[2])
    channel = _unsigned(fields[0], MAX_CHANNELS)
    taken_unix = _unsigned(fields[3], _WORD_END)
    return CalibrationLine(channel, _real(fields[1]), scale, taken_unix, " ".join(fields[4:]))


def _step_fault(fields: list[str]) -> StepFault:
    channel = None if fields[1] == "-" else _unsigned(fields[1], 256)
    return StepFault(fields[0], channel, " ".join(fields[2:]))


def _pong(fields: list[str]) -> Pong:
    if len(fields) < _PONG_FIELDS:
        raise ValueError(fields)
    token = " ".join(fields[:-1])
    if not token:
        raise ValueError(fields)
    return Pong(token, _unsigned(fields[-1], _WORD_END))


def _nak(fields: list[str]) -> Nak:
    return Nak(fields[0], " ".join(fields[1:]))


_READERS: dict[str, Callable[[list[str]], Message]] = {
    "I": _identity,
    "H": _health,
    "K": _calibration,
    "E": _step_fault,
    "A": lambda fields: Ack(" ".join(fields)),
    "N": _nak,
    "P": _pong,
}


def read_body(body: str) -> Message | None:
    """Read a checked body (not a sample); ``None`` when its fields make no sense."""
    letter, *fields = body.split(" ")
    reader = _READERS.get(letter)
    if reader is None or not fields or not fields[0]:
        return None
    try:
        return reader(fields)
    except (ValueError, KeyError, IndexError):
        return None

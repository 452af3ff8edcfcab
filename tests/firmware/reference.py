"""How a step must answer a line from the host, written from the protocol page alone."""

from __future__ import annotations

import binascii
import re
from typing import Literal

Answer = Literal["A", "OVERLONG", "FORM", "CRC", "FIELDS", "UNKNOWN", "RANGE", "BUSY"]

MAX_LINE, MAX_ECHO, MAX_TOKEN = 96, 89, 32
FIELDS_OF = {"?": 0, "G": 0, "X": 0, "K?": 0, "B": 0, "P": 1, "R": 1}
UNSIGNED = re.compile(r"[0-9]+")
REAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
BUSY_WHILE_STORING = ("K", "K?", "B")


def sealed(body: bytes, end: bytes = b"\n") -> bytes:
    """Return the line of a body, whatever bytes it is made of."""
    return b"%b*%04X%b" % (body, binascii.crc_hqx(body, 0xFFFF), end)


def answer_to(line: bytes, channels: int, *, streaming: bool, storing: bool = False) -> Answer | None:
    """Return ``A`` or the code of ``N`` for a line without its newline; ``None`` when it deserves no answer."""
    line = line.removesuffix(b"\r")
    if not line:
        return None
    if len(line) > MAX_LINE:
        return "OVERLONG"
    body, star, checksum = line.rpartition(b"*")
    printable = all(0x20 <= byte <= 0x7E for byte in body)
    if not star or not printable or not re.fullmatch(rb"[0-9A-F]{4}", checksum):
        return "FORM"
    if int(checksum, 16) != binascii.crc_hqx(body, 0xFFFF):
        return "CRC"
    fault = _fault_of(body.decode("ascii"), channels)
    if fault is not None:
        return fault
    word = body.split(b" ")[0].decode("ascii")
    writes = word == "K"
    return "BUSY" if (writes and streaming) or (storing and word in BUSY_WHILE_STORING) else "A"


def _fault_of(body: str, channels: int) -> Answer | None:
    word, *fields = body.split(" ")
    if "" in (word, *fields):
        return "FIELDS"
    if word == "K":
        return _calibration_fault(body, fields, channels)
    if word not in FIELDS_OF:
        return "UNKNOWN"
    if len(fields) != FIELDS_OF[word]:
        return "FIELDS"
    if word == "P" and len(fields[0]) > MAX_TOKEN:
        return "RANGE"
    return _channel_fault(fields[0], channels) if word == "R" else None


def _channel_fault(field: str, channels: int) -> Answer | None:
    if not UNSIGNED.fullmatch(field):
        return "FIELDS"
    return None if int(field) < channels else "RANGE"


def _calibration_fault(body: str, fields: list[str], channels: int) -> Answer | None:
    if len(fields) < 4:
        return "FIELDS"
    channel, zero, scale, taken = fields[:4]
    forms = (UNSIGNED, channel), (REAL, zero), (REAL, scale), (UNSIGNED, taken)
    if not all(form.fullmatch(field) for form, field in forms):
        return "FIELDS"
    nothing = not re.search("[1-9]", re.split("[eE]", scale)[0])
    if nothing or int(channel) >= channels or int(taken) >= 1 << 32 or len(body) > MAX_ECHO:
        return "RANGE"
    return None

"""Protocol 1 lines as a step writes and reads them."""

from __future__ import annotations

import binascii
import re

MAX_LINE = 96
"""Bytes before the newline, checksum included."""
_LINE = re.compile(rb"([\x20-\x7e]*)\*([0-9A-F]{4})\r?")


def line(body: str) -> bytes:
    """Return the whole line of a body, checksum and newline included."""
    raw = body.encode("ascii")
    return b"%b*%04X\n" % (raw, binascii.crc_hqx(raw, 0xFFFF))


def command_of(raw: bytes) -> str | None:
    """Return the body of a host's line without its end, or ``None`` when it is not a valid line."""
    found = _LINE.fullmatch(raw)
    if found is None or len(raw.removesuffix(b"\r")) > MAX_LINE:
        return None
    body, crc = found.groups()
    return body.decode("ascii") if int(crc, 16) == binascii.crc_hqx(body, 0xFFFF) else None

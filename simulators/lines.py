"""Protocol 1 lines as a step writes and reads them."""

from __future__ import annotations

import binascii

MAX_BODY = 91
"""A line is at most 96 bytes before its end: the body, an asterisk and four digits."""


def line(body: str) -> bytes:
    """Return ``BODY*CCCC\\n``."""
    raw = body.encode("ascii")
    return b"%b*%04X\n" % (raw, binascii.crc_hqx(raw, 0xFFFF))


def command_of(raw: bytes) -> str | None:
    """Return the body of a host's line without its end, or ``None`` when it is not a valid line."""
    body, star, crc = raw.removesuffix(b"\r").rpartition(b"*")
    if not star or len(crc) != 4 or len(body) > MAX_BODY or not all(0x20 <= byte <= 0x7E for byte in body):
        return None
    if crc != b"%04X" % binascii.crc_hqx(body, 0xFFFF):
        return None
    return body.decode("ascii")

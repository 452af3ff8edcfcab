"""What a host may say, and which refusal belongs to what it may not. Normative: ``docs/reference/protocol.md``."""

from __future__ import annotations

import re

from simulators.hardware import CalibrationRecord
from simulators.lines import MAX_LINE

MAX_ECHO = 89
"""Characters of a command whose ``A`` is still a line."""
MAX_TOKEN = 32
ALONE = "FIELDS this command has no fields"
UNSIGNED = re.compile(r"[0-9]+")
_REAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,2})?")
_FORM = re.compile(rb"[\x20-\x7e]*\*[0-9A-F]{4}\r?")
_WORDS_BEFORE_NOTE = 4


def line_fault(raw: bytes) -> str:
    """Return the code for a line that ``command_of`` could not read."""
    if len(raw.removesuffix(b"\r")) > MAX_LINE:
        return "OVERLONG"
    return "CRC" if _FORM.fullmatch(raw) else "FORM"


def calibration_of(fields: str) -> tuple[int, CalibrationRecord] | None:
    """Return the channel and record of what follows ``K``, or ``None`` when it has not that form."""
    words = fields.split(" ", _WORDS_BEFORE_NOTE)
    if len(words) < _WORDS_BEFORE_NOTE:
        return None
    channel, zero, scale, taken = words[:_WORDS_BEFORE_NOTE]
    if not all(map(UNSIGNED.fullmatch, (channel, taken))) or not all(map(_REAL.fullmatch, (zero, scale))):
        return None
    note = "".join(words[_WORDS_BEFORE_NOTE:])
    return int(channel), CalibrationRecord(float(zero), float(scale), int(taken), note)

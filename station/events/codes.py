"""The codes that a ``Fault`` can have, and what each says: ``docs/reference/codes.md`` is written from these tables.

What the step complains about itself comes under its own code, in upper case, as ``docs/reference/protocol.md`` has it.
"""

from __future__ import annotations

from typing import Final

OF_LINES: Final[dict[str, str]] = {
    "crc": "a line whose checksum does not belong to it",
    "form": "a line that is none: no checksum, or a byte outside printable ASCII",
    "overlong": "a line longer than 96 bytes",
    "fields": "a good line that means nothing: unknown letter, a field missing, too many, or out of its range",
}
OF_CONVERSIONS: Final[dict[str, str]] = {
    "gap": "conversions are missing: their sequence numbers, or too much time, say so",
    "duplicate": "a conversion came twice, and was used once",
    "saturated": "a converter at the end of its range: the force was at least this",
    "desync": "a converter read out of step: the count means nothing",
    "overrun": "conversions before this one were lost within the step",
    "settling": "one of a converter's first conversions after power came: nothing is wrong",
    "late": "a conversion read late: its time is doubtful",
    "spike": "a count far off both neighbours: put in line with them, and not measured by",
    "silent": "a plate sent nothing for longer than the other waits: nothing is measured meanwhile",
    "uncalibrated": "a plate without calibration: it measures nothing",
    "channel": "a conversion of a channel that the step never announced",
    "device_restart": "the step's clock began anew",
}
OF_PLATES: Final[dict[str, str]] = {
    "stuck": "a plate repeated one reading, which is no data",
    "object": "something lies on a plate that is taken for empty",
    "absent": "a plate carried nothing while the other bore all of it: dead, or a foot beside it",
    "too_light": "less than a grown body stands on the plates: nothing is measured",
    "implausible": "a movement like a rep that no body makes: not counted",
}

"""Writing calibrations into a step: stream off, all of them or none, read back, stream on."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from station.errors import PortError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from station.sources.conversation import Conversation
    from station.wire import CalibrationLine

LONGEST_RECORD: Final = 89
"""Characters of a calibration that a step can confirm in one line (``docs/protocol.md``)."""


def body_of(line: CalibrationLine) -> str:
    """Return the command that stores a calibration; a long note loses its end."""
    numbers = f"{line.zero:.10g} {line.scale_n_per_count:.8g} {line.taken_unix}"
    return f"K {line.channel} {numbers} {' '.join(line.note.split())}"[:LONGEST_RECORD].rstrip()


def write(talk: Conversation, lines: Sequence[CalibrationLine]) -> None:
    """Store calibrations in the step, and read them back. Takes half a second for each.

    ``PortError`` when one is refused, lost, or reads back as another: then what was there before is put back.
    """
    before = talk.calibration()
    talk.ask("X")
    try:
        for line in lines:
            talk.ask(body_of(line))
        _must_read_back(talk.calibration(), lines)
    except PortError as error:
        _put_back(talk, before, lines, error)
        with suppress(PortError):  # the first error is the one to tell
            talk.ask("G")
        raise
    talk.ask("G")


def _must_read_back(kept: Mapping[int, CalibrationLine], lines: Sequence[CalibrationLine]) -> None:
    for line in lines:
        found = kept.get(line.channel)
        wanted = float(f"{line.zero:.10g}"), float(f"{line.scale_n_per_count:.8g}"), line.taken_unix
        if found is None or (found.zero, found.scale_n_per_count, found.taken_unix) != wanted:
            raise PortError(
                f"the step did not keep the calibration of channel {line.channel}",
                "Try again; if it happens again, its memory is worn out",
            )


def _put_back(
    talk: Conversation,
    before: Mapping[int, CalibrationLine],
    lines: Sequence[CalibrationLine],
    error: PortError,
) -> None:
    """Write what the step had. ``PortError`` when that fails as well, which leaves it with some of each."""
    try:
        for line in lines:
            if line.channel in before:
                talk.ask(body_of(before[line.channel]))
    except PortError as second:
        raise PortError(
            f"{error.problem}; and what the step kept before could not be put back: {second.problem}",
            "Connect the step and look: station step info; then calibrate again",
        ) from error

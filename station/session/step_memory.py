"""Writing calibrations into a step: stream off, all of them or none, read back, stream on.

A step keeps each channel by itself, so a cable that is pulled, or a computer that dies, between two channels leaves
some of each. As long as somebody is there who can find the step again, it is completed or put back here. When nobody
is, whoever looks next can tell: what was to be written is on record before the first of it is.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from station.errors import PortError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from station.sources.conversation import Conversation
    from station.wire import CalibrationLine

LONGEST_RECORD: Final = 89
"""Characters of a calibration that a step can confirm in one line (``docs/reference/protocol.md``)."""
TRIES: Final = 3
"""A cable that comes out again each time something is written is no cable to write through."""


class HalfWrittenError(PortError):
    """The step may hold some of the new and some of the old; what to do stands in the remedy."""


def body_of(line: CalibrationLine) -> str:
    """Return the command that stores a calibration; a long note loses its end."""
    numbers = f"{line.zero:.10g} {line.scale_n_per_count:.8g} {line.taken_unix}"
    return f"K {line.channel} {numbers} {' '.join(line.note.split())}"[:LONGEST_RECORD].rstrip()


def write(
    talk: Conversation,
    lines: Sequence[CalibrationLine],
    again: Callable[[], Conversation | None] | None = None,
) -> None:
    """Store calibrations in the step, and read them back. Takes half a second for each.

    ``again`` finds the step once more when its cable came out, ``None`` when it stays away; then writing begins
    anew. ``PortError`` when one is refused, lost, or reads back as another: then what was there before is put
    back. ``HalfWrittenError`` when that could not be done either.
    """
    before = talk.calibration()
    for _ in range(TRIES):
        try:
            _write_all(talk, lines)
        except (PortError, EOFError) as error:
            problem = _as_port_error(error)
        else:
            return
        if _listens(talk):
            _put_back(talk, before, lines, problem)
            raise problem
        found = again() if again is not None else None
        if found is None:
            break
        talk = found
    raise HalfWrittenError(
        f"the step was lost while it was written to ({problem.problem}); it may keep some of the new and some of "
        "the old",
        "Plug it in and look: station step info",
    )


def _as_port_error(error: PortError | EOFError) -> PortError:
    return error if isinstance(error, PortError) else PortError("the port ended", "Connect again")


def _write_all(talk: Conversation, lines: Sequence[CalibrationLine]) -> None:
    talk.ask("X")
    for line in lines:
        talk.ask(body_of(line))
    _must_read_back(talk.calibration(), lines)
    with suppress(
        PortError, EOFError
    ):  # it is written; a stream that does not go on is told by whoever listens
        talk.ask("G")


def _listens(talk: Conversation) -> bool:
    """Tell whether the step still answers, so that what went wrong was its own doing."""
    try:
        talk.ask("X")
    except (PortError, EOFError):
        return False
    return True


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
    """Write what the step had, as far as it keeps something else now. ``HalfWrittenError`` when that fails as well."""
    try:
        now = talk.calibration()
        for line in lines:
            old = before.get(line.channel)
            if old is not None and now.get(line.channel) != old:
                talk.ask(body_of(old))
        back = talk.calibration()
        talk.ask("G")
    except (PortError, EOFError) as second:
        raise HalfWrittenError(
            f"{error.problem}; and what the step kept before could not be put back: {_as_port_error(second).problem}",
            "Connect the step and look: station step info; then write again",
        ) from error
    new = [line.channel for line in lines if back.get(line.channel) != before.get(line.channel)]
    if new:
        raise HalfWrittenError(
            f"{error.problem}; and channel {', '.join(map(str, new))} of the step keeps the new one",
            "Calibrate the step again: station step calibrate",
        ) from error

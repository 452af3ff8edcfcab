"""Another zero or another calibration for a recording that is finished: its raw counts are all kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from station.errors import UsageError
from station.events import Calibration

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LONGEST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Redo:
    """What is used in place of what the step announced; nothing by default, and then replay is bit-identical."""

    calibrations: tuple[Calibration, ...] = ()
    zeros: Mapping[str, float] = field(default_factory=dict)
    """Counts of empty channels, by channel; their scales stay."""
    follow_zero: bool = True
    """Whether zeros of empty plates are still taken."""

    def arguments(self) -> dict[str, Any]:
        """Return them as keyword arguments of a pipeline."""
        return {
            "fixed_calibrations": self.calibrations,
            "fixed_zeros": self.zeros,
            "follow_zero": self.follow_zero,
        }


class _Channel(msgspec.Struct):
    """A channel as ``station step info --json`` tells it; other keys may stand beside these."""

    channel: str
    zero: float | None
    scale_n_per_count: float | None
    taken_unix: int | None = None
    note: str | None = None


class _Step(msgspec.Struct):
    channels: list[_Channel]


def read_calibrations(path: Path) -> tuple[Calibration, ...]:
    """Return the calibrations in a file of JSON: what ``step info --json`` printed, or a list of its channels.

    ``UsageError`` names what is wrong with it.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST_BYTES)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Name a file of calibrations") from error
    try:
        known = msgspec.json.decode(raw, type=_Step | list[_Channel])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} holds no calibrations: {error}", _FORM) from error
    channels = known.channels if isinstance(known, _Step) else known
    found = [
        Calibration(each.channel, each.zero, each.scale_n_per_count, each.taken_unix or 0, each.note or "")
        for each in channels
        if each.zero is not None and each.scale_n_per_count
    ]
    if not found:
        raise UsageError(f"{path} names no calibrated channel", _FORM)
    return tuple(found)


_FORM = (
    'Give what \'station step info --json\' prints, or [{"channel": "L", "zero": 0, "scale_n_per_count": 1}]'
)

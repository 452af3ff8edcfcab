"""What every converter counts, over ten seconds. Pure: fed with lines of the wire."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.wire import Sample, SampleFlag

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.wire import Message

KEPT_US: Final = 10_000_000
MOST: Final = 4096
_WRAP: Final = 1 << 32
_DOUBTFUL: Final = SampleFlag.DESYNC | SampleFlag.SATURATED | SampleFlag.SETTLING


@dataclass(frozen=True, slots=True)
class RawLine:
    """One converter: ages of its samples in seconds before the newest, counts, and which are doubtful."""

    channel: str
    age_s: tuple[float, ...]
    counts: tuple[int, ...]
    doubtful: tuple[bool, ...]


class RawRing:
    """Keeps the newest ten seconds of each channel, by the step's own clock."""

    def __init__(self, channels: Sequence[str]) -> None:
        self._names = tuple(channels)
        self._heard: dict[int, deque[Sample]] = {}

    def feed(self, messages: Iterable[Message]) -> None:
        """Take lines in the order they came."""
        for message in messages:
            if not isinstance(message, Sample):
                continue
            kept = self._heard.setdefault(message.channel, deque(maxlen=MOST))
            if kept and (message.t_us - kept[-1].t_us) % _WRAP > _WRAP // 2:
                kept.clear()  # the step started again
            kept.append(message)
            while (message.t_us - kept[0].t_us) % _WRAP > KEPT_US:
                kept.popleft()

    def lines(self) -> tuple[RawLine, ...]:
        """Return every channel as it stands."""
        return tuple(self._line(at, name) for at, name in enumerate(self._names))

    def _line(self, at: int, name: str) -> RawLine:
        kept = tuple(self._heard.get(at, ()))
        return RawLine(
            name,
            tuple((kept[-1].t_us - each.t_us) % _WRAP / 1e6 for each in kept),
            tuple(each.raw_count for each in kept),
            tuple(bool(each.flags & _DOUBTFUL) for each in kept),
        )

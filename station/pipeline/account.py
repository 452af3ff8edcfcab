"""The account of the wire: what the step announced, and what became of it, since a visit began."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from station.events import ChannelAccount, WireAccount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from station.force import Tally
    from station.wire import HealthLine

CHECKPOINT_S: Final = 60.0
"""A station that is killed knows at least what was true a minute before."""


@dataclass(slots=True)
class _Report:
    """The step's own count of one channel, beside that of the numbers at the same place of the stream."""

    conversions: int
    numbered: int


@dataclass(slots=True)
class _Since:
    """What was counted when the visit began, and between the step's reports since."""

    tallies: dict[str, ChannelAccount] = field(default_factory=dict)
    stated: Counter[str] = field(default_factory=Counter)
    numbered: Counter[str] = field(default_factory=Counter)
    line_faults: Counter[str] = field(default_factory=Counter)
    boots: int = 0
    unidentified: int = 0


class WireBook:
    """Keeps the account; the tallies are those of the channels, which go on counting."""

    def __init__(self, tallies: Mapping[str, Tally]) -> None:
        self._tallies = tallies
        self._reports: dict[str, _Report] = {}
        self._uptime_ms = 0
        self._since = _Since()
        self._told_s: float | None = None
        self._told_sets = 0
        self.not_yet: dict[str, int] = {}
        """Conversions of each channel already taken that lie behind the place now told of."""

    def line_fault(self, code: str) -> None:
        """Count a line that could not be used."""
        self._since.line_faults[code] += 1

    def unidentified(self, count: int) -> None:
        """Count conversions given up because nobody said whose they are."""
        self._since.unidentified += count

    def boot(self) -> None:
        """Note that the step's clock began anew."""
        self._since.boots += 1

    def report(self, channels: Sequence[str], line: HealthLine) -> None:
        """Compare the step's own counters with the numbers; counters that went back are of another boot."""
        rebooted = line.uptime_ms < self._uptime_ms
        self._uptime_ms = line.uptime_ms
        for name, counters in zip(channels, line.channels, strict=False):
            now = _Report(counters.conversions, self._announced(name))
            last = self._reports.get(name)
            if last is not None and not rebooted and now.conversions >= last.conversions:
                self._since.stated[name] += now.conversions - last.conversions
                self._since.numbered[name] += now.numbered - last.numbered
            self._reports[name] = now

    def due(self, t_s: float | None, sets_closed: int) -> bool:
        """Tell whether it is time for a checkpoint: at first, every minute, and after each set."""
        if t_s is None:
            return False
        late = self._told_s is None or not 0.0 <= t_s - self._told_s < CHECKPOINT_S
        if not late and sets_closed == self._told_sets:
            return False
        self._told_s, self._told_sets = t_s, sets_closed
        return True

    def told(self, t_s: float | None) -> WireAccount:
        """Return the account as it stands at this place of the stream."""
        since = self._since
        channels = tuple(self._channel(name) for name in self._tallies)
        return WireAccount(t_s, channels, dict(since.line_faults), since.boots, since.unidentified)

    def begin(self) -> None:
        """Begin the account of another visit."""
        self._since = _Since({name: self._absolute(name) for name in self._tallies})
        self._told_s = None

    def _channel(self, name: str) -> ChannelAccount:
        now, since = self._absolute(name), self._since
        stated = since.stated.get(name)
        numbered = since.numbered.get(name)
        before = since.tallies.get(name)
        if before is None:
            return replace(now, stated=stated, numbered=numbered)
        return ChannelAccount(
            name,
            now.announced - before.announced,
            now.used - before.used,
            now.flagged - before.flagged,
            now.lost - before.lost,
            now.duplicates - before.duplicates,
            stated,
            numbered,
        )

    def _absolute(self, name: str) -> ChannelAccount:
        tally, ahead = self._tallies[name], self.not_yet.get(name, 0)
        return ChannelAccount(
            name, tally.announced - ahead, tally.used - ahead, tally.flagged, tally.lost, tally.duplicates
        )

    def _announced(self, name: str) -> int:
        tally = self._tallies.get(name)
        return tally.announced - self.not_yet.get(name, 0) if tally else 0

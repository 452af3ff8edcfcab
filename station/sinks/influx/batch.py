"""How much goes into one request: more while the server keeps up, less when it does not, the same when unsure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station.sinks.influx.answers import Answer

FIRST_LINES: Final = 500
MOST_LINES: Final = 2000
MOST_BYTES: Final = 900_000
"""Proxies take a megabyte unless told otherwise (nginx, ``client_max_body_size``); InfluxDB itself takes 25."""
FEWEST_BYTES: Final = 10_000
"""A point is at most a few kilobytes; a server that refuses this much refuses points, not batches."""


class BatchSize:
    """Grows by doubling while all goes well, and learns the largest body that a proxy lets through."""

    def __init__(self) -> None:
        self.lines = FIRST_LINES
        self.bytes = MOST_BYTES
        self._silences = 0

    def note(self, stop: Answer | None, *, too_large: bool) -> None:
        """Learn from an exchange: what stopped it, if anything did, and whether a body was too large.

        Whether points arrived that nobody acknowledged cannot be known: the same bytes go again once. If there
        is no answer then either, it may be that so many take too long, and half as many go.
        """
        if too_large:
            self.bytes = max(self.bytes // 2, FEWEST_BYTES)
        if stop is None:
            self._silences = 0
            self.lines = min(self.lines * 2, MOST_LINES)
        elif stop.meaning == "unknown":
            self._silences += 1
            if self._silences > 1:
                self.lines = max(self.lines // 2, 1)

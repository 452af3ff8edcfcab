"""Simulated steps as bytes: what a host hears of a performance, and the truth about it, without any port."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from simulators.build import build
from simulators.link import Cable
from simulators.options import options_of
from station.wire import encode_command

if TYPE_CHECKING:
    from simulators.truth import Truth

EPOCH_US = 1_800_000_000_000_000
Chunk = tuple[int, bytes]
"""Arrival, µs since the epoch, and what arrived."""


@dataclass(frozen=True, slots=True)
class Played:
    """A performance: what happened, and what was heard of it, USB frame by USB frame."""

    truth: Truth
    chunks: tuple[Chunk, ...]

    @property
    def raw(self) -> bytes:
        """Return all bytes."""
        return b"".join(data for _, data in self.chunks)

    def gathered(self, seconds: float) -> list[Chunk]:
        """Return the chunks joined over stretches of time, as a busy host would read them."""
        joined: list[tuple[int, list[bytes]]] = []
        begun_us = 0
        for arrival_us, data in self.chunks:
            if not joined or arrival_us - begun_us > seconds * 1e6:
                joined.append((arrival_us, []))
                begun_us = arrival_us
            joined[-1] = (arrival_us, [*joined[-1][1], data])
        return [(arrival_us, b"".join(parts)) for arrival_us, parts in joined]


@lru_cache(maxsize=4)
def play(scenario: str, seed: int, *parameters: tuple[str, str], ask: str = "K?") -> Played:
    """Play a scenario; the host asks for the calibration at once, unless told otherwise."""
    options = options_of(scenario, [("seed", str(seed)), ("epoch_us", str(EPOCH_US)), *parameters])
    talker, truth = build(options)
    cable = Cable(talker, options)
    if ask:
        talker.receive(encode_command(ask))
    chunks: list[tuple[float, bytes]] = []
    while talker.now_s < talker.duration_s:
        chunks += cable.carry(talker.now_s + 10.0)
    chunks += cable.flush()
    return Played(truth, tuple((cable.arrival_us(arrived_s), data) for arrived_s, data in chunks))

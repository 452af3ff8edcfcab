"""What the pipeline tells of a performance while it is going on, and what it tells in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from station.events import PlateGains, Rep, SetSummary
from station.pipeline import Pipeline
from station.wire import Decoder, Sample
from tools.accuracy.playing import play

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.accuracy.playing import Chunk

_REPS_BEFORE = "6"
_BEFORE = "alternate"
_OTHER_PLATES = frozenset({"drift"})
"""Here the plates are others than those of the same seed elsewhere: worse calibrated, and warming up."""

RepKey = tuple[int, int]
"""Set and index of a rep."""


@dataclass(frozen=True, slots=True)
class First:
    """A rep as it was told first, 0.25 s after the foot's return."""

    rep: Rep
    told_s: float
    """Device second of the newest conversion that had been heard by then."""


@dataclass(slots=True)
class Heard:
    """Everything that was told of the reps of one performance."""

    firsts: dict[RepKey, First] = field(default_factory=dict)
    finals: dict[RepKey, Rep] = field(default_factory=dict)
    sets: list[SetSummary] = field(default_factory=list)

    @property
    def reps(self) -> list[Rep]:
        """Return every rep once, with its last values, in order."""
        return [self.finals[key] for key in sorted(self.finals)]


def listen(chunks: Sequence[Chunk], pipeline: Pipeline | None = None) -> Heard:
    """Feed ``chunks`` as they arrived, to the end."""
    pipeline = Pipeline() if pipeline is None else pipeline
    heard = Heard()
    for number, (arrival_us, data) in enumerate(chunks):
        for event in pipeline.feed(data, arrival_us):
            if isinstance(event, Rep):
                heard.finals[event.set, event.index] = event
                if (event.set, event.index) not in heard.firsts and not event.final:
                    heard.firsts[event.set, event.index] = First(event, _newest_s(chunks, number))
            elif isinstance(event, SetSummary):
                heard.sets.append(event)
    for event in pipeline.finish():
        if isinstance(event, Rep):
            heard.finals[event.set, event.index] = event
        elif isinstance(event, SetSummary):
            heard.sets.append(event)
    return heard


@lru_cache
def learned_gains(scenario: str, seed: int, shapes: str) -> tuple[PlateGains, ...]:
    """Return what an earlier set taught the station about the plates of this seed; its legs alternate."""
    if scenario not in _OTHER_PLATES and scenario != _BEFORE:
        return learned_gains(_BEFORE, seed, shapes)
    before = play(scenario, seed, ("shapes", shapes), ("reps", _REPS_BEFORE))
    pipeline = Pipeline()
    events = [event for arrival_us, data in before.gathered(1.0) for event in pipeline.feed(data, arrival_us)]
    return tuple(event for event in (*events, *pipeline.finish()) if isinstance(event, PlateGains))


def _newest_s(chunks: Sequence[Chunk], number: int) -> float:
    """Return the device second of the newest conversion in ``chunks`` up to this one."""
    for _, data in reversed(chunks[: number + 1]):
        stamps_us = [line.t_us for line in Decoder().feed(data) if isinstance(line, Sample)]
        if stamps_us:
            return max(stamps_us) / 1e6
    return 0.0

"""Simulated steps as bytes: what a host hears, and what the pipeline makes of it, without any port."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from station.events import Event, ForceBlock, Rep
from station.jsonl import encode
from station.pipeline import Pipeline
from tools.accuracy.playing import EPOCH_US, Chunk, Played, play

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["EPOCH_US", "Chunk", "Played", "play"]

Kind = TypeVar("Kind", bound=Event)


def events_of(chunks: Iterable[Chunk], pipeline: Pipeline | None = None) -> list[Event]:
    """Return what the pipeline makes of a stream, to its end."""
    pipeline = Pipeline() if pipeline is None else pipeline
    events = [event for arrival_us, data in chunks for event in pipeline.feed(data, arrival_us)]
    return events + pipeline.finish()


def of(events: Iterable[Event], kind: type[Kind]) -> list[Kind]:
    """Return the events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def final_reps(events: Iterable[Event]) -> list[Rep]:
    """Return every rep once, with its last values, in order."""
    last = {(rep.set, rep.index): rep for rep in of(events, Rep)}
    return [last[key] for key in sorted(last)]


def lines(events: Iterable[Event]) -> list[bytes]:
    """Return all events but forces as JSON."""
    return [encode(event) for event in events if not isinstance(event, ForceBlock)]


def forces(events: Iterable[Event]) -> dict[str, bytes]:
    """Return all forces, whatever blocks they came in, as bytes to compare."""
    blocks = of(events, ForceBlock)
    names = ("t_s", "left_n", "right_n", "valid")
    return {name: np.concatenate([getattr(b, name) for b in blocks]).tobytes() for name in names}

"""Real events to store: a simulated performance is measured once, and then told as many visits as wanted."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from station.events import ForceBlock, Rep, RepWithdrawn, Saved, Session, SetSummary, WeighProgress
from station.pipeline import Pipeline
from tools.accuracy.playing import EPOCH_US, play

if TYPE_CHECKING:
    from station.events import Event
    from station.store import StoreWriter
    from tools.campaign.counting import Told

HOUR_US = 3_600_000_000


@lru_cache(maxsize=8)
def performed(scenario: str = "textbook", seed: int = 1) -> tuple[Event, ...]:
    """Return what the core makes of a performance, forces left out."""
    pipeline = Pipeline()
    events = [
        event
        for arrival_us, data in play(scenario, seed).gathered(1.0)
        for event in pipeline.feed(data, arrival_us)
    ]
    return tuple(
        event for event in [*events, *pipeline.finish()] if not isinstance(event, (ForceBlock, WeighProgress))
    )


def visit(session_id: str, opened_us: int, scenario: str = "textbook", seed: int = 1) -> list[Event]:
    """Return a whole visit that begins at ``opened_us``."""
    begun = Session("opened", session_id, None, opened_us, f"sim://{scenario}?seed={seed}")
    later_us = opened_us - EPOCH_US
    events: list[Event] = [begun]
    for event in performed(scenario, seed):
        if isinstance(event, (Rep, SetSummary)) and event.start_time_us is not None:
            events.append(replace(event, start_time_us=event.start_time_us + later_us))
        else:
            events.append(event)
    return [*events, replace(begun, state="closed", time_us=opened_us + HOUR_US // 2)]


def store(writer: StoreWriter, events: list[Event], told: Told, session_id: str) -> None:
    """Store a visit event by event, and write down every receipt."""
    for event in events:
        if isinstance(event, RepWithdrawn):
            told.withdrawn.add((session_id, event.set, event.index))
        for receipt in writer.handle([event]):
            if isinstance(receipt, Saved):
                told.receipt(receipt.what, receipt.session_id, receipt.set, receipt.index)

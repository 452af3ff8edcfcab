"""What lies around the step: the clock, the disk, InfluxDB. Judged from events, or from plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from station.events import Alarm, ClockState, InfluxState, StoreState, Upkeep
from station.health.verdict import Verdict, judged

if TYPE_CHECKING:
    from station.events import Event


def from_event(event: Event) -> list[Verdict]:
    """Return what an event of the session's own parts says."""
    if isinstance(event, Alarm) and event.source == "plates":
        return [judged("GAINS_MOVED", None, None, event.message, bad=True)]
    if isinstance(event, ClockState):
        return [clock(event.state, event.reason)]
    if isinstance(event, InfluxState):
        return [influx(event.state, event.pending, event.parked, event.detail)]
    if isinstance(event, StoreState):
        held = event.state != "ok"
        return [judged("DISK", None, None, f"{event.reps} reps are not saved yet" if held else "", bad=held)]
    if isinstance(event, Upkeep) and event.what in ("low_space", "space_again"):
        return [judged("DISK", None, None, "nearly full" if event.what == "low_space" else "",
                       bad=event.what == "low_space")]  # fmt: skip
    return []


def clock(state: Literal["ok", "unsure", "wrong"], reason: str) -> Verdict:
    """Judge the computer's clock: only what proves it wrong speaks against it."""
    return judged("CLOCK", None, None, reason, bad=state == "wrong")


def influx(
    state: Literal["off", "ok", "waiting", "refused"], pending: int, parked: int, detail: str
) -> Verdict:
    """Judge the way to InfluxDB: away is for waiting, a refusal for somebody who can mend it."""
    if state == "off":
        return Verdict("INFLUX", None, "PASS", None, "none is configured")
    if state == "refused" or parked:
        return Verdict("INFLUX", None, "SERVICE", float(parked), detail or "points were refused")
    if state == "waiting" and detail:
        return Verdict("INFLUX", None, "RETRY", float(pending), detail)
    return Verdict("INFLUX", None, "PASS", float(pending))

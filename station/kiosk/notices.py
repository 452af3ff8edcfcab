"""What is wrong, and which one thing of it is worth telling now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station import events as ev
from station.kiosk.alarms import Alarms
from station.kiosk.retelling import detail_words
from station.kiosk.snapshot import STALE_AFTER_S, Notice
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

SHOWN_FOR_S: Final = 4.0
"""A passing fault stays on show this long, device time."""
INFLUX_TOLD_S: Final = 15.0
"""That InfluxDB went away is told this long; after that the line of states says so."""
TOLD_LINKS: Final = frozenset({"lost", "failed", "ended"})
LEAST_KG: Final = 25.0
"""The lightest that the station takes for a person."""
PASSING: Final[Mapping[str, str]] = {
    "saturated": "banner.saturated",
    "SATURATED": "banner.saturated",
    "object": "banner.object",
    "too_light": "banner.too_light",
    "TIMEOUT": "banner.silent",
    "silent": "banner.silent",
    "RATE": "banner.slow",
    "BROWNOUT": "banner.supply",
    "device_restart": "banner.restarted",
}
"""Faults of the samples and of the step with words of their own."""
CHANNEL_CODES: Final = frozenset({"DESYNC", "STUCK", "NOISE", "stuck", "absent"})


class Notices:
    """Keeps the newest of each kind of trouble; ``worst`` picks one."""

    def __init__(self) -> None:
        self.link: ev.Link | None = None
        self.alarms = Alarms()
        self._influx: tuple[ev.InfluxState, float] | None = None
        """What became wrong with InfluxDB, and since when on the drawing clock."""
        self._store: ev.StoreState | None = None
        self._clock: ev.ClockState | None = None
        self._little_room: ev.Upkeep | None = None
        self._uncalibrated = False
        self._other_step = False
        self._passing: tuple[Notice, float] | None = None

    def feed(self, event: ev.Event, device_s: float | None, now_s: float) -> None:
        """Take an event that reached the screen at ``now_s``; ``device_s`` is the newest force's time."""
        match event:
            case ev.Link():
                self.link = event
            case ev.Alarm():
                self.alarms.feed(event, now_s)
            case ev.InfluxState():
                self._feed_influx(event, now_s)
            case ev.StoreState() | ev.ClockState() | ev.Upkeep():
                self._feed_keeping(event)
            case ev.Identity():
                self._other_step = event.step_changed
            case ev.Calibration():
                self._uncalibrated = False
            case ev.Fault(code="uncalibrated"):
                self._uncalibrated = True
            case ev.Fault() | ev.ClockStep():
                notice = _passing(event) if isinstance(event, ev.Fault) else _clock_set(event)
                if notice is not None:
                    self._passing = (notice, device_s or 0.0)
            case _:
                pass  # not trouble

    def _feed_influx(self, state: ev.InfluxState, now_s: float) -> None:
        """Take how the way to InfluxDB is; what stays wrong in the same way is told once."""
        if not _wrong(state):
            self._influx = None
        elif self._influx is None or self._influx[0].state != state.state:
            self._influx = (state, now_s)

    def _feed_keeping(self, event: ev.StoreState | ev.ClockState | ev.Upkeep) -> None:
        """Take how what is measured is kept."""
        match event:
            case ev.StoreState():
                self._store = event
            case ev.ClockState():
                self._clock = event
            case ev.Upkeep(what="low_space" | "space_again"):
                self._little_room = event if event.what == "low_space" else None

    def worst(self, device_s: float | None, age_s: float | None, now_s: float) -> Notice | None:
        """Return the one notice that matters most, or ``None`` when all is well."""
        return self._broken(age_s, now_s) or self._doubtful(device_s) or self._elsewhere(now_s)

    def _broken(self, age_s: float | None, now_s: float) -> Notice | None:
        """Return what keeps the station from measuring or keeping reps."""
        if self.alarms.lasting is not None:
            return _alarm(self.alarms.lasting)
        if self._store is not None and self._store.state != "ok":
            return _unsaved(self._store)
        alarm = self.alarms.told(now_s)
        if alarm is not None:
            return _alarm(alarm)
        if self.link is not None and (self.link.state in TOLD_LINKS or self._why_not_yet):
            make = _stop if self.link.state in ("lost", "failed") else _mind
            return make(
                f"banner.{self.link.state}",
                detail=harmless(detail_words(self.link.detail) or self.link.port, 160),
            )
        if age_s is not None and age_s > STALE_AFTER_S:
            return _stop("banner.stale", seconds=say.silence(age_s))
        return None

    @property
    def _why_not_yet(self) -> bool:
        """Whether the step was tried and could not be opened so far."""
        return self.link is not None and self.link.state == "opening" and bool(self.link.detail)

    def _doubtful(self, device_s: float | None) -> Notice | None:
        """Return what makes the numbers doubtful."""
        if self._other_step:
            return _mind("banner.step_changed")
        if self._uncalibrated:
            return _mind("banner.uncalibrated")
        if self._passing is not None and (device_s or 0.0) - self._passing[1] < SHOWN_FOR_S:
            return self._passing[0]
        if self._clock is not None and self._clock.state == "wrong":
            return _mind("banner.clock_wrong")
        return None if self._little_room is None else _mind("banner.low_space")

    def _elsewhere(self, now_s: float) -> Notice | None:
        """Return what troubles others than the athlete, for a moment."""
        if self._influx is None or now_s - self._influx[1] >= INFLUX_TOLD_S:
            return None
        state = self._influx[0]
        return _mind(f"banner.influx_{state.state}", detail=harmless(state.detail, 160))


def _wrong(state: ev.InfluxState) -> bool:
    """Return whether InfluxDB is away or refuses, not merely busy taking what waits."""
    return state.state == "refused" or (state.state == "waiting" and bool(state.detail))


def _alarm(alarm: ev.Alarm) -> Notice:
    """Return what to tell of a part that failed: what, whether reps are safe, what to do, and last the reason."""
    message = harmless(detail_words(alarm.message), 200)
    if f"alarm.{alarm.source}" in say.entries:
        return _stop(f"alarm.{alarm.source}", message=message)
    return _stop("banner.alarm", source=harmless(alarm.source, 20), message=message)


def _clock_set(step: ev.ClockStep) -> Notice:
    """Return what to tell of a clock that was set: which way, and about how far."""
    size_s = abs(step.step_s)
    unit_s, unit = next((each for each in _UNITS if size_s >= 2 * each[0]), _UNITS[-1])
    direction = say("clock.forward" if step.step_s > 0 else "clock.back")
    much = say(f"clock.{unit}", count=say.number(size_s / unit_s, 0 if unit != "seconds" else 1))
    return _mind("banner.clock_set", direction=direction, much=much)


_UNITS: Final = ((86_400.0, "days"), (3600.0, "hours"), (60.0, "minutes"), (1.0, "seconds"))


def _passing(fault: ev.Fault) -> Notice | None:
    """Return what to tell of a fault of the samples; most are counted in silence."""
    channel = say.get(f"channel.{(fault.channel or '')[:1]}", fault.channel or "")
    key = PASSING.get(fault.code) or ("banner.channel" if fault.code in CHANNEL_CODES else "")
    return _mind(key, channel=channel, least=say.mass(LEAST_KG, 0)) if key else None


def _unsaved(store: ev.StoreState) -> Notice:
    """Return what to tell of a disk that takes nothing: how much waits, and where; paths are for the operator."""
    place = "file" if store.file else "memory" if store.state == "held" else "lost"
    where = say(f"unsaved.{place}")
    if not store.reps and store.events:
        return _stop("banner.not_saved_figures", where=where)
    return _stop("banner.not_saved", reps=str(store.reps), where=where)


def _stop(key: str, **values: str) -> Notice:
    return Notice("stop", key, tuple(values.items()))


def _mind(key: str, **values: str) -> Notice:
    return Notice("mind", key, tuple(values.items()))

"""What a watcher heard, folded into the pictures that the screens draw. Time is an argument."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final, Protocol

from station import events as ev
from station.kiosk.model import KioskModel
from station.kiosk.planned import SetQueue
from station.kiosk.snapshot import Notice
from station.programme.model import PlannedSet
from station.text import harmless
from station.viewing.telling import Asked, Missed, Opened

if TYPE_CHECKING:
    from station.events import Event
    from station.kiosk.snapshot import Snapshot
    from station.viewing.watcher import Tie

MISSED_SHOWN_S: Final = 6.0
LOGGED: Final = (
    ev.Alarm, ev.ClockStep, ev.ClockState, ev.Fault, ev.Link, ev.Recording, ev.StoreState, ev.SymptomNoted, ev.Upkeep,
    ev.Zero, ev.RepWithdrawn, ev.WireAccount, ev.Session,
)  # fmt: skip
_KEPT_LINES: Final = 300
_NAMES_NOBODY: Final = ("", "headless")
"""Where nobody is named although somebody trains: a guest, measured without a kiosk."""


class Watched(Protocol):
    """What the view needs of the other end; ``station.viewing.Watcher``, or what a test puts in its place."""

    tie: Tie

    def start(self) -> None:
        """Begin to look for the station."""

    def stop(self) -> None:
        """Let go."""

    def take(self) -> list[Event | Asked | Opened | Missed]:
        """Return and forget what was heard."""


class Onlooker:
    """``look`` once a frame, then draw ``snapshot``."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.model = KioskModel()
        self.opened: Opened | None = None
        self.asked = Asked()
        self.queue = SetQueue()
        self.identity: ev.Identity | None = None
        self.link: ev.Link | None = None
        self.influx: ev.InfluxState | None = None
        self.checks: tuple[ev.HealthCheck, ...] = ()
        self.events: deque[Event] = deque(maxlen=_KEPT_LINES)
        self._missed: tuple[int, float] | None = None

    @property
    def nobody(self) -> bool:
        """Whether nobody was chosen at the kiosk: what is done on its step counts for nobody."""
        return self.asked.name is None and self.asked.screen not in _NAMES_NOBODY

    def look(self, now_s: float) -> None:
        """Take what was heard since the last frame."""
        for heard in self.watched.take():
            match heard:
                case Opened():
                    self._begin_again(heard)
                case Asked():
                    self._ask(heard)
                case Missed():
                    self._missed = (heard.lines, now_s)
                case _:
                    self._take(heard, now_s)

    def snapshot(self, now_s: float) -> Snapshot:
        """Return what is to be drawn; what is wrong with the view itself comes first."""
        snapshot = self.model.snapshot(now_s)
        notice = self._trouble(now_s)
        return snapshot if notice is None else replace(snapshot, notice=notice)

    def _trouble(self, now_s: float) -> Notice | None:
        tie = self.watched.tie
        values = (("address", harmless(tie.address, 60)), ("detail", harmless(tie.detail, 120)))
        if tie.state == "refused":
            return Notice("stop", "view.refused", values)
        if tie.state == "gone":
            return Notice("stop", "view.gone" if tie.address else "view.none", values)
        if tie.state == "looking":
            return Notice("mind", "view.looking")
        if self._missed is not None and now_s - self._missed[1] < MISSED_SHOWN_S:
            return Notice("mind", "view.missed", (("count", str(self._missed[0])),))
        return None

    def _begin_again(self, opened: Opened) -> None:
        """Forget everything: it is told anew."""
        if self.opened is None or self.opened.station != opened.station:
            self.events.clear()
        self.opened, self.model = opened, KioskModel()
        self.identity = self.link = self.influx = None
        self.checks = ()
        self._ask(Asked())

    def _ask(self, asked: Asked) -> None:
        self.asked = asked
        self.model.prescription = asked.prescription
        sets = tuple(PlannedSet(**asdict(one)) for one in asked.sets)
        self.queue = SetQueue(sets, {at for at, one in enumerate(sets) if one.done})
        self.queue.place = asked.set_at, asked.either_leg
        self.queue.rest_s = asked.rest_s

    def _take(self, event: Event, now_s: float) -> None:
        self.model.feed([event], now_s)
        match event:
            case ev.Identity():
                self.identity = event
            case ev.Link():
                self.link = event
            case ev.InfluxState():
                self.influx = event
            case ev.HealthReport():
                self.checks = event.checks
            case _:
                pass
        if isinstance(event, LOGGED) and event not in self.events:
            self.events.append(event)

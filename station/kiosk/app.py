"""The application: takes events from the session's thread, draws them as they come, knows the time."""

from __future__ import annotations

import gc
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import events as on
from textual.binding import Binding, BindingType
from textual.widgets import Input

from station.coach import Coach as ProgrammeCoach
from station.coach import Library
from station.config import config_path, token
from station.config.prescribe import prescription_of
from station.events import Alarm
from station.kiosk.aids import Aids
from station.kiosk.early import EarlyKeys
from station.kiosk.frames import CALM_S, Frames
from station.kiosk.hosting import Hosting
from station.kiosk.look import Look, look_of
from station.kiosk.operating import Desk
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.next import NextScreen
from station.kiosk.screens.operator import OperatorDoor, OperatorScreen
from station.kiosk.screens.pause import PauseScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.sharing import Sharing
from station.kiosk.terminal import ending_with_terminal
from station.session import assembled
from station.viewing import publishing

if TYPE_CHECKING:
    from pathlib import Path

    from station.config import Config
    from station.kiosk.idling import Kind
    from station.kiosk.snapshot import Snapshot

INTERRUPTED: Final = 130
"""What shells expect of a program ended by Ctrl-C."""
GARBAGE_AFTER: Final = 20_000
"""So many new objects before Python looks for those that only hold each other: a second of frames, not a fifth."""
LETS_OPERATOR_IN: Final = (AttractScreen, WhoScreen, GoodbyeScreen)
TAKES_TURNS: Final = (TodayScreen, ReadyScreen, LiveScreen)
TAKES_BACK: Final = (TodayScreen, ReadyScreen, LiveScreen, StopScreen, SummaryScreen, NextScreen)


class KioskApp(Hosting, Aids):
    """Attract, who, today, ready, live, summary, how it was, what comes next, goodbye, and round again."""

    CSS_PATH = "kiosk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "other_person", "key.other_person", key_display="X"),
        Binding("pageup", "pause", "key.menu", key_display="PgUp"),
        Binding("u,ctrl+z", "undo", "key.undo", key_display="U"),
        Binding("f4", "seen", "key.seen", key_display="F4"),
        Binding("f9", "operator", "key.operator", key_display="F9", show=False),
        Binding("ctrl+c", "interrupt", "key.quit", show=False, priority=True),
    ]

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  what Hosting takes
        desk: Desk | None = None,
        look: Look | None = None,
        attract: bool = False,
        **options: Any,  # noqa: ANN401  what Hosting takes
    ) -> None:
        """``attract``: begin with the first screen, not with the list of people."""
        super().__init__(*args, **options)
        self.desk = desk
        self.wear(look or Look())
        self._begins_with_attract = attract
        self.sharing = Sharing(None)
        self.frames = Frames(self, self.frame)
        self._alarm_can_go = False
        self.early = EarlyKeys(self, self._deliver)
        if self.look.reduced_motion:
            self.frames.shortest_s = CALM_S

    def on_mount(self) -> None:
        """Listen to the session, start it, ask who is training."""
        self.live.subscribe(self.inbox.put)
        self.live.subscribe(self.frames.arrived)
        if self.desk is not None:
            self.live.subscribe(self.desk.put)
        self.live.start()
        self.idle.key(self.now_s())
        self.push_screen(AttractScreen() if self._begins_with_attract else WhoScreen())
        self.frames.begin()

    async def on_event(self, event: on.Event) -> None:
        """Note that somebody is there, whatever they press."""
        if isinstance(
            event, (on.Key, on.Paste, on.MouseDown, on.MouseMove, on.MouseScrollDown, on.MouseScrollUp)
        ):
            self.idle.key(self.now_s())
        if not self.early.holds(event):
            await self._deliver(event)

    async def _deliver(self, event: on.Event) -> None:
        """Give an event to whatever has the focus."""
        if isinstance(event, on.Key) and not isinstance(self.focused, Input):
            event = _unshifted(event)
        await super().on_event(event)
        if isinstance(event, on.Key) and self._running:
            self.frames.react()

    def frame(self) -> None:
        """Fold what came since the last frame and draw once; late frames are dropped, not queued."""
        if not self.is_running:
            return
        now_s = self.now_s()
        events = self.inbox.take()
        self.model.feed(events, now_s)
        self.parts.feed(events)
        snapshot = self.snapshot_now(now_s)
        self.turns.note(snapshot)
        self.course.follow(snapshot)
        self._mind_time(snapshot)
        self._mind_alarm(snapshot)
        self.sharing.follow(self)
        screen = self.screen
        if isinstance(screen, KioskScreen) and screen.drawable:
            screen.show(snapshot)

    def snapshot_now(self, now_s: float) -> Snapshot:
        """Return what screens draw: of the visits, those of the person in front."""
        snapshot = self.model.snapshot(now_s)
        visit = self.parts.of(self.turns.front.numbers)
        return snapshot if visit is snapshot.visit else replace(snapshot, visit=visit)

    def _mind_time(self, snapshot: Snapshot) -> None:
        """Go on by itself where nobody is."""
        if snapshot.standing and not snapshot.blind:
            self.idle.body(snapshot.now_s)
        screen = self.screen
        if isinstance(screen, KioskScreen) and screen.drawable:
            self.move_on(screen, self._idle_kind(screen), snapshot.now_s)

    def _idle_kind(self, screen: KioskScreen) -> Kind:
        """Return how long a screen waits: one that is nobody's waits for ever."""
        if screen.idle_kind == "list":
            return "visit" if self.turns.seats else "list"
        return "other" if screen.idle_kind == "visit" and not self.turns.seats else screen.idle_kind

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the other one's turn, and taking back, where that is possible."""
        del parameters
        if action == "other_person":
            return isinstance(self.screen, TAKES_TURNS)
        if action == "operator":
            return self.desk is not None and isinstance(self.screen, LETS_OPERATOR_IN)
        if action == "seen":
            return self._alarm_can_go
        if action == "pause":
            return isinstance(self.screen, (ReadyScreen, LiveScreen))
        if action == "undo":
            return isinstance(self.screen, TAKES_BACK) and self.turns.front.undo is not None
        return True

    def _mind_alarm(self, snapshot: Snapshot) -> None:
        """Offer the key that takes an alarm away, while there is one that it takes away."""
        if snapshot.alarm_can_go != self._alarm_can_go:
            self._alarm_can_go = snapshot.alarm_can_go
            self.refresh_bindings()

    def action_seen(self) -> None:
        """Take the alarm away that somebody has read."""
        self.model.alarm_seen()

    def action_other_person(self) -> None:
        """Turn to the other person."""
        self.other_turn()

    def action_pause(self) -> None:
        """Offer what can be done in the middle of a visit, for two pedals."""
        self.push_screen(PauseScreen())

    def action_undo(self) -> None:
        """Take the last choice back."""
        self.undo()

    def action_operator(self) -> None:
        """Let the operator in, from the first screens only: nobody is being measured there."""
        if self.desk is not None and isinstance(self.screen, LETS_OPERATOR_IN):
            self.push_screen((OperatorDoor if self.desk.pin else OperatorScreen)(self.desk))

    def action_interrupt(self) -> None:
        """Leave in order, as by the key for it; the exit code tells the shell of Ctrl-C."""
        self.exit(return_code=INTERRUPTED)


def _unshifted(event: on.Key) -> on.Key:
    """Return the key of a letter whether or not Caps Lock is on: what the foot names in capitals must answer."""
    letter = event.character or ""
    return on.Key(letter.lower(), letter.lower()) if len(letter) == 1 and letter.isupper() else event


def run_kiosk(config: Config, port: str, plans: Path | None = None) -> int:
    """Open the station and show the kiosk until the operator quits; return the exit code.

    ``plans`` is the folder of the user's own plans, which need not exist; ``None``: beside the configuration.
    ``StationError`` when the store or the token cannot be used: raised before the screen is taken over.
    """
    with assembled(config, port, token(config, os.environ), patient=True) as running:
        where = config.station
        library = Library.open(plans or config_path().parent / "plans")
        coach = ProgrammeCoach(running.store, library, site=where.site, station=where.name)
        app = KioskApp(
            running.session,
            running.store,
            coach=coach,
            desk=Desk(running.session, running.store, pin=where.operator_pin),
            settings=config.kiosk,
            prescription=prescription_of(config),
            attract=config.kiosk.attract_s > 0,
            look=look_of(config.kiosk, os.environ),
        )
        app.model.gravity_m_s2 = where.gravity_m_s2
        app.inbox.put([Alarm("plans", one.problem, app.wall_us()) for one in library.unreadable])
        running.forwarder.start()
        with ending_with_terminal(), publishing(config, running.session) as (publisher, why_not):
            app.sharing = Sharing(publisher)
            if why_not:
                app.inbox.put([Alarm("view", why_not, app.wall_us())])
            gc.freeze()  # what was imported stays: looking through it again and again would cost a tenth of the kiosk
            gc.set_threshold(GARBAGE_AFTER)
            try:
                app.run()
            finally:
                app.leave_keys()
        return app.return_code or 0

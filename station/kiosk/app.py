"""The application: takes events from the session's thread, draws twenty frames a second, owns the flow."""

from __future__ import annotations

import os
import time
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, cast

from textual.app import App
from textual.binding import Binding, BindingType
from textual.worker import Worker, WorkerState

from station.coach import Coach as ProgrammeCoach
from station.coach import Library
from station.config import config_path, token
from station.config.prescribe import prescription_of
from station.events import Alarm, Prescription
from station.kiosk.course import Course
from station.kiosk.model import KioskModel
from station.kiosk.operating import Desk
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.operator import OperatorDoor, OperatorScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.who import Known, WhoScreen
from station.kiosk.terminal import ending_with_terminal
from station.kiosk.theme import DARK, LIGHT
from station.kiosk.words import say
from station.session import assembled
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from station.config import Config
    from station.events import Event
    from station.kiosk.ports import Coach, Live, People, Person

FRAMES_PER_S: Final = 20
INTERRUPTED: Final = 130
"""What shells expect of a program ended by Ctrl-C."""
_T = TypeVar("_T")


class Inbox:
    """Events on their way from the session's thread to the drawing thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._events: deque[Event] = deque()

    def put(self, events: Sequence[Event]) -> None:
        """Append events; called on any thread."""
        with self._lock:
            self._events.extend(events)

    def take(self) -> list[Event]:
        """Return and forget everything that came."""
        with self._lock:
            events = list(self._events)
            self._events.clear()
        return events


class KioskApp(App[None]):
    """Who, today, ready, live, summary, how it was, what comes next, and round again."""

    CSS_PATH = "kiosk.tcss"
    TITLE = say("product")
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  Textual declares it without ClassVar
        (0, "-tiny"), (46, "-narrow"), (74, "-normal"), (104, "-wide"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012  Textual declares it without ClassVar
        (0, "-flat"), (16, "-low"), (20, "-small"), (23, "-mid"), (34, "-tall"),
    ]  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "light_dark", say("key.theme"), key_display="F2", show=False),
        Binding("f9", "operator", say("key.operator"), key_display="F9", show=False),
        Binding("ctrl+c", "interrupt", say("key.quit"), show=False, priority=True),
    ]

    def __init__(
        self,
        live: Live,
        people: People,
        *,
        coach: Coach | None = None,
        desk: Desk | None = None,
        prescription: Prescription | None = None,
        clock_s: Callable[[], float] = time.monotonic,
        wall_us: Callable[[], int] = lambda: time.time_ns() // 1000,
    ) -> None:
        super().__init__()
        self.live = live
        self.people = people
        self.desk = desk
        self.wall_us = wall_us
        self.prescription = prescription or Prescription()
        self.model = KioskModel(self.prescription)
        self.inbox = Inbox()
        self.person: Person | None = None
        self.course = Course(self, coach)
        self._visit_open = False
        self._clock_s = clock_s
        self._continuations: dict[
            Worker[object], tuple[Callable[[object], object], Callable[[], object]]
        ] = {}
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name

    def on_mount(self) -> None:
        """Listen to the session, start it, ask who is training."""
        self.live.subscribe(self.inbox.put)
        if self.desk is not None:
            self.live.subscribe(self.desk.put)
        self.live.start()
        self.push_screen(WhoScreen())
        self.set_interval(1 / FRAMES_PER_S, self.frame)

    def frame(self) -> None:
        """Fold what came since the last frame and draw once; late frames are dropped, not queued."""
        if not self.is_running:
            return
        now_s = self._clock_s()
        self.model.feed(self.inbox.take(), now_s)
        snapshot = self.model.snapshot(now_s)
        self.course.follow(snapshot)
        screen = self.screen
        if isinstance(screen, KioskScreen) and screen.drawable:
            screen.show(snapshot)

    # what the screens ask for

    def load_people(self, screen: WhoScreen) -> None:
        """Read the list of people off the drawing thread, then show it."""
        self.ask(self._known, screen.show_people)

    def add_person(self, name: str) -> None:
        """Add somebody, then ask what a plan needs to know, then begin."""
        self.ask(lambda: self.people.add_athlete(name), self._added)

    def _added(self, person: Person) -> None:
        self.person = person
        self.course.introduce()

    def begin(self, person: Person | None) -> None:
        """Turn to somebody, or to a guest: today's plan, or the weighing when there is none to be shown."""
        self.person = person
        self.course.begin()

    def weigh(self, prescription: Prescription | None = None) -> None:
        """Open a visit for the person in front and weigh them."""
        prescription = prescription or self.course.prescription
        self.model.prescription = prescription
        visit_before = self.model.visit_number
        athlete_id = self.person.id if self.person is not None else None
        self.live.begin(athlete_id, prescription, self.course.plan)
        self._visit_open = True
        self.switch_screen(ReadyScreen(self.person_name, visit_before))

    def configure(self, prescription: Prescription) -> None:
        """Ask for this from the next rep on."""
        self.model.prescription = prescription
        self.live.configure(prescription)

    def start_set(self) -> None:
        """Show the live set."""
        self.switch_screen(LiveScreen(self.person_name))

    def close_visit(self) -> None:
        """Close the visit when one is open."""
        if self._visit_open:
            self._visit_open = False
            self.live.end()

    def finish(self) -> None:
        """Close the visit and sum it up."""
        self.close_visit()
        self.switch_screen(SummaryScreen(self.person_name if self.person is not None else None))

    def go_home(self) -> None:
        """Close the visit when one is open, and ask who is next."""
        self.close_visit()
        self.person = None
        self.course.forget()
        self.switch_screen(WhoScreen())

    @property
    def person_name(self) -> str:
        """The name in use, fit to be shown."""
        return say("live.guest") if self.person is None else harmless(self.person.name, 24)

    def action_operator(self) -> None:
        """Let the operator in, from the first screen only: nobody is being measured there."""
        if self.desk is not None and isinstance(self.screen, WhoScreen):
            self.push_screen((OperatorDoor if self.desk.pin else OperatorScreen)(self.desk))

    def action_light_dark(self) -> None:
        """Change between the dark and the light theme."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def leave_keys(self) -> None:
        """Let the thread that waits for keys end, also where the screen was not closed in order."""
        waiting = getattr(self._driver, "exit_event", None)
        if waiting is not None:
            waiting.set()

    def action_interrupt(self) -> None:
        """Leave in order, as by the key for it; the exit code tells the shell of Ctrl-C."""
        self.exit(return_code=INTERRUPTED)

    # work off the drawing thread

    def _known(self) -> tuple[Known, ...]:
        return tuple(Known(one, self.people.last_visit_us(one.id)) for one in self.people.athletes())

    def ask(
        self,
        work: Callable[[], _T],
        then: Callable[[_T], object],
        otherwise: Callable[[], object] = lambda: None,
    ) -> None:
        """Run ``work`` on a thread, then ``then`` with what it returned here; a failure becomes an alarm.

        After a failure ``otherwise`` is called instead.
        """
        worker = self.run_worker(work, thread=True, exit_on_error=False)
        self._continuations[cast("Worker[object]", worker)] = (
            cast("Callable[[object], object]", then),
            otherwise,
        )

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Go on after work that ended; show work that failed."""
        if event.state in (WorkerState.PENDING, WorkerState.RUNNING):
            return
        waiting = self._continuations.pop(event.worker, None)
        if event.state is WorkerState.ERROR:
            self.inbox.put([Alarm("kiosk", str(event.worker.error), self.wall_us())])
            if waiting is not None:
                waiting[1]()
        elif event.state is WorkerState.SUCCESS and waiting is not None:
            waiting[0](event.worker.result)


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
            prescription=prescription_of(config),
        )
        app.inbox.put([Alarm("plans", one.problem, app.wall_us()) for one in library.unreadable])
        running.forwarder.start()
        with ending_with_terminal():
            try:
                app.run()
            finally:
                app.leave_keys()
        return app.return_code or 0

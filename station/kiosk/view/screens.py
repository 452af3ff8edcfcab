"""The view's pages: the live set as the athlete sees it, the visit in full, the step and the station."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.operator import check_rows, step_words
from station.kiosk.view.rows import event_rows, rep_rows, set_rows
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.fits import Fits
from station.kiosk.widgets.set_list import SetList
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.app import KioskApp
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.view.app import ViewApp
    from station.kiosk.view.onlooker import Onlooker
    from station.viewing.telling import Waiting

KEYS: Final[list[BindingType]] = [
    Binding("1", "app.page('set')", "key.view_set", key_display="1"),
    Binding("2", "app.page('visit')", "key.view_visit", key_display="2"),
    Binding("3", "app.page('step')", "key.view_step", key_display="3"),
    Binding("right,pagedown,tab,enter,space", "app.turn(1)", show=False),
    Binding("left,pageup,shift+tab", "app.turn(-1)", show=False),
    Binding("escape,q,f10", "app.quit", "key.view_leave", key_display="Esc"),
]
"""Nothing here reaches the station."""
_WORST_FIRST: Final = ("SERVICE", "RETRY", "UNKNOWN", "PASS")


class ViewPage(KioskScreen if TYPE_CHECKING else object):  # type: ignore[misc]  # Textual takes styles of the first base only
    """What makes a screen a page of the view: above everything, who is watched and where they are."""

    page: ClassVar[str] = ""

    @property
    def kiosk(self) -> KioskApp:
        """The view's own application, which offers what the live set reads and nothing that changes anything."""
        return cast("KioskApp", self.app)  # what is read of it here, ViewApp has too

    @property
    def onlooker(self) -> Onlooker:
        """What is known of the watched station."""
        return cast("ViewApp", self.app).onlooker

    def compose(self) -> ComposeResult:
        """Lay out who is watched, then the page."""
        yield Say("", id="watched")
        yield from super().compose()

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot."""
        self.query_one("#watched", Say).show(watched_words(self.onlooker))
        super().show(snapshot)

    def told_words(self, now_s: float) -> str:
        """Return that reps count for nobody, where somebody works a step that nobody was chosen on."""
        del now_s
        snapshot = self.snapshot
        if snapshot is None or not self.onlooker.nobody:
            return ""
        works = snapshot.standing or (bool(snapshot.visit.reps) and not snapshot.visit.closed)
        return say("view.counts_for_nobody") if works else ""


def watched_words(onlooker: Onlooker) -> str:
    """Return who is watched, who trains there, and on which of the kiosk's screens they are."""
    if onlooker.opened is None:
        return f" ◉ {say('view.only')}"
    asked = onlooker.asked
    name = say("view.nobody") if asked.name is None else harmless(asked.name, 24)
    where = ""
    if asked.screen:
        words = say.get(f"at.{asked.screen}", "")
        where = words or say("at.other")
    person = say("view.at", name=name, screen=where) if where and asked.name is not None else where or name
    return f" ◉ {say('view.title', station=harmless(onlooker.opened.station, 24))}  ·  {person}"


def waiting_words(other: Waiting) -> str:
    """Return who waits for their turn, and how far they are."""
    key = "view.waiting_planned" if other.sets else "view.waiting"
    return say(key, name=harmless(other.name, 24), reps=other.reps, done=other.sets_done, sets=other.sets)


class SetPage(ViewPage, LiveScreen, inherit_bindings=False):
    """The live set, drawn by the screen that the athlete has in front; none of its keys."""

    page = "set"
    CSS_PATH: ClassVar[list[str]] = ["../screens/live.tcss", "view.tcss"]  # type: ignore[assignment]  # Textual takes a list too
    BINDINGS: ClassVar[list[BindingType]] = [
        *KEYS,
        Binding("i", "interval", "key.interval", key_display="I"),
    ]

    def __init__(self) -> None:
        super().__init__("")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw it with the name of whoever trains."""
        name = self.onlooker.asked.name
        unnamed = say("view.nobody" if self.onlooker.nobody else "live.guest")
        self.person_name = unnamed if name is None else harmless(name, 24)
        super().draw(snapshot)
        if self.onlooker.nobody:
            self._ask_nothing(snapshot)

    def _ask_nothing(self, snapshot: Snapshot) -> None:
        """Take away what is asked for: nobody was chosen, so nobody is asked for anything."""
        self.part("#variant", Say).show(self.person_name)
        self.part("#clock-word", Fits).offer("")
        if snapshot.last is None and (snapshot.clock is None or not snapshot.clock.running):
            self.part("#clock", Figure).show(say("table.unknown"), "")
            self.part("#clock-name", Say).show("")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Everything that is offered can be done at any time."""
        del action, parameters
        return True


class VisitPage(ViewPage, KioskScreen, inherit_bindings=False):
    """Every rep with its interval and faults, every set, and today's plan."""

    page = "visit"
    CSS_PATH = "view.tcss"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def body(self) -> ComposeResult:
        """Lay out the plan, the sets, the reps."""
        with Rows(classes="view"):
            yield Say(say("view.visit"), id="title", classes="title")
            yield Say("", id="waiting", classes="quiet")
            yield SetList(id="plan")
            yield Dense(id="sets")
            yield Dense(id="reps")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the visit; where there is no room for all reps, the newest stay."""
        visit = snapshot.visit
        saved = say("view.saved", saved=visit.saved, count=len(visit.reps))
        self.query_one("#title", Say).show(f"{say('view.visit')}  ·  {saved}")
        waits, other = self.query_one("#waiting", Say), self.onlooker.asked.waiting
        waits.display = other is not None
        waits.show("" if other is None else waiting_words(other))
        plan = self.query_one("#plan", SetList)
        plan.display = bool(self.onlooker.queue.sets)
        if plan.display:
            plan.styles.height = min(8, len(self.onlooker.queue.sets))
            plan.show(self.onlooker.queue.ticked)
        sets = self.query_one("#sets", Dense)
        sets.display = bool(visit.sets)
        sets.styles.height = min(6, len(visit.sets))
        sets.show(set_rows(visit.sets), newest=True)
        self.query_one("#reps", Dense).show(rep_rows(visit), newest=True)


class StepPage(ViewPage, KioskScreen, inherit_bindings=False):
    """The step, its checks, InfluxDB, and everything out of the ordinary."""

    page = "step"
    CSS_PATH = "view.tcss"
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def body(self) -> ComposeResult:
        """Lay out the step's name, the checks, the events."""
        with Rows(classes="view"):
            yield Say(say("view.step"), id="title", classes="title")
            yield Say("", id="influx", classes="quiet")
            yield Dense(id="checks")
            yield Say(say("view.events"), classes="heading")
            yield Dense(id="events")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw how the step is."""
        del snapshot
        known = self.onlooker
        self.query_one("#title", Say).show(step_words(known.identity, known.link))
        self.query_one("#influx", Say).show(_influx_words(known))
        checks = sorted(known.checks, key=lambda check: _WORST_FIRST.index(check.state))
        rows = [row for check in checks for row in check_rows(check)]
        self.query_one("#checks", Dense).show(rows or [((say("operator.no_checks"), "quiet"),)])
        self.query_one("#events", Dense).show(event_rows(known.events), newest=True)


def _influx_words(known: Onlooker) -> str:
    influx = known.influx
    if influx is None or influx.state == "off":
        return say("status.influx_off")
    words = say(f"status.influx_{influx.state}")
    return f"{words} · {influx.pending} / {influx.parked} · {harmless(influx.detail, 100)}".rstrip(" ·")

"""The operator's pages of facts: diagnostics, InfluxDB, people, the program itself, and the raw trace."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType

from station.events import InfluxState
from station.instants import local_minute
from station.kiosk.facts import Outbox, diagnostics_rows, influx_rows, people_rows, update_rows
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.operator_job import JobScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.count_trace import CountTrace
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.words import say
from station.kiosk.work import tracing

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.operating import Desk
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.widgets.drawing import Row

READ_AGAIN_S: Final = 2.0
BACK: BindingType = Binding("escape", "app.pop_screen", "key.back", key_display="Esc")


class FactsScreen(KioskScreen):
    """A title and rows; what is on the disk is read off the drawing thread, again every two seconds."""

    CSS_PATH = "operator.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [BACK]
    title_key: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.facts: tuple[Row, ...] = ()
        self._reading = False

    def body(self) -> ComposeResult:
        """Lay out a title, what was done, and the rows."""
        with Rows(classes="operator"):
            yield Say(say(self.title_key), classes="title")
            yield Say("", id="said")
            yield Dense(id="facts")

    def on_mount(self) -> None:
        """Read now and again."""
        super().on_mount()
        self.read_again()
        self.set_interval(READ_AGAIN_S, self.read_again)

    def read_again(self) -> None:
        """Read what is on the disk, unless it is being read."""
        if not self._reading:
            self._reading = True
            self.kiosk.ask(self.read, self._take, self._failed)

    def read(self) -> tuple[Row, ...]:
        """Return the rows; called off the drawing thread."""
        raise NotImplementedError

    def _take(self, rows: tuple[Row, ...]) -> None:
        self._reading, self.facts = False, rows

    def _failed(self) -> None:
        self._reading = False

    def draw(self, snapshot: Snapshot) -> None:
        """Draw what was read last."""
        del snapshot
        self.query_one("#facts", Dense).show(self.facts)


class DiagnosticsScreen(FactsScreen):
    """What became of every conversion, which faults were told, how things are kept."""

    title_key = "operator.diagnostics"

    def read(self) -> tuple[Row, ...]:
        """Return what the stream told; nothing is asked of the disk."""
        return tuple(diagnostics_rows(self.desk.book, self.kiosk.sharing.watchers))


class InfluxScreen(FactsScreen):
    """The link's state, the outbox, and what was refused."""

    title_key = "operator.influx"

    def read(self) -> tuple[Row, ...]:
        """Read the outbox."""
        store = self.desk.store
        pending, parked = store.outbox_counts()
        outbox = Outbox(
            pending, parked, store.outbox_held(), tuple(store.outbox_totals()), tuple(store.outbox_parked())
        )
        return tuple(influx_rows(outbox, self.desk.book.newest.get(InfluxState)))


class UpdateScreen(FactsScreen):
    """Which program this is, and how it is renewed."""

    title_key = "operator.update"

    def read(self) -> tuple[Row, ...]:
        """Look at what is installed here."""
        return tuple(update_rows(self.desk.store.path))


class PeopleScreen(FactsScreen):
    """Everybody, when they were here last, and who has a PIN, which can be taken off."""

    title_key = "operator.people"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,pageup", "move(-1)", "key.move", key_display="↑ ↓"),
        Binding("down,pagedown", "move(1)", show=False),
        Binding("r", "reset", "key.reset_pin", key_display="R"),
        BACK,
    ]
    chosen = 0

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.people: tuple[tuple[str, str, str, bool], ...] = ()
        self._sure = ""

    def read(self) -> tuple[Row, ...]:
        """Read the list of people."""
        store = self.desk.store
        self.people = tuple(
            (one.name, one.id, _when(store.last_visit_us(one.id)), store.has_pin(one.id))
            for one in store.athletes()
        )
        return ()

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the list around the chosen one."""
        del snapshot
        self.chosen = max(0, min(self.chosen, len(self.people) - 1))
        shown = self.query_one("#facts", Dense)
        first = max(0, self.chosen - max(1, shown.size.height) + 1)
        shown.show(people_rows(self.people, self.chosen)[first:])

    def action_move(self, by: int) -> None:
        """Choose another one."""
        self.chosen, self._sure = self.chosen + by, ""
        self.query_one("#said", Say).show("")

    def action_reset(self) -> None:
        """Take the PIN of the chosen one off; ask once."""
        if not self.people:
            return
        name, its_id, _last, locked = self.people[self.chosen]
        said = self.query_one("#said", Say)
        if not locked:
            said.show(say("facts.no_pin"), "quiet")
        elif self._sure != its_id:
            self._sure = its_id
            said.show(say("facts.sure", name=name), "mind")
        else:
            self._sure = ""
            self.kiosk.ask(lambda: self.desk.store.set_pin(its_id, None), lambda _: self._reset())

    def _reset(self) -> None:
        self.query_one("#said", Say).show(say("facts.pin_off"), "go")
        self.read_again()


def _when(time_us: int | None) -> str:
    return say("table.unknown") if time_us is None else local_minute(time_us)


class TraceScreen(JobScreen):
    """What every converter counts, as it comes."""

    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tracing)

    def body(self) -> ComposeResult:
        """Lay out the hills."""
        with Rows(classes="operator"):
            yield Say(say("operator.trace"), classes="title")
            yield Say("", id="said")
            yield CountTrace(id="counts")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the newest ten seconds."""
        del snapshot
        if self.job is not None:
            self.query_one("#said", Say).show(self.job.sentence, "stop")
            self.query_one("#counts", CountTrace).show(self.job.trace)

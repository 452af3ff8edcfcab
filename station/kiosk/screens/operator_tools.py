"""Zero, raw monitor and history."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.instants import local_minute
from station.kiosk.operating import Job
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.operator_job import JobScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.words import say
from station.kiosk.work import watching, zeroing
from station.store import calibrations
from station.text import harmless

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.calibration.record import CalibrationRecord, VerificationRecord
    from station.kiosk.operating import Desk
    from station.kiosk.raw import RawRow
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.widgets.drawing import Row

BACK: BindingType = Binding("escape", "app.pop_screen", "key.back", key_display="Esc")


class ZeroScreen(JobScreen):
    """Empty plates become zero, when asked to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "start", "key.start", key_display="Enter"),
        BACK,
    ]

    def body(self) -> ComposeResult:
        """Lay out what to do and what came of it."""
        with Rows(classes="operator"):
            yield Say(say("zero.title"), classes="title")
            yield Say(say("zero.how"), classes="prompt")
            yield Say("", id="said")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw what came of it."""
        del snapshot
        job, said = self.job, self.query_one("#said", Say)
        if job is None:
            said.show("")
        elif not job.done:
            said.show(say("zero.measuring"), "quiet")
        else:
            said.show(job.sentence, "stop" if job.failed else "go")

    def action_start(self) -> None:
        """Measure, unless it is being done."""
        if self.job is None or self.job.done:
            self.begin(Job(self.desk, zeroing))


class MonitorScreen(JobScreen):
    """Every converter as it speaks, at every frame."""

    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, watching)

    def body(self) -> ComposeResult:
        """Lay out one line a channel."""
        with Rows(classes="operator"):
            yield Say(say("monitor.title"), classes="title")
            yield Say("", id="said")
            yield Dense(id="raw")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the newest second."""
        del snapshot
        job = self.job
        if job is None:
            return
        self.query_one("#said", Say).show(job.sentence, "stop")
        head: Row = ((say("monitor.header"), "quiet"),)
        self.query_one("#raw", Dense).show((head, *(raw_row(row) for row in job.raw)))


def raw_row(row: RawRow) -> Row:
    """Return one converter's line under the header."""
    cells = (
        f"{harmless(row.channel, 8):<8}",
        f"{'-' if row.count is None else row.count:>8}",
        _fixed(row.sd_count, 12, 1),
        _fixed(row.force_n, 13, 2),
        _fixed(row.sd_n, 11, 3),
        _fixed(row.rate_hz, 10, 2),
        _fixed(row.jitter_ms, 12, 3),
    )
    return (("".join(cells), ""), (f"  {row.flags:>5X}", "mind" if row.flags else "quiet"))


def _fixed(value: float | None, cells: int, decimals: int) -> str:
    return f"{'-' if value is None else f'{value:.{decimals}f}':>{cells}}"


class HistoryScreen(KioskScreen):
    """What is stored about the step that is plugged in."""

    CSS_PATH = "operator.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [BACK]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rows: tuple[Row, ...] = ()

    def body(self) -> ComposeResult:
        """Lay out one line a record."""
        with Rows(classes="operator"):
            yield Say(say("history.title"), classes="title")
            yield Dense(id="history")

    def on_mount(self) -> None:
        """Ask the store, off the drawing thread."""
        super().on_mount()
        self.kiosk.ask(self._read, self._take)

    def draw(self, snapshot: Snapshot) -> None:
        """Draw what the store knew."""
        del snapshot
        self.query_one("#history", Dense).show(self.rows, newest=True)

    def _read(self) -> tuple[list[CalibrationRecord], list[VerificationRecord]]:
        uid = self.desk.identity.uid if self.desk.identity else None
        return calibrations.of_step(self.desk.store, uid), calibrations.verifications(self.desk.store, uid)

    def _take(self, found: tuple[list[CalibrationRecord], list[VerificationRecord]]) -> None:
        timed = [(record.taken_us, row) for record in found[0] for row in _calibrated(record)]
        timed += [(record.taken_us, _verified(record)) for record in found[1]]
        self.rows = tuple(row for _, row in sorted(timed, key=lambda pair: pair[0]))
        if not self.rows:
            self.rows = (((say("history.none"), "quiet"),),)


def _calibrated(record: CalibrationRecord) -> list[Row]:
    accepted = record.outcome.accepted
    return [
        (
            (
                say(
                    "history.calibration",
                    when=local_minute(record.taken_us),
                    id=harmless(record.id, 16),
                    plate=found.plate,
                    scale=f"{found.scale_n_per_count:.7g}",
                    sd=f"{200 * found.uncertainty.scale_sd_rel:.3f}",
                    operator=harmless(record.outcome.plan.operator, 20),
                    state=say("history.accepted" if accepted else "history.not_accepted"),
                ),
                "" if accepted else "quiet",
            ),
        )
        for found in record.outcome.plates
    ]


def _verified(record: VerificationRecord) -> Row:
    found = record.verification
    tone = {"ok": "go", "watch": "mind", "recalibrate": "stop"}[found.verdict]
    words = say(
        "history.verification",
        when=local_minute(record.taken_us),
        plate=found.plate or say("calibrate.plate_none"),
        known=say.number(found.known_kg, 2),
        read=say.number(found.read_kg, 2),
        error=f"{100 * found.error_rel:+.2f}",
        sd=f"{200 * found.sd_rel:.2f}",
    )
    return ((words, tone),)

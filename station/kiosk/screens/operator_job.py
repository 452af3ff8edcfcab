"""Screens of work that goes on with the step: the wizard's picture, live, and what ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from station.calibration.model import (
    Abort,
    Accept,
    CorrectMass,
    Insist,
    Outcome,
    Prompt,
    Reading,
    Refusal,
    Skip,
)
from station.kiosk.operating import Job
from station.kiosk.retelling import prompt_words, refusal_words, retold
from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.calibration.model import Feedback, PlateCalibration, Said, Told, View
    from station.kiosk.operating import Desk, SessionLink
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.widgets.drawing import Row

_CELLS = 24
_SAID: dict[str, Said] = {"accept": Accept(), "insist": Insist(), "skip": Skip()}


class JobScreen(KioskScreen):
    """Runs a job while it is in front; leaving it ends the job."""

    CSS_PATH = "operator.tcss"

    def __init__(self, desk: Desk, work: Callable[[Job, SessionLink], str] | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.job: Job | None = None
        if work is not None:
            self.job = Job(desk, work)

    def on_mount(self) -> None:
        """Begin."""
        super().on_mount()
        if self.job is not None:
            self.begin(self.job)

    def on_unmount(self) -> None:
        """End what goes on; the session itself does not notice."""
        if self.job is not None:
            self.job.stop()

    def begin(self, job: Job) -> None:
        """Run a job on a thread of its own."""
        self.job = job
        self.kiosk.ask(job.run, lambda _: None)


class WizardScreen(JobScreen):
    """Leads through a calibration or a verification, keyboard only, and most of it without the keyboard."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "say('accept')", "key.accept", key_display="A"),
        Binding("i", "say('insist')", "key.insist", key_display="I"),
        Binding("s", "say('skip')", "key.skip_phase", key_display="S"),
        Binding("c", "correct", "key.correct", key_display="C"),
        Binding("escape", "leave", "key.abort", key_display="Esc", priority=True),
    ]

    def __init__(self, desk: Desk, title: str, work: Callable[[Job, SessionLink], str]) -> None:
        super().__init__(desk, work)
        self.title_words = title
        self._asked_to_leave = False

    def body(self) -> ComposeResult:
        """Lay out what to do, what is wrong, how far it is, and what was read."""
        with Rows(classes="operator"):
            yield Say(self.title_words, id="title", classes="title")
            yield Say(say("operator.connecting"), id="prompt", classes="prompt")
            yield Say("", id="refusal", classes="refusal")
            yield Dense(id="gauge", classes="gauge")
            yield Say("", id="said")
            correct = Input(placeholder=say("calibrate.correct"), id="correct", max_length=30, disabled=True)
            correct.display = False
            yield correct
            yield Dense(id="news")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the job's newest picture."""
        del snapshot
        job = self.job
        if job is None:
            return
        said, tone = job.sentence, "stop" if job.failed else "go" if job.done else "mind"
        if self._asked_to_leave and not job.done:
            said, tone = say("operator.once_more"), "mind"
        self.query_one("#said", Say).show(harmless(said, 400), tone)  # type: ignore[arg-type]  # one of the tones
        view = job.view
        if view is None:
            self.query_one("#prompt", Say).show("" if job.done else say("operator.connecting"))
            return
        self.query_one("#prompt", Say).show(f"▸ {prompt_words(view.prompt)}" if not job.done else "")
        self._draw_refusal(view)
        self.query_one("#gauge", Dense).show(() if job.done else gauge_rows(view.feedback))
        rows = [row for told in job.news for row in news_rows(told)]
        self.query_one("#news", Dense).show(rows, newest=True)

    def _draw_refusal(self, view: View) -> None:
        refusal = view.refusal
        words = ""
        if refusal is not None:
            words = f"✕ {' '.join(refusal_words(refusal))}"
            if refusal.voids:
                words += f" {say('calibrate.again', what=', '.join(map(retold, refusal.voids)))}."
            if refusal.may_insist:
                words += f" {say('calibrate.may_insist')}."
        self.query_one("#refusal", Say).show(words, "mind" if refusal and refusal.may_insist else "stop")

    def action_say(self, word: str) -> None:
        """Say something to the wizard."""
        if self.job is not None:
            self.job.answer(_SAID[word])

    def action_correct(self) -> None:
        """Open the line in which a mass is corrected."""
        correct = self.query_one("#correct", Input)
        correct.display, correct.disabled = True, False
        correct.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take ``typed true`` in kilograms; anything else is left standing."""
        words = event.value.replace(",", ".").split()
        try:
            planned_kg, mass_kg = (float(word) for word in words)
        except ValueError:
            return
        if self.job is not None:
            self.job.answer(CorrectMass(planned_kg, mass_kg))
        self._close_line()

    def _close_line(self) -> None:
        correct = self.query_one("#correct", Input)
        correct.value, correct.display, correct.disabled = "", False, True
        self.set_focus(None)

    def action_leave(self) -> None:
        """Close the line, ask once, abort, leave: one step each time."""
        job = self.job
        if self.query_one("#correct", Input).display:
            self._close_line()
        elif job is None or job.done:
            self.app.pop_screen()
        elif not self._asked_to_leave:
            self._asked_to_leave = True
        else:
            job.answer(Abort())
            job.stop()


def gauge_rows(feedback: Feedback) -> list[Row]:
    """Return loads, steadiness and progress, a line each."""
    loads = "   ".join(
        say(
            "calibrate.reads",
            plate=plate,
            kg="-" if kg is None else f"{kg:+.2f}".replace(".", say("decimal")),
        )
        for plate, kg in sorted(feedback.load_kg.items())
    )
    wanted = (
        "" if feedback.expected_kg is None else say("calibrate.of", kg=say.short(feedback.expected_kg, 3))
    )
    measuring = feedback.measured_share > 0.0
    share = feedback.measured_share if measuring else feedback.steadiness
    word = say("calibrate.measured") if measuring else say("calibrate.steady")
    left = say("calibrate.left", minutes=f"{feedback.remaining_s / 60:.0f}")
    return [
        ((f"{loads}   ", "strong"), (wanted, "quiet")),
        ((f"{word:<9}", "quiet"), (_bar(share), "go" if share >= 1.0 or measuring else "mind")),
        (
            (f"{say('calibrate.all'):<9}", "quiet"),
            (_bar(feedback.progress), "go"),
            (f" {100 * feedback.progress:.0f} %  {left}", "quiet"),
        ),
    ]


def _bar(share: float) -> str:
    full = max(0, min(_CELLS, round(_CELLS * share)))
    return "█" * full + "░" * (_CELLS - full)


def news_rows(told: Told) -> list[Row]:
    """Return what was told as rows of a list."""
    match told:
        case Prompt():
            return [((f"▸ {prompt_words(told)}", "quiet"),)]
        case Refusal():
            return [((f"✕ {refusal_words(told)[0]}", "stop"),)]
        case Reading():
            where = "" if told.where == "centre" else " " + say(f"where.{told.where}")
            series = f" {told.series} " + say(f"direction.{told.direction}") if told.series else ""
            return [(
                ("  ✓ ", "go"),
                (f"{told.plate} {say.number(told.load_kg, 2):>6} kg{where}{series}".ljust(32), ""),
                (f"{told.count:12.1f} ± {told.count_sd:.0f}", "quiet"),
            )]  # fmt: skip
        case Outcome():
            return _findings(told)
        case _:
            return []


def _findings(outcome: Outcome) -> list[Row]:
    rows: list[Row] = [_found(plate) for plate in outcome.plates]
    rows += [((f"✕ {retold(check.sentence)}", "stop"),) for check in outcome.checks if check.passed is False]
    rows += [((f"! {retold(note)}", "mind"),) for note in outcome.notes]
    if not outcome.accepted:
        rows.append(((say("calibrate.accept"), "strong"),))
    return rows


def _found(plate: PlateCalibration) -> Row:
    uncertainty = plate.uncertainty
    words = say(
        "calibrate.found",
        scale=f"{plate.scale_n_per_count:.7g}".replace(".", say("decimal")),
        sd=say.number(200 * uncertainty.scale_sd_rel, 3),
        use=say.number(200 * uncertainty.use_sd_rel, 3),
        zero=say.number(2 * uncertainty.zero_sd_n, 2),
    )
    name = say(f"calibrate.plate_{plate.plate}")
    return ((f"{name}: ", "strong"), (words, ""))

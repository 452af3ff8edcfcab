"""Ready? A short list that turns green by itself, and a stance that is weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import KioskScreen
from station.kiosk.weighing import DONE, SHOWN_FOR_S, TONES, weighing_of
from station.kiosk.widgets.balance import BalanceBar
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.fits import Fits
from station.kiosk.widgets.paragraphs import FitsRows
from station.kiosk.widgets.progress import Progress
from station.kiosk.widgets.set_list import set_wordings
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.events import Prescription
    from station.health import CheckView
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.verdict import Tone
    from station.kiosk.weighing import Weighing

CHECKS = ("step", "data", "health", "keep", "stand", "weigh")
IN_DOUBT = ("banner.not_saved", "banner.not_saved_figures", "banner.clock_wrong", "banner.low_space")
"""What the clock and the disk are told by."""
BY_ANYBODY = (
    "DEAD", "DRIFT", "HUM", "LOAD", "LOST", "NOISE", "RESTARTED", "SPOILED", "SWAPPED",
)  # fmt: skip
"""Checks that somebody who came to train can put right; for the others there is the operator, who reads figures."""


class ReadyScreen(KioskScreen):
    """Weighs, then goes on by itself; nothing has to be pressed when all is well."""

    CSS_PATH = "ready.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,pagedown,space", "skip", "key.skip", key_display="Enter"),
        Binding("p,0,insert", "pain", "key.pain", key_display="P 0"),
        Binding("escape", "back", "key.back", key_display="Esc"),
    ]

    def __init__(
        self, name: str, visit_before: int, leaving: str = "", open_visit: Callable[[], None] = lambda: None
    ) -> None:
        """``leaving`` is who may still stand on the step: ``open_visit`` waits until nobody does."""
        super().__init__()
        self.person_name, self.leaving = name, leaving
        self.visit_before = visit_before
        self._open_visit = open_visit
        self._reps_before: int | None = None

    def body(self) -> ComposeResult:
        """Lay out what to do in large, the weight in huge, the list below."""
        yield Say(self.person_name, id="person")
        with Rows(classes="page"), Rows(classes="column"):
            with Rows(id="weigh"):
                yield Fits("", id="today")
                yield Say(say("ready.step_on"), id="instruction")
                yield Figure(id="mass")
                yield Progress(id="still")
                yield Say("", id="mass-note")
                yield BalanceBar(id="balance")
            with Rows(id="checks"):
                for check in CHECKS:
                    yield Say("", id=f"check-{check}", classes="check")
                yield FitsRows(id="trouble")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw progress and list; go on when weighed, or when the athlete simply begins."""
        if self.leaving and not self.kiosk.turns.leaving:
            self._begin()
        begun = not self.leaving and snapshot.visit.number > self.visit_before
        weighing = weighing_of(snapshot, begun=begun, handing_over=bool(self.leaving))
        self.query_one("#today", Fits).offer(*self._today(snapshot.prescription))
        instruction, tone = self.query_one("#instruction", Say), TONES.get(weighing.stage)
        instruction.show(self._instruction(snapshot, weighing), tone)
        self._draw_mass(snapshot, weighing)
        self.query_one(BalanceBar).show(snapshot)
        self._draw_checks(snapshot, weighing)
        if begun and self._goes_on(snapshot, weighing):
            self.kiosk.start_set()

    def _goes_on(self, snapshot: Snapshot, weighing: Weighing) -> bool:
        """Whether the set begins: what was weighed was on show, or the athlete moves or has moved."""
        reps = len(snapshot.visit.reps)
        if self._reps_before is None:
            self._reps_before = reps
        waited = weighing.stage in DONE and (snapshot.weighed_for_s or 0.0) >= SHOWN_FOR_S
        return waited or reps > self._reps_before or snapshot.moving

    def _begin(self) -> None:
        """Measure for this person from now on."""
        self.leaving = ""
        self._open_visit()

    def _instruction(self, snapshot: Snapshot, weighing: Weighing) -> str:
        if weighing.stage == "hand_over":
            return say("ready.hand_over", leaving=self.leaving, name=self.person_name)
        key = "step_on_bare" if weighing.stage == "step_on" and self._bare(snapshot) else weighing.stage
        return say(f"ready.{key}", load=say.mass(weighing.planned_kg))

    def _bare(self, snapshot: Snapshot) -> bool:
        """Whether the body is still to be weighed: what is carried then would be taken for a part of it."""
        return snapshot.prescription.body_mass_kg is None and self.kiosk.person is not None

    def _today(self, prescription: Prescription) -> tuple[str, ...]:
        planned = self.kiosk.course.queue.current
        return (open_target(prescription),) if planned is None else set_wordings(planned)

    def _draw_mass(self, snapshot: Snapshot, weighing: Weighing) -> None:
        mass, note, progress = (
            self.query_one(Figure),
            self.query_one("#mass-note", Say),
            self.query_one(Progress),
        )
        mass.set_class(weighing.stage in DONE, "-go")
        mass.set_class(weighing.stage == "off_plan", "-mind")
        shown = weighing.stage in ("still", "moving")
        progress.show(1.0 if weighing.weighed else snapshot.weigh_fraction if shown else 0.0)
        if weighing.stage == "weighed" and weighing.mass_kg is not None:
            mass.show(say.mass(weighing.mass_kg), say.mass_unit)
            note.show(say("ready.kg"))
        elif weighing.weighed:
            self._draw_load(weighing)
        else:
            mass.show(*((f"{100 * snapshot.weigh_fraction:.0f}", "%") if shown else ("", "")))
            waits = say("ready.hand_over_note", name=self.person_name) if self.leaving else ""
            note.show(
                say("ready.weighing_bare" if self._bare(snapshot) else "ready.weighing") if shown else waits
            )

    def _draw_load(self, weighing: Weighing) -> None:
        """Show what is carried beyond the body; awaited, in figures that are only about."""
        body = say.mass(
            (weighing.mass_kg or 0.0) - (weighing.load_kg or 0.0 if weighing.stage != "backpack" else 0.0)
        )
        load = say("table.unknown") if weighing.load_kg is None else f"+{say.mass(weighing.load_kg)}"
        self.query_one(Figure).show(load, say.mass_unit)
        key = "ready.load_awaited" if weighing.stage == "backpack" else "ready.load_weighed"
        self.query_one("#mass-note", Say).show(say(key, body=body, planned=say.mass(weighing.planned_kg)))

    def _draw_checks(self, snapshot: Snapshot, weighing: Weighing) -> None:
        fresh = snapshot.age_s is not None and not snapshot.stale
        states = {
            "step": snapshot.link == "connected",
            "data": fresh,
            "stand": snapshot.stance == "both" and fresh,
            "weigh": weighing.weighed,
        }
        first_open = next((check for check, done in states.items() if not done), None)
        for check, done in states.items():
            words = say(f"ready.{'do' if check == first_open else 'check'}_{check}")
            mark = "✓" if done else "▸" if check == first_open else "·"
            self.query_one(f"#check-{check}", Say).show(f"{mark}  {words}", "go" if done else "quiet")
            self.query_one(f"#check-{check}").set_class(check == first_open, "-next")
        self._draw_health(snapshot)
        self._draw_keeping(snapshot)

    def _draw_keeping(self, snapshot: Snapshot) -> None:
        """Say whether reps will be kept and timed as they should; the banner tells what to do."""
        doubt = snapshot.notice is not None and snapshot.notice.key in IN_DOUBT
        words = say("ready.keep_doubt" if doubt else "ready.keep")
        self.query_one("#check-keep", Say).show(
            f"{'!' if doubt else '✓'}  {words}", "mind" if doubt else "go"
        )

    def _draw_health(self, snapshot: Snapshot) -> None:
        """Say whether the step was found well; what is not never keeps anybody from training."""
        row, told = self.query_one("#check-health", Say), self.query_one(FitsRows)
        self.set_class(bool(snapshot.checks), "-trouble")
        told.display = bool(snapshot.checks)
        if not snapshot.checks:
            key = "ready.healthy" if snapshot.gate else "ready.not_checked"
            row.show(f"{'✓' if snapshot.gate else '·'}  {say(key)}", "go" if snapshot.gate else "quiet")
            return
        worst = snapshot.checks[0]
        service = worst.state == "SERVICE"
        tone: Tone = "stop" if service else "mind"
        key = "service" if service else "retry" if worst.code in BY_ANYBODY else "operator"
        row.show(f"{worst.symbol}  {say(f'ready.{key}')}", tone)
        told.offer(*trouble(snapshot.checks), tone=tone)

    def action_skip(self) -> None:
        """Begin without being weighed, or without the load; whoever takes over says that they stand there."""
        if self.leaving:
            self._begin()
        else:
            self.kiosk.start_set()

    def action_pain(self) -> None:
        """Sharp pain: stop before it begins."""
        self.kiosk.course.symptoms.sharp_pain(self.snapshot)

    def action_back(self) -> None:
        """Somebody else after all; what was done today is summed up."""
        if self.snapshot is not None and self.snapshot.visit.reps:
            self.kiosk.finish()
        else:
            self.kiosk.go_home()


def trouble(checks: tuple[CheckView, ...]) -> tuple[str, ...]:
    """Return what is not well in words, the fullest wording first; the worst is told in all of them."""
    full = [f"{one.symbol} {check_title(one)}: {check_sentence(one)}" for one in checks]
    others = say("ready.also", titles=", ".join(check_title(one) for one in checks[1:]))
    more = say("ready.more", count=len(checks) - 1)
    first, short = full[0], f"{checks[0].symbol} {check_title(checks[0])}"
    if len(checks) == 1:
        return (first, short)
    return ("\n".join(full), f"{first}\n{others}", f"{first} {more}", f"{short} {more}", short)


def check_title(one: CheckView) -> str:
    """Return what a check is called, with its channel."""
    channel = f" {one.channel}" if one.channel else ""
    return say.get(f"health.{one.code.lower()}", one.title.removesuffix(channel)) + channel


def check_sentence(one: CheckView) -> str:
    """Return what to do about it, without a figure; whatever needs tools, is to be told to the operator."""
    key = one.code.lower() if one.code in BY_ANYBODY else ""
    return say.get(f"remedy.{key}", one.sentence) if key else say("ready.tell_operator")


def open_target(prescription: Prescription) -> str:
    """Return what is asked of somebody without a plan."""
    target = say.number(prescription.lowering_target_s, 0)
    if prescription.target_reps is None:
        return say("ready.today_open", target=target)
    return say("ready.today", reps=prescription.target_reps, target=target)

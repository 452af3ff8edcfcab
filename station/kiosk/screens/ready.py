"""Ready? A short list that turns green by itself, and a stance that is weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.balance import BalanceBar
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.paragraphs import FitsRows
from station.kiosk.widgets.progress import Progress
from station.kiosk.widgets.set_list import set_words
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.events import Prescription
    from station.health import CheckView
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.verdict import Tone

SHOWN_FOR_S = 2.0
"""The weight stays on show this long before the set begins by itself, device time."""
CHECKS = ("step", "data", "health", "stand", "weigh")


class ReadyScreen(KioskScreen):
    """Weighs, then goes on by itself; nothing has to be pressed when all is well."""

    CSS_PATH = "ready.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,pagedown,space", "skip", "key.skip", key_display="Enter"),
        Binding("escape", "back", "key.back", key_display="Esc"),
    ]

    def __init__(self, name: str, visit_before: int) -> None:
        super().__init__()
        self.person_name = name
        self.visit_before = visit_before

    def body(self) -> ComposeResult:
        """Lay out what to do in large, the weight in huge, the list below."""
        yield Say(self.person_name, id="person")
        with Rows(classes="page"), Rows(classes="column"):
            with Rows(id="weigh"):
                yield Say("", id="today")
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
        begun = snapshot.visit.number > self.visit_before
        weighed = begun and snapshot.weigh is not None
        self.query_one("#today", Say).show(self._today(snapshot.prescription))
        self.query_one("#instruction", Say).show(
            say(_instruction(snapshot, weighed=weighed)), "go" if weighed else None
        )
        self._draw_mass(snapshot, weighed=weighed)
        self.query_one(BalanceBar).show(snapshot)
        self._draw_checks(snapshot, weighed=weighed)
        waited = weighed and (snapshot.weighed_for_s or 0.0) >= SHOWN_FOR_S
        if begun and (waited or snapshot.visit.reps or snapshot.moving):
            self.kiosk.start_set()

    def _today(self, prescription: Prescription) -> str:
        planned = self.kiosk.course.queue.current
        return open_target(prescription) if planned is None else set_words(planned)

    def _draw_mass(self, snapshot: Snapshot, *, weighed: bool) -> None:
        mass, note = self.query_one(Figure), self.query_one("#mass-note", Say)
        if weighed and snapshot.weigh is not None:
            mass.show(say.mass(snapshot.weigh.system_mass_kg), say.mass_unit)
            note.show(say("ready.kg"))
        else:
            mass.show(*((f"{100 * snapshot.weigh_fraction:.0f}", "%") if snapshot.standing else ("", "")))
            note.show(say("ready.weighing") if snapshot.standing else "")
        mass.set_class(weighed, "-go")
        self.query_one(Progress).show(1.0 if weighed else snapshot.weigh_fraction)

    def _draw_checks(self, snapshot: Snapshot, *, weighed: bool) -> None:
        fresh = snapshot.age_s is not None and not snapshot.stale
        states = {
            "step": snapshot.link == "connected",
            "data": fresh,
            "stand": snapshot.stance == "both" and fresh,
            "weigh": weighed,
        }
        first_open = next((check for check, done in states.items() if not done), None)
        for check, done in states.items():
            words = say(f"ready.{'do' if check == first_open else 'check'}_{check}")
            mark = "✓" if done else "▸" if check == first_open else "·"
            self.query_one(f"#check-{check}", Say).show(f"{mark}  {words}", "go" if done else "quiet")
            self.query_one(f"#check-{check}").set_class(check == first_open, "-next")
        self._draw_health(snapshot)

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
        row.show(f"{worst.symbol}  {say('ready.service' if service else 'ready.retry')}", tone)
        told.offer(*trouble(snapshot.checks), tone=tone)

    def action_skip(self) -> None:
        """Begin without being weighed."""
        self.kiosk.start_set()

    def action_back(self) -> None:
        """Somebody else after all."""
        self.kiosk.go_home()


def trouble(checks: tuple[CheckView, ...]) -> tuple[str, ...]:
    """Return what is not well in words, the fullest wording first; the worst is told in all of them."""
    full = [f"{one.symbol} {one.title}: {one.sentence}" for one in checks]
    others = say("ready.also", titles=", ".join(one.title for one in checks[1:]))
    more = say("ready.more", count=len(checks) - 1)
    first, short = full[0], f"{checks[0].symbol} {checks[0].title}"
    if len(checks) == 1:
        return (first, short)
    return ("\n".join(full), f"{first}\n{others}", f"{first} {more}", f"{short} {more}", short)


def open_target(prescription: Prescription) -> str:
    """Return what is asked of somebody without a plan."""
    target = say.number(prescription.lowering_target_s, 0)
    if prescription.target_reps is None:
        return say("ready.today_open", target=target)
    return say("ready.today", reps=prescription.target_reps, target=target)


def _instruction(snapshot: Snapshot, *, weighed: bool) -> str:
    if weighed:
        return "ready.weighed"
    if snapshot.link != "connected":
        return "ready.wait_step"
    if not snapshot.standing:
        return "ready.step_on"
    return "ready.still" if snapshot.weigh_still else "ready.moving"

"""The live set: what the body does, as it does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import NAMED_FROM_CELLS, KioskScreen
from station.kiosk.screens.live_words import (
    clock_words,
    cue_of,
    cue_words,
    fitting,
    load_words,
    progress_words,
    target_words,
)
from station.kiosk.screens.rest import RestPanel, tension
from station.kiosk.signals import Signals
from station.kiosk.summing import tension_of
from station.kiosk.verdict import seconds_beside_target, sentence_beside_target
from station.kiosk.widgets.balance import BalanceBar
from station.kiosk.widgets.boxes import Columns, Rows
from station.kiosk.widgets.drawing import Say, set_tone
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.fits import Fits
from station.kiosk.widgets.force_trace import ForceTrace
from station.kiosk.widgets.leg import LegPanel
from station.kiosk.widgets.pacer import Pacer
from station.kiosk.widgets.reps import RepList
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.kiosk.snapshot import RepLine, Snapshot


class LiveScreen(KioskScreen):
    """Two legs, the clock between them, the verdict, the trace; between sets the rest."""

    CSS_PATH = "live.tcss"
    named_from_cells = NAMED_FROM_CELLS | {"pause": 0, "interval": 74}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,pagedown,space", "next_set", "key.next_set", key_display="Enter"),
        Binding("enter,pagedown,space", "all_done", "key.finish", key_display="Enter"),
        Binding("left,up", "other(-1)", "key.other_set", key_display="← →"),
        Binding("right,down", "other(1)", show=False),
        Binding("p,0,insert", "pain", "key.pain", key_display="P 0"),
        Binding("i", "interval", "key.interval", key_display="I"),
        Binding("escape", "end", "key.end", key_display="Esc"),
    ]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.person_name = name
        self.exact = False
        self.resting = False
        self._rest_skipped = 0
        self._legs = (LegPanel("left"), LegPanel("right"))
        self._signals = Signals()
        self._told_lines: tuple[RepLine, ...] | None = None
        self._told_verdict: tuple[object, ...] = ()

    def body(self) -> ComposeResult:
        """Lay out the heading, the legs with the clock, the verdict, the force, the reps."""
        with Columns(id="heading"):
            yield Say("", id="variant")
            yield Say("", id="set")
            yield Say("", id="load")
        with Columns(id="hero"):
            yield self._legs[0]
            with Rows(id="centre"):
                yield Say("", id="clock-name")
                yield Figure(id="clock")
                yield Fits("", id="clock-word")
            yield self._legs[1]
        yield RestPanel(id="rest")
        yield Pacer(id="pacer")
        with Columns(id="band"):
            yield Say("", id="verdict")
            yield Say("", id="cue")
        yield BalanceBar(id="balance")
        yield ForceTrace(id="trace")
        yield Say("", id="tension")
        yield RepList(id="reps")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw everything that changed."""
        self._set_resting(snapshot)
        shown = snapshot.visit.sets[-1].index if self.resting else snapshot.visit.open_set
        lines = snapshot.visit.reps_of(shown)
        self._draw_heading(snapshot, shown)
        self._draw_legs(snapshot, lines)
        self._draw_clock(snapshot, lines)
        pacer = self.part(Pacer.__name__, Pacer)
        pacer.steps = self.kiosk.look.reduced_motion
        pacer.show(snapshot)
        self._draw_verdict(snapshot)
        self.part(ForceTrace.__name__, ForceTrace).show(snapshot)
        self.part(BalanceBar.__name__, BalanceBar).show(snapshot)
        self._draw_reps(lines)
        self._signal(snapshot)

    def _set_resting(self, snapshot: Snapshot) -> None:
        sets = len(snapshot.visit.sets)
        resting = snapshot.rest_s is not None and not snapshot.moving and sets > self._rest_skipped
        if resting != self.resting:
            self.resting = resting
            self.set_class(resting, "-resting")
            self.refresh_bindings()
        if resting:
            self.part(RestPanel.__name__, RestPanel).show(snapshot, self.kiosk.course.queue)

    def _draw_heading(self, snapshot: Snapshot, index: int) -> None:
        variant = say.get(f"variant.{snapshot.prescription.variant}", snapshot.prescription.variant)
        self.part("#variant", Say).show(f"{self.person_name}  ·  {variant}")
        queue = self.kiosk.course.queue
        planned = queue.sets and queue.current is not None
        words = (
            say("live.set_of", index=queue.number, count=len(queue.sets))
            if planned
            else say("live.set", index=index)
        )
        self.part("#set", Say).show(words)
        self.part("#load", Say).show(load_words(snapshot))

    def _draw_reps(self, lines: tuple[RepLine, ...]) -> None:
        """Draw the reps of the set, and what they come to."""
        if lines == self._told_lines:
            return
        self._told_lines = lines
        self.part(RepList.__name__, RepList).show(lines)
        self.part("#tension", Say).show(" ".join(tension(*tension_of(lines), "rest")))

    def _signal(self, snapshot: Snapshot) -> None:
        """Sound and light up at the end of a lowering, of a set and of a rest."""
        due = self._signals.take(snapshot, self.kiosk.course.queue.rest_s if self.resting else None)
        look = self.kiosk.look
        if due and look.sound:
            self.app.bell()
        lit = look.flash and self._signals.lit(snapshot.now_s)
        if lit != self.has_class("-lit"):
            self.set_class(lit, "-lit")

    def _draw_legs(self, snapshot: Snapshot, lines: tuple[RepLine, ...]) -> None:
        for panel in self._legs:
            done = sum(line.rep.side in (panel.side, "both") for line in lines)
            working = snapshot.stance == panel.side and not snapshot.blind
            word = say("live.working") if working else target_words(snapshot.prescription, panel.side)
            panel.show(done, working=working, word=word)

    def _draw_clock(self, snapshot: Snapshot, lines: tuple[RepLine, ...]) -> None:
        figure, name = self.part("#clock", Figure), self.part("#clock-name", Say)
        text, key, side = clock_words(snapshot, whole=self.kiosk.look.reduced_motion)
        figure.show(text, say("unit.s"))
        for state in ("left", "right"):
            if (side == state) != figure.has_class(f"-{state}"):
                figure.toggle_class(f"-{state}")
        set_tone(figure, "quiet" if snapshot.blind else None)
        name.show(say(key))
        planned = snapshot.prescription.planned_side
        done = sum(planned is None or line.rep.side == planned for line in lines)
        self.part("#clock-word", Fits).offer(*progress_words(snapshot.prescription, done))

    def _draw_verdict(self, snapshot: Snapshot) -> None:
        """Draw the last verdict with the next thing to do beside it; before the first, only what to do."""
        band, verdict, cue = (
            self.part("#band", Columns),
            self.part("#verdict", Say),
            self.part("#cue", Say),
        )
        last, width = snapshot.last, band.content_size.width
        told = (
            last, cue_of(snapshot), snapshot.blind, self.exact, width, cue.display, snapshot.prescription,
        )  # fmt: skip
        if told == self._told_verdict:
            return
        self._told_verdict = told
        set_tone(band, last.verdict.tone if last is not None else None)
        if last is None:
            verdict.show(say(f"cue.{cue_of(snapshot)}"))
            cue.show("")
            return
        cues = ("",) if snapshot.blind or not cue.display else cue_words(snapshot)
        said, next_said = fitting(self._verdicts(snapshot, last), cues, width)
        verdict.show(said, last.verdict.tone)
        cue.show(next_said)

    def _verdicts(self, snapshot: Snapshot, last: RepLine) -> tuple[str, str]:
        """Return the last rep's verdict in full, and shorter: without the seconds, which the clock shows too."""
        told = last.verdict
        if self.exact:
            return f"{told.symbol}  {told.sentence} {told.exact}", f"{told.symbol}  {told.exact}"
        target_s = snapshot.prescription.lowering_target_s
        seconds = seconds_beside_target(last.rep, told, target_s)
        sentence = sentence_beside_target(last.rep, told, target_s)
        return f"{told.symbol}  {sentence} {seconds}".rstrip(), f"{told.symbol}  {sentence}"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the next set only between sets, and the end when all that was planned is done."""
        del parameters
        if action == "interval":
            return not self.resting
        if action in ("next_set", "all_done"):
            return self.resting and self.kiosk.course.queue.all_done == (action == "all_done")
        return action != "other" or (self.resting and len(self.kiosk.course.queue.sets) > 1)

    def action_next_set(self) -> None:
        """Leave the rest."""
        if self.snapshot is not None:
            before, self._rest_skipped = self._rest_skipped, len(self.snapshot.visit.sets)
            self.kiosk.offer_undo("skip", lambda: self._rest_on(before), told=False)

    def _rest_on(self, skipped: int) -> None:
        """Show the rest again that was left by mistake."""
        self._rest_skipped = skipped

    def action_all_done(self) -> None:
        """Finish: everything planned is done."""
        self.kiosk.finish()

    def action_other(self, by: int) -> None:
        """Choose another of today's sets to do next."""
        self.kiosk.course.deciding.move(by)

    def action_pain(self) -> None:
        """Sharp pain: stop."""
        self.kiosk.course.symptoms.sharp_pain(self.snapshot)

    def action_interval(self) -> None:
        """Show or hide the exact value with its interval."""
        if not self.drawable:
            return
        self.exact = not self.exact
        self.part("#band", Columns).set_class(self.exact, "-exact")
        if self.snapshot is not None:
            self.draw(self.snapshot)

    def action_end(self) -> None:
        """Finish the visit."""
        self.kiosk.finish()

"""The visit in one picture and a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.live_words import steady_words
from station.kiosk.screens.rest import changed_words, most_common_fault, shortened, tension
from station.kiosk.summing import SMALLEST_LOAD_KG, Totals, totals_of
from station.kiosk.widgets.boxes import Columns, Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.leg import LegPanel
from station.kiosk.widgets.paragraphs import FitsRows
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.events import Prescription
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.widgets.visit_picture import VisitPicture


class SummaryScreen(KioskScreen):
    """What was done, how it was, and that it is kept."""

    CSS_PATH: ClassVar = ["summary.tcss", "../widgets/chart.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,escape,pagedown,space", "done", "key.go_on", key_display="Enter"),
        Binding("pageup", "app.undo", "key.go_training", key_display="PgUp"),
    ]

    def __init__(self, name: str | None) -> None:
        super().__init__()
        self.person_name = name
        self._picture: VisitPicture | None = None

    def body(self) -> ComposeResult:
        """Lay out the counts, the sentences, the picture: a plot where there is room for its axes."""
        from station.kiosk.widgets.visit_picture import VisitPicture  # noqa: PLC0415  no start waits for its library

        yield Say("", id="title")
        with Columns(id="totals"):
            yield LegPanel("left")
            with Rows(id="sentences-box"):
                yield FitsRows("", id="sentences")
            yield LegPanel("right")
        yield Say(say("summary.bars"), id="bars-name")
        self._picture = VisitPicture(id="bars")
        yield self._picture
        yield Say("", id="kept")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the visit as far as it is known; final values come in a moment after its end."""
        totals = totals_of(snapshot.visit)
        self.query_one("#title", Say).show(_title(self.person_name, totals))
        for panel in self.query(LegPanel):
            panel.show(totals.left if panel.side == "left" else totals.right, working=False)
        self.query_one("#sentences", FitsRows).offer(*shortened(sentences(snapshot, totals)))
        if self._picture is not None:
            self._picture.show(snapshot.visit.reps, snapshot.prescription.lowering_target_s)
        self.set_class(not snapshot.visit.reps, "-empty")
        kept = snapshot.visit.saved == len(snapshot.visit.reps)
        self.query_one("#kept", Say).show(_kept(snapshot), "go" if kept else "quiet")

    def action_done(self) -> None:
        """Ask how it was, when something was done; else back to the list of people."""
        if self.snapshot is not None and self.snapshot.visit.reps:
            self.kiosk.course.symptoms.ask()
        else:
            self.kiosk.go_home()


def _title(name: str | None, totals: Totals) -> str:
    if totals.reps == 0:
        return say("summary.none")
    return say("summary.title") if name is None else say("summary.title_name", name=name)


def sentences(snapshot: Snapshot, totals: Totals) -> list[str]:
    """Return the visit in a few sentences; what is not known is not said, or said to be unknown."""
    if totals.reps == 0:
        return []
    if not snapshot.visit.closed:
        return [say("summary.measuring")]
    said = [totals.told + ".", *(f"{words}." for words in changed_words(snapshot.visit.reps))]
    said += _tempo(totals, snapshot.prescription)
    said += tension(totals.tut_good_s, totals.tut_total_s, "summary")
    said.append(_asymmetry(totals))
    said.append(_load(totals.added_load_kg))
    fault = most_common_fault(snapshot.visit.reps)
    return [*said, say("summary.fault", sentence=fault)] if fault else said


def _tempo(totals: Totals, prescription: Prescription) -> list[str]:
    if totals.down_mean_s is not None:
        target = say.number(prescription.lowering_target_s, 0)
        return [
            say(
                "summary.tempo",
                seconds=say.number(totals.down_mean_s),
                target=target,
                steady=steady_words(prescription),
            )
        ]
    if totals.one_leg_mean_s is not None:
        return [say("summary.tempo_one_leg", seconds=say.number(totals.one_leg_mean_s))]
    return []


def _load(load_kg: float | None) -> str:
    if load_kg is None:
        return say("summary.load_unknown")
    if load_kg < SMALLEST_LOAD_KG:
        return say("summary.no_load")
    return say("summary.load", load=say.mass(load_kg))


def _asymmetry(totals: Totals) -> str:
    asymmetry = totals.asymmetry
    if asymmetry is None:
        return say("summary.asym_none")
    percent = say.number(abs(asymmetry.percent), 0)
    side = "right" if asymmetry.percent > 0.0 else "left"
    if not asymmetry.detectable:
        return say("summary.asym_even", percent=percent, letter=say(f"letter.{side}"))
    return say("summary.asym", percent=percent, side=say(f"side.{side}"))


def _kept(snapshot: Snapshot) -> str:
    visit = snapshot.visit
    if not visit.reps:
        return say("goodbye.nothing") if visit.closed else ""
    done = visit.saved == len(visit.reps)
    mark, key = ("✓", "summary.kept") if done else ("…", "summary.saving")
    return f"{mark}  {say(key, saved=visit.saved, count=len(visit.reps))}"

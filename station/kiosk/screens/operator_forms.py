"""Forms that a calibration and a verification begin with: fields one below the other, Enter starts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from station.calibration.model import PLATES, KnownMass, Plan
from station.calibration.plan import DEFAULT_TOLERANCE, checked
from station.errors import UsageError
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.operator_job import WizardScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.drawing import Say
from station.kiosk.words import say
from station.kiosk.words.catalogue import KG_PER
from station.kiosk.work import calibrating, verifying

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.calibration.model import Plate
    from station.kiosk.operating import Desk
    from station.kiosk.snapshot import Snapshot


class Field(Input):
    """A line of a form: what is typed and its Enter are taken in this order, however quickly they come."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "key.start", key_display="Enter")]


class FormScreen(KioskScreen):
    """Fields with what they begin with; what is wrong is said below them."""

    CSS_PATH = "operator.tcss"
    TITLE_KEY = ""
    FIELDS: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Key of the label, and the value to begin with."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "app.focus_next", "key.next_field", key_display="Tab", priority=True),
        Binding("up", "app.focus_previous", show=False, priority=True),
        Binding("escape", "app.pop_screen", "key.back", key_display="Esc"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def body(self) -> ComposeResult:
        """Lay out labels and fields."""
        with Rows(classes="operator"):
            yield Say(say(self.TITLE_KEY), classes="title")
            for key, value in self.FIELDS:
                yield Say(say(key), classes="label")
                yield Field(value, id=_id(key), max_length=60, select_on_focus=False)
            yield Say("", id="said")

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves."""

    def field(self, key: str) -> str:
        """Return what a field holds."""
        return self.query_one(f"#{_id(key)}", Input).value.strip()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on, or say what is wrong."""
        event.stop()
        if not self.is_current:
            return
        try:
            screen = self.next_screen()
        except UsageError as error:
            self.query_one("#said", Say).show(str(error), "stop")
            return
        self.app.switch_screen(screen)

    def next_screen(self) -> KioskScreen:
        """Return what the fields ask for; ``UsageError`` names the one that is wrong."""
        raise NotImplementedError


class CalibrationForm(FormScreen):
    """What shall be calibrated, with what, by whom."""

    TITLE_KEY = "calibrate.title"
    FIELDS = (
        ("calibrate.masses", "10 20 40"),
        ("calibrate.tolerance", f"{100 * DEFAULT_TOLERANCE:g}"),
        ("calibrate.plates", "both"),
        ("calibrate.series", "3"),
        ("calibrate.preloads", "3"),
        ("calibrate.operator", ""),
        ("calibrate.temperature", ""),
    )

    def next_screen(self) -> KioskScreen:
        """Return the wizard."""
        share = number(self.field("calibrate.tolerance"), say("calibrate.tolerance")) / 100.0
        degrees = self.field("calibrate.temperature")
        plan = Plan(
            masses_of(self.field("calibrate.masses"), share),
            plates=plates_of(self.field("calibrate.plates")),
            series=int(number(self.field("calibrate.series"), say("calibrate.series"))),
            preloads=int(number(self.field("calibrate.preloads"), say("calibrate.preloads"))),
            operator=self.field("calibrate.operator"),
            temperature_c=number(degrees, say("calibrate.temperature")) if degrees else None,
        )
        return WizardScreen(self.desk, say("calibrate.title"), calibrating(checked(plan)))


class VerificationForm(FormScreen):
    """With what, and where it will lie."""

    TITLE_KEY = "verify.title"
    FIELDS = (("verify.mass", "20"), ("verify.plates", "L"))

    def next_screen(self) -> KioskScreen:
        """Return the wizard."""
        masses = masses_of(self.field("verify.mass"), DEFAULT_TOLERANCE)
        if len(masses) != 1:
            raise UsageError(f"'{self.field('verify.mass')}' is not one mass", "Name one, as in 20")
        plates = plates_of(self.field("verify.plates"))
        plate = plates[0] if len(plates) == 1 else None
        return WizardScreen(self.desk, say("verify.title"), verifying(masses[0], plate))


def masses_of(text: str, share: float) -> tuple[KnownMass, ...]:
    """Read loads as in ``10 20:0.01 45lb``; ``share`` is the tolerance of those without their own.

    Where the language writes ``2,5``, a comma is part of a number; elsewhere it stands between two.
    """
    masses = []
    for part in re.split(r"[;\s]+" if say("decimal") == "," else r"[,;\s]+", text.strip()):
        mass, colon, tolerance = part.partition(":")
        mass_kg = kilograms(mass, say("calibrate.masses"))
        masses.append(KnownMass(mass_kg, kilograms(tolerance, part) if colon else share * mass_kg))
    return tuple(masses)


def kilograms(text: str, what: str) -> float:
    """Read a mass in kilograms, or in pounds where it ends in ``lb``."""
    bare = text.strip().lower()
    mass = number(bare.removesuffix("lb").removesuffix("kg"), what)
    return mass * KG_PER["lb"] if bare.endswith("lb") else mass


def plates_of(text: str) -> tuple[Plate, ...]:
    """Read ``L``, ``R`` or ``both``, the latter in the language spoken too."""
    wanted = text.upper()
    if wanted in ("BOTH", say("SIDE.both")):
        return PLATES
    found = tuple(plate for plate in PLATES if plate == wanted)
    if not found:
        raise UsageError(f"'{text}' is no plate", "Say L, R or both")
    return found


def number(text: str, what: str) -> float:
    """Read a number that is not negative infinity, nor any other nonsense."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = float("nan")
    if not -1e6 < value < 1e6:  # noqa: PLR2004  nothing here is larger
        raise UsageError(f"'{text.strip()}' is no number", what)
    return value


def _id(key: str) -> str:
    return f"field-{key.partition('.')[2]}"

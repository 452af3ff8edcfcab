"""The operator's first screen: what can be done to the step, and how it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widgets import Input

from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.boxes import Rows
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from station.events import HealthCheck, Identity, Link
    from station.kiosk.operating import Desk
    from station.kiosk.snapshot import Snapshot
    from station.kiosk.widgets.drawing import Row

MARKS: Final = {
    "PASS": ("✓", "go"),
    "RETRY": ("!", "mind"),
    "SERVICE": ("✕", "stop"),
    "UNKNOWN": ("?", "quiet"),
}
_WORST_FIRST: Final = ("SERVICE", "RETRY", "UNKNOWN", "PASS")
_CODE_CELLS, _VALUE_CELLS = 24, 22
TOOL_CELLS: Final = 18
_WHAT: Final = (
    ("1", "c", "calibrate"),
    ("2", "v", "verify"),
    ("3", "z", "zero"),
    ("4", "m", "monitor"),
    ("5", "h", "history"),
    ("6", "t", "trace"),
    ("7", "d", "diagnostics"),
    ("8", "i", "influx"),
    ("9", "p", "people"),
    ("0", "u", "update"),
)


class PinInput(Input):
    """A line for the PIN: what is typed and its Enter are taken in this order, however quickly they come."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "key.open", key_display="Enter")]


class OperatorDoor(KioskScreen):
    """Asks for the PIN, where one is set."""

    CSS_PATH = "operator.tcss"
    AUTO_FOCUS = "#pin"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "key.back", key_display="Esc"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def body(self) -> ComposeResult:
        """Lay out one line to type in."""
        with Rows(classes="operator"):
            yield Say(say("operator.title"), classes="title")
            yield PinInput(placeholder=say("operator.pin"), id="pin", password=True, max_length=12)
            yield Say("", id="said")

    def draw(self, snapshot: Snapshot) -> None:
        """Nothing on this screen moves."""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go in, or stay out."""
        event.stop()
        if not self.is_current:
            return
        if self.desk.opens_for(event.value):
            self.app.switch_screen(OperatorScreen(self.desk))
            return
        event.input.value = ""
        pause_s = math.ceil(self.desk.pause_s)
        words = say("operator.pin_pause", seconds=pause_s) if pause_s else say("operator.pin_wrong")
        self.query_one("#said", Say).show(words, "stop")


class OperatorScreen(KioskScreen):
    """A menu above the list of checks; a digit or a letter opens each."""

    CSS_PATH = "operator.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(f"{digit},{letter}", f"open('{what}')", f"operator.{what}", key_display=digit, show=False)
            for digit, letter, what in _WHAT
        ),
        Binding("escape", "app.pop_screen", "key.back", key_display="Esc"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    def body(self) -> ComposeResult:
        """Lay out the step's name, a hint, and the checks."""
        with Rows(classes="operator"):
            yield Say(say("operator.title"), id="step", classes="title")
            yield Say(say("operator.sessions_on"), classes="subtitle")
            yield Dense(id="tools")
            yield Say(say("operator.health"), classes="prompt")
            yield Dense(id="checks")

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the newest checks, what needs somebody first."""
        del snapshot
        self.query_one("#step", Say).show(
            f"{say('operator.title')} · {step_words(self.desk.identity, self.desk.link)}"
        )
        tools = self.query_one("#tools", Dense)
        tools.show(tool_rows(max(1, tools.size.width // TOOL_CELLS)))
        checks = sorted(self.desk.checks, key=lambda check: _WORST_FIRST.index(check.state))
        rows = [row for check in checks for row in check_rows(check)]
        self.query_one("#checks", Dense).show(rows or [((say("operator.no_checks"), "quiet"),)])

    def action_open(self, what: str) -> None:
        """Open one of the tools."""
        from station.kiosk.screens import operator_facts as facts  # noqa: PLC0415  it knows this one
        from station.kiosk.screens.operator_forms import CalibrationForm, VerificationForm  # noqa: PLC0415  they know this one
        from station.kiosk.screens.operator_tools import (  # noqa: PLC0415  they know this one
            HistoryScreen,
            MonitorScreen,
            ZeroScreen,
        )

        screens = {
            "calibrate": CalibrationForm, "verify": VerificationForm, "zero": ZeroScreen,
            "monitor": MonitorScreen, "history": HistoryScreen, "trace": facts.TraceScreen,
            "diagnostics": facts.DiagnosticsScreen, "influx": facts.InfluxScreen, "people": facts.PeopleScreen,
            "update": facts.UpdateScreen,
        }  # fmt: skip
        self.app.push_screen(screens[what](self.desk))


def tool_rows(per_row: int) -> list[Row]:
    """Return the tools with their digits, so many side by side."""
    rows: list[Row] = []
    for start in range(0, len(_WHAT), per_row):
        parts: list[tuple[str, str]] = []
        for digit, _letter, what in _WHAT[start : start + per_row]:
            parts += [(f" {digit} ", "strong"), (say(f"operator.{what}").ljust(TOOL_CELLS - 3), "")]
        rows.append(tuple(parts))
    return rows


def step_words(identity: Identity | None, link: Link | None) -> str:
    """Return which step is there, for whoever looks after it."""
    if identity is None:
        return say("operator.no_step")
    return say(
        "operator.step",
        uid=harmless(identity.uid, 16),
        board=harmless(identity.board, 16),
        firmware=harmless(identity.firmware, 12),
        channels=harmless(",".join(identity.channels), 20),
        port=harmless(link.port, 40) if link else "",
    )


def check_rows(check: HealthCheck) -> list[Row]:
    """Return a check in a line, and where something is to be done, what, in another."""
    mark, tone = MARKS[check.state]
    code = f"{check.code.lower().replace('_', ' ')} {check.channel or ''}".ljust(_CODE_CELLS)
    measured = "" if check.measured is None else f"{check.measured:.4g} {check.unit}"
    row: Row = (
        (f"{mark} ", tone),
        (code, "strong" if check.state != "PASS" else ""),
        (harmless(measured).ljust(_VALUE_CELLS), ""),
        (harmless(check.limit), "quiet"),
    )
    if check.state in ("PASS", "UNKNOWN"):
        return [row]
    said = f"  {check.detail}. {check.remedy}" if check.detail else f"  {check.remedy}"
    return [row, ((f"  {harmless(said, 300)}", tone),)]

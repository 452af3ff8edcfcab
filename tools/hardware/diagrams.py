"""The wiring diagrams, drawn from ``circuit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.hardware.circuit import BRIDGE_WIRES, CHANNELS, WORDS, board_wires
from tools.hardware.halves import pair_diagram, ring_diagram
from tools.hardware.svg import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.hardware.svg import Point

_BOARD = (60.0, 110.0)
_MODULE_X = 470.0
_MODULE_PINS = ("VCC", "DT", "SCK", "GND")
_BRIDGE_X = 860.0
_PITCH = 190.0
"""From one converter to the next."""


def _module_top(at: int) -> float:
    return 110.0 + at * _PITCH


def _module_pin(at: int, pin: str) -> Point:
    return _MODULE_X, _module_top(at) + 34 + 26 * _MODULE_PINS.index(pin)


def _bridge_pin(at: int, pin: str) -> Point:
    return _MODULE_X + 130, _module_top(at) + 34 + 26 * [wire[0] for wire in BRIDGE_WIRES].index(pin)


def _board_pins(chips: int) -> dict[str, Point]:
    names = ["5V", *(wire.start[6:] for wire in board_wires(chips) if ".D" in wire.start), "GND"]
    step = (chips * _PITCH - 70) / (len(names) - 1)
    return {name: (_BOARD[0] + 150, _BOARD[1] + 34 + step * at) for at, name in enumerate(names)}


def board_diagram(chips: int) -> Drawing:
    """Draw the board, its converters, and a full bridge on each."""
    sheet = Drawing(1130, 176 + chips * _PITCH, f"Wiring of a step with {chips} converters")
    plural = "one a plate" if CHANNELS[chips] == ("L", "R") else "front and back of each plate"
    sheet.text((40, 44), f"Step with {chips} HX711: {plural}", size=22, bold=True)
    sheet.text(
        (40, 70), "Seen as a plan, not as parts lie. Every HX711 has a clock line of its own.", size=13
    )
    _draw_supply(sheet, chips)
    _draw_lines(sheet, chips)
    _draw_board(sheet, chips)
    cells = "load cell" if CHANNELS[chips] == ("L", "R") else "two half-bridge cells"
    for at, channel in enumerate(CHANNELS[chips]):
        _draw_module(sheet, at, channel)
        _draw_bridge(sheet, at, channel, cells)
    foot = _module_top(chips) + 26
    sheet.text(
        (40, foot),
        "A dot joins wires; lines that cross without one are not joined. RATE must be high: wiring.md.",
    )
    sheet.text((40, foot + 22), "Shields end at the step's GND and are free at the cell.")
    return sheet


def _draw_board(sheet: Drawing, chips: int) -> None:
    pins = _board_pins(chips)
    bottom = max(y for _, y in pins.values()) + 30
    sheet.box(_BOARD, 150, bottom - _BOARD[1])
    sheet.text((_BOARD[0] + 60, _BOARD[1] + 60), "Arduino", size=16, anchor="middle", bold=True)
    sheet.text((_BOARD[0] + 60, _BOARD[1] + 82), "Uno or Nano", size=14, anchor="middle")
    sheet.text((_BOARD[0] + 60, _BOARD[1] + 102), "ATmega328P", size=12, anchor="middle")
    sheet.text((_BOARD[0] + 60, _BOARD[1] + 120), "16 MHz, 5 V", size=12, anchor="middle")
    for name, (x, y) in pins.items():
        sheet.dot((x, y))
        sheet.text((x - 10, y + 5), name, anchor="end", bold=True)
    usb = _BOARD[1] + 160
    sheet.box((_BOARD[0] - 22, usb), 44, 34, fill="#ddd")
    sheet.text((_BOARD[0], usb + 22), "USB", size=12, anchor="middle")


def _draw_module(sheet: Drawing, at: int, channel: str) -> None:
    top = _module_top(at)
    sheet.box((_MODULE_X, top), 130, 140, fill="#e7f0e4")
    sheet.text((_MODULE_X + 65, top + 18), f"HX711 {channel}", size=14, anchor="middle", bold=True)
    for pin in _MODULE_PINS:
        x, y = _module_pin(at, pin)
        sheet.dot((x, y))
        sheet.text((x + 10, y + 5), pin, size=12)
    for pin, _, _ in BRIDGE_WIRES:
        x, y = _bridge_pin(at, pin)
        sheet.dot((x, y))
        sheet.text((x - 10, y + 5), pin, size=12, anchor="end")


def _draw_supply(sheet: Drawing, chips: int) -> None:
    """Draw the two rails that leave the board and branch to every converter."""
    pins = _board_pins(chips)
    for wire in board_wires(chips):
        name, at = wire.start[6:], int(wire.end[2])
        if name in ("5V", "GND"):
            rail = _MODULE_X - 30 if name == "5V" else _MODULE_X - 60
            end = _module_pin(at, wire.end.split(".")[1])
            start = pins[name]
            sheet.wire((wire.start, wire.end), [start, (rail, start[1]), (rail, end[1]), end], wire.colour)
            sheet.dot((rail, end[1]), radius=4.5, colour=wire.colour)


def _draw_lines(sheet: Drawing, chips: int) -> None:
    """Draw data and clock lines, each turning in a lane of its own, so that none runs on another."""
    pins = _board_pins(chips)
    wires = [wire for wire in board_wires(chips) if ".D" in wire.start]
    lanes = (_MODULE_X - 95 - (_BOARD[0] + 170)) / max(1, len(wires) - 1)
    spans = [(pins[wire.start[6:]], _module_pin(int(wire.end[2]), wire.end.split(".")[1])) for wire in wires]
    # Wires that climb turn the later the lower they start; wires that fall, the earlier.
    order = sorted(range(len(wires)), key=lambda i: (spans[i][1][1] > spans[i][0][1], spans[i][0][1]))
    climbing = [i for i in order if spans[i][1][1] <= spans[i][0][1]]
    falling = [i for i in order if spans[i][1][1] > spans[i][0][1]]
    lane_of = {i: n for n, i in enumerate([*climbing, *reversed(falling)])}
    for i, wire in enumerate(wires):
        start, end = spans[i]
        x = _BOARD[0] + 170 + lanes * lane_of[i]
        sheet.wire((wire.start, wire.end), [start, (x, start[1]), (x, end[1]), end], wire.colour)


def _draw_bridge(sheet: Drawing, at: int, channel: str, cells: str) -> None:
    """Draw the full bridge that ``cells`` make at the end of its shielded cable."""
    top = _module_top(at)
    x, y = _BRIDGE_X + 150, _bridge_pin(at, "A-")[1]
    nodes = {"E+": (x, y - 52), "E-": (x, y + 52), "A-": (x - 52, y), "A+": (x + 52, y)}
    sheet.box((_BRIDGE_X, top), 240, 166, fill="#fbfaf6")
    for start, end in (("E+", "A-"), ("A-", "E-"), ("E-", "A+"), ("A+", "E+")):
        sheet.resistor(nodes[start], nodes[end])
    for pin, colour, _ in BRIDGE_WIRES:
        points = _bridge_way(_bridge_pin(at, pin), nodes[pin], pin)
        sheet.wire((f"HX{at}.{pin}", f"bridge{at}.{pin}"), points, colour)
        sheet.dot(nodes[pin], radius=4.5)
    sheet.box((_MODULE_X + 160, top + 18), 200, 110, fill="none", dashed=True)
    sheet.text((_MODULE_X + 260, top + 12), "shielded cable, twisted pairs", size=11, anchor="middle")
    sheet.text((_BRIDGE_X + 120, top - 8), f"{cells}, {WORDS[channel]}", size=13, anchor="middle", bold=True)


def _bridge_way(start: Point, end: Point, pin: str) -> list[Point]:
    """Return a wire's way into the bridge; the one crossing, of E- and A-, cannot be avoided in a plane."""
    if pin == "E-":
        return [start, (_BRIDGE_X + 50, start[1]), (_BRIDGE_X + 50, end[1]), end]
    if pin == "A+":
        low = end[1] + 68
        turns = [(_BRIDGE_X + 25, start[1]), (_BRIDGE_X + 25, low), (end[0] + 18, low), (end[0] + 18, end[1])]
        return [start, *turns, end]
    return [start, end]


DIAGRAMS: dict[str, Callable[[], Drawing]] = {
    "wiring-2.svg": lambda: board_diagram(2),
    "wiring-4.svg": lambda: board_diagram(4),
    "half-bridges-4.svg": ring_diagram,
    "half-bridges-2.svg": pair_diagram,
}
"""The drawings of ``hardware/images/``, by file name."""

"""The step's wires as data: what the diagrams draw, the tables list and the tests solve."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from tools.hardware.paths import BOARD_H

RED, BLACK, WHITE, GREEN = "#d3222a", "#222222", "#ffffff", "#2f9e44"
BLUE, ORANGE = "#1c7ed6", "#f08c00"

BOARD_PINS = dict(
    re.findall(r"^#define PIN_(\w+) (\d+)$", BOARD_H.read_text(encoding="ascii"), flags=re.MULTILINE)
)
"""What the firmware calls its pins, and the number printed beside each on the board."""

CHANNELS = {2: ("L", "R"), 4: ("LF", "LB", "RF", "RB")}
"""Names of the channels, in the order of their index, by the number of converters."""

WORDS = {
    "L": "left plate",
    "R": "right plate",
    "LF": "left plate, front",
    "LB": "left plate, back",
    "RF": "right plate, front",
    "RB": "right plate, back",
}


@dataclass(frozen=True, slots=True)
class Wire:
    """One wire between two pins, each named ``part.pin``."""

    start: str
    end: str
    colour: str
    meaning: str


def board_wires(chips: int) -> list[Wire]:
    """Return the wires between the microcontroller board and its converters."""
    wires: list[Wire] = []
    for at, _ in enumerate(CHANNELS[chips]):
        module = f"HX{at}"
        wires += [
            Wire("board.5V", f"{module}.VCC", RED, "supply"),
            Wire("board.GND", f"{module}.GND", BLACK, "ground"),
            Wire(f"board.D{BOARD_PINS[f'DOUT{at}']}", f"{module}.DT", BLUE, "data, to the board"),
            Wire(f"board.D{BOARD_PINS[f'SCK{at}']}", f"{module}.SCK", ORANGE, "clock, from the board"),
        ]
    return wires


BRIDGE_WIRES = (
    ("E+", RED, "supply of the bridge"),
    ("E-", BLACK, "its return"),
    ("A-", WHITE, "signal, falls under load"),
    ("A+", GREEN, "signal, rises under load"),
)
"""A full bridge's four wires in the colours most makers use; the cell's own sheet decides."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A strain gauge between two nodes: 1 kilohm, more of it by ``sign`` times the strain of its cell."""

    start: str
    end: str
    cell: int
    sign: int


def half_bridge(cell: int) -> tuple[Gauge, Gauge]:
    """Return the two gauges of a three-wire cell: from its middle wire to its plus and to its minus end."""
    return Gauge(f"c{cell}.mid", f"c{cell}.plus", cell, +1), Gauge(f"c{cell}.mid", f"c{cell}.minus", cell, -1)


RING = (
    ("c0.mid", "E+"),
    ("c0.plus", "c1.plus"),
    ("c1.mid", "A-"),
    ("c1.minus", "c2.minus"),
    ("c2.mid", "E-"),
    ("c2.plus", "c3.plus"),
    ("c3.mid", "A+"),
    ("c3.minus", "c0.minus"),
)
"""Four three-wire cells as one bridge: like ends of neighbours together, middles to the converter."""

PAIR = (
    ("c0.plus", "E-"),
    ("c0.minus", "E+"),
    ("c0.mid", "A+"),
    ("c1.plus", "E+"),
    ("c1.minus", "E-"),
    ("c1.mid", "A-"),
)
"""Two three-wire cells as one bridge: the second with its ends swapped."""


def bridge_output(joints: tuple[tuple[str, str], ...], cells: int, strains: list[float]) -> float:
    """Return (A+ - A-) over (E+ - E-) of three-wire cells joined so, by Kirchhoff's current law at every node."""
    gauges = [gauge for cell in range(cells) for gauge in half_bridge(cell)]
    nodes = _merged(joints, {node for gauge in gauges for node in (gauge.start, gauge.end)})
    order = sorted(set(nodes.values()) - {nodes["E+"], nodes["E-"]})
    index = {node: at for at, node in enumerate(order)}
    conductance = np.zeros((len(order), len(order)))
    current = np.zeros(len(order))
    fixed = {nodes["E+"]: 1.0, nodes["E-"]: 0.0}
    for gauge in gauges:
        flow = 1.0 / (1.0 + gauge.sign * strains[gauge.cell])
        ends = (nodes[gauge.start], nodes[gauge.end])
        for here, there in (ends, ends[::-1]):
            if here not in index:
                continue
            conductance[index[here], index[here]] += flow
            if there in index:
                conductance[index[here], index[there]] -= flow
            else:
                current[index[here]] += flow * fixed[there]
    volts = np.linalg.solve(conductance, current)
    return float(volts[index[nodes["A+"]]] - volts[index[nodes["A-"]]])


def _merged(joints: tuple[tuple[str, str], ...], names: set[str]) -> dict[str, str]:
    """Return the one name of each node once joined wires are one."""
    groups = [{name} for name in names | {"E+", "E-", "A+", "A-"}]
    for start, end in joints:
        joined = [group for group in groups if start in group or end in group]
        groups = [group for group in groups if group not in joined] + [set().union(*joined)]
    return {name: min(group) for group in groups for name in group}

"""The wires that are drawn are those of the firmware's pins, and the bridges that are drawn work."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from tools.hardware.circuit import CHANNELS, PAIR, RING, board_wires, bridge_output
from tools.hardware.diagrams import DIAGRAMS
from tools.hardware.pages import pin_table
from tools.hardware.paths import BOARD_H, HARDWARE, ROOT

STRAIN = 1e-3
"""Of a cell at its rating: 1 mV for each volt."""


def drawn(name: str) -> list[tuple[str, str]]:
    """Return what the wires of a committed drawing join."""
    sheet = ET.parse(HARDWARE / "images" / name)  # noqa: S314  our own committed drawing
    wires = [dict(element.attrib) for element in sheet.iter() if "data-from" in element.attrib]
    return [(wire["data-from"], wire["data-to"]) for wire in wires]


@pytest.mark.parametrize("name", DIAGRAMS)
def test_drawing_is_the_one_its_source_draws(name: str) -> None:
    """A changed wire changes its drawing: run ``python -m tools.hardware``."""
    assert (HARDWARE / "images" / name).read_text(encoding="utf-8") == DIAGRAMS[name]().render()


def test_pin_table_is_that_of_the_firmware() -> None:
    """Each converter's row names the two pins that ``board.h`` gives it."""
    header = BOARD_H.read_text(encoding="ascii")
    rows = re.findall(r"^\| HX(\d) .*\| (D\d+) \| (D\d+) \|$", pin_table(), flags=re.MULTILINE)
    assert len(rows) == 4
    for at, data, clock in rows:
        assert f"#define PIN_DOUT{at} {data[1:]}\n" in header
        assert f"#define PIN_SCK{at} {clock[1:]}\n" in header


@pytest.mark.parametrize("chips", CHANNELS)
def test_diagram_joins_every_pin_of_every_converter(chips: int) -> None:
    """The drawing holds exactly the wires of the list, and the four of each bridge."""
    wires = drawn(f"wiring-{chips}.svg")
    board = [(wire.start, wire.end) for wire in board_wires(chips)]
    assert sorted(wire for wire in wires if wire[0].startswith("board.")) == sorted(board)
    bridges = [wire for wire in wires if not wire[0].startswith("board.")]
    assert sorted(bridges) == sorted(
        (f"HX{at}.{pin}", f"bridge{at}.{pin}") for at in range(chips) for pin in ("E+", "E-", "A+", "A-")
    )


@pytest.mark.parametrize("chips", CHANNELS)
def test_no_signal_line_is_shared(chips: int) -> None:
    """Every data and clock line has a pin of its own, none of them D0 to D3; supply and ground go to all."""
    starts = Counter(wire.start for wire in board_wires(chips))
    assert starts.pop("board.5V") == starts.pop("board.GND") == chips
    assert set(starts.values()) == {1}
    assert not set(starts) & {"board.D0", "board.D1", "board.D2", "board.D3"}


def test_channels_are_named_as_the_firmware_names_them() -> None:
    """The names in the diagrams are those that a step announces."""
    names = re.findall(
        r'#define STEP_NAMES "(.+)"', (ROOT / "hardware/firmware/core/config.h").read_text(encoding="ascii")
    )
    assert {",".join(channels) for channels in CHANNELS.values()} <= set(names)


@pytest.mark.parametrize(
    ("name", "joints", "cells"), [("half-bridges-4.svg", RING, 4), ("half-bridges-2.svg", PAIR, 2)]
)
def test_drawn_half_bridges_count_every_cell_alike(
    name: str, joints: tuple[tuple[str, str], ...], cells: int
) -> None:
    """The circuit, solved from the drawing itself, is balanced, and each cell adds its share of the signal, upwards."""
    assert sorted(drawn(name)) == sorted(joints)
    wires = tuple(drawn(name))
    assert bridge_output(wires, cells, [0.0] * cells) == pytest.approx(0.0, abs=1e-12)
    for loaded in range(cells):
        strains = [STRAIN if cell == loaded else 0.0 for cell in range(cells)]
        assert bridge_output(wires, cells, strains) == pytest.approx(STRAIN / cells, rel=1e-3)
    assert bridge_output(wires, cells, [STRAIN] * cells) == pytest.approx(STRAIN, rel=1e-3)


def test_half_bridge_with_swapped_ends_counts_backwards() -> None:
    """What the pages tell to look for: one cell turned round takes away what it should add."""
    swapped = {"c2.plus": "c2.minus", "c2.minus": "c2.plus"}
    wires = tuple((swapped.get(start, start), swapped.get(end, end)) for start, end in RING)
    assert bridge_output(wires, 4, [0.0, 0.0, STRAIN, 0.0]) == pytest.approx(-STRAIN / 4, rel=1e-3)
    assert bridge_output(wires, 4, [STRAIN, 0.0, 0.0, 0.0]) == pytest.approx(STRAIN / 4, rel=1e-3)

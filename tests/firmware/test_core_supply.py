"""What is told of the supply is true whatever the board's own reference is, 1.0 to 1.2 V where 1.1 are meant."""

from __future__ import annotations

import ctypes
import subprocess
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.firmware.board import CORE, WARNINGS, compiler

if TYPE_CHECKING:
    from pathlib import Path

SETTLED = 60
"""Tenths of a second after which a board knows what is usual."""
REFERENCES_V = (1.0, 1.05, 1.1, 1.15, 1.2)

SURROUNDINGS = """
#include <stdint.h>
#include "fault.h"
#include "hal.h"
#include "sag.h"
static uint16_t shown_mv;
static int told;
uint16_t hal_supply_mv(void) { return shown_mv; }
void fault_of_board(enum board_fault fault, uint16_t value) { told = fault == FAULT_BROWNOUT ? value : -2; }
void begin(void) { sag_init(); }
int show(uint16_t mv) { shown_mv = mv; told = -1; sag_tenth(); return told; }
"""


class Supply:
    """A board's look at its supply; its reference is what it is."""

    def __init__(self, library: ctypes.CDLL, reference_v: float = 1.1) -> None:
        self._c = library
        self._of_true = 1.1 / reference_v
        library.begin()

    def show_mv(self, shown_mv: int) -> int | None:
        """Return the fault's value after one measurement, if there is one."""
        told = int(self._c.show(shown_mv))
        return None if told == -1 else told

    def hold_v(self, true_v: float, tenths: int = SETTLED) -> set[int]:
        """Return all that is told while the supply is at this voltage."""
        shown_mv = round(true_v * 1000 * self._of_true)
        return {told for _ in range(tenths) if (told := self.show_mv(shown_mv)) is not None}


class MakeSupply(Protocol):
    """Makes a board's look at its supply."""

    def __call__(self, reference_v: float = 1.1) -> Supply:
        """Return one that has just started."""


@pytest.fixture(scope="module")
def make_supply(tmp_path_factory: pytest.TempPathFactory) -> MakeSupply:
    """Return a maker of supplies around the firmware's own judge of them."""
    folder: Path = tmp_path_factory.mktemp("supply")
    (folder / "around.c").write_text(SURROUNDINGS, encoding="ascii")
    library = folder / "supply.so"
    sources = [folder / "around.c", CORE / "sag.c"]
    command = [str(compiler()), *WARNINGS, f"-I{CORE}", "-DSTEP_CHANNELS=2", "-DSTEP_BAUD=115200"]
    # Its own surroundings are called, not those of a whole board that another test has loaded for everybody.
    own = ["-Wl,-Bsymbolic", "-Wno-missing-prototypes", "-fPIC", "-shared"]
    subprocess.run([*command, *own, "-o", library, *sources], check=True)
    loaded = ctypes.CDLL(str(library))
    return lambda reference_v=1.1: Supply(loaded, reference_v)


@pytest.mark.parametrize("reference_v", REFERENCES_V)
@pytest.mark.parametrize("true_v", [4.5, 4.65, 4.75, 5.0, 5.25])
def test_sound_supply_is_never_told(make_supply: MakeSupply, reference_v: float, true_v: float) -> None:
    """From the chip's own limit to the most a port gives, with every legal reference."""
    assert not make_supply(reference_v).hold_v(true_v)


@pytest.mark.parametrize("reference_v", REFERENCES_V)
def test_whole_range_of_a_port_is_no_dip(make_supply: MakeSupply, reference_v: float) -> None:
    """From 5.25 to 4.75 V and back."""
    supply = make_supply(reference_v)
    assert not supply.hold_v(5.25) | supply.hold_v(4.75) | supply.hold_v(5.25)


@pytest.mark.parametrize("reference_v", REFERENCES_V)
@pytest.mark.parametrize("usual_v", [4.65, 5.0])
def test_dip_is_told_with_any_reference(make_supply: MakeSupply, reference_v: float, usual_v: float) -> None:
    """A fifth less is told as about a fifth less, and no more of it when it is over."""
    supply = make_supply(reference_v)
    assert not supply.hold_v(usual_v)
    assert supply.hold_v(0.8 * usual_v) <= {19, 20}
    assert supply.hold_v(0.8 * usual_v)
    assert not supply.hold_v(usual_v)


def test_supply_low_from_the_start_is_told_in_volts(make_supply: MakeSupply) -> None:
    """Nothing usual to compare with: 3.6 V is too little with every reference, 4.4 V with none can be told."""
    for reference_v in REFERENCES_V:
        told = make_supply(reference_v).hold_v(3.6)
        assert told == {round(3600 * 1.1 / reference_v)}
    assert not make_supply(1.2).hold_v(4.4)


def test_one_wrong_measurement_sets_no_standard(make_supply: MakeSupply) -> None:
    """The first one, before the reference has settled, or a spike."""
    supply = make_supply()
    supply.show_mv(6500)
    assert not supply.hold_v(4.75)
    supply.show_mv(6500)
    assert not supply.hold_v(4.75)


def test_unknown_supply_is_passed_over(make_supply: MakeSupply) -> None:
    """A board that cannot measure says 0."""
    supply = make_supply()
    assert not supply.hold_v(0.0)
    assert not supply.hold_v(5.0)
    assert not supply.hold_v(0.0)

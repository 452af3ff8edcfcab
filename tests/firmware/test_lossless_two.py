"""Five minutes of the firmware's machine code with two converters: nothing lost, nothing changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.firmware.emulating import needs_emulation
from tests.firmware.lossless import assert_lossless
from tools.firmware.emulation import emulate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_emulation
FIVE_MINUTES_S = 300.0


@pytest.mark.parametrize("baud", [115_200, 500_000])
def test_five_minutes_without_a_loss(tmp_path: Path, baud: int) -> None:
    """Every conversion is one line with its count, its number and its time; every line can be read."""
    assert_lossless(emulate(tmp_path, f"step2_{baud}", FIVE_MINUTES_S, checks=False))

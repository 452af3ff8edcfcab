"""Where the hardware's files are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
HARDWARE = ROOT / "hardware"
ENCLOSURE = HARDWARE / "enclosure"
BOARD_H = HARDWARE / "firmware" / "avr" / "board.h"

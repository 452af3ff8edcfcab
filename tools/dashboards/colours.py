"""Tones as colours: legs keep the hues they have on the screen and on paper, on dark and on light ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tools.dashboards.model import Tone

HEX: Final[dict[Tone, str]] = {
    "left": "#2f8be6",
    "right": "#e0741f",
    "go": "#2ca56f",
    "mind": "#d9a514",
    "stop": "#e0404f",
    "quiet": "#8493a3",
    "plain": "#7a8cff",
}
"""Contrast of 3 and more to white and to near black, as figures need."""

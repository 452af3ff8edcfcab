"""One line of a terminal that changes in place, between lines that stay."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from station.cli.common import put_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.calibration.model import Feedback

PERIOD_S = 0.1
_FALLBACK = (80, 24)
_CELLS = 8


class LiveLine:
    """Draws the newest words, at most ten times a second; nothing where there is no terminal."""

    def __init__(self, monotonic_s: Callable[[], float], *, wanted: bool) -> None:
        self._now_s = monotonic_s
        self._wanted = wanted and sys.stdout.isatty()
        self._drawn_s = float("-inf")
        self._shown = False

    def show(self, words: str) -> None:
        """Draw ``words`` in place of what stands there, cut to the terminal's width."""
        if not self._wanted or self._now_s() < self._drawn_s + PERIOD_S:
            return
        self._drawn_s = self._now_s()
        width = shutil.get_terminal_size(_FALLBACK).columns - 1
        put_over(words[:width])
        self._shown = True

    def clear(self) -> None:
        """Make room for a line that stays."""
        if self._shown:
            put_over("")
            self._shown = False


def feedback_words(feedback: Feedback) -> str:
    """Return load, steadiness and progress in a line."""
    loads = "  ".join(
        f"{plate} {'-' if kg is None else f'{kg:+.2f}'} kg" for plate, kg in sorted(feedback.load_kg.items())
    )
    wanted = "" if feedback.expected_kg is None else f" of {feedback.expected_kg:g}"
    if feedback.measured_share > 0.0:
        doing = f"measuring {bar(feedback.measured_share)} {100 * feedback.measured_share:3.0f} %"
    else:
        doing = f"steady    {bar(feedback.steadiness)}      "
    left_min = feedback.remaining_s / 60.0
    return f"  {loads}{wanted}   {doing}   all {100 * feedback.progress:.0f} %, about {left_min:.0f} min left"


def bar(share: float) -> str:
    """Return a share as a bar of eight cells."""
    full = max(0, min(_CELLS, round(_CELLS * share)))
    return "█" * full + "░" * (_CELLS - full)

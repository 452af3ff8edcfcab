"""The three stances of the test, one after the other, each until it is steady."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from station.calibration.swap.limits import LIMITS
from station.calibration.swap.verdict import Standing, judge
from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from station.calibration.swap.verdict import SwapResult

Phase = Literal["empty", "first", "away", "turned", "away_again", "again", "done", "refused"]
_NEXT: dict[Phase, Phase] = {
    "empty": "first", "first": "away", "away": "turned", "turned": "away_again", "away_again": "again",
    "again": "done",
}  # fmt: skip
PROMPTS: dict[Phase, str] = {
    "empty": "Step off, touch nothing",
    "first": "Step on with both feet and stand still, hands at your sides; left foot on the left plate",
    "away": "Step off, turn around",
    "turned": "Step on facing the other way, left foot on the right plate, and stand still as before",
    "away_again": "Step off, turn back",
    "again": "Step on as the first time, left foot on the left plate, and stand still",
    "done": "Done, step off",
    "refused": "",
}
_EMPTY_WINDOWS = 4


class Window(NamedTuple):
    """Half a second of both plates, less what the calibration calls zero, N."""

    left_n: float
    right_n: float


class SwapTest:
    """Feeds on windows; says what to do, and in the end what it found or why nothing can be told."""

    def __init__(self, gravity_m_s2: float = STANDARD_GRAVITY_M_S2) -> None:
        self._gravity_m_s2 = gravity_m_s2
        self.phase: Phase = "empty"
        self.feedback = ""
        """What the newest window is missing."""
        self.refusal = ""
        self.result: SwapResult | None = None
        self._windows: list[Window] = []
        self._skip = 0
        self._zero = Window(0.0, 0.0)
        self._stances: list[Standing] = []

    @property
    def prompt(self) -> str:
        """What to do now."""
        return PROMPTS[self.phase]

    @property
    def progress(self) -> float:
        """How much of the present phase is done, 0 to 1."""
        return min(len(self._windows) / self._needed, 1.0)

    @property
    def over(self) -> bool:
        """Whether there is nothing more to do."""
        return self.phase in ("done", "refused")

    @property
    def _needed(self) -> int:
        return LIMITS.windows if self.phase in ("first", "turned", "again") else _EMPTY_WINDOWS

    def feed(self, window: Window) -> None:
        """Take half a second."""
        if self.over:
            return
        self.feedback = self._missing(window)
        if self.feedback:
            self._windows.clear()
            self._skip = LIMITS.settle_windows
            return
        if self._skip:
            self._skip -= 1
            return
        self._windows.append(window)
        del self._windows[: -self._needed]
        if len(self._windows) == self._needed:
            self._complete()

    def _missing(self, window: Window) -> str:
        left_n, right_n = window.left_n - self._zero.left_n, window.right_n - self._zero.right_n
        total_n = left_n + right_n
        if self._needed == _EMPTY_WINDOWS:
            return "" if abs(total_n) < LIMITS.empty_n else "waiting for empty plates"
        if total_n < LIMITS.load_min_n:
            return "waiting for both feet on the plates"
        low, high = LIMITS.share_range
        if not low < left_n / total_n < high:
            return "stand on both plates, a foot on each"
        return ""

    def _complete(self) -> None:
        left_n, right_n = (np.asarray(column) for column in zip(*self._windows, strict=True))
        if self._needed == _EMPTY_WINDOWS:
            if float(np.std(left_n + right_n)) > LIMITS.empty_n / 20.0:
                self.feedback = "the plates are not still"
                return
            self._zero = Window(float(left_n.mean()), float(right_n.mean()))
        elif not self._stand(left_n - self._zero.left_n, right_n - self._zero.right_n):
            return
        self._windows.clear()
        self._skip = LIMITS.settle_windows
        self.phase = _NEXT[self.phase]
        if self.phase == "done":
            self._judge()

    def _stand(self, left_n: np.ndarray, right_n: np.ndarray) -> bool:
        total_n = left_n + right_n
        mean_n = float(total_n.mean())
        if float(total_n.std()) > LIMITS.total_sd_share * mean_n:
            self.feedback = "not still: the weight moves"
            return False
        if float((left_n / total_n).std()) > LIMITS.share_sd:
            self.feedback = "not still: the load moves between the feet"
            return False
        noise_n = float(total_n.std(ddof=1)) / math.sqrt(len(total_n))
        sd_n = math.hypot(noise_n, math.sqrt(2.0) * LIMITS.zero_sd_n)
        self._stances.append(Standing(float(left_n.mean()), float(right_n.mean()), sd_n))
        return True

    def _judge(self) -> None:
        told = judge(self._stances, self._gravity_m_s2)
        if isinstance(told, str):
            self.phase, self.refusal = "refused", told
        else:
            self.result = told

"""Is it the legs that differ, or the plates? Stand, turn around, stand, turn back, stand.

Who stands on two plates with 54 % on the left one has a leg that carries more, or a plate that reads more. Turned
around, the legs have changed plates and the plates have not. With ``p`` the left plate's share of what is read,
``T`` the sum of what is read, ``g`` the log ratio of what the plates read for one weight, ``l`` the log ratio of
what the left and the right leg carry, and ``o`` = +1, -1, +1 for the three stances:

    ln(p / (1 - p)) = g + o l         the stance repeats itself only within some per cent of weight
    ln T            = ln W + g (p - 1/2)      weight does, to grams, whatever the stance

Weighted least squares over all six gives ``g``, ``l`` and their standard deviations (Gauss-Markov). The third stance
is as the first, so that a hand, a dropped phone or another person shows, and so that the stance's own repeatability
is not only assumed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class SwapLimits:
    """What a stance must be, and what is uncertain about it."""

    window_s: float = 0.5
    windows: int = 12
    """Six seconds of standing still are a stance: five sways, a breath and a half."""
    settle_windows: int = 2
    """The first second after stepping on is not part of it."""
    total_sd_share: float = 0.006
    """Windows of a steady stance scatter by less of the weight (breath, heart: 0.1-0.3 %)."""
    share_sd: float = 0.03
    """... and the left share by less."""
    load_min_n: float = 200.0
    """Less is no person, or one foot beside the plates."""
    empty_n: float = 40.0
    share_range: tuple[float, float] = (0.25, 0.75)
    """Beyond, one leg is only resting."""
    posture_sd: float = 0.015
    """How well a stance repeats its left share, before this person showed it; counts as two stances."""
    posture_freedom: float = 2.0
    zero_sd_n: float = 0.25
    """Of each plate in each stance: creep back after a load, hum and noise in the zero."""
    ratio_max: float = 0.10
    """Plates that differ by more cannot be told from a hand: calibrate first."""
    same_sds: float = 3.5
    """The third stance must weigh what the first did within so many standard deviations."""
    vague_sd: float = 0.015
    """A ratio less certain than this came from a stance that was too even: weight tells it only where it is not."""
    clear_sds: float = 2.0
    """What lies within so many of its standard deviations is no difference."""


LIMITS = SwapLimits()
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
_LEAN = ". To see the plates more sharply, stand with more weight on one leg, the same one each time"
_FACING = (1.0, -1.0, 1.0)


class Window(NamedTuple):
    """Half a second of both plates, less what the calibration calls zero, N."""

    left_n: float
    right_n: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One stance: means and the standard deviation of the mean of their sum, N; zeros are taken off."""

    left_n: float
    right_n: float
    total_sd_n: float

    @property
    def total_n(self) -> float:
        """What both plates read together."""
        return self.left_n + self.right_n

    @property
    def left_share(self) -> float:
        """Share of what the left plate reads."""
        return self.left_n / self.total_n


@dataclass(frozen=True, slots=True)
class SwapResult:
    """The legs' difference and the plates', each with its standard deviation."""

    leg_share: float
    """Share of weight on the left leg, the plates' difference taken out."""
    leg_share_sd: float
    left_over_right: float
    """What the left plate reads for a weight, over what the right one reads."""
    left_over_right_sd: float
    dominates: Literal["legs", "plates", "both alike", "neither"]
    """Which makes more of what is seen in a stance; ``neither`` is larger than its uncertainty."""
    mass_kg: float
    shares: tuple[float, float, float]
    """As they were read."""

    @property
    def words(self) -> str:
        """Say it in two sentences."""
        legs = f"the left leg carries {100 * self.leg_share:.1f} % ± {100 * self.leg_share_sd:.1f} %"
        percent = 100.0 * (self.left_over_right - 1.0)
        high = "high" if percent >= 0.0 else "low"
        plates = (
            f"the left plate reads {abs(percent):.2f} % {high} against the right, "
            f"± {100 * self.left_over_right_sd:.2f} %"
        )
        verdict = {
            "legs": "the difference is the legs'",
            "plates": "the difference is the plates': calibrate both with the same mass",
            "both alike": "legs and plates differ about as much",
            "neither": "neither differs beyond its uncertainty",
        }[self.dominates]
        hint = "" if self.left_over_right_sd < LIMITS.vague_sd else _LEAN
        return f"{legs}; {plates}. So {verdict}{hint}"


class SwapTest:
    """Feeds on windows; says what to do, and in the end what it found or why nothing can be told."""

    def __init__(self, gravity_m_s2: float = 9.80665) -> None:
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


_EMPTY_WINDOWS = 4


def judge(stances: Sequence[Standing], gravity_m_s2: float = 9.80665) -> SwapResult | str:
    """Return what three stances tell, or in one sentence why they tell nothing."""
    first, turned, again = stances
    g, leg, mass_n, covariance = _fit(stances)
    apart_n = again.total_n - first.total_n - g * (again.left_share - first.left_share) * mass_n
    sd_n = math.hypot(first.total_sd_n, again.total_sd_n)
    if abs(apart_n) > LIMITS.same_sds * sd_n:
        return (
            f"the last stance weighs {apart_n / gravity_m_s2:+.2f} kg against the first: "
            "the same person, nothing in the hands, no hand on the rail; do it again"
        )
    if abs(g) > LIMITS.ratio_max:
        turned_kg = (turned.total_n - (first.total_n + again.total_n) / 2.0) / gravity_m_s2
        return (
            f"turned around you weigh {turned_kg:+.2f} kg more, which plates alone do not explain: "
            "no hand on the rail, the whole foot on each plate; do it again"
        )
    g_sd, leg_sd = math.sqrt(covariance[0, 0]), math.sqrt(covariance[1, 1])
    share = 1.0 / (1.0 + math.exp(-leg))
    return SwapResult(
        share,
        share * (1.0 - share) * leg_sd,
        math.exp(g),
        math.exp(g) * g_sd,
        _dominates(g, g_sd, leg, leg_sd),
        mass_n / gravity_m_s2,
        (first.left_share, turned.left_share, again.left_share),
    )


def _fit(stances: Sequence[Standing]) -> tuple[float, float, float, np.ndarray]:
    """Return the plates' log ratio, the legs', the weight in N, and the covariance of the first two and ln W."""
    shares = [each.left_share for each in stances]
    repeats = (shares[0] - shares[2]) ** 2 / 2.0
    freedom = LIMITS.posture_freedom
    posture_sd = math.sqrt((freedom * LIMITS.posture_sd**2 + repeats) / (freedom + 1.0))
    rows, values, sds = [], [], []
    for each, share, facing in zip(stances, shares, _FACING, strict=True):
        rows.append((1.0, facing, 0.0))
        values.append(math.log(share / (1.0 - share)))
        sds.append(posture_sd / (share * (1.0 - share)))
        rows.append((share - 0.5, 0.0, 1.0))
        values.append(math.log(each.total_n))
        sds.append(each.total_sd_n / each.total_n)
    design = np.asarray(rows) / np.asarray(sds)[:, None]
    covariance = np.linalg.inv(design.T @ design)
    g, leg, log_weight = (float(x) for x in covariance @ design.T @ (np.asarray(values) / np.asarray(sds)))
    return g, leg, math.exp(log_weight), covariance


def _dominates(
    g: float, g_sd: float, leg: float, leg_sd: float
) -> Literal["legs", "plates", "both alike", "neither"]:
    """Compare what each makes of the share that is read: both move its logarithm by themselves."""
    if abs(g) <= LIMITS.clear_sds * g_sd and abs(leg) <= LIMITS.clear_sds * leg_sd:
        return "neither"
    if abs(abs(g) - abs(leg)) <= math.hypot(g_sd, leg_sd):
        return "both alike"
    return "plates" if abs(g) > abs(leg) else "legs"

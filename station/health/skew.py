"""Are the plates' time stamps in step? Told from many shifts of load, both ways.

While load moves from one plate to the other the sum stays near the weight. If the right plate is late by
``tau``, the sum shows ``tau`` times the speed at which load moves, whichever way it moves. What the body itself
does in a shift does not depend on the side, so it has the other sign for the other way, and goes out in the mean
of both ways. That needs shifts of the same kind in both directions: of both legs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from station.force.runs import runs
from station.health.limits import LIMITS
from station.health.verdict import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.events import ForceBlock, HealthState

    FloatArray = NDArray[np.float64]

Kind = Literal["leave", "return", "shift"]
_STAND_N = 250.0
_SPEED_PER_S = 0.6
"""Of the weight that changes plates in a second: faster is a shift."""
_SHIFTED_SHARE = 0.2
_AROUND_S = 0.12
_LONGEST_S = 1.2
_FREE_SHARE = 0.08
_PIECE_TICKS, _OVERLAP_TICKS = 600, 200
_GRID_HZ = 100.0


@dataclass(frozen=True, slots=True)
class _Shift:
    start_tick: int
    kind: Kind
    to_left: bool
    late_s: float


@dataclass(slots=True)
class SkewWatch:
    """Feeds on force blocks."""

    _blocks: list[ForceBlock] = field(default_factory=list)
    _ticks: int = 0
    _late_s: dict[tuple[Kind, bool], list[float]] = field(default_factory=dict)
    _last_tick: int = -1

    def feed(self, block: ForceBlock) -> list[Verdict]:
        """Take forces of the common time base; return the verdict whenever a few more seconds were looked at."""
        if self._blocks and block.t_s[0] < self._blocks[-1].t_s[-1]:
            self._blocks, self._ticks, self._last_tick = [], 0, -1
        self._blocks.append(block)
        self._ticks += len(block.t_s)
        if self._ticks < _PIECE_TICKS:
            return []
        t_s = np.concatenate([each.t_s for each in self._blocks])
        left_n = np.concatenate([each.left_n for each in self._blocks])
        right_n = np.concatenate([each.right_n for each in self._blocks])
        valid = np.concatenate([each.valid for each in self._blocks])
        for shift in _shifts(t_s, left_n, right_n, valid):
            if shift.start_tick > self._last_tick:
                self._late_s.setdefault((shift.kind, shift.to_left), []).append(shift.late_s)
                self._last_tick = shift.start_tick
        self._keep_overlap()
        return self.verdicts()

    def restart(self) -> None:
        """Forget what was begun and learned: another stream."""
        self._blocks, self._ticks, self._last_tick = [], 0, -1
        self._late_s.clear()

    def verdicts(self) -> list[Verdict]:
        """Return the verdict, if shifts of both ways let it be told."""
        told = self.late_s()
        if told is None:
            return []
        late_ms, se_ms = (1e3 * each for each in told)
        return [Verdict("SKEW", None, judge(late_ms, se_ms), late_ms, f"± {se_ms:.1f} ms")]

    def late_s(self) -> tuple[float, float] | None:
        """Return by how much the right plate is late and its standard error, s; ``None`` from too few shifts."""
        means, weights = [], []
        for kind in ("leave", "return", "shift"):
            ways = [np.asarray(self._late_s.get((kind, way), ())) for way in (True, False)]
            if min(len(way) for way in ways) < _EACH_WAY:
                continue
            variance = sum(float(way.var(ddof=1)) / len(way) for way in ways) / 4.0
            means.append(sum(float(np.median(way)) for way in ways) / 2.0)
            weights.append(1.0 / max(variance, 1e-12))
        shifts = sum(len(each) for each in self._late_s.values())
        if not means or shifts < LIMITS.skew_transfers_min:
            return None
        return float(np.average(means, weights=weights)), float(sum(weights)) ** -0.5

    def _keep_overlap(self) -> None:
        kept: list[ForceBlock] = []
        ticks = 0
        while self._blocks and ticks < _OVERLAP_TICKS:
            block = self._blocks.pop()
            kept.insert(0, block)
            ticks += len(block.t_s)
        self._blocks, self._ticks = kept, ticks


_EACH_WAY = 3


def judge(late_ms: float, se_ms: float) -> HealthState:
    """Return what a lateness of ``late_ms`` with this standard error means; both in ms.

    A whole conversion is a fault of the step. Less spoils what depends on time, and more shifts may tell better.
    """
    size_ms = abs(late_ms)
    if size_ms > max(LIMITS.skew_ms, LIMITS.skew_ses * se_ms):
        return "SERVICE"
    return "RETRY" if size_ms - LIMITS.skew_mind_ses * se_ms > LIMITS.skew_mind_ms else "PASS"


def _shifts(
    t_s: FloatArray, left_n: FloatArray, right_n: FloatArray, valid: NDArray[np.bool_]
) -> list[_Shift]:
    """Return the whole shifts of load in a piece on the grid; arrays of shape ``(n,)``."""
    total_n = left_n + right_n
    standing = total_n > _STAND_N
    if not standing.any():
        return []
    weight_n = float(np.median(total_n[standing]))
    apart_n = (left_n - right_n) / 2.0
    speed = np.convolve(np.gradient(apart_n) * _GRID_HZ, np.ones(3) / 3.0, mode="same")
    quick = np.abs(speed) > _SPEED_PER_S * weight_n
    found = []
    around = round(_AROUND_S * _GRID_HZ)
    for start, end in runs(quick):
        low, high = start - around, end + around
        if low < 0 or high > len(t_s) or (end - start) > _LONGEST_S * _GRID_HZ:
            continue
        part = slice(low, high)
        whole = valid[part].all() and standing[part].all() and np.ptp(t_s[part]) < (high - low) / _GRID_HZ
        moved_n = float(apart_n[high - 1] - apart_n[low])
        if not whole or abs(moved_n) < _SHIFTED_SHARE * weight_n:
            continue
        late_s = _late_s(speed[part], total_n[part])
        kind = _kind(left_n, right_n, low, high, weight_n)
        found.append(_Shift(round(float(t_s[start]) * _GRID_HZ), kind, moved_n > 0.0, late_s))
    return found


def _late_s(speed: FloatArray, total_n: FloatArray) -> float:
    """Return how much of the shift's speed is in the sum, s: least squares beside a straight line."""
    at = np.linspace(-1.0, 1.0, len(speed))
    parts = np.column_stack((speed, np.ones(len(at)), at))
    return float(np.linalg.lstsq(parts, total_n, rcond=None)[0][0])


def _kind(left_n: FloatArray, right_n: FloatArray, low: int, high: int, weight_n: float) -> Kind:
    free_n = _FREE_SHARE * weight_n
    if min(left_n[high - 1], right_n[high - 1]) < free_n:
        return "leave"
    if min(left_n[low], right_n[low]) < free_n:
        return "return"
    return "shift"

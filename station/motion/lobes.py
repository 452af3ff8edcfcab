"""Rises and drops of the centre of mass, found without knowing the weight exactly.

Between two moments of rest, displacement is the first moment of acceleration about the window's middle,
``d = -sum((tau - tau_mid) a) dt``: integrate ``d = int v`` by parts with ``v = 0`` at both ends. A constant
error of weight drops out. Windows of many lengths are tried; the one that explains most is the movement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from station.events import STANDARD_GRAVITY_M_S2

STEP_TICKS = 4
"""Grid instants averaged into one motion instant: 25 per second serve movements of 0.3 s and more."""
_STEP_S = STEP_TICKS / 100


@dataclass(frozen=True, slots=True)
class LobeLimits:
    """What a rise or a drop of the body is."""

    rise_windows_s: tuple[float, ...] = (0.36, 0.48, 0.64, 0.84, 1.12, 1.48, 1.96, 2.6, 3.4)
    """Rises take 0.5-3 s; the next window is a third longer, which costs no more than a tenth of the height."""
    drop_windows_s: tuple[float, ...] = (0.48, 0.84, 1.48, 2.6, 3.4, 4.4, 5.6)
    """Drops complete a rep on two feet; coarser steps serve."""
    height_min_m: float = 0.022
    """Centre-of-mass travel of a heel raise is 6-14 cm; sway and lifting a foot move it by under 1 cm."""
    rise_max_m: float = 0.6
    """A rise out of a deep squat; more is an error of weight, integrated."""
    drop_max_m: float = 0.8
    """... and a drop into one, step included."""
    fit_min: float = 0.45
    """Least correlation of the acceleration with the ramp that turns it into height; a rise alone has 0.75-0.95."""
    acceleration_max_g: float = 0.6
    """A 10 cm rise in 0.4 s needs 0.37 g; landings and stamps exceed this."""
    momentum_share: float = 0.5
    """Speed left at the end of a window, as a share of the movement's peak speed (1.875 d / T)."""
    load_min_share: float = 0.3
    """The body must stand on the plates all through the window."""
    settle_s: float = 0.4
    """A lobe is told once no better window has come for this long."""
    overlap_ticks: int = 12
    """The next lobe of the same kind may begin this long before the last one's end."""
    supersede: float = 1.4
    """... or reach back to the last one's start, if this is so many times higher: the last one was a part of it,"""
    partial_max_m: float = 0.05
    """... and low,"""
    partial_lead_ticks: int = 40
    """... by this much at most."""
    fit_min_offset: float = 0.62
    """Where rest is not at weight, a window must look this much like a movement instead of ending at rest."""
    rail_share: float = 0.015
    """Rest is not at weight when the recent mean differs from it by this: hands carry some, or a load was put on."""
    weight_error_m_s2: float = 0.03
    """Weight and plates' zeros may be wrong by 0.3 % of weight."""
    still_range_share: float = 0.03
    """A quiet second stays within this share of weight, on firm ground or foam."""


LIMITS = LobeLimits()


@dataclass(frozen=True, slots=True)
class Lobe:
    """A movement from rest to rest on ``[start_tick, end_tick)``; ``height_m`` > 0 is a rise, < 0 a drop."""

    known_tick: int
    start_tick: int
    end_tick: int
    height_m: float
    left_share: float
    """Mean left share of the load during it."""
    lighter_min: float
    lighter_max: float
    """Smallest and largest share that the lighter foot had during it."""
    fit: float
    """How much its acceleration looks like one movement from rest to rest (correlation, 0 to 1)."""
    carried: float
    """Speed left at its end beyond what an error of weight explains, as a share of its peak speed."""
    unseen: str = ""
    """Why the movement itself was not seen, only that there was one; ``height_m`` is nominal then."""

    @property
    def speed_m_s(self) -> float:
        """Peak speed of a smooth movement of this height and duration (1.875 h / T)."""
        return 1.875 * self.height_m / ((self.end_tick - self.start_tick) / 100)


_NOMINAL_RISE_M = 0.06


def unseen_rise(known_tick: int, start_tick: int, end_tick: int, left_share: float, why: str) -> Lobe:
    """Return a rise that must have been, though its movement cannot be measured because of ``why``."""
    lighter = min(left_share, 1.0 - left_share)
    return Lobe(
        known_tick=known_tick,
        start_tick=start_tick,
        end_tick=end_tick,
        height_m=_NOMINAL_RISE_M,
        left_share=left_share,
        lighter_min=lighter,
        lighter_max=lighter,
        fit=1.0,
        carried=0.0,
        unseen=why,
    )


class _Picker:
    """Follows the best window until it is certainly the best."""

    def __init__(self, sign: float, windows_s: tuple[float, ...], height_max_m: float, size: int) -> None:
        self.sign = sign
        self.height_max_m = height_max_m
        self.lengths = [round(w / _STEP_S) for w in windows_s]
        self.kernels = np.zeros((len(self.lengths), size))
        """Rows that turn forces per weight and g into heights, m, positive for this sign; weight itself drops out."""
        for row, n in enumerate(self.lengths):
            tau = (np.arange(n) - (n - 1) / 2) * _STEP_S
            self.kernels[row, size - n :] = -sign * tau * _STEP_S
        self.best: Lobe | None = None
        self.best_score = 0.0
        self.after_tick = 0
        self.last_start_tick, self.last_height_m = 0, 0.0

    def may_begin(self, start_tick: int, height_m: float) -> bool:
        """Whether a window is not part of the last lobe, or the last lobe was only part of it."""
        if start_tick >= self.after_tick:
            return True
        partial = (
            self.last_height_m < LIMITS.partial_max_m and height_m >= LIMITS.supersede * self.last_height_m
        )
        return partial and start_tick >= self.last_start_tick - LIMITS.partial_lead_ticks

    def drop_best(self) -> None:
        """Forget the window followed so far."""
        self.best, self.best_score = None, 0.0

    def consider(self, lobe: Lobe | None, score: float, tick: int) -> Lobe | None:
        """Keep ``lobe`` if it explains more; return the best once it is final. Lobes do not overlap."""
        if lobe is not None and score > self.best_score:
            self.best, self.best_score = lobe, score
            return None
        best = self.best
        if best is None:
            return None
        if tick - best.end_tick >= LIMITS.settle_s * 100:
            self.drop_best()
            self.after_tick = best.end_tick - LIMITS.overlap_ticks
            self.last_start_tick, self.last_height_m = best.start_tick, abs(best.height_m)
            return replace(best, known_tick=tick)
        return None


class _Shape(NamedTuple):
    """A window that may be a movement; ``score`` is how much it explains."""

    height_m: float
    fit: float
    carried: float
    score: float


class LobeFinder:
    """Feeds on motion instants (25 Hz); reports each rise and drop once."""

    def __init__(self) -> None:
        self.rises = _Picker(+1.0, LIMITS.rise_windows_s, LIMITS.rise_max_m, _SIZE)
        self.drops = _Picker(-1.0, LIMITS.drop_windows_s, LIMITS.drop_max_m, _SIZE)
        self._kernels = np.concatenate((self.rises.kernels, self.drops.kernels))
        # Longer than what is looked at, so that the past is moved to the front once in a while, not every time.
        self._totals_n = np.zeros(_ROOM)
        self._shares = np.full(_ROOM, 0.5)
        self._end = _SIZE
        self._usable = 0
        self.violent = False
        """Whether the last instant was a landing or a stamp."""

    @property
    def still(self) -> bool:
        """Whether the last second was quiet."""
        if self._usable < _STILL_INSTANTS:
            return False
        recent = self._totals_n[self._end - _STILL_INSTANTS : self._end]
        return float(recent.max() - recent.min()) < LIMITS.still_range_share * float(recent[-1])

    def restart(self) -> None:
        """Forget the past: force there says nothing about this body's movement."""
        self._usable = 0
        self.rises.drop_best()
        self.drops.drop_best()

    def feed(self, tick: int, left_n: float, right_n: float, weight_n: float) -> list[Lobe]:
        """Take mean forces of the instants ``[tick - 3, tick]``, corrected for gain, and the weight so far.

        Return movements that are now certain.
        """
        total_n = left_n + right_n
        self.violent = total_n >= (1.0 + LIMITS.acceleration_max_g) * weight_n
        if self.violent or total_n <= LIMITS.load_min_share * weight_n:
            self.restart()
            return []
        self._append(total_n, left_n / total_n)
        moments: list[float] = self._kernels.dot(self._totals_n[self._end - _SIZE : self._end]).tolist()
        split = len(self.rises.lengths)
        rise = self._search(self.rises, moments[:split], weight_n, tick)
        drop = self._search(self.drops, moments[split:], weight_n, tick)
        return [lobe for lobe in (rise, drop) if lobe is not None]

    def _append(self, total_n: float, left_share: float) -> None:
        if self._end == _ROOM:
            for past in (self._totals_n, self._shares):
                past[:_SIZE] = past[_ROOM - _SIZE :]
            self._end = _SIZE
        self._totals_n[self._end], self._shares[self._end] = total_n, left_share
        self._end += 1
        self._usable = min(self._usable + 1, _SIZE)

    def _search(self, picker: _Picker, moments: list[float], weight_n: float, tick: int) -> Lobe | None:
        """Look at the windows that end now; at their shape only where it could explain more than the best so far.

        ``moments``: of the forces in each window about its middle, by the picker's kernels.
        """
        found: tuple[int, _Shape] | None = None
        best_score, least_m, most_m = picker.best_score, LIMITS.height_min_m, picker.height_max_m
        height_of_moment = STANDARD_GRAVITY_M_S2 / weight_n
        if max(moments) * height_of_moment < least_m:  # nearly always in one of the two directions
            return picker.consider(None, best_score, tick)
        for length, moment in zip(picker.lengths, moments, strict=True):
            height_m = moment * height_of_moment
            if (
                least_m <= height_m <= most_m
                and length <= self._usable
                and height_m * _FIT_MOST > best_score * (length * _STEP_S)
                and picker.may_begin(tick + 1 - length * STEP_TICKS, height_m)
            ):
                shape = self._shape(length, height_m, weight_n)
                if shape is not None and shape.score > best_score:
                    found, best_score = (length, shape), shape.score
        best = None if found is None else self._lobe(tick, *found, picker.sign)
        return picker.consider(best, best_score, tick)

    def _shape(self, length: int, height_m: float, weight_n: float) -> _Shape | None:
        """Return what the last ``length`` instants look like; ``None`` when that is no movement."""
        acceleration_m_s2 = self._totals_n[self._end - length : self._end] - weight_n
        acceleration_m_s2 *= STANDARD_GRAVITY_M_S2 / weight_n
        speed = float(np.add.reduce(acceleration_m_s2)) * _STEP_S
        square = float(acceleration_m_s2 @ acceleration_m_s2) * _STEP_S
        duration_s = length * _STEP_S
        # Correlation with the window's ramp: a movement that begins or ends in mid-flight fits badly.
        spread = square - speed * speed / duration_s
        fit = height_m / (spread * duration_s**3 / 12.0) ** 0.5 if spread > 0.0 else 0.0
        left_over = max(abs(speed) - LIMITS.weight_error_m_s2 * duration_s, 0.0)
        carried = left_over * duration_s / (1.875 * height_m)
        at_rest = carried <= LIMITS.momentum_share
        fits = fit >= (LIMITS.fit_min if at_rest else LIMITS.fit_min_offset)
        if fits and (at_rest or self._leaning(weight_n)):
            return _Shape(height_m, fit, carried, score=height_m / duration_s * fit)
        return None

    def _leaning(self, weight_n: float) -> bool:
        """Whether something else carries a part of the weight, or a load came on."""
        used_n = self._totals_n[self._end - self._usable : self._end]
        return abs(float(used_n.mean()) / weight_n - 1.0) >= LIMITS.rail_share

    def _lobe(self, tick: int, length: int, shape: _Shape, sign: float) -> Lobe:
        share = self._shares[self._end - length : self._end]
        lighter = np.minimum(share, 1.0 - share)
        return Lobe(
            known_tick=tick,
            start_tick=tick + 1 - length * STEP_TICKS,
            end_tick=tick + 1,
            height_m=sign * shape.height_m,
            left_share=float(share.mean()),
            lighter_min=float(lighter.min()),
            lighter_max=float(lighter.max()),
            fit=shape.fit,
            carried=shape.carried,
        )


_STILL_INSTANTS = 25
_FIT_MOST = 1.0 + 1e-9
"""A correlation is 1 at most, and rounding."""
_SIZE = round(max(LIMITS.rise_windows_s + LIMITS.drop_windows_s) / _STEP_S)
_ROOM = 8 * _SIZE

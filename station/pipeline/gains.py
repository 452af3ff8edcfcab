"""How differently the two plates read the same weight, learned from impulses between moments of rest.

Between two moments of rest the mean force is the weight, whichever foot carried it. While one leg carries, an
error of one plate shows in full; on two feet, half of it. A Kalman filter over ``(log ratio, weight, speed)``
is driven by the impulse of each part of a rep and told at its end how fast the body can still have moved.
Zeros of warming plates wander: filters for several rates run side by side, weighted by how well each foretells.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from station.stance.wander import LIMITS as WANDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Calibration, PlateGains
    from station.reps import RepCandidate
    from station.stance import History, QuietStance

Rest = Literal["rest", "lifted", "bottom", "quiet"]


@dataclass(frozen=True, slots=True)
class GainLimits:
    """Standard deviations of what the filter rests on."""

    prior_sd: float = 0.0057
    """Two plates calibrated with gym masses, each to 0.4 %, differ by this share."""
    between_sessions_sd: float = 0.0005
    """Temperature moves the span of a bar cell by 0.02-0.05 % per 10 degrees (data sheets, class C3)."""
    floor_sd: float = 0.0008
    """Creep of the loaded cell (0.05 % of load) looks like a gain."""
    speed_sd_m_s: tuple[tuple[Rest, float], ...] = (
        ("rest", 0.015), ("lifted", 0.035), ("bottom", 0.020), ("quiet", 0.003),
    )  # fmt: skip
    """Speed the body may still have: before a rise, when the free foot has left (lift-off moves it by 20-45
    mm/s), when the foot is back, and at the ends of a quiet stance."""
    weight_sd_share: float = 0.02
    """Of a weight that was only guessed."""
    mean_sd_share: float = 0.0002
    """Noise and hum in the mean of a part."""
    gate: float = 4.5
    """An impulse this many standard deviations off is a hand, a slip or a load, not a gain."""
    part_min_s: float = 0.3
    """Shorter parts of a rep hold less impulse than the speed at their ends is uncertain by."""
    pause_max_s: float = 6.0
    """Longer pauses say nothing that a weighing does not say better."""
    assisted_share: float = 0.012
    """Reps that miss more of the weight than this were done with a hand on the rail."""
    assisted_sds: float = 1.0
    """... beyond what weight and ratio are still uncertain by."""
    rejected_max: float = 0.3
    """With more impulses than this out of line, nothing was learned."""
    rejected_min: int = 3
    """So many make it a disagreement of the plates, not one slip."""
    news_sds: float = 0.5
    """What was learned is told again when it moved by this many of its deviations ..."""
    surer: float = 0.9
    """... or when its deviation fell to this share of what was told."""
    known_sd: float = 0.002
    """A ratio this certain is worth keeping: a third of what calibration alone promises."""


LIMITS = GainLimits()
_G_M_S2 = 9.80665
_SPEED_SD = dict(LIMITS.speed_sd_m_s)
_BEFORE_RISE_TICKS = 20
_TICK_S = 0.01
_TOUCHED = frozenset({"touch", "hop", "interrupted", "same_leg_return"})


@dataclass(frozen=True, slots=True)
class GainRatio:
    """``log_ratio = ln(left / right)`` of what the plates read for the same weight, and its standard deviation."""

    log_ratio: float = 0.0
    sd: float = LIMITS.prior_sd

    @property
    def left(self) -> float:
        """Factor that corrects the left plate; the geometric mean of both is 1."""
        return math.exp(-0.5 * self.log_ratio)

    @property
    def right(self) -> float:
        """Factor that corrects the right plate."""
        return math.exp(0.5 * self.log_ratio)

    def correction(self, left_share: float) -> float:
        """Factor that corrects a total force of which the left plate carried this share."""
        return left_share * self.left + (1.0 - left_share) * self.right


def calibration_key(calibrations: Iterable[Calibration]) -> str:
    """Return what a ratio rests on: the scales of all load channels. A new zero changes nothing about it."""
    return " ".join(f"{each.channel}={each.scale_n_per_count:.9g}" for each in calibrations)


def known_ratio(gains: Iterable[PlateGains], plates: tuple[str, str]) -> GainRatio | None:
    """Return what was last learned about these plates, as they are calibrated now."""
    found = [each for each in gains if (each.step_uid, each.calibration) == plates]
    return GainRatio(math.log(found[-1].left_over_right), found[-1].sd) if found else None


@dataclass(frozen=True, slots=True)
class _Part:
    """Mean force of both plates on ``[start_s, end_s)``, N, and what the body did at its ends."""

    start_s: float
    end_s: float
    left_n: float
    right_n: float
    begins: Rest
    ends: Rest


class _Filter:
    """One Kalman filter over ``(log ratio, weight as a share of the scale, speed in m/s)``."""

    def __init__(self, drift_n: float, share: float) -> None:
        """``share`` is how many plates drift like that."""
        self.drift_n = drift_n
        self._log_share = math.log(share)
        self.start(GainRatio())

    def start(self, known: GainRatio) -> None:
        self.ratio = known.log_ratio
        self.p_rr = known.sd**2
        self.log_evidence = self._log_share
        self.taken = self.rejected = 0
        self.lose_weight()

    def lose_weight(self) -> None:
        """Forget weight and speed, keep the ratio: somebody else, or another load, may come."""
        self.scale_n: float | None = None
        self.weight, self.p_ww, self.p_rw = 1.0, LIMITS.weight_sd_share**2, 0.0
        self.end_s = -math.inf
        self._lose_speed()

    def _lose_speed(self) -> None:
        self.speed, self.p_vv, self.p_rv, self.p_wv = 0.0, -1.0, 0.0, 0.0

    def take(self, part: _Part) -> None:
        """Learn from one part; parts come in order of time. A quiet stance out of line is another load."""
        if not self._follow(part) and part.ends == "quiet":
            self.lose_weight()
            self._follow(part)

    def _follow(self, part: _Part) -> bool:
        total_n = part.left_n + part.right_n
        if self.scale_n is None:
            self.scale_n = total_n
        elif part.start_s > self.end_s:
            self.p_ww += (self.drift_n / self.scale_n) ** 2 * (part.start_s - self.end_s) / 60.0
        if part.start_s - self.end_s > _TICK_S or self.p_vv < 0.0:
            self._lose_speed()
            self.p_vv = _SPEED_SD[part.begins] ** 2
        before = (self.ratio, self.weight, self.speed)
        matrix = (self.p_rr, self.p_ww, self.p_vv, self.p_rw, self.p_rv, self.p_wv)
        self._predict(part, total_n / self.scale_n, (part.left_n - part.right_n) / self.scale_n)
        self.end_s = part.end_s
        if self._correct(_SPEED_SD[part.ends] ** 2):
            return True
        self.ratio, self.weight, self.speed = before
        self.p_rr, self.p_ww, self.p_vv, self.p_rw, self.p_rv, self.p_wv = matrix
        self._lose_speed()
        return False

    def _predict(self, part: _Part, total: float, difference: float) -> None:
        duration_s = part.end_s - part.start_s
        gain = duration_s * _G_M_S2
        half = 0.5 * gain * difference
        self.p_ww += (self.drift_n / (self.scale_n or 1.0)) ** 2 * duration_s / 60.0
        self.speed += gain * (total - self.weight) - half * self.ratio
        p_rv = self.p_rv - half * self.p_rr - gain * self.p_rw
        p_wv = self.p_wv - half * self.p_rw - gain * self.p_ww
        self.p_vv += -2.0 * (half * self.p_rv + gain * self.p_wv) + half * half * self.p_rr
        self.p_vv += gain * gain * self.p_ww + 2.0 * half * gain * self.p_rw
        self.p_vv += (LIMITS.mean_sd_share * gain) ** 2
        self.p_rv, self.p_wv = p_rv, p_wv

    def _correct(self, rest_variance: float) -> bool:
        """Learn that the body is as good as at rest; return whether that was credible."""
        spread = self.p_vv + rest_variance
        error = -self.speed
        if error * error > LIMITS.gate**2 * spread:
            self.rejected += 1
            self.log_evidence -= 0.5 * (LIMITS.gate**2 + math.log(spread))
            return False
        self.taken += 1
        self.log_evidence -= 0.5 * (error * error / spread + math.log(spread))
        k_r, k_w, k_v = self.p_rv / spread, self.p_wv / spread, self.p_vv / spread
        self.ratio += k_r * error
        self.weight += k_w * error
        self.speed += k_v * error
        p_rv, p_wv, p_vv = self.p_rv, self.p_wv, self.p_vv
        self.p_rr -= k_r * p_rv
        self.p_ww -= k_w * p_wv
        self.p_rw -= k_r * p_wv
        self.p_rv -= k_r * p_vv
        self.p_wv -= k_w * p_vv
        self.p_vv -= k_v * p_vv
        return True


class PlateBalance:
    """Learns the ratio of the plates' gains from reps and weighings, in order of time."""

    def __init__(self, history: History) -> None:
        """``history`` holds the forces; zeros that are known better later are corrected there."""
        self._history = history
        self._filters = [
            _Filter(drift_n, share) for drift_n, share in zip(WANDER.drifts_n, WANDER.shares, strict=True)
        ]
        self._stance: QuietStance | None = None
        self._back_tick: int | None = None
        self._known = GainRatio()
        self._told = GainRatio()

    def start(self, known: GainRatio | None) -> None:
        """Begin with what an earlier session learned about these plates; ``None``: nothing is known."""
        if known is not None:
            known = GainRatio(known.log_ratio, math.hypot(known.sd, LIMITS.between_sessions_sd))
        for each in self._filters:
            each.start(known or GainRatio())
        self._known = self._told = known or GainRatio()
        self._stance = self._back_tick = None

    @property
    def ratio(self) -> GainRatio:
        """What is known now."""
        return self._known

    @property
    def drift_n(self) -> float:
        """Wander of both zeros together in a minute, N (rms over the filters' weights)."""
        return math.sqrt(
            sum(w * each.drift_n**2 for w, each in zip(self._weights(), self._filters, strict=True))
        )

    @property
    def learned(self) -> bool:
        """Whether the ratio is known well enough to be kept."""
        return self._known.sd <= LIMITS.known_sd

    @property
    def disagrees(self) -> bool:
        """Whether impulses speak against every ratio that calibration allows: a plate reads quite wrong."""
        likely = self._likely
        return likely.rejected >= LIMITS.rejected_min and self._mostly_rejected(likely)

    @staticmethod
    def _mostly_rejected(likely: _Filter) -> bool:
        return likely.rejected > LIMITS.rejected_max * (likely.taken + likely.rejected)

    def news(self) -> GainRatio | None:
        """Return the ratio if it is worth keeping and not yet told like this."""
        moved = abs(self._known.log_ratio - self._told.log_ratio) > LIMITS.news_sds * self._known.sd
        surer = self._known.sd < LIMITS.surer * self._told.sd
        if not self.learned or not (moved or surer):
            return None
        self._told = self._known
        return self._known

    def step_off(self) -> None:
        """Note that the plates emptied."""
        self._use_stance()
        self._back_tick = None
        for each in self._filters:
            each.lose_weight()

    def stance(self, stance: QuietStance) -> None:
        """Take a quiet stance on two feet; later states of the same one replace it."""
        if self._stance is not None and self._stance.start_tick != stance.start_tick:
            self._use_stance()
        self._stance = stance

    def rep(self, rep: RepCandidate) -> None:
        """Learn from a finished rep, unless a hand or the other foot helped."""
        history = self._history
        rest_tick = rep.rise.start_tick - _BEFORE_RISE_TICKS
        back_tick, self._back_tick = self._back_tick, None
        weighed_between = self._stance is not None
        self._use_stance()
        if rep.flags & _TOUCHED:
            return
        if rep.mode == "single_leg_raise":
            whole = _part(history, rest_tick, rep.end_tick, "rest", "bottom")
            self._take([] if whole is None or self._assisted([whole]) else [whole])
        if rep.mode != "lowering" or rep.on_tick is None or rep.off_tick is None:
            return
        pause_s = math.inf if back_tick is None else (rest_tick - back_tick) * _TICK_S
        parts: list[_Part | None] = []
        if back_tick is not None and pause_s < LIMITS.pause_max_s and not weighed_between:
            parts.append(_part(history, back_tick, rest_tick, "bottom", "rest"))
        parts.append(_part(history, rest_tick, rep.on_tick, "rest", "lifted"))
        parts.append(_part(history, rep.on_tick, rep.off_tick, "lifted", "bottom"))
        self._back_tick = rep.off_tick
        if not self._assisted(parts[-2:]):
            self._take([part for part in parts if part is not None])

    def _assisted(self, parts: Sequence[_Part | None]) -> bool:
        """Whether a part of the weight is missing over the rep."""
        likely = self._likely
        if likely.scale_n is None or None in parts:
            return False
        known = [part for part in parts if part is not None]
        seconds = sum(part.end_s - part.start_s for part in known)
        mean_n = sum(
            (part.left_n * self._known.left + part.right_n * self._known.right) * (part.end_s - part.start_s)
            for part in known
        ) / seconds  # fmt: skip
        doubt = LIMITS.assisted_sds * math.sqrt(likely.p_ww + 0.25 * self._known.sd**2)
        return mean_n < (1.0 - LIMITS.assisted_share - doubt) * likely.scale_n * likely.weight

    @property
    def _likely(self) -> _Filter:
        return max(self._filters, key=lambda each: each.log_evidence)

    def _use_stance(self) -> None:
        stance, self._stance = self._stance, None
        if stance is not None:
            part = _part(self._history, stance.start_tick, stance.end_tick, "quiet", "quiet")
            self._take([] if part is None else [part])

    def _take(self, parts: Sequence[_Part]) -> None:
        for each in self._filters:
            for part in parts:
                each.take(part)
        self._known = self._mixed()

    def _weights(self) -> list[float]:
        best = max(each.log_evidence for each in self._filters)
        shares = [math.exp(each.log_evidence - best) for each in self._filters]
        return [share / sum(shares) for share in shares]

    def _mixed(self) -> GainRatio:
        """Return mean and standard deviation over the filters."""
        likely = self._likely
        if self._mostly_rejected(likely):
            return GainRatio()
        weights = self._weights()
        mean = sum(w * each.ratio for w, each in zip(weights, self._filters, strict=True))
        spread = sum(
            w * (each.p_rr + (each.ratio - mean) ** 2) for w, each in zip(weights, self._filters, strict=True)
        )
        return GainRatio(mean, math.hypot(math.sqrt(max(spread, 0.0)), LIMITS.floor_sd))


def _part(history: History, start_tick: int, end_tick: int, begins: Rest, ends: Rest) -> _Part | None:
    """Return the mean forces of a part; ``None`` when it is short or rests on missing data."""
    if (end_tick - start_tick) * _TICK_S < LIMITS.part_min_s or start_tick < history.first_tick:
        return None
    left_n, right_n, valid = history.window(start_tick, end_tick)
    if not valid.size or float(valid.mean()) < _WHOLE_SHARE:
        return None
    return _Part(
        start_tick * _TICK_S,
        end_tick * _TICK_S,
        float(left_n[valid].mean()),
        float(right_n[valid].mean()),
        begins,
        ends,
    )


_WHOLE_SHARE = 0.95

"""How differently the two plates read the same weight, learned from impulses between moments of rest.

Between two moments of rest the mean force is the weight, whichever foot carried it. While one leg carries, an
error of one plate shows in full; on two feet, half of it. Zeros of warming plates wander: filters for several
rates run side by side, weighted by how well each foretells.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from station.pipeline.impulses import LIMITS, TICK_S, GainRatio, ImpulseFilter, Part
from station.stance.wander import LIMITS as WANDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.events import Calibration, PlateGains
    from station.pipeline.impulses import Rest
    from station.reps import RepCandidate
    from station.stance import History, QuietStance

_BEFORE_RISE_TICKS = 20
_TOUCHED = frozenset({"touch", "hop", "interrupted", "same_leg_return"})


def calibration_key(calibrations: Iterable[Calibration]) -> str:
    """Return what a ratio rests on: the scales of all load channels. A new zero changes nothing about it."""
    return " ".join(f"{each.channel}={each.scale_n_per_count:.9g}" for each in calibrations)


def known_ratio(gains: Iterable[PlateGains], plates: tuple[str, str]) -> GainRatio | None:
    """Return what was last learned about these plates, as they are calibrated now."""
    found = [each for each in gains if (each.step_uid, each.calibration) == plates]
    return GainRatio(math.log(found[-1].left_over_right), found[-1].sd) if found else None


class PlateBalance:
    """Learns the ratio of the plates' gains from reps and weighings, in order of time."""

    def __init__(self, history: History) -> None:
        """``history`` holds the forces; zeros that are known better later are corrected there."""
        self._history = history
        self._filters = [
            ImpulseFilter(drift_n, share)
            for drift_n, share in zip(WANDER.drifts_n, WANDER.shares, strict=True)
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
    def _mostly_rejected(likely: ImpulseFilter) -> bool:
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
        pause_s = math.inf if back_tick is None else (rest_tick - back_tick) * TICK_S
        parts: list[Part | None] = []
        if back_tick is not None and pause_s < LIMITS.pause_max_s and not weighed_between:
            parts.append(_part(history, back_tick, rest_tick, "bottom", "rest"))
        parts.append(_part(history, rest_tick, rep.on_tick, "rest", "lifted"))
        parts.append(_part(history, rep.on_tick, rep.off_tick, "lifted", "bottom"))
        self._back_tick = rep.off_tick
        if not self._assisted(parts[-2:]):
            self._take([part for part in parts if part is not None])

    def _assisted(self, parts: Sequence[Part | None]) -> bool:
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
    def _likely(self) -> ImpulseFilter:
        return max(self._filters, key=lambda each: each.log_evidence)

    def _use_stance(self) -> None:
        stance, self._stance = self._stance, None
        if stance is not None:
            part = _part(self._history, stance.start_tick, stance.end_tick, "quiet", "quiet")
            self._take([] if part is None else [part])

    def _take(self, parts: Sequence[Part]) -> None:
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


def _part(history: History, start_tick: int, end_tick: int, begins: Rest, ends: Rest) -> Part | None:
    """Return the mean forces of a part; ``None`` when it is short or rests on missing data."""
    if (end_tick - start_tick) * TICK_S < LIMITS.part_min_s or start_tick < history.first_tick:
        return None
    left_n, right_n, valid = history.window(start_tick, end_tick)
    if not valid.size or float(valid.mean()) < _WHOLE_SHARE:
        return None
    return Part(
        start_tick * TICK_S,
        end_tick * TICK_S,
        float(left_n[valid].mean()),
        float(right_n[valid].mean()),
        begins,
        ends,
    )


_WHOLE_SHARE = 0.95

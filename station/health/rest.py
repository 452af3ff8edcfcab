"""What an empty plate's reading does over time: drift, and creep after a load."""

from __future__ import annotations

from collections import deque

import numpy as np

from station.health.limits import LIMITS
from station.health.verdict import Verdict, judged

_SECONDS_A_MINUTE = 60.0


class PlateRest:
    """Takes a plate's mean of each second."""

    def __init__(self, plate: str) -> None:
        self.plate = plate
        self._empty: deque[tuple[float, float]] = deque()
        """Since the plate has rested: second and reading."""
        self._loads_n: list[float] = []
        self._load_n: float | None = None
        """What the plate carried for long enough before it was left last."""
        self._left_s: float | None = None
        self._early: list[float] = []
        self._late: list[float] = []

    def carries(self, t_s: float, load_n: float) -> list[Verdict]:
        """Take a second in which somebody was there."""
        if load_n >= LIMITS.creep_load_n:
            self._loads_n.append(load_n)
        self._left_s = t_s
        self._empty.clear()
        self._early, self._late, self._load_n = [], [], None
        return []

    def rests(self, t_s: float, reading_n: float) -> list[Verdict]:
        """Take a second in which the step was empty and still; return what it lets tell."""
        if self._loads_n:
            long_enough = len(self._loads_n) * LIMITS.window_s >= LIMITS.creep_load_s
            self._load_n = float(np.mean(self._loads_n)) if long_enough else None
            self._loads_n = []
        since_s = None if self._left_s is None else t_s - self._left_s
        told = [] if since_s is None else self._recover(since_s, reading_n)
        if since_s is None or since_s >= LIMITS.rested_s:
            told += self._drift(t_s, reading_n)
        return told

    def restart(self) -> None:
        """Forget everything: the stream was cut."""
        self._empty.clear()
        self._loads_n, self._load_n, self._left_s = [], None, None
        self._early, self._late = [], []

    def _recover(self, since_s: float, reading_n: float) -> list[Verdict]:
        if self._load_n is None:
            return []
        if LIMITS.creep_early_s[0] <= since_s < LIMITS.creep_early_s[1]:
            self._early.append(reading_n)
        elif LIMITS.creep_late_s[0] <= since_s < LIMITS.creep_late_s[1]:
            self._late.append(reading_n)
        elif since_s >= LIMITS.creep_late_s[1] and self._early and self._late:
            moved_n = abs(float(np.mean(self._early)) - float(np.mean(self._late)))
            share, self._load_n = moved_n / self._load_n, None
            return [judged("CREEP", self.plate, 100.0 * share, bad=share > LIMITS.creep_share)]
        return []

    def _drift(self, t_s: float, reading_n: float) -> list[Verdict]:
        self._empty.append((t_s, reading_n))
        while self._empty[-1][0] - self._empty[0][0] > LIMITS.drift_memory_s:
            self._empty.popleft()
        if self._empty[-1][0] - self._empty[0][0] < LIMITS.drift_span_s:
            return []
        at_s, read_n = np.asarray(self._empty).T
        (slope, _), covariance = np.polyfit(at_s - at_s.mean(), read_n, 1, cov=True)
        drift, se = _SECONDS_A_MINUTE * float(slope), _SECONDS_A_MINUTE * float(covariance[0, 0]) ** 0.5
        bad = abs(drift) > LIMITS.drift_n_per_min + LIMITS.drift_ses * se
        return [judged("DRIFT", self.plate, drift, bad=bad)]

"""When the kiosk goes on by itself because nobody is there. Pure: instants in, what to do out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["attract", "list", "visit", "goodbye", "other"]
"""What is in front: the first screen, the list of people, somebody's visit, the last words, or none of these."""
Move = Literal["stay", "attract", "home", "warn", "dim"]

WARNED_S: Final = 20.0
"""So long before a visit is closed the screen says that it will be."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each kind of screen waits for somebody, seconds; 0 is for ever."""

    attract_s: float = 60.0
    home_s: float = 300.0
    goodbye_s: float = 8.0
    dim_s: float = 600.0


@dataclass(slots=True)
class Idle:
    """Knows when somebody was last there: a key, or feet on the step."""

    patience: Patience
    _key_s: float = 0.0
    _body_s: float = 0.0

    def key(self, now_s: float) -> None:
        """Note a key, or a change of screen."""
        self._key_s = now_s

    def body(self, now_s: float) -> None:
        """Note that somebody stands on the step."""
        self._body_s = now_s

    def left_s(self, now_s: float) -> float:
        """Return how long until a visit is closed, seconds; endless when it never is."""
        home_s = self.patience.home_s
        return max(0.0, home_s - self._away_s(now_s)) if home_s else float("inf")

    def move(self, kind: Kind, now_s: float) -> Move:
        """Return what to do now. A bag left on the step keeps neither the list nor the last words on show."""
        if kind == "list":
            return "attract" if _over(now_s - self._key_s, self.patience.attract_s) else "stay"
        if kind == "goodbye":
            return "attract" if _over(now_s - self._key_s, self.patience.goodbye_s) else "stay"
        if kind == "attract":
            return "dim" if _over(self._away_s(now_s), self.patience.dim_s) else "stay"
        if kind == "visit":
            left_s = self.left_s(now_s)
            return "home" if left_s <= 0.0 else "warn" if left_s <= self._warned_s else "stay"
        return "stay"

    @property
    def _warned_s(self) -> float:
        return min(WARNED_S, 0.5 * self.patience.home_s)

    def _away_s(self, now_s: float) -> float:
        return now_s - max(self._key_s, self._body_s)


def _over(waited_s: float, limit_s: float) -> bool:
    return limit_s > 0.0 and waited_s >= limit_s

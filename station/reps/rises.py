"""Which movements up are heel raises, beside those before them."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from station.reps.limits import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from station.motion import Lobe

_KEPT = 8


class Rises:
    """The last heel raises, oldest first."""

    def __init__(self) -> None:
        self._rises: deque[Lobe] = deque(maxlen=_KEPT)

    @property
    def last(self) -> Lobe | None:
        """The newest one."""
        return self._rises[-1] if self._rises else None

    def newest_first(self) -> Iterator[Lobe]:
        """Go back through them."""
        return reversed(self._rises)

    def append(self, lobe: Lobe) -> None:
        """Take another one."""
        self._rises.append(lobe)

    def amend(self, lobe: Lobe) -> None:
        """Replace the newest one, of which only a part was seen before."""
        self._rises[-1] = lobe

    def clear(self) -> None:
        """Forget them."""
        self._rises.clear()

    def ended_after(self, tick: int) -> bool:
        """Whether the body rose after ``tick``."""
        return self.last is not None and self.last.end_tick > tick

    def is_heel_raise(self, lobe: Lobe) -> bool:
        """Tell a heel raise from sway and from a weight that is shifted."""
        in_range = LIMITS.rise_min_m <= lobe.height_m <= LIMITS.rise_max_m
        slow = lobe.end_tick - lobe.start_tick >= LIMITS.rise_min_ticks
        sharp = lobe.speed_m_s >= LIMITS.weak_m_s or _looks_like_one(lobe)
        return in_range and slow and sharp and self._stands_out(lobe)

    def _stands_out(self, lobe: Lobe) -> bool:
        """Whether it is more than what goes on without: the more feet carry, the less goes on."""
        if lobe.lighter_max < LIMITS.alone_share:
            usual_m, usual_m_s = _usual(self._rises)
            return (
                lobe.height_m >= max(LIMITS.alone_min_m, LIMITS.alone_height_share * usual_m)
                and lobe.speed_m_s >= max(LIMITS.alone_speed_m_s, LIMITS.alone_speed_share * usual_m_s)
                and lobe.end_tick - lobe.start_tick >= LIMITS.alone_min_ticks
            )
        if lobe.lighter_min < LIMITS.alone_share:
            return lobe.speed_m_s >= LIMITS.across_speed_m_s and lobe.height_m >= LIMITS.across_min_m
        balanced = lobe.speed_m_s >= LIMITS.weak_two_m_s or lobe.lighter_min >= LIMITS.weak_lighter_share
        return lobe.speed_m_s >= LIMITS.rise_speed_m_s and balanced

    def is_plain(self, lobe: Lobe) -> bool:
        """Whether it is so plain that it may be a rep on two feet, which no foot in the air confirms."""
        before = [rise for rise in self._rises if rise is not lobe]
        _, usual_m_s = _usual(before)
        usual_m, _ = _usual(rise for rise in before if not rise.unseen)
        least_m = max(LIMITS.two_feet_min_m, LIMITS.two_feet_height_share * usual_m)
        least_fit = LIMITS.two_feet_fit if lobe.carried > LIMITS.rested_carried else LIMITS.rested_fit
        return (
            least_m <= lobe.height_m <= LIMITS.two_feet_max_m
            and lobe.speed_m_s >= max(LIMITS.two_feet_speed_m_s, LIMITS.alone_speed_share * usual_m_s)
            and lobe.carried <= LIMITS.two_feet_carried
            and lobe.fit >= least_fit
        )


def _usual(rises: Iterable[Lobe]) -> tuple[float, float]:
    """Return the largest height, m, and speed, m/s; 0 without any."""
    known = [(rise.height_m, rise.speed_m_s) for rise in rises]
    return max((height_m for height_m, _ in known), default=0.0), max((v for _, v in known), default=0.0)


def _looks_like_one(lobe: Lobe) -> bool:
    """Whether a slow rise has the shape of one; plainly, where drift or a rail hides that it ends at rest."""
    ends_at_rest = lobe.carried <= LIMITS.weak_carried
    return lobe.fit >= (LIMITS.weak_fit if ends_at_rest else LIMITS.weak_fit_moving)

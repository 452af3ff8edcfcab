"""Whether every cell carries while its neighbours do."""

from __future__ import annotations

from station.force.grid import plate_of
from station.health.limits import LIMITS
from station.health.verdict import Verdict, judged


class Carrying:
    """Takes the mean load of each cell, second by second, and how long others carried while one read nothing."""

    def __init__(self) -> None:
        self._idle_s: dict[str, float] = {}
        self._proven: set[str] = set()
        """Carried something since the step was last empty."""

    def emptied(self) -> None:
        """Expect everything of every cell again: whoever comes next stands elsewhere."""
        self._idle_s.clear()
        self._proven.clear()

    def feed(self, loads_n: dict[str, float]) -> list[Verdict]:
        """Take a second with somebody there; loads by channel, N."""
        told = []
        for name, load_n in loads_n.items():
            if abs(load_n) > LIMITS.dead_carried_n:
                self._proven.add(name)
            elif name not in self._proven and _others_carry(name, loads_n):
                self._idle_s[name] = self._idle_s.get(name, 0.0) + LIMITS.window_s
            waited_s = 0.0 if name in self._proven else self._idle_s.get(name, 0.0)
            bad = waited_s > LIMITS.dead_s
            if bad or name in self._proven:
                told.append(judged("DEAD", name, waited_s, bad=bad))
        return told


def _others_carry(name: str, loads_n: dict[str, float]) -> bool:
    """Tell whether somebody stands beside a cell: on the other cells of its plate, or else on the other plate."""
    own = [load for other, load in loads_n.items() if other != name and plate_of(other) == plate_of(name)]
    if own:
        return sum(own) >= LIMITS.dead_cell_load_n
    return sum(load for other, load in loads_n.items() if other != name) >= LIMITS.dead_load_n

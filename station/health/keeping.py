"""Which state of each check holds and was told: bad news at once, good news after a while."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.health.limits import LIMITS
from station.health.table import BY_CODE, RULES
from station.health.verdict import Verdict, as_check, unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import HealthCheck, HealthState

_BADNESS: dict[HealthState, int] = {"PASS": 0, "UNKNOWN": 0, "RETRY": 1, "SERVICE": 2}
_ORDER = {rule.code: at for at, rule in enumerate(RULES)}
_Key = tuple[str, str | None]


@dataclass(slots=True)
class _Kept:
    held: Verdict
    t_s: float | None
    well_since_s: float | None = None


class Keeping:
    """Takes verdicts; returns the events of those that changed something."""

    def __init__(self) -> None:
        self._kept: dict[_Key, _Kept] = {}

    def take(self, verdicts: Iterable[Verdict], t_s: float | None) -> list[HealthCheck]:
        """Take what was judged at ``t_s``; return what is worth telling, which is little."""
        return [as_check(each, t_s) for each in verdicts if self._changes(each, t_s)]

    def forget_step(self) -> None:
        """Let everything about the step be unknown again: another one answers."""
        for key in [key for key in self._kept if BY_CODE[key[0]].when != "outside"]:
            del self._kept[key]

    def checks(self) -> tuple[HealthCheck, ...]:
        """Return everything as it stands, in the order of the table; what was never looked at is ``UNKNOWN``."""
        seen = {code for code, _ in self._kept}
        rows = [(key, as_check(kept.held, kept.t_s)) for key, kept in self._kept.items()]
        rows += [
            ((rule.code, None), as_check(unknown(rule.code), None)) for rule in RULES if rule.code not in seen
        ]
        rows.sort(key=lambda row: _ORDER[row[0][0]])
        return tuple(check for _, check in rows)

    def holds(self, code: str) -> bool:
        """Tell whether a check was looked at and is not good."""
        return any(key[0] == code and kept.held.bad for key, kept in self._kept.items())

    def _changes(self, new: Verdict, t_s: float | None) -> bool:
        """Take a verdict; a better one counts only when it has lasted, so that nothing flickers."""
        key = new.code, new.channel
        kept = self._kept.get(key)
        if kept is None:
            self._kept[key] = _Kept(new, t_s)
            return new.bad
        if _BADNESS[new.state] >= _BADNESS[kept.held.state]:
            changed = new.state != kept.held.state and new.bad
            self._kept[key] = _Kept(new, t_s)
            return changed
        if new.state == "UNKNOWN":
            return False
        if kept.well_since_s is None or t_s is None or t_s < kept.well_since_s:
            kept.well_since_s = t_s
        if t_s is not None and kept.well_since_s is not None and t_s - kept.well_since_s < LIMITS.calm_s:
            return False
        self._kept[key] = _Kept(new, t_s)
        return True

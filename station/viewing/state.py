"""What somebody who comes late has to be told: every event that still counts, in the order they happened. Pure."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from station import events as ev

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from station.events import Event, ForceBlock

KEPT_S: Final = 10.0
"""As much force as the screen's trace shows."""
FEW: Final = 20
"""Of what has no end of its own (faults, symptoms), the newest so many."""
MOST: Final = 4000
"""Events at most, whatever a visit brings: then the oldest are told no more."""

_OF_A_VISIT = (
    ev.Session,
    ev.Rep,
    ev.SetSummary,
    ev.Saved,
    ev.Weigh,
    ev.WeighProgress,
    ev.Rise,
    ev.SymptomNoted,
)


class StateSoFar:
    """``feed`` events as they come; ``events`` gives those that a watcher needs who comes now."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Event] = {}
        self._force: deque[ForceBlock] = deque()
        self._count = 0

    def feed(self, events: Iterable[Event]) -> None:
        """Take events in the order of the stream."""
        for event in events:
            match event:
                case ev.ForceBlock():
                    self._fold_force(event)
                case ev.RepWithdrawn():
                    self._kept.pop(("rep", event.set, event.index), None)
                case ev.Session(state="opened"):
                    self._kept = {
                        key: each for key, each in self._kept.items() if not isinstance(each, _OF_A_VISIT)
                    }
                    self._keep(event)
                case _:
                    self._keep(event)

    def events(self) -> list[Event]:
        """Return what still counts, oldest first; the last seconds of force as one block at the end."""
        force = [_joined(self._force)] if self._force else []
        return [*self._kept.values(), *force]

    def _keep(self, event: Event) -> None:
        self._count += 1
        key = _key(event, self._count)
        self._kept.pop(key, None)  # so that it takes its place at the end
        self._kept[key] = event
        if len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]

    def _fold_force(self, block: ForceBlock) -> None:
        if not block.t_s.size:
            return
        kept = self._force
        if kept and block.t_s[0] < kept[-1].t_s[-1]:
            kept.clear()  # another source: its clock begins anew
        kept.append(block)
        while kept[0].t_s[-1] < block.t_s[-1] - KEPT_S:
            kept.popleft()


_KEYS: Final[dict[type, Callable[[Any], Hashable]]] = {
    ev.Rep: lambda rep: ("rep", rep.set, rep.index),
    ev.SetSummary: lambda done: ("set", done.index),
    ev.Saved: lambda saved: ("saved", saved.what.removesuffix("_final"), saved.set, saved.index),
    ev.Stance: lambda stance: ("stance", stance.state if stance.state in ("left", "right") else "feet"),
    ev.Session: lambda visit: ("session", visit.state),
    ev.Calibration: lambda known: ("calibration", known.channel),
    ev.HealthCheck: lambda check: ("check", check.code, check.channel),
    ev.Alarm: lambda alarm: ("alarm", alarm.source),
    ev.Upkeep: lambda upkeep: ("upkeep", upkeep.what.endswith(("_space", "_again"))),
}


def _key(event: Event, count: int) -> Hashable:
    """Return what tells an event from those that it replaces."""
    if isinstance(event, (ev.Fault, ev.SymptomNoted)):
        return event.type, count % FEW
    of_its_own = _KEYS.get(type(event))
    return event.type if of_its_own is None else of_its_own(event)


def _joined(blocks: deque[ForceBlock]) -> ForceBlock:
    return ev.ForceBlock(
        np.concatenate([each.t_s for each in blocks]),
        np.concatenate([each.left_n for each in blocks]),
        np.concatenate([each.right_n for each in blocks]),
        np.concatenate([each.valid for each in blocks]),
    )

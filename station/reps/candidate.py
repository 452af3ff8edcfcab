"""A rep as it is found, before it is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from station.events import Mode, Side
    from station.motion import Lobe


@dataclass(frozen=True, slots=True)
class RepCandidate:
    """A rep as the state machine knows it; ``on``/``off`` bound the single-leg phase, ticks."""

    mode: Mode
    side: Side
    rise: Lobe
    on_tick: int | None
    off_tick: int | None
    end_tick: int
    """Where the lowering can have ended at the latest."""
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RepUpdate:
    """``new``: count it. ``amended``: the rep told last goes on (the foot had only touched down)."""

    kind: Literal["new", "amended"]
    known_tick: int
    rep: RepCandidate

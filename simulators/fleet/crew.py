"""Running a fleet: who is next, who has died, and ending them all in order."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from simulators.fleet.member import Member
    from simulators.fleet.plan import Plan

END_S: Final = 30.0
"""A station that was asked to end and has not by then is killed, and that is told."""
LOOK_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Shift:
    """How long stations train, and how many at a time."""

    visits: int | None
    """Of each station; ``None``: as many as there is time for."""
    seconds: float | None
    together: int


def train(
    members: Sequence[Member],
    plan: Plan,
    shift: Shift,
    tell: Callable[[str], None],
    monotonic_s: Callable[[], float] = time.monotonic,
) -> None:
    """Let every station play its visits, at most ``together`` at a time; whatever happens, all have ended after."""
    idle = deque(members)
    active: dict[int, Member] = {}
    end_s = None if shift.seconds is None else monotonic_s() + shift.seconds
    try:
        while idle or active:
            if end_s is not None and monotonic_s() >= end_s:
                return
            while idle and len(active) < shift.together:
                _begin(idle.popleft(), plan, active)
            left_s = LOOK_S if end_s is None else min(LOOK_S, max(0.0, end_s - monotonic_s()))
            for sentinel in wait(list(active), left_s):
                member = active.pop(int(str(sentinel)))
                _ended(member, tell)
                if not member.troubles and (shift.visits is None or member.visits < shift.visits):
                    idle.append(member)
    finally:
        end_all(list(active.values()), tell)


def _begin(member: Member, plan: Plan, active: dict[int, Member]) -> None:
    member.begin(plan.port(member.number, member.visits))
    if member.running is not None:
        active[member.running.sentinel] = member


def _ended(member: Member, tell: Callable[[str], None]) -> None:
    before = len(member.troubles)
    member.over()
    for words in member.troubles[before:]:
        tell(f"{member.name}: {words}")


def end_all(members: Sequence[Member], tell: Callable[[str], None]) -> None:
    """Ask all that run to end, wait for them, and kill what does not."""
    for member in members:
        member.end()
    for member in members:
        if member.running is not None and member.running.wait(END_S) is None:
            member.running.kill()
            member.troubles.append(f"did not end within {END_S:g} s and was killed")
            tell(f"{member.name}: {member.troubles[-1]}")
        _ended(member, tell)

"""An installation as a list of steps: told before anything is touched, taken in order, undone when one fails."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from station.errors import InfluxError, StationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from station.config import InfluxSection

    Undo = Callable[[], None]
    Do = Callable[[], Undo | None]

State = Literal["make", "change", "keep"]
COACH: Final = "heeldrop-coach"
"""Whose token reads."""
KEEP_D: Final = 1095
"""Three years: a plan, a return to sport and what came back later. A day's row stays for ever."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an installation is asked for."""

    influx: InfluxSection
    """Its url is the server's; bucket is the database, or ``database/retention-policy``."""
    station: str
    """``site-name``: whose token it is."""
    station_file: Path
    coach_file: Path
    keep_d: int | None = None
    """Days that points are kept, 0: for ever; ``None``: as it is, three years for a new one."""
    new_tokens: bool = False
    zone: str = "UTC"
    """Time zone that the boards' days begin in; daily rows are days of UTC."""


def kept_words(keep_d: int) -> str:
    """Return how long something is kept, in words."""
    return f"kept {keep_d} days" if keep_d else "kept for ever"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing an installation sees to: made, changed, or there already."""

    what: str
    state: State
    note: str = ""
    do: Do | None = None
    """Does it, and returns how it is undone; a change of what was there before returns none."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an installation would do, and what people have to know about it."""

    target: str
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()
    proofs: tuple[Callable[[], str], ...] = field(default=())
    """Asked when everything stands: each returns what it has seen, or raises."""
    org: str = ""
    """The organisation that was found, for the station's configuration."""


def carry_out(plan: Plan) -> tuple[str, ...]:
    """Take every step in order and return what the proofs saw.

    The first failure undoes what was made before it, the last first, and says what could not be undone.
    """
    undone: list[tuple[Step, Undo]] = []
    try:
        for step in plan.steps:
            undo = None if step.state == "keep" or step.do is None else step.do()
            if undo is not None:
                undone.append((step, undo))
        return tuple(proof() for proof in plan.proofs)
    except StationError as error:
        raise InfluxError(f"{error.problem}. {_left(undone)}", error.remedy) from error
    except BaseException:  # a Ctrl-C leaves nothing behind either
        _left(undone)
        raise


def _left(undone: Sequence[tuple[Step, Undo]]) -> str:
    """Undo, the last first, and say what is left."""
    stuck = []
    for step, undo in reversed(undone):
        with suppress(StationError, OSError):
            undo()
            continue
        stuck.append(step.what)
    if stuck:
        return f"What was made is still there: {', '.join(stuck)}"
    return "Nothing of the installation is left" if undone else "Nothing was changed"

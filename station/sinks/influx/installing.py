"""An installation as a list of steps: told before anything is touched, taken in order, undone when one fails."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from station.errors import InfluxError, StationError
from station.sinks.influx.answers import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from station.config import InfluxSection

    Undo = Callable[[], None]
    Made = Callable[[Undo], None]
    Do = Callable[[Made], None]
    Find = Callable[[], Undo | None]

State = Literal["make", "change", "keep"]
Whose = Literal["", "station", "coach", "both"]
COACH: Final = "heeldrop-coach"
"""Whose token reads."""
KEEP_D: Final = 1095
"""Three years: a plan, a return to sport and what came back later. A day's row stays for ever."""
DAY_S: Final = 86_400
_HOUR_S: Final = 3600
_LOOKS: Final = 4
_LOOK_AGAIN_S: Final = 1.0


class StoppedError(StationError):
    """Somebody ended the program (Ctrl-C, a service manager, a closed terminal) while it installed."""

    def __init__(self, received: int, problem: str = "Stopped", remedy: str = "") -> None:
        """``received`` is the signal; the exit code is what shells expect of a program ended by it."""
        super().__init__(problem, remedy)
        self.received = received
        self.exit_code = 128 + received


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
    new_tokens: Whose = ""
    """Whose token is made anew although it is there."""
    zone: str | None = None
    """Time zone that the boards' days begin in, ``None``: as it is, UTC for new ones; daily rows are days of UTC."""

    def renews(self, user: str) -> bool:
        """Tell whether a new token was asked for, for the coaches or for this station."""
        return self.new_tokens in ("both", "coach" if user == COACH else "station")


def kept_words(kept_s: int) -> str:
    """Return how long something is kept, in words; 0 seconds are for ever."""
    if not kept_s:
        return "kept for ever"
    for unit_s, unit in ((DAY_S, "days"), (_HOUR_S, "hours")):
        if kept_s % unit_s == 0:
            return f"kept {kept_s // unit_s} {unit}"
    return f"kept {kept_s} seconds"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing an installation sees to: made, changed, or there already."""

    what: str
    state: State
    note: str = ""
    do: Do | None = None
    """Does it, and hands in how each part is undone as soon as it may stand; some changes cannot be undone."""
    find: Find | None = None
    """Looks for it when no answer told whether it was made: how it is taken away, ``None`` when it is not there."""
    by_hand: str = ""
    """How people take away what this program could not."""


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


def new_coach_warnings(steps: Sequence[Step]) -> tuple[str, ...]:
    """Return what ends when the coaches' token is made anew."""
    if any(step.state == "change" and step.what in (f"user {COACH}", f"token {COACH}") for step in steps):
        ended = "the coaches' old token ends: Grafana, and whatever else reads with it, is refused until it has the new"
        return (f"{ended} one (station influx install --grafana DIR)",)
    return ()


def _go_on() -> None:
    """Never stop."""


def carry_out(
    plan: Plan, go_on: Callable[[], None] = _go_on, pause: Callable[[float], None] = time.sleep
) -> tuple[str, ...]:
    """Take every step in order and return what the proofs saw.

    ``go_on`` is asked between steps and raises ``StoppedError`` when it is to end: a signal must not come
    through within a step, where nobody could tell what the server did. The first failure undoes what was made
    before it, the last first, and says what could not be undone and how people do that.
    """
    course = _Course(pause)
    try:
        for step in plan.steps:
            go_on()
            course.take(step)
        seen = []
        for proof in plan.proofs:
            go_on()
            seen.append(proof())
    except StoppedError as stop:
        raise StoppedError(stop.received, stop.problem, course.undone()) from stop
    except StationError as error:
        raise InfluxError(f"{error.problem}. {course.undone()}", error.remedy) from error
    except OSError as error:
        problem = f"{error.filename or 'a file'}: {error.strerror or error}"
        raise InfluxError(f"{problem}. {course.undone()}", "Put that right and try again") from error
    except BaseException:
        course.undone()
        raise
    return tuple(seen)


class _Course:
    """What an installation has done so far."""

    def __init__(self, pause: Callable[[float], None]) -> None:
        self._pause = pause
        self._undo: list[tuple[Step, Undo]] = []
        self._changed: list[Step] = []
        self._unknown: list[Step] = []

    def take(self, step: Step) -> None:
        """Do one step; when its answer never comes, look whether it stands."""
        if step.state == "keep" or step.do is None:
            return
        before = len(self._undo)
        try:
            step.do(lambda undo: self._undo.append((step, undo)))
        except NoAnswerError:
            self._look(step)
            raise
        if len(self._undo) == before:
            self._changed.append(step)

    def _look(self, step: Step) -> None:
        """Look a few times: a slow server does what it was asked after nobody waits any more."""
        for _ in range(_LOOKS if step.find else 0):
            self._pause(_LOOK_AGAIN_S)
            try:
                undo = step.find() if step.find else None
            except StationError:
                continue
            if undo is not None:
                self._undo.append((step, undo))
                return
        self._unknown.append(step)

    def undone(self) -> str:
        """Undo, the last first, and say what is left."""
        stuck: dict[str, Step] = {}
        for step, undo in reversed(self._undo):
            try:
                undo()
            except (StationError, OSError):
                stuck[step.what] = step
        left = [
            f"{words}: {_named(steps)}"
            for words, steps in (
                ("What was made is still there", list(stuck.values())),
                ("Changed, and left so", self._changed),
                ("Whether this was done is not known, look for it later", self._unknown),
            )
            if steps
        ]
        if left:
            return ". ".join(left)
        return "Nothing of the installation is left" if self._undo else "Nothing was changed"


def _named(steps: Sequence[Step]) -> str:
    return ", ".join(
        step.what + (f" (to remove it: {step.by_hand})" if step.by_hand else "") for step in steps
    )

"""The one frozen value that every widget draws from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from station.events import STANDARD_GRAVITY_M_S2
from station.kiosk.trace import EMPTY, Trace
from station.kiosk.verdict import Verdict, judge

if TYPE_CHECKING:
    from station.events import Alarm, InfluxState, Prescription, Rep, SetSummary, StanceState, Weigh
    from station.health import CheckView

LinkState = Literal["none", "opening", "connected", "lost", "ended", "failed"]
Cue = Literal["step_on", "rise", "shift", "lower", "enough", "next"]

STALE_AFTER_S: Final = 0.4
"""Data older than this is shown as old, so that it is on the screen within half a second."""
HOLE_S: Final = 0.5
"""Force missing for longer than this leaves a hole in what is timed."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time on one leg: running, or held from the last time; it stops where the data does."""

    side: Literal["left", "right"]
    start_s: float
    seconds: float | None
    """``None`` when data is missing in between."""
    running: bool


@dataclass(frozen=True, slots=True)
class Feet:
    """Who carries what, now."""

    left_n: float
    right_n: float
    left_share: float | None
    """``None`` when nobody stands there."""


@dataclass(frozen=True, slots=True)
class RepLine:
    """One rep as it is told."""

    rep: Rep
    verdict: Verdict
    saved: bool
    changed: bool = field(default=False, compare=False)
    """Told otherwise while the set went on, or not at all; whoever comes late to watch has not heard that."""

    @classmethod
    def of(cls, rep: Rep, *, saved: bool, told: str | None = None) -> RepLine:
        """Return a rep with its verdict; ``told`` is what was said of it in the set, empty: nothing was."""
        verdict = judge(rep)
        return cls(rep, verdict, saved, changed=told is not None and told != verdict.sentence)


@dataclass(frozen=True, slots=True)
class Notice:
    """The one thing wrong worth telling now."""

    tone: Literal["mind", "stop"]
    key: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """What this person did since they stepped up."""

    number: int = 0
    """Counts visits; a screen that waits for a new one compares it."""
    session_id: str | None = None
    closed: bool = False
    reps: tuple[RepLine, ...] = ()
    sets: tuple[SetSummary, ...] = ()

    @property
    def saved(self) -> int:
        """Reps that are on disk."""
        return sum(line.saved for line in self.reps)

    @property
    def open_set(self) -> int:
        """Index of the set in work: the last one with a rep, or the next when that one closed."""
        last = max((line.rep.set for line in self.reps), default=0)
        done = max((one.index for one in self.sets), default=0)
        return max(last, done + 1)

    def reps_of(self, index: int) -> tuple[RepLine, ...]:
        """Return the reps of one set, in order."""
        return tuple(line for line in self.reps if line.rep.set == index)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything the screens know at one instant; ``now_s`` is the drawing clock, not the device's."""

    now_s: float
    prescription: Prescription
    link: LinkState = "none"
    age_s: float | None = None
    """Since force last arrived; ``None`` when it never did."""
    missing_s: float = 0.0
    """Device time for which force came, but none to rely on."""
    rates_hz: tuple[float, ...] = ()
    calibrated: bool = True
    trace: Trace = EMPTY
    full_scale_n: float = 400.0
    feet: Feet | None = None
    gravity_m_s2: float = STANDARD_GRAVITY_M_S2
    """What turns the force of now into a mass to read; masses that are kept come from the core."""
    stance: StanceState | None = None
    clock: Clock | None = None
    cue: Cue = "step_on"
    weigh: Weigh | None = None
    weigh_fraction: float = 0.0
    weigh_still: bool = True
    weighed_for_s: float | None = None
    """Device time since this visit's last weighing."""
    added_load_kg: float | None = None
    last: RepLine | None = None
    """The verdict on show: the last rep of the set in work."""
    moving: bool = False
    """The body rose since the last set closed, or since the visit began."""
    rest_s: float | None = None
    """Device time since the last set closed; ``None`` while one is in work or before the first."""
    visit: Visit = Visit()
    influx: InfluxState | None = None
    gate: bool = False
    """Whether everything that an idle step shows was looked at since it was connected."""
    checks: tuple[CheckView, ...] = ()
    """What is not well with the step, worst first; the status line tells of clock, disk and InfluxDB."""
    alarm: Alarm | None = None
    alarm_can_go: bool = False
    """Whether the alarm goes away when somebody says that they have seen it."""
    notice: Notice | None = None

    @property
    def stale(self) -> bool:
        """Whether what is drawn is older than ``STALE_AFTER_S``."""
        return self.age_s is not None and self.age_s > STALE_AFTER_S

    @property
    def blind(self) -> bool:
        """Whether what the body does now cannot be known."""
        return self.stale or self.link == "lost" or self.missing_s > HOLE_S

    @property
    def standing(self) -> bool:
        """Whether somebody is on the step."""
        return self.stance not in (None, "empty")

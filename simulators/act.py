"""One performance under construction: the body on stage, what is asked of it, and what it meant to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from simulators import drills
from simulators.body import Choreography
from simulators.exercises import SetPlan
from simulators.truth import EventTruth

if TYPE_CHECKING:
    from simulators.athlete import Athlete, Side
    from simulators.exercises import Mode


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be asked of any scenario."""

    scenario: str
    seed: int = 1
    reps: int | None = None
    shapes: str = "mixed"
    mass_kg: float | None = None
    added_kg: float | None = None
    dumbbell_kg: float | None = None
    dumbbell_at: float = 0.0
    """Second from which the dumbbell lies on a plate, to the end."""
    masses: tuple[float, ...] = (10.0, 20.0, 40.0)
    """Loads of a calibration, kg, as the maker believes them to be."""
    mass_error: float = 0.001
    """... and how wrong they may be, relative."""
    leg_share: float = 0.5
    """Share of weight on the left leg of who stands to be compared."""
    series: int = 3
    preloads: int = 3
    hold_s: float = 11.0
    """A load lies for so long: to be seen at rest, to settle, to be measured."""
    mistake: str = "none"
    """What the maker does wrong."""
    stands: str = "nobody"
    """On which plates a person of ``mass_kg`` stands in place of iron."""


@dataclass(slots=True)
class Act:
    """A performance being put together by a scenario."""

    settings: Settings
    body: Choreography
    sets: list[SetPlan] = field(default_factory=list)
    events: list[EventTruth] = field(default_factory=list)
    nobody: bool = False
    """Nobody ever stands on the plates, so there is no mass to know."""
    warming_up: bool = False
    """The plates drift."""
    spiky: bool = False
    """The converters lose and spoil conversions."""

    @classmethod
    def of(cls, settings: Settings, athlete: Athlete) -> Act:
        """Return an empty act with this athlete."""
        return cls(settings, Choreography(athlete, settings.seed, settings.scenario))

    def reps(self, low: int = 10, high: int = 12) -> int:
        """Return how many reps a set has."""
        drawn = int(self.body.rng.integers(low, high + 1))
        return drawn if self.settings.reps is None else self.settings.reps

    def happened(self, kind: str, start_s: float, end_s: float, detail: str = "") -> None:
        """Write down an event."""
        self.events.append(EventTruth(kind, start_s, end_s, detail))

    def enter(self, added_kg: float | None = None) -> None:
        """Begin with empty plates, step on and be weighed; with a load, once without and once with it."""
        rng = self.body.rng
        self.body.wait(rng.uniform(2.0, 3.0))
        self.mount(rng.uniform(5.5, 7.0))
        load_kg = self.settings.added_kg if added_kg is None else added_kg
        if load_kg:
            self.put_on(load_kg)

    def mount(self, quiet_s: float) -> None:
        """Step on and stand quietly."""
        start_s = self.body.now_s
        drills.step_on(self.body)
        self.happened("step_on", start_s, self.body.now_s)
        start_s = self.body.now_s
        self.body.wait(quiet_s)
        self.happened("quiet_stance", start_s, self.body.now_s)

    def dismount(self, away_s: float) -> None:
        """Step off and stay away."""
        start_s = self.body.now_s
        drills.step_off(self.body)
        self.happened("step_off", start_s, self.body.now_s)
        self.body.wait(away_s)

    def put_on(self, load_kg: float, *, standing: bool = False) -> None:
        """Put a backpack on and be weighed again; off the step, or handed over while standing on it."""
        body = self.body
        if standing:
            start_s, took_s = body.now_s, body.rng.uniform(1.5, 3.0)
            body.mass_kg.move(start_s, took_s, body.athlete.body_mass_kg + load_kg)
            body.knock(0.02, took_s, start_s)
            body.wait(took_s + body.rng.uniform(6.0, 8.0))
            self.happened("load", start_s, start_s + took_s, f"{load_kg:g} kg on the back")
            return
        self.dismount(body.rng.uniform(5.0, 8.0))
        body.mass_kg.move(body.now_s - 1.5, 0.5, body.athlete.body_mass_kg + load_kg)
        self.happened("load", body.now_s - 1.5, body.now_s - 1.0, f"{load_kg:g} kg on the back")
        self.mount(body.rng.uniform(5.5, 7.0))

    def leave(self) -> None:
        """Come to rest, step off, leave the plates empty."""
        drills.come_level(self.body)
        self.body.wait(self.body.rng.uniform(3.0, 4.5))
        self.dismount(self.body.rng.uniform(2.0, 3.0))

    def open_set(self, mode: Mode, side: Side | Literal["both"]) -> SetPlan:
        """Begin a set."""
        plan = SetPlan(mode, side)
        self.sets.append(plan)
        return plan

    def tire(self, done: int, of: int) -> None:
        """Grow tired: the tremor after this many reps."""
        self.body.tiredness.move(self.body.now_s, 0.5, done / max(1, of))

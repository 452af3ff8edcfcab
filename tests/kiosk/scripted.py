"""A scripted athlete: the events of a set without a step, for tests that want exact numbers on a screen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from station import events as ev

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MASS_KG = 78.0
LOAD_KG = 5.1
WEIGHT_N = (MASS_KG + LOAD_KG) * 9.80665
RATE_HZ = 90.0
BLOCK_S = 0.05
SESSION = "5e55104e"
START_US = 1_700_000_000_000_000

REPS: tuple[tuple[Literal["left", "right"], float, ev.Tempo, tuple[str, ...]], ...] = (
    ("left", 3.2, "ok", ()),
    ("right", 3.6, "ok", ()),
    ("left", 1.7, "fast", ("fast",)),
    ("right", 3.3, "ok", ()),
    ("left", 3.8, "ok", ()),
    ("right", 2.4, "borderline", ()),
    ("left", 3.1, "ok", ("touch",)),
    ("right", 3.5, "ok", ()),
)


@dataclass(frozen=True)
class Somebody:
    """A person of the list."""

    id: str
    name: str
    body_mass_kg: float | None = None


@dataclass
class ScriptedPeople:
    """A list of people in memory; ``fails`` makes every call raise it."""

    known: list[Somebody] = field(default_factory=list)
    visits: dict[str, int] = field(default_factory=dict)
    fails: Exception | None = None
    pins: dict[str, str] = field(default_factory=dict)

    def athletes(self) -> Sequence[Somebody]:
        """Return everybody."""
        if self.fails is not None:
            raise self.fails
        return list(self.known)

    def add_athlete(self, name: str) -> Somebody:
        """Add somebody."""
        if self.fails is not None:
            raise self.fails
        self.known.insert(0, Somebody(f"id{len(self.known)}", name))
        return self.known[0]

    def erase_athlete(self, athlete_id: str) -> None:
        """Forget somebody."""
        self.known = [one for one in self.known if one.id != athlete_id]

    def last_visit_us(self, athlete_id: str) -> int | None:
        """Return when they were here."""
        return self.visits.get(athlete_id)

    def has_pin(self, athlete_id: str) -> bool:
        """Tell whether they have a PIN."""
        return athlete_id in self.pins

    def opens_for(self, athlete_id: str, pin: str) -> bool:
        """Tell whether it is theirs."""
        return self.pins.get(athlete_id, pin) == pin

    def set_pin(self, athlete_id: str, pin: str | None) -> None:
        """Keep a PIN, or none."""
        self.pins.pop(athlete_id, None)
        if pin is not None:
            self.pins[athlete_id] = pin


@dataclass
class ScriptedLive:
    """Passes on what a test sends, and remembers what the screens asked for."""

    asked: list[tuple[object, ...]] = field(default_factory=list)
    _heard: list[Callable[[Sequence[ev.Event]], None]] = field(default_factory=list)
    visits: int = 0
    plan: ev.SessionPlan | None = None
    """What the visit in work was to follow."""

    def subscribe(self, callback: Callable[[Sequence[ev.Event]], None]) -> None:
        """Remember where events go: to everybody who asked for them."""
        self._heard.append(callback)

    def send(self, events: Sequence[ev.Event]) -> None:
        """Tell everybody."""
        for callback in self._heard:
            callback(events)

    def start(self) -> None:
        """Report a connected step."""
        self.send([link("connected"), identity()])

    def begin(
        self, athlete_id: str | None, prescription: ev.Prescription, plan: ev.SessionPlan | None = None
    ) -> None:
        """Open a visit at once."""
        self.plan = plan
        self.asked.append(("begin", athlete_id, prescription))
        self.visits += 1
        self.send([replace(session("opened", athlete_id), session_id=self.session_id)])

    def configure(self, prescription: ev.Prescription) -> None:
        """Remember what is asked for from now on."""
        self.asked.append(("configure", prescription))

    def end(self) -> None:
        """Close the visit at once."""
        self.asked.append(("end",))
        self.send([replace(session("closed", None), session_id=self.session_id)])

    @property
    def session_id(self) -> str:
        """Id of the visit that began last."""
        return SESSION if self.visits < 2 else f"{SESSION}-{self.visits}"


def link(state: Literal["connected", "lost", "failed", "ended"], detail: str = "") -> ev.Link:
    """Return a change of the port."""
    return ev.Link(state, "/dev/ttyUSB0", START_US, detail)


def identity() -> ev.Identity:
    """Return an ordinary step."""
    return ev.Identity(1, "1.0.0", "uno", "A1B2C3D4", ("L", "R"), 128, 115200, "power")


def health(t_s: float) -> ev.Health:
    """Return the step's account with two unequal converters."""
    channels = (ev.ChannelHealth("L", 1000, 0, 0, 93.1), ev.ChannelHealth("R", 950, 0, 0, 88.4))
    return ev.Health(t_s, t_s, 0, 0, channels)


def session(state: Literal["opened", "closed"], athlete_id: str | None) -> ev.Session:
    """Return the beginning or the end of a visit."""
    return ev.Session(state, SESSION, athlete_id, START_US, "/dev/ttyUSB0", "A1B2C3D4")


def force(start_s: float, left_n: float, right_n: float, seconds: float = BLOCK_S) -> ev.ForceBlock:
    """Return a block of even force."""
    count = max(1, round(seconds * RATE_HZ))
    t_s = start_s + np.arange(count) / RATE_HZ
    return ev.ForceBlock(t_s, np.full(count, left_n), np.full(count, right_n), np.ones(count, dtype=bool))


def rep(
    index: int,
    side: ev.Side = "left",
    seconds: float = 3.2,
    *,
    start_s: float = 0.0,
    tempo: ev.Tempo | None = "ok",
    faults: tuple[str, ...] = (),
    half_width_s: float = 0.2,
    set_index: int = 1,
    final: bool = False,
) -> ev.Rep:
    """Return a rep with everything measured."""
    return ev.Rep(
        final, set_index, index, "lowering", side, start_s, START_US + round(start_s * 1e6), "straight_step",
        single_leg_start_s=start_s, single_leg_end_s=start_s + seconds + 0.9, single_leg_time_s=seconds + 0.9,
        eccentric_tut_s=seconds, eccentric_tut_lo_s=seconds - half_width_s,
        eccentric_tut_hi_s=seconds + half_width_s, tempo=tempo, near_bottom_s=0.5, rise_s=0.8,
        rise_left_share=0.5, added_load_kg=LOAD_KG, added_load_sd_kg=0.1, faults=faults,
    )  # fmt: skip


def set_summary(index: int, end_s: float, reps: Sequence[ev.Rep]) -> ev.SetSummary:
    """Return the summary of these reps."""
    left, right = (sum(one.side == side for one in reps) for side in ("left", "right"))
    clean = sum(not one.faults for one in reps)
    return ev.SetSummary(
        index, "lowering", "both", "straight_step", 0.0, end_s, START_US, "rest",
        reps_done=len(reps), reps_clean=clean, reps_left=left, reps_right=right,
        tut_total_s=36.2, tut_good_s=31.4, eccentric_tut_mean_s=3.2, eccentric_tut_sd_s=0.4,
        single_leg_time_mean_s=4.1, single_leg_time_sd_s=0.5, single_leg_asymmetry_pct=11.0,
        single_leg_asymmetry_band_pct=6.0, rise_asymmetry_pct=2.0,
        added_load_kg=LOAD_KG, added_load_sd_kg=0.1,
        hand_share=0.0, system_mass_kg=MASS_KG + LOAD_KG, zero_drift_n=0.4, sample_rate_hz=88.4,
        invalid_sample_share=0.0,
    )  # fmt: skip


def blocks(start_s: float, stop_s: float, left_share: float) -> Iterator[tuple[float, ev.Event]]:
    """Yield force with a little sway."""
    for t_s in np.arange(start_s, stop_s, BLOCK_S):
        sway = 1 + 0.02 * np.sin(7.0 * t_s) + 0.01 * np.sin(31.0 * t_s)
        share = min(1.0, max(0.0, left_share + 0.02 * np.sin(3.0 * t_s) * (0 < left_share < 1)))
        yield float(t_s) + BLOCK_S, force(float(t_s), WEIGHT_N * sway * share, WEIGHT_N * sway * (1 - share))


def weigh_in(start_s: float) -> Iterator[tuple[float, ev.Event]]:
    """Yield somebody stepping on and standing still until they are weighed."""
    yield start_s, ev.Stance("both", start_s)
    for step in range(13):
        yield start_s + step / 4, ev.WeighProgress(start_s + step / 4, step / 12, still=True)
    yield start_s + 3.1, ev.Weigh(start_s, start_s + 3.0, MASS_KG + LOAD_KG, 0.1, 0.5, LOAD_KG)
    yield from blocks(start_s, start_s + 6.0, 0.5)


def performed(index: int, start_s: float, *, set_index: int = 1) -> Iterator[tuple[float, ev.Event]]:
    """Yield one rep of the script: rise, one leg, both feet, verdict; saved a moment later."""
    side, seconds, tempo, faults = REPS[(index - 1) % len(REPS)]
    one_leg_s, back_s = start_s + 1.5, start_s + 1.5 + seconds + 0.9
    yield start_s + 1.0, ev.Rise(start_s + 0.2, start_s + 1.0, 0.08, 0.5)
    yield one_leg_s, ev.Stance(side, one_leg_s)
    yield back_s, ev.Stance("both", back_s)
    done = rep(index, side, seconds, start_s=one_leg_s, tempo=tempo, faults=faults, set_index=set_index)
    yield back_s + 0.25, done
    yield back_s + 0.3, ev.Saved("rep", SESSION, set_index, index)
    yield from blocks(start_s, one_leg_s, 0.5)
    yield from blocks(one_leg_s, back_s, 1.0 if side == "left" else 0.0)
    yield from blocks(back_s, back_s + 1.0, 0.5)


def a_set(reps: int, start_s: float = 6.0, set_index: int = 1) -> list[tuple[float, ev.Event]]:
    """Return a whole set from the weighing to the rest, as ``(device time, event)`` in order."""
    timed = [*weigh_in(0.0), (0.5, health(0.5)), (1.0, ev.InfluxState("waiting", 12, 0))]
    t_s = start_s
    done: list[ev.Rep] = []
    for index in range(1, reps + 1):
        part = sorted(performed(index, t_s, set_index=set_index), key=lambda item: item[0])
        done += [event for _, event in part if isinstance(event, ev.Rep)]
        timed += part
        t_s = part[-1][0]
    timed += [(t_s + 4.0, set_summary(set_index, t_s, done))]
    timed += list(blocks(t_s, t_s + 20.0, 0.5))
    return sorted(timed, key=lambda item: item[0])

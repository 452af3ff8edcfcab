"""The log by day and leg, so that a rule can ask for a window of days without reading everything again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Final

from station.programme.advice import Datum
from station.programme.entry import BODY_MASS_KG
from station.programme.log import NRS_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from station.programme.log import Leg, Log, Profile, SessionDone, SetDone, Symptom, SymptomKind

LEGS: Final[tuple[Leg, Leg]] = ("left", "right")
UNITS: Final = {"stiffness_min": "min", "visa_a": "points", **dict.fromkeys(NRS_KINDS, "NRS")}


@dataclass(frozen=True, slots=True)
class DayWork:
    """What one leg did on one day. ``None`` is what could not be told."""

    reps: int
    reps_judged: int
    """Repetitions whose tempo was judged."""
    reps_not_fast: int
    load_kg: float | None
    """Median of the sets' measured loads; sets held up by the rail do not count."""
    volume_kg_s: float | None
    """``None`` when any of the day's sets has none."""
    tut_mean_s: float | None
    sessions: tuple[str, ...]


class History:
    """One athlete's log, indexed. Days are ordinals (``date.toordinal``) inside, dates at the edges."""

    def __init__(self, log: Log, profile: Profile, rail_invalid_share: float) -> None:
        self.log = log
        self._rail = rail_invalid_share
        self.sessions_on: dict[int, list[SessionDone]] = defaultdict(list)
        for session in log.sessions:
            self.sessions_on[session.day.toordinal()].append(session)
        self.training_days: list[int] = sorted(self.sessions_on)
        self.readings: dict[tuple[Leg, SymptomKind], dict[int, Symptom]] = defaultdict(dict)
        for symptom in log.symptoms:
            self._index(symptom)
        self.work: dict[Leg, dict[int, DayWork]] = {leg: dict(self._work(leg)) for leg in LEGS}
        self.leg_days: dict[Leg, list[int]] = {
            leg: [d for d in self.training_days if d in self.work[leg]] for leg in LEGS
        }
        sure = [d for d in self.training_days if not all(s.clock_doubtful for s in self.sessions_on[d])]
        self._sure: dict[Leg, list[int]] = {leg: [d for d in sure if d in self.work[leg]] for leg in LEGS}
        self.breaks_from: int = sure[0] if sure else 0
        """What a doubtful clock dated before everything sure begins no break: nobody has been away since."""
        self._masses = list(self._lowest_masses())
        self._stated_mass_kg = profile.body_mass_kg

    def _index(self, symptom: Symptom) -> None:
        """Keep the worst reading of a day: when two disagree, the higher one counts."""
        day = symptom.day.toordinal()
        for leg in LEGS if symptom.leg is None else (symptom.leg,):
            readings = self.readings[leg, symptom.kind]
            if day not in readings or symptom.value > readings[day].value:
                readings[day] = symptom

    def _work(self, leg: Leg) -> Iterator[tuple[int, DayWork]]:
        for day, sessions in self.sessions_on.items():
            sets = [
                (session, done, reps)
                for session in sessions
                for done in session.sets
                if (reps := reps_of(done, leg))
            ]
            if sets:
                yield day, _day_work(sets, self._rail)

    def _lowest_masses(self) -> Iterator[tuple[int, float]]:
        """Yield the lowest body mass weighed so far, day by day: the cap of load never grows with a meal."""
        lowest: float | None = None
        for day in self.training_days:
            weighed = [mass for s in self.sessions_on[day] if (mass := _body_mass_kg(s)) is not None]
            if weighed and (lowest is None or min(weighed) < lowest):
                lowest = min(weighed)
                yield day, lowest

    def body_mass_kg(self, day: int) -> float | None:
        """Return the lowest body mass known up to a day, or the stated one; ``None`` when nobody knows."""
        at = bisect_right(self._masses, (day, float("inf")))
        return self._masses[at - 1][1] if at else self._stated_mass_kg

    def trained_between(self, first: int, last: int) -> Sequence[int]:
        """Return the training days from ``first`` to ``last``, both included."""
        return self.training_days[
            bisect_left(self.training_days, first) : bisect_right(self.training_days, last)
        ]

    def last_trained(self, before: int, leg: Leg | None = None) -> int | None:
        """Return the last training day before a day, of any leg or of one.

        Days before ``breaks_from`` are left out.
        """
        days = self.training_days if leg is None else self.leg_days[leg]
        at = bisect_left(days, before)
        return days[at - 1] if at and days[at - 1] >= self.breaks_from else None

    def first_trained(self, since: int, leg: Leg) -> int | None:
        """Return the first day on which a leg trained, from a day on."""
        days = self.leg_days[leg]
        at = bisect_left(days, since)
        return days[at] if at < len(days) else None

    def sure_days(self, leg: Leg, first: int, last: int) -> list[int]:
        """Return the days on which this leg trained and the clock was trusted."""
        days = self._sure[leg]
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def reading(self, leg: Leg, kind: SymptomKind, day: int) -> Symptom | None:
        """Return the worst reading of one kind on one day."""
        return self.readings[leg, kind].get(day)

    def window(self, leg: Leg, kinds: Iterable[SymptomKind], first: int, last: int) -> list[Symptom]:
        """Return the worst readings a day of some kinds from ``first`` to ``last``, both included, in order."""
        found: list[Symptom] = []
        for kind in kinds:
            by_day = self.readings[leg, kind]
            if by_day:
                found += [by_day[day] for day in range(first, last + 1) if day in by_day]
        return sorted(found, key=lambda s: (s.day, s.time_us, s.kind))

    def sharp_lately(self, leg: Leg, first: int, last: int) -> bool:
        """Say whether sharp pain was told from ``first`` to ``last``, both included."""
        return any(reading.value for reading in self.window(leg, ("sharp",), first, last))

    def latest(self, leg: Leg, kind: SymptomKind, first: int, last: int) -> Symptom | None:
        """Return the newest reading of a kind within some days."""
        found = self.window(leg, (kind,), first, last)
        return found[-1] if found else None


def _body_mass_kg(session: SessionDone) -> float | None:
    """Return the mass weighed without load, or else what a set weighed less its own added load."""
    if session.body_mass_kg is not None:
        return session.body_mass_kg
    masses = [
        mass
        for done in session.sets
        if done.system_mass_kg is not None
        and done.added_load_kg is not None
        and BODY_MASS_KG[0] <= (mass := done.system_mass_kg - done.added_load_kg) <= BODY_MASS_KG[1]
    ]
    return median(masses) if masses else None


def reps_of(done: SetDone, leg: Leg) -> int:
    """Return how many repetitions of a set this leg did; on both feet each leg does all of them."""
    if done.kind == "bilateral":
        return done.reps_done
    counted = done.reps_left if leg == "left" else done.reps_right
    if counted or done.reps_left or done.reps_right:
        return counted
    return done.reps_done if done.side in (leg, "both") else 0


def measured_load_kg(done: SetDone, rail_invalid_share: float) -> float | None:
    """Return a set's added load, unless the hands carried so much that it says nothing."""
    if done.hand_share is not None and done.hand_share > rail_invalid_share:
        return None
    return done.added_load_kg


def _day_work(sets: list[tuple[SessionDone, SetDone, int]], rail: float) -> DayWork:
    loads = [load for _, done, _ in sets if (load := measured_load_kg(done, rail)) is not None]
    volumes = [done.volume_load_kg_s for _, done, _ in sets]
    tuts = [done.eccentric_tut_mean_s for _, done, _ in sets if done.eccentric_tut_mean_s is not None]
    judged = [(done, reps / done.reps_done) for _, done, reps in sets if done.reps_tempo_ok is not None]
    return DayWork(
        reps=sum(reps for _, _, reps in sets),
        reps_judged=sum(round(share * (_judged_reps(done))) for done, share in judged),
        reps_not_fast=sum(round(share * (done.reps_tempo_ok or 0)) for done, share in judged),
        load_kg=median(loads) if loads else None,
        volume_kg_s=None if None in volumes else sum(v for v in volumes if v is not None),
        tut_mean_s=sum(tuts) / len(tuts) if tuts else None,
        sessions=tuple(dict.fromkeys(session.id for session, _, _ in sets)),
    )


def _judged_reps(done: SetDone) -> int:
    return done.reps_done if done.reps_tempo_judged is None else done.reps_tempo_judged


def datum(symptom: Symptom) -> Datum:
    """Return a reading as a rule's evidence."""
    return Datum(
        symptom.day, symptom.kind, symptom.value, UNITS.get(symptom.kind, ""), symptom.leg, symptom.session_id
    )


def day_of(ordinal: int) -> date:
    """Return the date of an ordinal."""
    return date.fromordinal(ordinal)

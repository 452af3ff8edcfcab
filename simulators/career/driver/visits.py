"""A visit of a career in the station's own terms: its verdicts and its sums over what was simulated."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from station import events as ev
from station.metrics.session import summarize_session
from station.metrics.summary import SetContext, summarize
from station.metrics.verdicts import Evidence, faults_of, tempo_of

if TYPE_CHECKING:
    from datetime import date

    from simulators.career import plain
    from simulators.career.traits import Traits


_MICRO = 1_000_000
_REP_FIELDS = frozenset(field.name for field in fields(ev.Rep))
_FIRMWARE = "career 1"
_CALIBRATION = "L = 0.000431 @ 84213 / 1735689600, R = 0.000428 @ 79120 / 1735689600"
_PORT, _STEP = "sim://career", "career0"


def micros(day: date, minute: float) -> int:
    """Return a moment of a day, UTC, in microseconds since the epoch."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return round((midnight.timestamp() + 60.0 * minute) * _MICRO)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit in the station's own terms."""

    opened_us: int
    closed_us: int
    reps: tuple[ev.Rep, ...]
    sets: tuple[ev.SetSummary, ...]


def visit_of(done: plain.DoneVisit) -> Visit:
    """Return a visit as the station would have stored it: its own verdicts and sums over what was simulated."""
    opened_us = micros(done.day, done.minute)
    reps: list[ev.Rep] = []
    sets: list[ev.SetSummary] = []
    for index, one in enumerate(done.sets):
        its = [_rep(rep, index, number, one, opened_us) for number, rep in enumerate(one.reps)]
        context = SetContext(
            one.end_s, "rest", its[0].start_time_us, one.variant, one.system_mass_kg, 0.4, 92.6, 0.0008,
            _FIRMWARE, _CALIBRATION,
        )  # fmt: skip
        reps += its
        sets.append(summarize(index, its, context))
    return Visit(opened_us, opened_us + round(done.end_s * _MICRO), tuple(reps), tuple(sets))


def _rep(done: plain.DoneRep, set_index: int, index: int, one: plain.DoneSet, opened_us: int) -> ev.Rep:
    values: dict[str, Any] = {name: value for name, value in done.values.items() if name in _REP_FIELDS}
    rep = ev.Rep(
        final=True, set=set_index, index=index, mode=done.kind, side=done.side, start_s=done.start_s,
        start_time_us=opened_us + round(done.start_s * _MICRO), variant=one.variant, **values,
        refused=dict(done.refused),
    )  # fmt: skip
    bounds_s = (_float(done.seen.get("lo_s")), _float(done.seen.get("hi_s")))
    target_s = one.asked.lower_s[0] if one.asked else 0.5
    tempo = tempo_of(rep.single_leg_time_s, bounds_s, target_s)
    refused = (
        rep.refused
        if tempo
        else rep.refused | {"tempo": rep.refused.get("eccentric_tut_s", "no lowering time")}
    )
    evidence = Evidence(
        frozenset(),
        tempo=tempo,
        touched=bool(done.seen["touched"]),
        spring_m_s=_float(done.seen["spring_m_s"]),
        hand_share=rep.hand_share,
        other_share=None if done.kind == "bilateral" else _float(done.seen["other_share"]),
        rise_left_share=None if done.kind == "single_leg_raise" else rep.rise_left_share,
    )
    return replace(rep, tempo=tempo, faults=tuple(faults_of(evidence)), refused=refused)


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True, slots=True)
class Place:
    """Under which names a visit is stored, and what was planned for it."""

    session_id: str
    athlete_id: str
    plan: ev.SessionPlan | None


def session_events(done: plain.DoneVisit, place: Place, traits: Traits) -> list[ev.Event]:
    """Return the events of one visit in the order a station tells them."""
    visit = visit_of(done)
    mass_kg = done.body_mass_kg
    opened = ev.Session(
        "opened", place.session_id, place.athlete_id, visit.opened_us, _PORT, _STEP, mass_kg, plan=place.plan
    )
    told: list[ev.Event] = [opened, ev.Weigh(5.0, 8.2, mass_kg, 0.05, done.left_share, None)]
    for one in visit.sets:
        its = [rep for rep in visit.reps if rep.set == one.index]
        told += [replace(rep, final=False) for rep in its]
        told += [*its, one]
    closed = replace(
        opened,
        state="closed",
        time_us=visit.closed_us,
        sets_done=len(visit.sets),
        reps_done=len(visit.reps),
        summary=summarize_session(visit.reps, traits.sore, place.plan),
    )
    return [*told, closed]

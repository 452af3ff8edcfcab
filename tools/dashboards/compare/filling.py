"""A store filled with simulated lives, and the points that it stands for."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from simulators.career.cases import CASES
from simulators.career.driver.career import Career
from simulators.career.driver.filling import fill
from station.events import ChannelHealth, Health, HealthReport, Session, SessionPlan, SetCurve, SymptomNoted
from station.health.fields import MEASURED
from station.health.verdict import as_check, judged
from station.store import Store, StoreWriter, points, resending, symptoms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from station.events import HealthCheck
    from station.store import Point

START: Final = date(2026, 3, 2)
_MINUTE_US: Final = 60_000_000
_PLAN: Final = "seed-default"
_MINUTES: Final = 20
_SOMETIMES: Final = 0.1
_NOISY_N: Final = 1.2
_ONE_THING_EACH: Final = ({"daily_life": 8.0}, {"run_during": 9.0}, {"feels_balanced": 1.0})
"""Entries of which most panels show nothing; two of them are alarming."""


@dataclass(frozen=True, slots=True)
class Life:
    """One career: its case, its seed."""

    case: str
    seed: int


def fill_store(folder: Path, lives: Sequence[Life], weeks: int, *, health_visits: int = 40) -> None:
    """Fill ``station.db`` in a folder with careers, and with visits of guests in which the step tells of itself."""
    for life in lives:
        career = Career(CASES[life.case], life.seed, START, _PLAN)
        fill(career, list(career.days(weeks)), str(folder), f"{life.case} {life.seed}")
    with Store.open(folder / "station.db") as store:
        _decided(store)
        for station, seed in (("step1", 1), ("step2", 2)):
            _guests(StoreWriter(store, "clinic", station), station, random.Random(seed), health_visits)  # noqa: S311  reproducible, not secret


def _decided(store: Store) -> None:
    """Store visits of somebody for whom a coach decided, and who trained although the plan suggested to ask first."""
    who = store.add_athlete("Decided (simulated)").id
    writer = StoreWriter(store, "clinic", "step1")
    plan = SessionPlan(_PLAN, 3, "Build", "rehab", "train", override="load 7.5, reps 8", alerts=("plateau",))
    for number, asked in enumerate((plan, plan, replace(plan, action="stop_and_ask", override=""))):
        at_us = _begun_us() + number * 86_400_000_000
        opened = Session("opened", f"decided-{number}", who, at_us, "sim://career", "uid-step1", plan=asked)
        closed = replace(opened, state="closed", time_us=at_us + _MINUTE_US)
        writer.handle([opened, _curve(at_us), closed], at_us)
    for number, values in enumerate(_ONE_THING_EACH):
        at_us = _begun_us() + number * 86_400_000_000
        writer.handle([SymptomNoted(who, at_us, values, "left", f"decided-{number}")], at_us)


def _curve(opened_us: int) -> SetCurve:
    """Return the forces of half a minute in which the weight goes to and fro."""
    t_s = tuple(0.1 * number for number in range(300))
    left_n = tuple(350.0 + 300.0 * math.sin(at_s) for at_s in t_s)
    right_n = tuple(700.0 - each for each in left_n)
    return SetCurve(1, "left", "straight_step", 2.0, opened_us + 2_000_000, t_s, left_n, right_n)


def _begun_us() -> int:
    """Return eleven o'clock of the first day, UTC."""
    return (START - date(1970, 1, 1)).days * 86_400_000_000 + 39_600_000_000


def _guests(writer: StoreWriter, station: str, chance: random.Random, visits: int) -> None:
    """Hand in visits of a step that ages, drifts, loses now and then, and is calibrated again halfway."""
    begun_us = _begun_us()
    for number in range(visits):
        counters = [0, 0, 0, 0]  # plugged in for the visit
        at_us = begun_us + number * 86_400_000_000 + chance.randrange(_MINUTE_US)
        name = f"{station}-{number}"
        opened = Session("opened", name, None, at_us, "sim://career", f"uid-{station}")
        writer.handle([opened], at_us)
        age_d = float(300 + number if number < visits // 2 else number - visits // 2)
        for minute in range(_MINUTES):
            told_us = at_us + minute * _MINUTE_US
            counters = [count + (chance.random() < _SOMETIMES) for count in counters]
            report = HealthReport(None, True, tuple(_checks(chance, age_d)))
            writer.handle([report, _health(minute, counters, chance)], told_us)
        closed = Session(
            "closed", name, None, at_us + _MINUTES * _MINUTE_US, "sim://career", f"uid-{station}"
        )
        writer.handle([closed], closed.time_us)


def _checks(chance: random.Random, age_d: float) -> Iterator[HealthCheck]:
    for code in MEASURED:
        for channel in (None,) if code == "SKEW" else ("L", "R"):
            measured = age_d if code == "CALIBRATION_AGE" else chance.gauss(0.5, 0.4)
            if code in ("DRIFT", "SKEW"):
                measured -= 1.0  # the wrong way as often as the right one
            bad = code == "NOISE" and measured > _NOISY_N
            yield as_check(judged(code, channel, measured, bad=bad), 1.0)


def _health(minute: int, counters: list[int], chance: random.Random) -> Health:
    channels = tuple(
        ChannelHealth(channel, 5600 * minute, counters[index], counters[index + 2], chance.gauss(92.0, 0.3))
        for index, channel in enumerate("LR")
    )
    return Health(1.0, 5.0 + 60.0 * minute, counters[0], counters[3], channels)


def stored_points(store: Store) -> list[Point]:
    """Return a point for everything that is stored, and what the steps told of themselves from the queue.

    Ask before anything is sent: what a step tells is queued only, never stored.
    """
    made: list[Point] = []
    with store.reading() as connection:
        for visit in store.sessions(limit=10**9):
            made += resending.rebuilt(connection, visit.id)
        for athlete in store.athletes():
            made += [points.symptom_point(entry) for entry in symptoms.entries(connection, athlete.id)]
        queued = connection.execute(
            "SELECT id FROM outbox WHERE measurement IN ('step_health', 'force')"
        ).fetchall()
    wanted = {row[0] for row in queued}
    made += [row.point for row in store.outbox_waiting(10**9) if row.id in wanted]
    return made

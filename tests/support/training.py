"""Short ways to write down training: days, sets, sessions and symptoms, for tests of the programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from station.programme.engine import advise
from station.programme.model import Assignment, Log, Profile, RunDone, SessionDone, SetDone, Symptom
from station.programme.plans import shipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.programme.model import Advice, Leg, Override, Plan, PlannedSet, SymptomKind, Variant

START: Final = date(2026, 1, 5)
"""A Monday."""
HOUR_US: Final = 3_600_000_000


def on(day: int) -> date:
    """Return a day of the plan, 0 is its first."""
    return START + timedelta(days=day)


def at_us(day: int, hour: float = 18) -> int:
    """Return an instant of a day in microseconds since the epoch."""
    begins = datetime(START.year, START.month, START.day, tzinfo=UTC) + timedelta(days=day, hours=hour)
    return int(begins.timestamp() * 1_000_000)


def assigned(
    plan: str | Plan = "seed-default", *, start: int = 0, start_load_kg: float | None = None
) -> Assignment:
    """Assign a plan that comes with the station, or any other."""
    chosen = shipped()[plan] if isinstance(plan, str) else plan
    return Assignment(
        id=f"{chosen.id}@{start}",
        plan=chosen,
        start_day=on(start),
        assigned_us=at_us(start, 8),
        start_load_kg=start_load_kg,
    )


def set_done(
    side: Leg = "left",
    reps: int = 12,
    *,
    load_kg: float | None = 0.0,
    fast: int = 0,
    seconds: float = 4.0,
    variant: Variant = "straight_step",
    body_kg: float = 75.0,
    hand_share: float | None = 0.0,
) -> SetDone:
    """Return a set of lowerings on one leg."""
    return SetDone(
        variant=variant,
        kind="lowering",
        side=side,
        reps_done=reps,
        reps_clean=reps - fast,
        reps_left=reps if side == "left" else 0,
        reps_right=reps if side == "right" else 0,
        reps_tempo_ok=reps - fast,
        reps_tempo_judged=reps,
        tut_total_s=seconds * reps,
        tut_good_form_s=seconds * (reps - fast),
        eccentric_tut_mean_s=seconds - 0.5,
        single_leg_time_mean_s=seconds,
        added_load_kg=load_kg,
        added_load_sd_kg=0.1,
        system_mass_kg=None if load_kg is None else body_kg + load_kg,
        hand_share=hand_share,
        volume_load_kg_s=None if load_kg is None else (body_kg + load_kg) * seconds * reps,
    )


def session(
    day: int, sets: Iterable[SetDone] | None = None, *, hour: float = 18, name: str = ""
) -> SessionDone:
    """Return a session; without sets, two of twelve on each leg."""
    done = tuple(sets) if sets is not None else both_legs()
    return SessionDone(id=name or f"s{day}-{hour:g}", day=on(day), start_us=at_us(day, hour), sets=done)


def both_legs(sets: int = 2, reps: int = 12, load_kg: float | None = 0.0) -> tuple[SetDone, ...]:
    """Return sets of lowerings, left and right in turn, with a little spread of tempo."""
    return tuple(
        set_done(leg, reps, load_kg=load_kg, seconds=4.0 + 0.1 * n)
        for n in range(sets)
        for leg in ("left", "right")
    )


def said(
    kind: SymptomKind,
    value: float,
    day: int,
    *,
    leg: Leg | None = None,
    hour: float = 20,
    session_id: str | None = None,
) -> Symptom:
    """Return a symptom."""
    return Symptom(
        kind=kind, value=value, day=on(day), time_us=at_us(day, hour), leg=leg, session_id=session_id
    )


def quiet_days(
    first: int, last: int, *, pain: float = 0.0, load_kg: float = 0.0, sets: int = 3, reps: int = 15
) -> Log:
    """Return training on every day from ``first`` up to ``last`` (left out), with pain and mornings told."""
    days = range(first, last)
    return Log(
        sessions=tuple(session(day, both_legs(sets, reps, load_kg)) for day in days),
        symptoms=tuple(
            told
            for day in days
            for told in (said("during", pain, day), said("next_morning", pain, day + 1, hour=7))
        ),
    )


def with_more(log: Log, *more: SessionDone | Symptom | RunDone | Override) -> Log:
    """Return a log with more entries."""
    sessions = tuple(entry for entry in more if isinstance(entry, SessionDone))
    symptoms = tuple(entry for entry in more if isinstance(entry, Symptom))
    runs = tuple(entry for entry in more if isinstance(entry, RunDone))
    others = tuple(entry for entry in more if not isinstance(entry, (SessionDone, Symptom, RunDone)))
    return replace(
        log,
        sessions=(*log.sessions, *sessions),
        symptoms=(*log.symptoms, *symptoms),
        runs=(*log.runs, *runs),
        overrides=(*log.overrides, *others),
    )


def joined(*logs: Log) -> Log:
    """Return several logs as one."""
    return Log(
        sessions=tuple(entry for log in logs for entry in log.sessions),
        symptoms=tuple(entry for log in logs for entry in log.symptoms),
        runs=tuple(entry for log in logs for entry in log.runs),
        overrides=tuple(entry for log in logs for entry in log.overrides),
    )


def today(
    log: Log, day: int, *, plan: str | Plan = "seed-default", profile: Profile | None = None, start: int = 0
) -> Advice:
    """Return the advice of one plan for a day."""
    return advise([assigned(plan, start=start)], profile or Profile(), log, on(day), shipped())


def names(advice: Advice) -> set[str]:
    """Return the names of an advice's reasons."""
    return {reason.name for reason in advice.reasons}


def alert_names(advice: Advice) -> set[str]:
    """Return the names of an advice's alerts."""
    return {alert.name for alert in advice.alerts}


def of_leg(advice: Advice, leg: Leg) -> list[PlannedSet]:
    """Return one leg's sets."""
    return [one for one in advice.sets if one.leg == leg]


def loads_kg(advice: Advice) -> set[float]:
    """Return the loads of an advice's sets."""
    return {one.added_load_kg for one in advice.sets}

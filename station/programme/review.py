"""The log made usable: in order, without what cannot be, and with a note for everything set aside."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from station.instants import utc
from station.programme.advice import SetAside
from station.programme.entry import BODY_MASS_KG, HEAVIEST_ADDED_KG, override_fits, symptom_fits, worst_value
from station.programme.log import YES_NO_KINDS, Log, SetDone
from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.programme.log import Override, RunDone, SessionDone, Symptom

SCALE_NOISE_KG: Final = 1.0
"""A measured load this far below nothing is nothing; further below it is not a load."""
CLOCK_AGREES: Final = timedelta(days=1, hours=14)
"""A local day and its instant in universal time are never further apart than this."""
_MEASURED: Final = tuple(field.name for field in fields(SetDone) if field.default is None)
"""What may be missing from a set, and then may also be no number."""


@dataclass(frozen=True, slots=True)
class Clean:
    """The usable part of a log up to a day, each kind in order of time."""

    log: Log
    set_aside: tuple[SetAside, ...]


def review(log: Log, today: date) -> tuple[SetAside, ...]:
    """Return every entry that today's suggestion does not use, those dated after today included."""
    clean = clean_log(log, today)
    ahead: list[SetAside] = []
    for session in log.sessions:
        ahead += _ahead("session", session.id, session.day, today)
    for symptom in log.symptoms:
        ahead += _ahead("symptom", symptom.kind, symptom.day, today)
    for run in log.runs:
        ahead += _ahead("run", run.id, run.day, today)
    return (*clean.set_aside, *ahead)


def clean_log(log: Log, today: date) -> Clean:
    """Return what of the log counts up to and including ``today``; the future is left out without a word."""
    aside: list[SetAside] = []
    sessions = tuple(_sessions((s for s in log.sessions if s.day <= today), aside))
    symptoms = tuple(_symptoms([s for s in log.symptoms if s.day <= today], aside))
    runs = tuple(sorted(_unique_runs([r for r in log.runs if r.day <= today], aside), key=_when_run))
    overrides = tuple(sorted(_overrides(log.overrides, today, aside), key=_when_decided))
    aside.sort(key=lambda note: (note.day, note.what, note.id, note.sentence.id))
    return Clean(Log(sessions=sessions, symptoms=symptoms, runs=runs, overrides=overrides), tuple(aside))


def _ahead(what: str, name: str, day: date, today: date) -> Iterable[SetAside]:
    if day > today:
        yield _note(what, name, day, "aside.future")


def _note(what: str, name: str, day: date, why: str, **values: str | float) -> SetAside:
    return SetAside(what=what, id=name, day=day, sentence=say(why, day=day, **values))  # type: ignore[arg-type]  # what is a literal in this file


def _sessions(sessions: Iterable[SessionDone], aside: list[SetAside]) -> Iterable[SessionDone]:
    seen: set[str] = set()
    for session in sorted(sessions, key=lambda s: (s.day, s.start_us, s.id)):
        if session.id in seen:
            aside.append(_note("session", session.id, session.day, "aside.twice"))
            continue
        seen.add(session.id)
        sets = tuple(_sets(session, aside))
        if not sets:
            continue
        doubtful = session.clock_doubtful or not _clock_agrees(session.day, session.start_us)
        if doubtful:
            aside.append(_note("session", session.id, session.day, "aside.clock"))
        mass_kg = _mass(session.body_mass_kg)
        if (sets, doubtful, mass_kg) == (session.sets, session.clock_doubtful, session.body_mass_kg):
            yield session
        else:
            yield replace(session, sets=sets, clock_doubtful=doubtful, body_mass_kg=mass_kg)


def _clock_agrees(day: date, start_us: int) -> bool:
    try:
        instant = utc(start_us)
    except OverflowError:
        return False
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return begins - CLOCK_AGREES < instant < begins + timedelta(days=1) + CLOCK_AGREES


def _mass(mass_kg: float | None) -> float | None:
    if mass_kg is None or not BODY_MASS_KG[0] <= mass_kg <= BODY_MASS_KG[1]:
        return None
    return mass_kg


def _sets(session: SessionDone, aside: list[SetAside]) -> Iterable[SetDone]:
    for done in session.sets:
        if done.reps_done < 0 or done.reps_left < 0 or done.reps_right < 0:
            aside.append(_note("set", session.id, session.day, "aside.reps", value=done.reps_done))
        elif done.reps_done:
            yield _plausible(done, session, aside)


def _plausible(done: SetDone, session: SessionDone, aside: list[SetAside]) -> SetDone:
    """Take away what cannot be a value; a load a scale's noise below nothing is nothing."""
    done = _finite(done)
    load_kg = done.added_load_kg
    if load_kg is None:
        return done
    if not -SCALE_NOISE_KG <= load_kg <= HEAVIEST_ADDED_KG:
        aside.append(_note("set", session.id, session.day, "aside.load", value=load_kg))
        return replace(done, added_load_kg=None, volume_load_kg_s=None)
    return done if load_kg >= 0 else replace(done, added_load_kg=0.0)


def _finite(done: SetDone) -> SetDone:
    """Return the set with every value that is no number taken as not known."""
    values = {name: getattr(done, name) for name in _MEASURED}
    wrong: dict[str, Any] = {
        name: None for name, value in values.items() if value is not None and not math.isfinite(value)
    }
    return replace(done, **wrong) if wrong else done


def _symptoms(symptoms: list[Symptom], aside: list[SetAside]) -> Iterable[Symptom]:
    last_word: dict[object, Symptom] = {}
    kept: list[Symptom] = []
    for symptom in sorted(symptoms, key=lambda s: (s.day, s.time_us, s.kind, s.value, s.leg or "")):
        if not symptom_fits(symptom.kind, symptom.value):
            worst = worst_value(symptom.kind)
            why = "aside.scale" if worst is None else "aside.worst"
            values = {"value": symptom.value, "worst": -1.0 if worst is None else worst}
            aside.append(_note("symptom", symptom.kind, symptom.day, why, **values))
            if worst is not None:
                kept.append(replace(symptom, value=worst))
        elif symptom.kind in YES_NO_KINDS and symptom.session_id is not None:
            last_word[symptom.kind, symptom.session_id, symptom.leg] = symptom
        else:
            kept.append(symptom)
    return sorted(
        [*kept, *last_word.values()], key=lambda s: (s.day, s.time_us, s.kind, s.value, s.leg or "")
    )


def _unique_runs(runs: list[RunDone], aside: list[SetAside]) -> Iterable[RunDone]:
    seen: set[str] = set()
    for run in runs:
        wrong = run.during_nrs is not None and not symptom_fits("during", run.during_nrs)
        if run.id in seen:
            aside.append(_note("run", run.id, run.day, "aside.twice"))
        elif wrong:
            aside.append(_note("run", run.id, run.day, "aside.scale", value=run.during_nrs or 0.0))
            yield replace(run, during_nrs=None)
        else:
            yield run
        seen.add(run.id)


def _when_decided(override: Override) -> tuple[int, int, str]:
    """Return a key that puts the tenth decision of one instant after the ninth."""
    return override.made_us, len(override.id), override.id


def _when_run(run: RunDone) -> tuple[date, int, str]:
    return run.day, run.time_us, run.id


def _overrides(overrides: Iterable[Override], today: date, aside: list[SetAside]) -> Iterable[Override]:
    for override in overrides:
        if override_fits(override):
            if override.from_day <= today:
                yield override
        elif override.from_day <= today:
            aside.append(_note("override", override.id, override.from_day, "aside.override"))

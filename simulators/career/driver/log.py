"""What a person of a career did and felt, as the log that the programme reads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from simulators.career.driver.visits import micros, visit_of
from station.programme import model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from simulators.career import plain
    from station import events as ev


def session_id(number: int) -> str:
    """Return the name of a career's visit, counted from 0."""
    return f"visit-{number + 1:03d}"


def log_of(lived: plain.Lived, before: model.Log) -> model.Log:
    """Return the log with one more day, or with what has passed of it."""
    first = len(before.sessions)
    sessions = [_session(visit, first + number) for number, visit in enumerate(lived.visits)]
    return model.Log(
        sessions=(*before.sessions, *sessions),
        symptoms=(*before.symptoms, *(_symptom(felt) for felt in lived.felt)),
        runs=(*before.runs, *(_run(run, number) for number, run in enumerate(lived.runs))),
        overrides=(*before.overrides, *(_override(word, lived.day) for word in lived.words)),
    )


def _session(done: plain.DoneVisit, number: int) -> model.SessionDone:
    visit = visit_of(done)
    reps = [[rep for rep in visit.reps if rep.set == one.index] for one in visit.sets]
    return model.SessionDone(
        id=session_id(number),
        day=done.day,
        start_us=visit.opened_us,
        sets=tuple(_set_done(one, its) for one, its in zip(visit.sets, reps, strict=True)),
        warmed_up=done.warmed_up,
        body_mass_kg=done.body_mass_kg,
    )


def _set_done(one: ev.SetSummary, reps: Sequence[ev.Rep]) -> model.SetDone:
    judged = [rep.tempo for rep in reps if rep.tempo is not None]
    same = {
        name: getattr(one, name)
        for name in ("side", "reps_done", "reps_clean", "reps_left", "reps_right", "tut_total_s",
                     "eccentric_tut_mean_s", "single_leg_time_mean_s", "added_load_kg", "added_load_sd_kg",
                     "system_mass_kg", "hand_share", "volume_load_kg_s")
    }  # fmt: skip
    return model.SetDone(
        variant=cast("model.Variant", one.variant),
        kind=one.mode,
        tut_good_form_s=one.tut_good_s,
        reps_tempo_ok=sum(tempo != "fast" for tempo in judged),
        reps_tempo_judged=len(judged),
        single_leg_time_left_mean_s=_mean(reps, "left"),
        single_leg_time_right_mean_s=_mean(reps, "right"),
        fault_counts=tuple(sorted(one.fault_counts.items())),
        **same,
    )


def _mean(reps: Sequence[ev.Rep], side: str) -> float | None:
    times = [rep.single_leg_time_s for rep in reps if rep.side == side and rep.single_leg_time_s is not None]
    return sum(times) / len(times) if times else None


def _symptom(felt: plain.Felt) -> model.Symptom:
    visit = None if felt.visit is None else session_id(felt.visit)
    said_us = micros(felt.said or felt.day, felt.minute)
    return model.Symptom(
        kind=cast("model.SymptomKind", felt.kind),
        value=felt.value,
        day=felt.day,
        time_us=said_us,
        leg=felt.leg,
        session_id=visit,
    )


def _run(run: plain.Ran, number: int) -> model.RunDone:
    at_us = micros(run.day, 18 * 60 + number)
    return model.RunDone(
        id=f"run-{run.day}-{number}",
        day=run.day,
        time_us=at_us,
        run_min=run.minutes,
        surface=run.surface,
        level=run.level,
    )


def _override(word: plain.CoachWord, day: date) -> model.Override:
    until = day + timedelta(days=word.days - 1)
    at_us = micros(day, 7 * 60)
    return model.Override(
        id=f"word-{day}", from_day=day, until_day=until, reason=word.reason, by=word.by, made_us=at_us,
        sets=word.sets, reps=word.reps, load_kg=word.load_kg, rest=word.rest,
    )  # fmt: skip

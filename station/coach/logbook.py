"""The programme's log, made from the store: the same rows give the same log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from station.coach.days import local_day
from station.programme.model import Log, RunDone, SessionDone, SetDone, Symptom
from station.store import plans, symptoms, training

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, tzinfo

    from station.events import SetSummary
    from station.programme.model import Kind, Leg, Side, Surface, SymptomKind, Variant
    from station.store import Store
    from station.store.symptoms import Entry
    from station.store.training import SetRow, VisitRow

WARM_UP_RAISES: Final = 5
"""Two-leg raises before the first repetition on one leg that count as a warm-up: half of what plans suggest."""


def log_of(store: Store, athlete_id: str, zone: tzinfo | None = None) -> Log:
    """Return everything stored that the programme asks about; visits that are open with their closed sets."""
    with store.reading() as connection:
        entries = [e for e in symptoms.entries(connection, athlete_id) if e.withdrawn_us is None]
        kept = plans.overrides(connection, athlete_id)
        visits = training.visits(connection, athlete_id)
    return Log(
        sessions=tuple(_session(row, zone) for row in visits),
        symptoms=tuple(symptom for entry in entries for symptom in symptoms_of(entry, zone)),
        runs=tuple(_run(entry, zone) for entry in entries if entry.is_run),
        overrides=tuple(each.in_force for each in kept if each.in_force is not None),
    )


def day_of(entry: Entry, zone: tzinfo | None = None) -> date:
    """Return the local date an entry tells of: as stated, else that of its time."""
    return local_day(entry.time_us, zone) if entry.day is None else plans.day_of(entry.day)


def symptoms_of(entry: Entry, zone: tzinfo | None = None) -> Iterator[Symptom]:
    """Yield an entry's symptoms; what it says of a run is none."""
    for kind, value in entry.values.items():
        if kind in symptoms.KINDS:
            yield Symptom(
                kind=cast("SymptomKind", kind),
                value=value,
                day=day_of(entry, zone),
                time_us=entry.time_us,
                leg=None if entry.leg in (None, "both") else cast("Leg", entry.leg),
                session_id=entry.session_id,
            )


def _run(entry: Entry, zone: tzinfo | None) -> RunDone:
    level = entry.values.get("run_level")
    return RunDone(
        id=f"run{entry.id}",
        day=day_of(entry, zone),
        time_us=entry.time_us,
        level=None if level is None else round(level),
        run_min=entry.values.get("run_min"),
        surface=cast("Surface", entry.run_surface),
        during_nrs=entry.values.get("run_during"),
    )


def _session(row: VisitRow, zone: tzinfo | None) -> SessionDone:
    warmed_up = None if row.raises_before is None else row.raises_before >= WARM_UP_RAISES
    return SessionDone(
        id=row.id,
        day=local_day(row.opened_us, zone),
        start_us=row.opened_us,
        sets=tuple(map(_set, row.sets)),
        clock_doubtful=row.clock == "wrong" or row.held,
        warmed_up=warmed_up,
        body_mass_kg=row.weighed_kg,
    )


def _set(row: SetRow) -> SetDone:
    return SetDone(
        variant=cast("Variant", row.variant),
        kind=cast("Kind", row.mode),
        side=cast("Side", row.side),
        reps_done=row.reps_done,
        reps_clean=row.reps_clean,
        reps_left=row.reps_left,
        reps_right=row.reps_right,
        reps_tempo_ok=row.reps_tempo_ok if row.reps_tempo_judged else None,
        reps_tempo_judged=row.reps_tempo_judged or None,
        tut_total_s=row.tut_total_s,
        tut_good_form_s=row.tut_good_s,
        eccentric_tut_mean_s=row.eccentric_tut_mean_s,
        single_leg_time_mean_s=row.single_leg_time_mean_s,
        single_leg_time_left_mean_s=row.single_leg_time_left_mean_s,
        single_leg_time_right_mean_s=row.single_leg_time_right_mean_s,
        added_load_kg=row.added_load_kg,
        added_load_sd_kg=row.added_load_sd_kg,
        system_mass_kg=row.system_mass_kg,
        hand_share=row.hand_share,
        volume_load_kg_s=row.volume_load_kg_s,
        fault_counts=tuple(sorted(row.fault_counts.items())),
    )


def set_done(summary: SetSummary) -> SetDone:
    """Return a set as it was just told, before it is stored; what only its reps tell is not in it."""
    return SetDone(
        variant=cast("Variant", summary.variant),
        kind=summary.mode,
        side=summary.side,
        reps_done=summary.reps_done,
        reps_clean=summary.reps_clean,
        reps_left=summary.reps_left,
        reps_right=summary.reps_right,
        tut_total_s=summary.tut_total_s,
        tut_good_form_s=summary.tut_good_s,
        eccentric_tut_mean_s=summary.eccentric_tut_mean_s,
        single_leg_time_mean_s=summary.single_leg_time_mean_s,
        added_load_kg=summary.added_load_kg,
        added_load_sd_kg=summary.added_load_sd_kg,
        system_mass_kg=summary.system_mass_kg,
        hand_share=summary.hand_share,
        volume_load_kg_s=summary.volume_load_kg_s,
        fault_counts=tuple(sorted(summary.fault_counts.items())),
    )

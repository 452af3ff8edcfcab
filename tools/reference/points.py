"""One point of each measurement with every field it can have, made by the code that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import ChannelHealth, Health, Rep, SessionPlan, SetCurve, SetSummary
from station.health.fields import MEASURED
from station.health.verdict import as_check, judged
from station.metrics.session import summarize_session
from station.store import Visit
from station.store.points import (
    force_points,
    health_point,
    rep_point,
    session_point,
    set_point,
    symptom_point,
)
from station.store.symptoms import KINDS, RUN_KINDS, Entry

if TYPE_CHECKING:
    from station.store import Point

_VISIT = Visit(
    id="5e551011", athlete_id="a07", site="home", station="step1", port="auto", step_uid="5AFE01C3",
    opened_us=0, closed_us=1, state="closed", body_mass_kg=70.0, sets_done=1, reps_done=1,
)  # fmt: skip
_ENTRY = Entry(
    id=1, athlete_id="a07", session_id=None, site="home", station="step1", leg="left", time_us=1,
    day="2026-03-01", made_us=1, run_surface="flat", note="", withdrawn_us=None, withdrawn_reason=None,
    values=dict.fromkeys((*KINDS, *RUN_KINDS), 1.0),
)  # fmt: skip
_SUMMARY = SetSummary(
    index=0, mode="lowering", side="left", variant="straight_step", start_s=0.0, end_s=9.0,
    start_time_us=None, closed_by="end", reps_done=1, reps_clean=1, reps_left=1, reps_right=0,
    tut_total_s=None, tut_good_s=None, eccentric_tut_mean_s=None, eccentric_tut_sd_s=None,
    single_leg_time_mean_s=None, single_leg_time_sd_s=None, single_leg_asymmetry_pct=None,
    single_leg_asymmetry_band_pct=None, rise_asymmetry_pct=None, added_load_kg=None,
    added_load_sd_kg=None, hand_share=None, system_mass_kg=None, zero_drift_n=None,
    sample_rate_hz=None, invalid_sample_share=0.0,
)  # fmt: skip
_PLAN = SessionPlan(
    "a", 1, "settle in", "rehab", "train", override="load 5", alerts=("plateau",), phase_began=True,
    override_began=True, alerts_began=("plateau",),
)  # fmt: skip


def points() -> list[Point]:
    """Return a point of each measurement; metrics, which the registry names, may be absent from it."""
    rep = Rep(True, 0, 0, "lowering", "left", 1.0, None, "straight_step")
    health = Health(1.0, 1.0, 0, 0, (ChannelHealth("L", 80, 0, 0, 93.0),))
    checks = [
        as_check(judged(code, None if code == "SKEW" else "L", 1.0, bad=False), 1.0) for code in MEASURED
    ]
    return [
        rep_point(_VISIT, rep),
        set_point(_VISIT, _SUMMARY),
        session_point(_VISIT, summarize_session([rep]), _PLAN),
        symptom_point(_ENTRY),
        health_point(_VISIT, health, "5AFE01C3", 1, checks),
        force_points(_VISIT, SetCurve(1, "left", "straight_step", 2.0, None, (2.1,), (400.0,), (300.0,)))[0],
    ]

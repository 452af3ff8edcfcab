"""The page about InfluxDB names everything the station writes there."""

from __future__ import annotations

import re
from pathlib import Path

from station.events import ChannelHealth, Health, Rep, SessionPlan, SetCurve, SetSummary
from station.health.fields import MEASURED
from station.health.verdict import as_check, judged
from station.metrics.registry import METRICS
from station.metrics.session import summarize_session
from station.store import Point, Visit
from station.store.points import (
    force_points,
    health_point,
    rep_point,
    session_point,
    set_point,
    symptom_point,
)
from station.store.symptoms import KINDS, RUN_KINDS, Entry

PAGE = (Path(__file__).parents[2] / "dashboards" / "README.md").read_text(encoding="utf-8")
VISIT = Visit(
    id="5e551011",
    athlete_id="a07",
    site="home",
    station="step1",
    port="auto",
    step_uid="5AFE01C3",
    opened_us=0,
    closed_us=1,
    state="closed",
    body_mass_kg=70.0,
    sets_done=1,
    reps_done=1,
)


ENTRY = Entry(
    id=1,
    athlete_id="a07",
    session_id=None,
    site="home",
    station="step1",
    leg="left",
    time_us=1,
    day="2026-03-01",
    made_us=1,
    run_surface="flat",
    note="",
    withdrawn_us=None,
    withdrawn_reason=None,
    values=dict.fromkeys((*KINDS, *RUN_KINDS), 1.0),
)


def summary() -> SetSummary:
    """Return a set of one rep in which everything else was withheld."""
    return SetSummary(
        index=0, mode="lowering", side="left", variant="straight_step", start_s=0.0, end_s=9.0,
        start_time_us=None, closed_by="end", reps_done=1, reps_clean=1, reps_left=1, reps_right=0,
        tut_total_s=None, tut_good_s=None, eccentric_tut_mean_s=None, eccentric_tut_sd_s=None,
        single_leg_time_mean_s=None, single_leg_time_sd_s=None, single_leg_asymmetry_pct=None,
        single_leg_asymmetry_band_pct=None, rise_asymmetry_pct=None, added_load_kg=None,
        added_load_sd_kg=None, hand_share=None, system_mass_kg=None, zero_drift_n=None,
        sample_rate_hz=None, invalid_sample_share=0.0,
    )  # fmt: skip


PLAN = SessionPlan(
    "a", 1, "settle in", "rehab", "train", override="load 5", alerts=("plateau",), phase_began=True,
    override_began=True,
    alerts_began=("plateau",),
)  # fmt: skip
CHECKS = [as_check(judged(code, None if code == "SKEW" else "L", 1.0, bad=False), 1.0) for code in MEASURED]


def points() -> list[Point]:
    """Return one point of each measurement."""
    rep = Rep(True, 0, 0, "lowering", "left", 1.0, None, "straight_step")
    health = Health(1.0, 1.0, 0, 0, (ChannelHealth("L", 80, 0, 0, 93.0),))
    return [
        rep_point(VISIT, rep),
        set_point(VISIT, summary()),
        session_point(VISIT, summarize_session([rep]), PLAN),
        symptom_point(ENTRY),
        force_points(VISIT, SetCurve(1, "left", "straight_step", 2.0, None, (2.1,), (400.0,), (300.0,)))[0],
        health_point(VISIT, health, "5AFE01C3", 1, CHECKS),
    ]


def test_page_names_every_measurement_tag_and_field() -> None:
    """Whoever builds a dashboard from the page finds what is there."""
    named = set(re.findall(r"`([^`]+)`", PAGE))
    metrics = {metric.name for metric in METRICS}
    for point in points():
        fields = {re.sub(r"_l$", "_", name) for name in point.fields} - metrics
        assert {point.measurement, *point.tags} | fields <= named


def test_queries_use_only_what_is_written() -> None:
    """A query copied from the page finds its measurement and its fields."""
    known = {metric.name for metric in METRICS}
    for point in points():
        known |= {point.measurement, *point.tags, *point.fields}
    known |= {name.removesuffix("_l") + "_r" for name in known if name.endswith("_l")}
    used = set(re.findall(r'"(\w+)"', PAGE))
    assert used
    assert used - known == set()

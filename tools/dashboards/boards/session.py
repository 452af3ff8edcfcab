"""*Session*: one visit, repetition by repetition."""

from __future__ import annotations

from typing import Final

from tools.dashboards.boards.parts import (
    HAND_LIMITS,
    LEFT_RIGHT,
    SHARE_LIMITS,
    TEMPO_LIMITS,
    TEMPO_S,
    number,
)
from tools.dashboards.model import Ask, Board, Column, Panel, Section, Series, Variable, Where

_OF: Final[tuple[Variable, ...]] = ("athlete",)
_THIS: Final = (Where("session_id", "=", variable="session"),)
_REST_S: Final = 30.0
"""No repetition is so long: what lies farther apart is of two sets, with a rest between them."""
_NONE: Final = "No such visit in this range of time: choose a visit, or a wider range."


def _one(name: str, title: str, **rest: object) -> Panel:
    return number(title, Ask("session", (Column(name, "last"),), _OF, _THIS), **rest)  # type: ignore[arg-type]  # what a Panel takes


_GLANCE: Final = (
    Panel("when", "Began", (Ask("session", (Column("reps_done"),), _OF, _THIS, newest=1),), width=4, height=4, empty=_NONE),
    _one("reps_done", "Repetitions"),
    _one("reps_clean", "Clean"),
    _one("planned_reps", "Planned", empty="no plan"),
    _one("tut_good_s", "TUT in good form", unit="s", decimals=0),
    _one("volume_load_kg_s", "Volume-load", unit="kg s", decimals=0, empty="not measured"),
    _one("plan_phase", "Phase", empty="no plan"),
    _one("reps_adherence", "Reps of planned", unit="share", decimals=0, limits=SHARE_LIMITS, empty="no plan"),
    _one("tempo_adherence", "Not too fast", unit="share", decimals=0, limits=SHARE_LIMITS, empty="no plan"),
    _one("load_adherence", "At the planned load", unit="share", decimals=0, limits=SHARE_LIMITS, empty="no plan"),
    _one("single_leg_asymmetry", "Left and right", empty="too few reps"),
    _one("body_mass_kg", "Body mass", unit="kg", decimals=1, empty="not weighed"),
)  # fmt: skip

_REPS: Final = (
    Panel(
        "series", "Time on one leg",
        (Ask("rep", (Column("single_leg_time_s", name="reps"),), _OF, _THIS, by=("side",)),),
        f"One point a repetition. The line is at {TEMPO_S:g} s.",
        unit="s", decimals=2, dots=True, lowest=0.0, limits=TEMPO_LIMITS, lines=True, series=LEFT_RIGHT, empty=_NONE,
    ),
    Panel(
        "series", "Lowering time",
        (Ask("rep", (Column("eccentric_tut_s", name="lowering"), Column("eccentric_tut_lo_s", name="lower bound"),
                     Column("eccentric_tut_hi_s", name="upper bound")), _OF, _THIS, by=("side",)),),
        "One point a repetition, with its 90 % interval. Where there is none it was withheld: the table says why.",
        unit="s", decimals=1, points=True, gap_s=_REST_S, lowest=0.0, empty=_NONE,
        series=(*LEFT_RIGHT, Series(".*bound.*", dashed=True)),
    ),
    Panel(
        "series", "Load",
        (Ask("rep", (Column("added_load_kg", name="added load"), Column("added_load_kg", "", "upper end", "+", "added_load_sd_kg"),
                     Column("added_load_kg", "", "lower end", "-", "added_load_sd_kg")), _OF, _THIS),),
        "Added load of each repetition, with one standard deviation either way.",
        unit="kg", decimals=1, points=True, gap_s=_REST_S, empty="No load was measured.",
        series=(Series("added load", "plain"), Series("upper end", "quiet", fill_to="lower end"), Series("lower end", "quiet")),
    ),
    Panel(
        "series", "Hands on the rail",
        (Ask("rep", (Column("hand_share", name="share of weight"),), _OF, _THIS, by=("side",)),),
        "Share of the weight that hands carried.", unit="share", decimals=1, dots=True, lowest=0.0,
        limits=HAND_LIMITS, lines=True, series=LEFT_RIGHT, empty="Not told.",
    ),
    Panel(
        "rows", "Repetitions",
        (Ask("rep", (
            Column("set_index", name="set"), Column("rep_index", name="rep"),
            Column("single_leg_time_s", name="on one leg"), Column("eccentric_tut_s", name="lowering"),
            Column("eccentric_tut_lo_s", name="from"), Column("eccentric_tut_hi_s", name="to"), Column("tempo"),
            Column("added_load_kg", name="load"), Column("rise_left_share", name="left of rise"), Column("hand_share", name="rail"),
            Column("com_lowering_m", name="depth"), Column("faults"), Column("refused", name="withheld")), _OF, _THIS,
            shown=("side", "variant"), newest=500),),
        "The newest first. What could not be known is empty, and the last column says why.", width=24, height=12, empty=_NONE,
        series=(Series("on one leg", limits=TEMPO_LIMITS), Series("rail", limits=HAND_LIMITS)),
        words=(("fast", "fast", "stop"), ("borderline", "borderline", "mind"), ("ok", "ok", "go")),
    ),
)  # fmt: skip

_SETS: Final = (
    Panel(
        "rows", "Sets",
        (Ask("set", (
            Column("set_index", name="set"), Column("reps_done"), Column("reps_clean", name="clean"),
            Column("tut_total_s", name="TUT"), Column("tut_good_s", name="in good form"),
            Column("single_leg_time_mean_s", name="on one leg"), Column("eccentric_tut_mean_s", name="lowering"),
            Column("fade_pct", name="fade"), Column("added_load_kg", name="load"), Column("hand_share", name="rail"), Column("faults"),
            Column("closed_by"), Column("sample_rate_hz", name="rate"), Column("invalid_sample_share", name="invalid"),
            Column("calibration"), Column("refused", name="withheld")), _OF, _THIS,
            shown=("side", "variant"), newest=100),),
        "The newest first. Faults are told by name and number.", width=24, empty=_NONE,
    ),
    Panel(
        "series", "Force curve",
        (Ask("force", (Column("left_n"), Column("right_n")), _OF, _THIS),),
        "Vertical force on each plate, thinned out. Narrow the range of time to see one repetition.",
        unit="N", decimals=0, gap_s=_REST_S, width=24, height=9, series=LEFT_RIGHT,
        empty="No curve: stations send it when force_hz is set in their section [influx].",
    ),
    Panel(
        "series", "Faults of each repetition",
        (Ask("rep", (Column("fault_count", name="faults"),), _OF, _THIS, by=("side",)),),
        unit="", decimals=0, bars=True, lowest=0.0, series=LEFT_RIGHT, empty=_NONE, width=12,
    ),
    Panel(
        "rows", "Said during the visit",
        (Ask("symptom", tuple(Column(name) for name in (
            "during_nrs", "after_nrs", "next_morning_nrs", "daily_life_nrs", "stiffness_min", "sharp", "heel_bone", "feels_balanced",
            "visa_a", "run_during_nrs")), _OF, (*_THIS, Where("withdrawn", "=", value=False)),
            shown=("side",), newest=50),),
        "NRS 0 to 10; 1 is yes, 0 is no.", width=12, empty="Nothing was entered.",
    ),
)  # fmt: skip

SESSION: Final = Board(
    "session",
    "Session",
    "One visit, repetition by repetition. Pictures need the range of time of the chosen visit.",
    "now-84d",
    ("site", "athlete", "session"),
    (Section("At a glance", _GLANCE), Section("Repetitions", _REPS), Section("Sets", _SETS)),
)

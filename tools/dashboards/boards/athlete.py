"""*Athlete*: one person over the weeks."""

from __future__ import annotations

from typing import Final

from tools.dashboards.boards.parts import (
    ACCEPTABLE_NRS,
    ACTIONS,
    JUDGED,
    LEFT_RIGHT,
    LEG,
    MOVED,
    NO_ENTRY,
    NO_VISIT,
    PAIN_LIMITS,
    PERSON,
    PLAN_MARKS,
    SHARE_LIMITS,
    TEMPO_S,
    TO_HAVE,
    number,
)
from tools.dashboards.model import Ask, Board, Column, Limit, Panel, Section, Series

_GLANCE: Final = (
    Panel("when", "Last visit", (Ask("session", (Column("reps_done"),), PERSON, newest=1),), width=4, height=4,
          empty=NO_VISIT),
    number("Days trained", Ask("session", (Column("reps_done", "count", "days"),), PERSON, (MOVED,), groups_of="1d"),
           "Days with at least one repetition in this range of time, in the board's time zone."),
    number("Week of the plan", Ask("session", (Column("plan_week", "last"),), PERSON), empty="no plan"),
    number("Phase", Ask("session", (Column("plan_phase", "last"),), PERSON), empty="no plan"),
    number("Suggested last", Ask("session", (Column("plan_action", "last"),), PERSON),
           "What the plan suggested when the last visit began.", words=ACTIONS, empty="no plan"),
    number("Reps of planned", Ask("session", (Column("reps_adherence", "mean"),), PERSON),
           "Mean over the visits of this range of time.", unit="share", decimals=0, limits=SHARE_LIMITS,
           empty="no plan"),
    number("Clean reps", Ask("set", (Column("reps_clean", "sum", "clean", "/", "reps_done"),), PERSON, JUDGED),
           "Repetitions without a fault, of all of them.", unit="share", decimals=0, limits=SHARE_LIMITS,
           empty="no repetition"),
    number("Added load, last", Ask("set", (Column("added_load_kg", "last"),), PERSON), unit="kg", decimals=1,
           empty="not measured"),
    number("Worst pain in training", Ask("symptom", (Column("during_nrs", "max"),), PERSON, (TO_HAVE,)),
           "NRS 0 to 10, within this range of time.", unit="NRS", decimals=0, limits=PAIN_LIMITS, empty="not told"),
    number("Pain next morning, last", Ask("symptom", (Column("next_morning_nrs", "last"),), PERSON, (TO_HAVE,)),
           "NRS 0 to 10.", unit="NRS", decimals=0, limits=PAIN_LIMITS, empty="not told"),
    number("Morning stiffness, last", Ask("symptom", (Column("stiffness_min", "last"),), PERSON, (TO_HAVE,)),
           unit="min", decimals=0, empty="not told"),
    number("VISA-A, last", Ask("symptom", (Column("visa_a", "last"),), PERSON, (TO_HAVE,)),
           "0 to 100; higher is better.", decimals=0, empty="not told"),
)  # fmt: skip

_LOAD_AND_PAIN: Final = (
    Panel(
        "series", "Load",
        (
            Ask("set", (Column("added_load_kg", "max", "added, measured"),), PERSON, every="1d"),
            Ask("session", (Column("planned_load_kg", "max", "added, planned"),), PERSON, every="1d"),
        ),
        "Largest added load of each day, as measured and as planned. A load that the rail took a part of is not told.",
        unit="kg", decimals=1, width=24, height=7, points=True, lowest=0.0, empty=NO_VISIT,
        series=(Series("added, measured", "plain", points=True), Series("added, planned", "quiet", dashed=True, step=True)),
    ),
    Panel(
        "series", "Volume-load",
        (Ask("session", (Column("volume_load_kg_s", "sum", "volume-load"),), PERSON, every="1d"),),
        "Sum over the day's repetitions of load times time.",
        unit="kg s", decimals=0, width=24, height=5, bars=True, lowest=0.0, empty=NO_VISIT,
        series=(Series("volume-load", "plain"),),
    ),
    Panel(
        "series", "Pain",
        (
            Ask("symptom", (
                Column("during_nrs", "max"), Column("after_nrs", "max"), Column("next_morning_nrs", "max"),
                Column("daily_life_nrs", "max"), Column("run_during_nrs", "max")), PERSON, (TO_HAVE,), every="1d"),
        ),
        f"Worst of each day, NRS 0 to 10. Up to {ACCEPTABLE_NRS:g} is acceptable if it is settled by the next morning: "
        "the programme's default; a person's own limit may differ.",
        unit="NRS", decimals=0, width=24, height=7, points=True, lowest=0.0, highest=10.0,
        limits=PAIN_LIMITS, lines=True, empty=NO_ENTRY,
        series=(Series("in training", "plain"), Series("after it", "quiet"), Series("next morning", "stop"),
                Series("in daily life", "mind"), Series("on the run", "go")),
    ),
    Panel(
        "series", "Morning stiffness",
        (Ask("symptom", (Column("stiffness_min", "max"),), PERSON, (TO_HAVE,), by=("side",), every="1d"),),
        unit="min", decimals=0, width=24, height=5, points=True, lowest=0.0, empty=NO_ENTRY, series=LEFT_RIGHT,
    ),
)  # fmt: skip

_TEMPO: Final = (
    Panel(
        "series", "Lowering time",
        (Ask("rep", (Column("eccentric_tut_s", "mean", "mean"), Column("eccentric_tut_lo_s", "mean", "lower bound"),
                     Column("eccentric_tut_hi_s", "mean", "upper bound")), LEG, by=("side",), every="1d"),),
        "Daily mean over repetitions, with the mean ends of their 90 % intervals. It reads lower than what people "
        "count, which begins at the first movement and ends at the last.",
        unit="s", decimals=1, points=True, lowest=0.0, empty=NO_VISIT,
        series=(*LEFT_RIGHT, Series(".*bound.*", dashed=True)),
    ),
    Panel(
        "series", "Time on one leg",
        (Ask("rep", (Column("single_leg_time_s", "mean", "mean"),), LEG, by=("side",), every="1d"),),
        f"Daily mean over repetitions: sharp to hundredths, an upper bound on the lowering. The line is at {TEMPO_S:g} "
        "s: below it a lowering was certainly too fast.",
        unit="s", decimals=2, points=True, lowest=0.0, empty=NO_VISIT, series=LEFT_RIGHT,
        limits=(Limit(None, "stop"), Limit(TEMPO_S, "go")), lines=True,
    ),
    Panel(
        "series", "Time under tension",
        (Ask("set", (Column("tut_good_s", "sum", "in good form"), Column("tut_total_s", "sum", "in total")), PERSON,
             every="1d"),),
        "Sum of each day: in all, and in repetitions without a fault.",
        unit="s", decimals=0, bars=True, lowest=0.0, empty=NO_VISIT,
        series=(Series("in good form", "go"), Series("in total", "quiet")),
    ),
    Panel(
        "series", "Left and right",
        (Ask("session", (Column("single_leg_asymmetry_pct", "", "difference"),
                         Column("single_leg_asymmetry_pct", "", "upper end", "+", "single_leg_asymmetry_band_pct"),
                         Column("single_leg_asymmetry_pct", "", "lower end", "-", "single_leg_asymmetry_band_pct")),
             PERSON),),
        "Difference of time on one leg, per cent, right positive, with its noise band. Where the band reaches across "
        "zero, the difference is below what can be detected.",
        unit="%", decimals=1, points=True, empty="Needs three repetitions of each leg in one visit.",
        series=(Series("difference", "plain"), Series("upper end", "quiet", fill_to="lower end"),
                Series("lower end", "quiet")),
    ),
)  # fmt: skip

_PLAN: Final = (
    Panel(
        "series", "Adherence",
        (Ask("session", (Column("reps_adherence", "mean", "repetitions"), Column("tempo_adherence", "mean", "tempo"),
                         Column("load_adherence", "mean", "load")), PERSON, every="1w"),),
        "By week: repetitions done of those planned, judged repetitions that were not too fast, repetitions at the "
        "planned load.",
        unit="share", decimals=0, points=True, lowest=0.0, highest=1.0, width=10, empty="No visit with a plan.",
        series=(Series("repetitions", "plain"), Series("tempo", "go"), Series("^load", "mind")),
    ),
    Panel(
        "rows", "Weeks",
        (Ask("session", (
            Column("session_id", "count", "visits"), Column("sets_done", "sum", "sets"),
            Column("reps_done", "sum", "reps"), Column("reps_clean", "sum", "clean reps"),
            Column("tut_good_s", "sum", "TUT in good form"), Column("volume_load_kg_s", "sum", "volume-load"),
            Column("planned_load_kg", "max", "load planned"), Column("reps_adherence", "mean", "reps of planned"),
        ), PERSON, every="1w", newest=60),),
        "From Monday on, the newest first. Weeks without a visit are left out.", width=14, empty=NO_VISIT,
        series=(Series("TUT in good form", unit="s"), Series("volume-load", unit="kg s"),
                Series("load planned", unit="kg"), Series("reps of planned", unit="share", limits=SHARE_LIMITS)),
    ),
    Panel(
        "rows", "Visits",
        (Ask("session", tuple(Column(name) for name in (
            "sets_done", "reps_done", "reps_clean", "tut_good_s", "planned_load_kg", "reps_adherence", "plan_week",
            "plan_phase", "plan_action", "single_leg_asymmetry", "session_id")), PERSON, newest=200),),
        "The newest first.", width=24, words=ACTIONS, empty=NO_VISIT,
        series=(Series("visit", board="session"), Series("the plan suggested", states=True),
                Series("reps done of those planned", limits=SHARE_LIMITS)),
    ),
    Panel(
        "rows", "What began, and what was decided",
        (Ask("session", (Column("plan_phase_began"), Column("plan_override_began"), Column("plan_alerts_began")), PERSON,
             newest=100),),
        "Visits on which a phase, a decision of a coach's or an alert was new, the newest first.", width=24, height=6,
        empty="Nothing began in this range of time.",
    ),
    Panel(
        "rows", "What was entered",
        (Ask("symptom", tuple(Column(name) for name in (
            "during_nrs", "after_nrs", "next_morning_nrs", "daily_life_nrs", "stiffness_min", "sharp", "heel_bone",
            "feels_balanced", "visa_a", "run_min", "run_level", "run_during_nrs", "run_surface", "day")), PERSON, (TO_HAVE,),
            shown=("side",), newest=200),),
        "Without what was withdrawn. 1 is yes, 0 is no.", width=24, empty=NO_ENTRY,
    ),
)  # fmt: skip

ATHLETE: Final = Board(
    "athlete",
    "Athlete",
    "One person over the weeks: load and pain, tempo, left and right, the plan.",
    "now-84d",
    ("site", "station", "athlete", "side", "variant"),
    (
        Section("At a glance", _GLANCE),
        Section("Load, pain and stiffness", _LOAD_AND_PAIN),
        Section("Tempo and legs", _TEMPO),
        Section("Plan", _PLAN),
    ),
    PLAN_MARKS,
)

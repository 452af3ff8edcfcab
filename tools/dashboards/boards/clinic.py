"""*Clinic today*: who trained, what wants a look, and whether the steps are well."""

from __future__ import annotations

from typing import Final

from tools.dashboards.boards.parts import (
    ACCEPTABLE_NRS,
    ACTIONS,
    CALIBRATED,
    JUDGED,
    MOVED,
    NO_VISIT,
    PAIN_LIMITS,
    PLACE,
    SHARE_LIMITS,
    STATES,
    TO_HAVE,
    above,
    number,
)
from tools.dashboards.model import Ask, Board, Column, Panel, Section, Series, Where

_GLANCE: Final = (
    number(
        "People who trained",
        Ask("session", (Column("reps_done", "count", "people"),), PLACE, (MOVED,),
            groups_of="athlete", people=True),
        "Athletes with at least one repetition. Guests are not counted.",
    ),
    number("Visits", Ask("session", (Column("session_id", "count", "visits"),), PLACE), "With those of guests."),
    number("Repetitions", Ask("session", (Column("reps_done", "sum", "reps"),), PLACE), "Of all visits that have ended."),
    number(
        "Clean",
        Ask("session", (Column("reps_clean", "sum", "clean", "/", "reps_done"),), PLACE, JUDGED),
        "Repetitions without a fault, of all of them.", unit="share", decimals=0, limits=SHARE_LIMITS, empty="no repetition",
    ),
    number(
        "Told to stop and ask",
        Ask("session", (Column("session_id", "count", "visits"),), PLACE, (Where("plan_action", "=", "stop_and_ask"),)),
        "Visits that began although the plan suggested to stop and to ask somebody first.",
        limits=above(1, "stop"), empty="nobody",
    ),
    number(
        "Worst step",
        Ask("step_health", (Column("check_state", "max", "state"),), PLACE),
        "The worst state that any check of any step was in.", words=STATES, empty="not heard of",
    ),
)  # fmt: skip

_WHO: Final = Panel(
    "rows",
    "Who trained",
    (
        Ask(
            "session",
            (
                Column("sets_done"), Column("reps_done"), Column("reps_clean", name="clean"),
                Column("tut_good_s", name="TUT in good form"), Column("reps_adherence", name="reps of planned"),
                Column("plan_phase"), Column("plan_action", name="suggested"), Column("session_id"),
            ),
            PLACE,
            (MOVED,),
            shown=("athlete", "station"),
            newest=200,
            people=True,
        ),
    ),
    "One row a visit with a repetition, the newest first. Guests are not listed.",
    width=24,
    height=8,
    words=ACTIONS,
    series=(
        Series("athlete", board="athlete"),
        Series("visit", board="session"),
        Series("suggested", states=True),
        Series("reps of planned", limits=SHARE_LIMITS),
    ),
    empty="Nobody has trained yet in this range of time.",
)  # fmt: skip

_PAINS: Final = (
    ("during_nrs", "in training"),
    ("after_nrs", "after it"),
    ("next_morning_nrs", "next morning"),
    ("daily_life_nrs", "in daily life"),
    ("run_during_nrs", "on the run"),
)
_TOO_MUCH: Final = (*(Where(name, ">", ACCEPTABLE_NRS) for name, _ in _PAINS), Where("sharp", ">", 0.0))

_ALERTS: Final = (
    Panel(
        "rows",
        "What the programme asks somebody to look at",
        (Ask("session", (Column("plan_alerts"), Column("plan_action", name="suggested")), PLACE,
             (Where("plan_alerts", "!=", ""),), shown=("athlete",), newest=100),),
        "Alerts of the programme as they stood when the visit began.",
        width=12,
        words=ACTIONS,
        series=(Series("athlete", board="athlete"), Series("suggested", states=True)),
        height=6,
        empty="Nothing to look at.",
    ),
    Panel(
        "rows",
        f"Pain above {ACCEPTABLE_NRS:g} of 10, or sharp",
        (Ask("symptom", (*(Column(name, name=words) for name, words in _PAINS), Column("sharp")), PLACE,
             (TO_HAVE,), _TOO_MUCH, shown=("athlete", "side"), newest=100),),
        f"Entries with any pain above {ACCEPTABLE_NRS:g}, the programme's default, or a sharp one (1). A person's own limit "
        "may be lower or higher: the plan's alerts beside this go by it.",
        width=12,
        height=6,
        limits=PAIN_LIMITS,
        series=(Series("athlete", board="athlete"),),
        empty=f"No pain above {ACCEPTABLE_NRS:g}, and no sharp one, was entered in this range of time.",
    ),
)  # fmt: skip

_STEPS: Final = (
    Panel(
        "rows",
        "Steps",
        (Ask("step_health", tuple(Column(name, "last", words) for name, words in (
            ("check_state", "state"), ("checks_bad", "checks that fail"), ("rate_hz_l", "rate, left"), ("rate_hz_r", "rate, right"),
            ("calibration_age_d_l", "calibrated, left"), ("calibration_age_d_r", "calibrated, right"),
            ("outbox_waiting", "waiting"))), PLACE, by=("station",)),),
        "What each step last said of itself while somebody trained.",
        width=14,
        height=6,
        words=STATES,
        series=(Series("station", board="step-health"), Series("state", states=True)),
        empty="No step was in use.",
    ),
    Panel(
        "series",
        "Repetitions by hour",
        (Ask("session", (Column("reps_done", "sum", "reps"),), PLACE, by=("station",), every="1h"),),
        width=10,
        height=6,
        bars=True,
        stacked=True,
        empty=NO_VISIT,
    ),
)  # fmt: skip

CLINIC: Final = Board(
    "clinic-today",
    "Clinic today",
    "Who trained, what wants a look, and whether the steps are well.",
    "now/d",
    ("site", "station"),
    (
        Section("At a glance", _GLANCE),
        Section("People", (_WHO, *_ALERTS)),
        Section("Steps", _STEPS),
    ),
    CALIBRATED,
    refresh="1m",
)

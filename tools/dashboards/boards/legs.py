"""*Compare legs*: left against right, never without the noise band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.metrics.comparisons import BETWEEN_LEGS, BY_FOOT, BY_LEG
from tools.dashboards.boards.parts import LEFT_RIGHT, LEG, PERSON, PLAN_MARKS, number
from tools.dashboards.model import Ask, Board, Column, Panel, Section, Series
from tools.dashboards.schema import field

if TYPE_CHECKING:
    from station.metrics.comparisons import Comparison

_NONE: Final = "Needs three repetitions of each leg in one visit."


def _unit(one: Comparison) -> str:
    return field("session", one.left).unit


def _both(one: Comparison) -> Panel:
    columns = (Column(one.left, name="left"), Column(one.right, name="right"))
    return Panel("series", one.label.capitalize(), (Ask("session", columns, PERSON),), "Means of each visit.", _unit(one),
                 one.decimals if one.unit else 0, 12, 7, lowest=0.0, points=True, series=LEFT_RIGHT, empty=_NONE)  # fmt: skip


def _difference(one: Comparison, width: int = 12) -> Panel:
    columns = (
        Column(one.percent, name="difference"),
        Column(one.percent, "", "upper end", "+", one.band),
        Column(one.percent, "", "lower end", "-", one.band),
    )
    return Panel(
        "series", f"Difference: {one.label}", (Ask("session", columns, PERSON),),
        f"{one.formula}, right positive, with its noise band of 95 %. Where the band reaches across zero, the difference is below "
        "what can be detected.",
        "%", 1, width, 7, points=True, empty=_NONE,
        series=(Series("difference", "plain"), Series("upper end", "quiet", fill_to="lower end"), Series("lower end", "quiet")),
    )  # fmt: skip


_GLANCE: Final = (
    *(
        number(one.label.capitalize(), Ask("session", (Column(one.told, "last"),), PERSON), "Of the last visit that tells.",
               width=6, empty="not told")
        for one in (*BY_LEG, BY_FOOT[0])
    ),
    number("Limb symmetry index", Ask("session", (Column("limb_symmetry_index_pct", "last"),), PERSON),
           "Involved over other leg; only when the athlete names the involved leg.", unit="%", decimals=0, width=6,
           empty="no leg named"),
    number("Reps compared", Ask("rep", (Column("single_leg_time_s", "count", "reps"),), LEG), "With a time on one leg.", width=6),
)  # fmt: skip

_REPS: Final = (
    Panel("spread", "Spread of time on one leg", (Ask("rep", (Column("single_leg_time_s", name="reps"),), LEG, by=("side",)),),
          "All repetitions of this range of time.", "s", 2, 12, 8, series=LEFT_RIGHT, empty=_NONE),
    Panel("rows", "Both legs",
          (Ask("rep", (Column("single_leg_time_s", "count", "reps"), Column("single_leg_time_s", "mean", "time on one leg"),
                       Column("eccentric_tut_s", "mean", "lowering time"), Column("load_time_kg_s", "mean", "load x time"),
                       Column("added_load_kg", "max", "largest added load"), Column("hand_share", "mean", "hands on the rail")),
               LEG, by=("side",)),),
          "Means over the repetitions of this range of time: without a noise band, so no verdict.", width=12, height=8, empty=_NONE,
          series=(Series("time on one leg", unit="s"), Series("lowering time", unit="s"), Series("load x time", unit="kg s"),
                  Series("largest added load", unit="kg"), Series("hands on the rail", unit="share"))),
    Panel("rows", "Visit by visit",
          (Ask("session", tuple(Column(one.told) for one in (*BY_LEG, *BY_FOOT)), PERSON, newest=200),),
          f"In words, the newest first. Between legs: {BETWEEN_LEGS}.", width=24, empty=_NONE),
)  # fmt: skip

LEGS: Final = Board(
    "compare-legs",
    "Compare legs",
    "Left against right, with what can be told of the difference.",
    "now-84d",
    ("site", "station", "athlete", "side", "variant"),
    (
        Section("At the last visit", _GLANCE),
        Section(
            "Left-leg against right-leg repetitions",
            tuple(p for one in BY_LEG for p in (_both(one), _difference(one))),
        ),
        Section("Both feet at once", tuple(_difference(one) for one in BY_FOOT)),
        Section("All repetitions", _REPS),
    ),
    PLAN_MARKS,
)

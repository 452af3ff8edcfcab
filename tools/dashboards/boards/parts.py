"""What several boards share: limits out of the station's own tables, and short ways to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.config.sections import TrainingSection
from station.health.limits import LIMITS as HEALTH
from station.metrics.limits import FAULT
from station.programme.log import Profile
from tools.dashboards.model import Ask, Column, Limit, Mark, Panel, Series, Where

if TYPE_CHECKING:
    from tools.dashboards.model import Tone, Variable

TEMPO_S: Final = TrainingSection().lowering_target_s
TEMPO_UPPER_S: Final = TrainingSection().lowering_upper_s
ACCEPTABLE_NRS: Final = Profile().acceptable_nrs
PAIN_FREE_NRS: Final = Profile().pain_free_nrs
PERSON: Final[tuple[Variable, ...]] = ("site", "station", "athlete")
PLACE: Final[tuple[Variable, ...]] = ("site", "station")
LEG: Final[tuple[Variable, ...]] = (*PERSON, "side", "variant")
MOVED: Final = Where("reps_done", ">", 0)
"""Of visits and sets: those with a repetition."""
JUDGED: Final = (MOVED, Where("reps_clean", ">=", 0))
"""Those of which it is also told how many were clean: a visit that was cut off is never summed up."""
TO_HAVE: Final = Where("withdrawn", "=", value=False)
"""Of entries: those that were not taken back."""
GOOD_SHARE, FAIR_SHARE = 0.9, 0.7
"""Colours of shares that are better the higher: for the eye alone, no verdict rests on them."""

TEMPO_LIMITS: Final = (Limit(None, "stop"), Limit(TEMPO_S, "go"))
PAIN_LIMITS: Final = (
    Limit(None, "go"),
    Limit(PAIN_FREE_NRS + 0.5, "mind"),
    Limit(ACCEPTABLE_NRS + 0.5, "stop"),
)
HAND_LIMITS: Final = (
    Limit(None, "go"),
    Limit(FAULT.rail_unclean_share, "mind"),
    Limit(FAULT.rail_void_share, "stop"),
)
SHARE_LIMITS: Final = (Limit(None, "mind"), Limit(FAIR_SHARE, "plain"), Limit(GOOD_SHARE, "go"))
STATES: Final[tuple[tuple[float, str, Tone], ...]] = (
    (0.0, "PASS", "go"),
    (1.0, "RETRY", "mind"),
    (2.0, "SERVICE", "stop"),
)
ACTIONS: Final[tuple[tuple[str, str, Tone], ...]] = (
    ("train", "train", "go"),
    ("rest", "rest", "quiet"),
    ("done_today", "done for today", "go"),
    ("stop_and_ask", "stop and ask", "stop"),
)
LEFT_RIGHT: Final = (Series("(?i).*left.*", "left"), Series("(?i).*right.*", "right"))
NO_VISIT: Final = "No visit in this range of time."
NO_ENTRY: Final = "Nothing was entered in this range of time."


def above(limit: float, tone: Tone = "mind", *, top: float | None = None) -> tuple[Limit, ...]:
    """Return good up to ``limit``; beyond ``top`` it is time to act."""
    worse = () if top is None else (Limit(top, "stop"),)
    return (Limit(None, "go"), Limit(limit, tone), *worse)


def within(lowest: float, highest: float) -> tuple[Limit, ...]:
    """Return good between two limits."""
    return (Limit(None, "stop"), Limit(lowest, "go"), Limit(highest, "stop"))


def either_way(mind: float, stop: float) -> tuple[Limit, ...]:
    """Return good around nothing, on both sides."""
    return (
        Limit(None, "stop"),
        Limit(-stop, "mind"),
        Limit(-mind, "go"),
        Limit(mind, "mind"),
        Limit(stop, "stop"),
    )


def number(title: str, ask: Ask, about: str = "", **rest: object) -> Panel:
    """Return a small panel with one number."""
    settings = {"width": 4, "height": 4, "empty": "none", **rest}
    return Panel("stat", title, (ask,), about, **settings)  # type: ignore[arg-type]  # what a Panel takes


def of_plan(column: str, name: str, tone: Tone, scope: tuple[Variable, ...]) -> Mark:
    """Return marks for what a visit's point says of the plan."""
    return Mark(name, Ask("session", (Column(column),), scope, newest=500), tone)


PLAN_MARKS: Final = (
    of_plan("plan_phase_began", "Phases", "left", ("athlete",)),
    of_plan("plan_override_began", "Decided instead of the plan", "right", ("athlete",)),
    of_plan("plan_alerts_began", "To look at", "stop", ("athlete",)),
)
CALIBRATED: Final = tuple(
    Mark(
        f"Calibrated: {side} plate",
        Ask(
            "step_health",
            (Column(f"calibration_age_d_{channel}", "difference"),),
            PLACE,
            by=("station",),
            below=-0.5,
        ),
        "go",
    )
    for channel, side in (("l", "left"), ("r", "right"))
)
"""A calibration that became younger from one minute to the next is another calibration."""
HEALTH_LIMITS: Final = HEALTH

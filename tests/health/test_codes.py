"""Every code is raised by its fault or circumstance, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.events import (
    Alarm,
    Calibration,
    ClockState,
    Event,
    HealthCheck,
    InfluxState,
    Prescription,
    StoreState,
    Upkeep,
)
from station.health import RULES, HealthWatch, Rule
from tests.health.playing import nobody_knows, played

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Side

ON_THE_WIRE = [rule for rule in RULES if rule.when != "outside"]
TRAINED: dict[int, Side] = {3: "right", 4: "left"}
"""The leg that the athlete of each seed trains in ``textbook``, on plates that are not exchanged."""
MORE = {"RATE": ("rate=10", "rate_r=60"), "SATURATED": ("open=R",), "LOST": ("drop=0.03",)}
"""Other ways to the same code."""


def met_before(uid: str) -> Sequence[Calibration]:
    """Return another calibration than the step has, of the same day."""
    assert uid == "AB"
    return [
        Calibration(name, 0.0, 0.001, 1_767_225_600, "factory") for name in ("L", "R", "LF", "LB", "RF", "RB")
    ]


def of_four(url: str) -> str:
    """Return the URL for a step with front and back cells: what was wrong with ``L`` is with ``LF``."""
    return url.replace("=L&", "=LF&") + "&channels=4"


@pytest.mark.parametrize(
    ("seed", "channels"),
    [
        (3, 2),
        (4, 4),
        pytest.param(3, 4, marks=pytest.mark.exhaustive),
        pytest.param(4, 2, marks=pytest.mark.exhaustive),
    ],
)
@pytest.mark.parametrize("rule", ON_THE_WIRE, ids=lambda rule: str(rule.code))
def test_fault_raises_its_code_alone(rule: Rule, seed: int, channels: int) -> None:
    """The fault of the table, played on a step with two or four converters: its code is told, no other."""
    url = f"{rule.raised_by.split()[0]}&seed={seed}"
    told = played(
        of_four(url) if channels == 4 else url,
        met_before if rule.code == "CALIBRATION_MISMATCH" else nobody_knows,
        Prescription(planned_side=TRAINED[seed]) if rule.code == "SWAPPED" else None,
    )
    assert told.raised == {rule.code}
    first = told.changes[0]
    assert first.state == rule.worst
    assert (first.remedy, first.unit, first.limit) == (rule.remedy, rule.unit, rule.limit)


@pytest.mark.parametrize(
    ("code", "fault"), [(code, fault) for code, faults in MORE.items() for fault in faults]
)
def test_other_faults_of_a_code(code: str, fault: str) -> None:
    """A slow chip, both chips slow, the other bridge open: the same code, alone."""
    assert played(f"sim://empty?{fault}&seed=5").raised == {code}


OUTSIDE: list[tuple[str, str, Event]] = [
    ("GAINS_MOVED", "RETRY", Alarm("plates", "left reads +1.0 % against right", 0)),
    ("CLOCK", "RETRY", ClockState("wrong", "it says 1970-01-01", 0)),
    ("DISK", "RETRY", Upkeep("low_space", 0, "12 MB left")),
    ("DISK", "RETRY", StoreState("held", 3, 9)),
    ("INFLUX", "RETRY", InfluxState("waiting", 12, 0, "no answer")),
    ("INFLUX", "SERVICE", InfluxState("refused", 12, 4, "unauthorized")),
]


@pytest.mark.parametrize(("code", "state", "event"), OUTSIDE)
def test_circumstance_raises_its_code_alone(code: str, state: str, event: Event) -> None:
    """A wrong clock, a full disk, a server that is away or refuses: told with what it said."""
    watch = HealthWatch()
    watch.note([event])
    changes = [each for each in watch.take() if isinstance(each, HealthCheck)]
    assert [(each.code, each.state) for each in changes] == [(code, state)]


@pytest.mark.parametrize(
    "event",
    [
        ClockState("ok", "", 0),
        Alarm("recorder", "no room", 0),
        ClockState("unsure", "nothing synchronises it", 0),
        StoreState("ok", 0, 0),
        InfluxState("off", 0, 0),
        InfluxState("ok", 0, 0),
        InfluxState("waiting", 4, 0),
    ],
)
def test_ordinary_circumstances_raise_nothing(event: Event) -> None:
    """Points that are on their way, a clock that nothing proves wrong, no server at all."""
    watch = HealthWatch()
    watch.note([event])
    assert watch.take() == []


def test_every_code_has_a_test() -> None:
    """The table's codes are those played above, and each names what raises it."""
    assert {rule.code for rule in RULES} == {rule.code for rule in ON_THE_WIRE} | {
        code for code, *_ in OUTSIDE
    }
    assert all(rule.raised_by.startswith("sim://") for rule in ON_THE_WIRE)

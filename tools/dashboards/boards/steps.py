"""*Step health*: calibration, drift, rates, losses, and what waits to be sent."""

from __future__ import annotations

from typing import Final

from station.metrics.limits import LIMITS as MEASURE
from tools.dashboards.boards.parts import (
    CALIBRATED,
    LEFT_RIGHT,
    PLACE,
    STATES,
    above,
    either_way,
    number,
    within,
)
from tools.dashboards.boards.parts import HEALTH_LIMITS as HEALTH
from tools.dashboards.model import Ask, Board, Column, Function, Limit, Panel, Section, Series

_COUNTED: Final = "Counted by the step since it was plugged in: a rise is news, a fall is a start."
_NONE: Final = "No step was in use in this range of time."
_SHARES: Final = above(100.0 * HEALTH.lost_share)


_ENDS: Final[tuple[tuple[Function, str], ...]] = (("max", "highest"), ("min", "lowest"))
"""Of what may go wrong both ways: the worst of a stretch of time is one of its two ends."""


def _plates(title: str, stem: str, about: str, unit: str, limits: tuple[Limit, ...], *,
            worst: tuple[tuple[Function, str], ...] = (("max", ""),), decimals: int = 2,
            lowest: float | None = None) -> Panel:  # fmt: skip
    """Return one value of both plates over time, the worst of each window."""
    columns = tuple(
        Column(f"{stem}_{channel}", fn, f"{side}, {end}" if end else side)
        for channel, side in (("l", "left"), ("r", "right"))
        for fn, end in worst
    )
    ask = Ask("step_health", columns, PLACE, by=("station",), every="auto")
    return Panel("series", title, (ask,), about, unit, decimals, 8, 7, lowest, None, limits, lines=True,
                 series=LEFT_RIGHT, empty=_NONE, points=True)  # fmt: skip


def _last(name: str, title: str, about: str, **rest: object) -> Panel:
    return number(
        title, Ask("step_health", (Column(name, "last"),), PLACE), about, width=6, empty="not told", **rest
    )


def _slowest(channel: str, side: str) -> Panel:
    ask = Ask("step_health", (Column(f"rate_hz_{channel}", "min"),), PLACE)
    return number(f"Slowest rate, {side}", ask, "Within this range of time.", width=6, unit="Hz", decimals=1,
                  limits=within(HEALTH.slowest_hz, HEALTH.fastest_hz), empty="not told")  # fmt: skip


_GLANCE: Final = (
    _last("check_state", "State", "Of the step that was heard last.", words=STATES),
    Panel("when", "Last heard", (Ask("step_health", (Column("check_state"),), PLACE, newest=1),), width=6, height=4, empty="not heard of"),
    _last("outbox_waiting", "Points that wait", "For this server, when the step was heard last. Later ones have not arrived here."),
    _last("outbox_refused", "Points refused", "By this server: 'station influx parked' lists them.", limits=above(1, "stop")),
    *(_last(f"calibration_age_d_{channel}", f"Calibrated, {side}", "Days ago, when the step was heard last.", unit="d", decimals=0,
            limits=above(HEALTH.calibration_days)) for channel, side in (("l", "left"), ("r", "right"))),
    _slowest("l", "left"),
    _slowest("r", "right"),
)  # fmt: skip

_CHECKS: Final = (
    Panel("states", "State of each step", (Ask("step_health", (Column("check_state", "max"),), PLACE, by=("station",), every="auto"),),
          "The worst of all checks, in each stretch of time.", width=14, height=7, words=STATES, empty=_NONE),
    Panel("rows", "Steps", (Ask("step_health", tuple(Column(name, "last") for name in (
              "check_state", "checks_bad", "checks_unknown", "step_uid", "uptime_s", "outbox_waiting", "outbox_refused")), PLACE,
              by=("station",)),),
          "As each was heard last.", width=10, height=7, words=STATES, series=(Series("state", states=True),), empty=_NONE),
)  # fmt: skip

_PLATES: Final = (
    _plates("Rate", "rate_hz", f"Conversions a second; {HEALTH.slowest_hz:g} to {HEALTH.fastest_hz:g} is as it should be.", "Hz",
            within(HEALTH.slowest_hz, HEALTH.fastest_hz), worst=_ENDS, decimals=1),
    _plates("Age of the calibration", "calibration_age_d", "A plate that was calibrated again starts from nothing.", "d",
            above(HEALTH.calibration_days), decimals=0, lowest=0.0),
    _plates("Drift of the empty plate", "drift_n_per_min", "How fast its reading moves, up or down: the highest and the lowest of each stretch of time.", "N/min",
            either_way(HEALTH.drift_n_per_min, 2.0 * HEALTH.drift_n_per_min), worst=_ENDS),
    _plates("Noise", "noise_n", "Standard deviation of the empty plate, hum apart.", "N", above(HEALTH.noise_n), lowest=0.0),
    _plates("Mains hum", "hum_n", "Amplitude at its alias.", "N", above(HEALTH.hum_n), lowest=0.0),
    _plates("Creep", "creep_pct", "What a plate recovers after a load, of that load.", "%", above(100.0 * HEALTH.creep_share)),
    _plates("Lost", "lost_pct", "Conversions that never arrived whole.", "%", _SHARES, lowest=0.0),
    _plates("Misread", "misread_pct", "Conversions far off both neighbours.", "%", above(100.0 * HEALTH.misread_share), lowest=0.0),
    Panel("series", "Right plate late by", (Ask("step_health", tuple(Column("skew_ms", fn, end) for fn, end in _ENDS), PLACE, by=("station",), every="auto"),),
          "By how much the right plate's time stamps are late; below zero, the left plate's are. The highest and the lowest of each stretch.", "ms", 1, 8, 7,
          limits=either_way(HEALTH.skew_mind_ms, HEALTH.skew_ms), lines=True, points=True, empty="Told only while somebody trains."),
)  # fmt: skip

_LOSSES: Final = (
    Panel("series", "Conversions that came too late to be read", (Ask("step_health", (
              Column("overruns_l", "max", "left"), Column("overruns_r", "max", "right")), PLACE, by=("station",), every="auto"),),
          _COUNTED, decimals=0, width=8, height=7, points=True, lowest=0.0, series=LEFT_RIGHT,
          empty=_NONE),
    Panel("series", "Faults told by the step", (Ask("step_health", (
              Column("faults_l", "max", "left"), Column("faults_r", "max", "right")), PLACE, by=("station",), every="auto"),),
          _COUNTED, decimals=0, width=8, height=7, points=True, lowest=0.0, series=LEFT_RIGHT, empty=_NONE),
    Panel("series", "Lines dropped or misread by the step", (Ask("step_health", (
              Column("tx_dropped", "max", "dropped"), Column("rx_errors", "max", "misread")), PLACE, by=("station",), every="auto"),),
          _COUNTED, decimals=0, width=8, height=7, points=True, lowest=0.0, empty=_NONE),
    Panel("series", "Points that wait", (Ask("step_health", (Column("outbox_waiting", "max", "waiting"), Column("outbox_refused", "max", "refused")),
              PLACE, by=("station",), every="auto"),),
          "On the station's computer, for this server: a server that was away shows as a hill, once it is back.", decimals=0, width=12,
          height=7, lowest=0.0, series=(Series("refused.*", "stop"),), empty="Not told."),
    Panel("series", "Runs for", (Ask("step_health", (Column("uptime_s", "max", "since it started"),), PLACE, by=("station",), every="auto"),),
          "A fall is a start: the step was plugged in, or its supply failed.", "s", 0, 12, 7, lowest=0.0, empty=_NONE),
)  # fmt: skip

_SETS: Final = (
    Panel("series", "Drift of zero in a set", (Ask("set", (Column("zero_drift_n", "max", "drift"),), PLACE, by=("station",), every="auto"),),
          "Largest change of a plate's zero over each set: it is charged to the set's uncertainty.", "N", 1, 8, 7, points=True,
          lowest=0.0, empty=_NONE),
    Panel("series", "Sample rate in a set", (Ask("set", (Column("sample_rate_hz", "min", "rate"),), PLACE, by=("station",), every="auto"),),
          "Of the slowest channel, by the step's own clock.", "Hz", 1, 8, 7, limits=within(HEALTH.slowest_hz, HEALTH.fastest_hz),
          lines=True, points=True, empty=_NONE),
    Panel("series", "Invalid samples in a set", (Ask("set", (Column("invalid_sample_share", "max", "share"),), PLACE, by=("station",), every="auto"),),
          f"Instants without a good conversion; a repetition with more than {100.0 * MEASURE.invalid_max_share:g} % goes without numbers.",
          "share", 2, 8, 7, limits=above(MEASURE.invalid_max_share, "stop"), lines=True, points=True, lowest=0.0, empty=_NONE),
)  # fmt: skip

STEPS: Final = Board(
    "step-health",
    "Step health",
    "Calibration, drift, rates, losses, and what waits to be sent.",
    "now-7d",
    ("site", "station"),
    (Section("At a glance", _GLANCE), Section("Checks", _CHECKS), Section("Plates", _PLATES),
     Section("Losses and queue", _LOSSES), Section("Sets", _SETS)),
    CALIBRATED,
    refresh="1m",
)  # fmt: skip

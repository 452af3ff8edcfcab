"""Checks as few, stable fields of a point: states as numbers, and what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import HealthCheck, HealthState

STATE_NUMBER: dict[HealthState, float] = {"PASS": 0.0, "UNKNOWN": 0.0, "RETRY": 1.0, "SERVICE": 2.0}
"""Worst of all: a dashboard alarms on it. What was not looked at is counted by itself."""
MEASURED = {
    "NOISE": "noise_n",
    "HUM": "hum_n",
    "LOST": "lost_pct",
    "MISREAD": "misread_pct",
    "DRIFT": "drift_n_per_min",
    "CREEP": "creep_pct",
    "SKEW": "skew_ms",
    "CALIBRATION_AGE": "calibration_age_d",
}
"""Fields that carry a measured value, with the channel or plate behind it: ``noise_n_l``."""


def fields(checks: Sequence[HealthCheck]) -> dict[str, float | str]:
    """Return the fields of ``step_health`` that tell of checks; all but ``checks_bad`` are floats for ever."""
    states = [check.state for check in checks]
    told: dict[str, float | str] = {
        "check_state": max((STATE_NUMBER[state] for state in states), default=0.0),
        "checks_retry": float(states.count("RETRY")),
        "checks_service": float(states.count("SERVICE")),
        "checks_unknown": float(states.count("UNKNOWN")),
        "checks_bad": ",".join(_name(check) for check in checks if STATE_NUMBER[check.state]),
    }
    for check in checks:
        if check.code in MEASURED and check.measured is not None:
            name = MEASURED[check.code]
            told[name if check.channel is None else f"{name}_{check.channel.lower()}"] = float(check.measured)
    return told


def _name(check: HealthCheck) -> str:
    return check.code if check.channel is None else f"{check.code}:{check.channel}"

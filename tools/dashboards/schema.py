"""Every field that a board may ask for: the metrics of the table, and what points carry beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.health.fields import MEASURED
from station.metrics import registry

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["float", "int", "text", "bool"]
TAGS: Final = ("site", "station", "athlete", "side", "variant")
CHANNELS: Final = ("l", "r")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a measurement, and how its values read."""

    name: str
    kind: Kind
    unit: str
    decimals: int
    label: str


def _fields(kind: Kind, unit: str, decimals: int, **labels: str) -> Iterator[Field]:
    for name, label in labels.items():
        yield Field(name, kind, unit, decimals, label)


def _metrics(level: registry.Level) -> Iterator[Field]:
    for metric in registry.metrics(level):
        share = metric.kind == "float" and not metric.unit
        unit = "share" if share else metric.unit
        yield Field(metric.name, metric.kind, unit, 0 if share else metric.decimals, metric.label)


def _by_channel() -> Iterator[Field]:
    units = {"_n": "N", "_pct": "%", "_n_per_min": "N/min", "_d": "d"}
    for channel, side in zip(CHANNELS, ("left", "right"), strict=True):
        for name, label in (("conversions", "conversions"), ("overruns", "overruns"), ("faults", "faults")):
            yield Field(f"{name}_{channel}", "int", "", 0, f"{label}, {side}")
        yield Field(f"rate_hz_{channel}", "float", "Hz", 1, f"rate, {side}")
        for name in MEASURED.values():
            unit = next((unit for end, unit in units.items() if name.endswith(end)), None)
            if unit is not None:
                words = (
                    name.removesuffix("_n_per_min").removesuffix("_pct").removesuffix("_n").removesuffix("_d")
                )
                yield Field(f"{name}_{channel}", "float", unit, 2, f"{words.replace('_', ' ')}, {side}")


_REP: Final = (
    *_metrics("rep"),
    *_fields("text", "", 0, session_id="visit", mode="mode", faults="faults", refused="refused"),
    *_fields("int", "", 0, set_index="set", rep_index="rep", fault_count="faults"),
    *_fields("bool", "", 0, final="final"),
)
_SET: Final = (
    *_metrics("set"),
    *_fields("text", "", 0, session_id="visit", mode="mode", closed_by="closed by", faults="faults",
             refused="refused"),
    *_fields("int", "", 0, set_index="set", fault_count="faults"),
    *_fields("float", "s", 0, duration_s="duration"),
)  # fmt: skip
_SESSION: Final = (
    *_metrics("session"),
    *_fields("text", "", 0, session_id="visit", state="state", port="port", step_uid="step", plan_id="plan",
             plan_phase="phase", plan_mode="mode", plan_action="the plan suggested", refused="refused",
             plan_phase_began="phase began", plan_override="decided instead of the plan",
             plan_override_began="decided from here on", plan_alerts="to look at",
             plan_alerts_began="to look at from here on"),
    *_fields("int", "", 0, sets_done="sets", plan_week="week of the plan"),
    *_fields("float", "s", 0, duration_s="duration"),
    *_fields("float", "kg", 1, body_mass_kg="body mass"),
)  # fmt: skip
_SYMPTOM: Final = (
    *_fields("float", "NRS", 0, during_nrs="pain in training", after_nrs="pain after it",
             next_morning_nrs="pain next morning", daily_life_nrs="pain in daily life",
             run_during_nrs="pain on the run"),
    *_fields("float", "min", 0, stiffness_min="morning stiffness", run_min="run"),
    *_fields("float", "", 0, sharp="sharp pain", heel_bone="pain at the heel bone",
             feels_balanced="legs feel alike", visa_a="VISA-A", run_level="level of the run"),
    *_fields("text", "", 0, session_id="visit", day="day", run_surface="surface"),
    *_fields("bool", "", 0, withdrawn="withdrawn"),
)  # fmt: skip
_HEALTH: Final = (
    *_fields("text", "", 0, session_id="visit", step_uid="step", checks_bad="checks that fail"),
    *_fields("float", "s", 0, uptime_s="running for"),
    *_fields("int", "", 0, tx_dropped="lines the step dropped", rx_errors="lines the step misread"),
    *_fields("float", "", 0, check_state="state", checks_retry="checks at RETRY",
             checks_service="checks at SERVICE", checks_unknown="checks not looked at"),
    *_fields("float", "ms", 1, skew_ms="right plate late by"),
    *_fields("int", "", 0, outbox_waiting="points that wait", outbox_refused="points refused"),
    *_by_channel(),
)  # fmt: skip
_FORCE: Final = (
    *_fields("float", "N", 0, left_n="left", right_n="right"),
    *_fields("float", "s", 2, t_s="time in the set"),
    *_fields("text", "", 0, session_id="visit"),
    *_fields("int", "", 0, set_index="set"),
)
MEASUREMENTS: Final[dict[str, dict[str, Field]]] = {
    name: {field.name: field for field in fields}
    for name, fields in {
        "rep": _REP, "set": _SET, "session": _SESSION, "symptom": _SYMPTOM, "step_health": _HEALTH, "force": _FORCE,
    }.items()
}  # fmt: skip


def field(measurement: str, name: str) -> Field:
    """Return one field; ``KeyError`` names what no point carries."""
    try:
        return MEASUREMENTS[measurement][name]
    except KeyError:
        raise KeyError(f"no field {name!r} in measurement {measurement!r}") from None

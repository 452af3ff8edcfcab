"""Stored reps, sets, sessions, symptoms and the step's health as points for InfluxDB; fields follow the registry.

Five tags are always there (``site``, ``station``, ``athlete``, ``side``, ``variant``), because a point with
one tag less is another series. Withheld values are absent fields, and ``refused`` says why.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from station.health.fields import fields as health_fields
from station.metrics import registry
from station.store.rows import NO_TAG, FieldValue, Point, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from station.events import Health, HealthCheck, Rep, SessionPlan, SessionSummary, SetCurve, SetSummary
    from station.store.symptoms import Entry

_MICRO = 1_000_000
SYMPTOM_FIELDS: Final = {
    "during": "during_nrs",
    "after": "after_nrs",
    "next_morning": "next_morning_nrs",
    "daily_life": "daily_life_nrs",
    "stiffness_min": "stiffness_min",
    "sharp": "sharp",
    "heel_bone": "heel_bone",
    "visa_a": "visa_a",
    "feels_balanced": "feels_balanced",
    "run_level": "run_level",
    "run_min": "run_min",
    "run_during": "run_during_nrs",
}
"""The field of each kind of entry; all are floats, yes is 1 and no is 0."""


def tags(visit: Visit, *, side: str = NO_TAG, variant: str = NO_TAG) -> dict[str, str]:
    """Return the five tags of a point that belongs to ``visit``."""
    return {
        "site": visit.site or NO_TAG,
        "station": visit.station or NO_TAG,
        "athlete": visit.athlete_id or NO_TAG,
        "side": side or NO_TAG,
        "variant": variant or NO_TAG,
    }


def refused_text(refused: Mapping[str, str]) -> str:
    """Return ``metric: reason; metric: reason`` in the order of names."""
    return "; ".join(f"{name}: {reason}" for name, reason in sorted(refused.items()))


def _measured(
    level: registry.Level, event: Rep | SetSummary | SessionSummary
) -> Iterator[tuple[str, FieldValue]]:
    """Yield the metrics that have a value, each as its registered kind."""
    kinds = {"float": float, "int": int, "text": str}
    for metric in registry.metrics(level):
        value = getattr(event, metric.name)
        if value is not None and not (isinstance(value, float) and not math.isfinite(value)):
            yield metric.name, kinds[metric.kind](value)


def wall_us(visit: Visit, start_time_us: int | None, start_s: float) -> int:
    """Return the wall time of an event; a source without wall time counts from the session's opening."""
    return visit.opened_us + round(start_s * _MICRO) if start_time_us is None else start_time_us


def rep_point(visit: Visit, rep: Rep, *, final: bool = True) -> Point:
    """Return the point of a rep; ``final=False`` marks live values kept after a power cut."""
    fields: dict[str, FieldValue] = dict(_measured("rep", rep))
    fields |= {
        "session_id": visit.id,
        "set_index": rep.set,
        "rep_index": rep.index,
        "mode": rep.mode,
        "final": final,
        "faults": ",".join(rep.faults),
        "fault_count": len(rep.faults),
        "refused": refused_text(rep.refused),
    }
    time_us = wall_us(visit, rep.start_time_us, rep.start_s)
    return Point("rep", tags(visit, side=rep.side, variant=rep.variant), fields, time_us)


def set_point(visit: Visit, summary: SetSummary) -> Point:
    """Return the point of a closed set, stamped with the set's start."""
    fields: dict[str, FieldValue] = dict(_measured("set", summary))
    fields |= {
        "session_id": visit.id,
        "set_index": summary.index,
        "mode": summary.mode,
        "duration_s": float(summary.end_s - summary.start_s),
        "closed_by": summary.closed_by,
        "faults": ",".join(f"{name}:{count}" for name, count in sorted(summary.fault_counts.items())),
        "fault_count": sum(summary.fault_counts.values()),
        "refused": refused_text(summary.refused),
    }
    time_us = wall_us(visit, summary.start_time_us, summary.start_s)
    return Point("set", tags(visit, side=summary.side, variant=summary.variant), fields, time_us)


def force_points(visit: Visit, curve: SetCurve) -> list[Point]:
    """Return a point for every stretch of a set's curve; ``t_s`` counts from the set's start."""
    begun_us = wall_us(visit, curve.start_time_us, curve.start_s)
    told = tags(visit, side=curve.side, variant=curve.variant)
    same: dict[str, FieldValue] = {"session_id": visit.id, "set_index": curve.index}
    made = []
    for t_s, left_n, right_n in zip(curve.t_s, curve.left_n, curve.right_n, strict=True):
        since_s = t_s - curve.start_s
        fields = same | {"t_s": float(since_s), "left_n": float(left_n), "right_n": float(right_n)}
        made.append(Point("force", told, fields, begun_us + round(since_s * _MICRO)))
    return made


def session_point(visit: Visit, summary: SessionSummary | None, plan: SessionPlan | None = None) -> Point:
    """Return the point of a session that has ended, stamped with its opening; ``None``: it was never summed up.

    ``plan`` is what was planned for it.
    """
    closed_us = visit.opened_us if visit.closed_us is None else visit.closed_us
    fields: dict[str, FieldValue] = {}
    if summary is not None:
        fields |= dict(_measured("session", summary)) | {"refused": refused_text(summary.refused)}
    fields |= {
        "session_id": visit.id,
        "state": visit.state,
        "duration_s": (closed_us - visit.opened_us) / _MICRO,
        "sets_done": visit.sets_done,
        "reps_done": visit.reps_done,
        "port": visit.port,
        "step_uid": visit.step_uid or NO_TAG,
    }
    if visit.body_mass_kg is not None:
        fields["body_mass_kg"] = float(visit.body_mass_kg)
    if plan is not None:
        fields |= {"plan_id": plan.plan_id, "plan_phase": plan.phase, "plan_mode": plan.mode}
        fields |= {"plan_action": plan.action} | ({} if plan.week is None else {"plan_week": plan.week})
        fields |= {name: text for name, text in _news(plan).items() if text}
    return Point("session", tags(visit), fields, visit.opened_us)


def _news(plan: SessionPlan) -> dict[str, str]:
    """Return what marks on a dashboard are made of: texts that are absent where there is nothing to mark."""
    return {
        "plan_override": plan.override,
        "plan_alerts": ",".join(plan.alerts),
        "plan_alerts_began": ",".join(plan.alerts_began),
        "plan_phase_began": (plan.phase or plan.plan_id) if plan.phase_began else "",
        "plan_override_began": (plan.override or "as the plan suggests") if plan.override_began else "",
    }


def symptom_point(entry: Entry) -> Point:
    """Return the point of an entry, stamped with its time; the leg it is about is its ``side``."""
    tags = {
        "site": entry.site or NO_TAG,
        "station": entry.station or NO_TAG,
        "athlete": entry.athlete_id,
        "side": entry.leg or NO_TAG,
        "variant": NO_TAG,
    }
    fields: dict[str, FieldValue] = {
        SYMPTOM_FIELDS[kind]: float(value) for kind, value in entry.values.items() if kind in SYMPTOM_FIELDS
    }
    fields |= {"session_id": entry.session_id or NO_TAG, "withdrawn": entry.withdrawn_us is not None}
    if entry.day is not None:
        fields["day"] = entry.day
    if entry.run_surface is not None:
        fields["run_surface"] = entry.run_surface
    return Point("symptom", tags, fields, entry.time_us)


def health_point(
    visit: Visit,
    health: Health,
    step_uid: str | None,
    time_us: int,
    checks: Sequence[HealthCheck] = (),
    *,
    outbox: tuple[int, int] = (0, 0),
) -> Point:
    """Return the step's own account; it says nothing about the athlete, so that tag stays empty.

    ``outbox``: how many points wait and how many were refused.
    """
    fields: dict[str, FieldValue] = {
        "session_id": visit.id,
        "step_uid": step_uid or NO_TAG,
        "uptime_s": float(health.uptime_s),
        "tx_dropped": health.tx_dropped,
        "rx_errors": health.rx_errors,
        "outbox_waiting": outbox[0],
        "outbox_refused": outbox[1],
    }
    for channel in health.channels:
        name = channel.channel.lower()
        fields[f"conversions_{name}"] = channel.conversions
        fields[f"overruns_{name}"] = channel.overruns
        fields[f"faults_{name}"] = channel.faults
        fields[f"rate_hz_{name}"] = float(channel.rate_hz)
    if checks:
        fields |= health_fields(checks)
    return Point("step_health", tags(visit) | {"athlete": NO_TAG}, fields, time_us)

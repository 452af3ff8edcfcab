"""Advice of the programme as plain data for a person of a career."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulators.career import plain

if TYPE_CHECKING:
    from station.programme import model


def asked_of(advice: model.Advice, usual: tuple[plain.AskedSet, ...]) -> plain.Asked:
    """Return what a person is told; ``usual`` is what was asked on the last day of training."""
    open_sets = tuple(_asked_set(one) for one in advice.sets if not one.done)
    trains = advice.action == "train" and bool(open_sets)
    return plain.Asked(
        day=advice.day,
        trains=trains,
        sets=open_sets if trains else (),
        warm_up=advice.warm_up is not None,
        questions=frozenset(question.kind for question in advice.questions),
        run_level=_run_level(advice),
        usual_sets=usual,
        told=_told(advice),
    )


def _run_level(advice: model.Advice) -> int:
    running = advice.running
    if running is None or not running.open:
        return 0
    return running.level if running.next_day is None or running.next_day <= advice.day else 0


def _asked_set(one: model.PlannedSet) -> plain.AskedSet:
    tempo_s = (one.lower_s, one.upper_s)
    return plain.AskedSet(one.leg, one.variant, one.kind, one.reps, one.added_load_kg, tempo_s, one.rest_s)


def _told(advice: model.Advice) -> plain.Told:
    running = advice.running
    return plain.Told(
        week=advice.week,
        phase=f"{advice.plan_title}: {advice.phase}" if advice.phase else advice.plan_title,
        action=advice.action,
        headline=advice.headline.text,
        why=advice.why.text,
        reasons=tuple(_reason(reason) for reason in advice.reasons),
        alerts=tuple(f"rule {alert.rule} {alert.name}: {alert.sentence.text}" for alert in advice.alerts),
        signals=tuple((signal.name, signal.state) for signal in running.signals) if running else (),
        next=advice.next.text,
    )


def _reason(reason: model.Reason) -> plain.Reason:
    items = ",".join(map(str, reason.items))
    name = f"rule {reason.rule} {reason.name}" + (f" [{items}]" if items else "")
    return plain.Reason(name, reason.sentence.text, "" if reason.effect == "none" else reason.effect)

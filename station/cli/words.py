"""Events in words, one line each, for people who read a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from station.events import (
    Alarm,
    Calibration,
    Fault,
    Identity,
    InfluxState,
    Link,
    Recording,
    Rep,
    RepWithdrawn,
    Session,
    SetSummary,
    SingleLegStance,
    StoreState,
    SymptomNoted,
    Upkeep,
    Weigh,
)
from station.kiosk.verdict import judge
from station.metrics.asymmetry import told_difference
from station.metrics.bodies import are_apart
from station.metrics.comparisons import BY_FOOT, BY_LEG
from station.metrics.findings import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.events import Event

_LINK: Final = {
    "opening": "opening",
    "connected": "connected to",
    "lost": "lost",
    "ended": "end of",
}
_LOSSY: Final = ("gap", "device_restart", "uncalibrated", "rate")
"""Faults of the signal that a person should read about; the rest is counted in the set."""
_DOUBTFUL: Final = ("saturated", "stuck", "silent", "absent", "object", "too_light", "implausible")
"""Plates and loads that cannot be right."""
_STEP_FAULTS: Final = {
    "TIMEOUT": "gives no values",
    "STUCK": "gives no values: its data line stays low",
    "RATE": "is too slow",
    "NOISE": "has a disturbed data line",
    "BROWNOUT": "had too little voltage",
    "EEPROM": "has damaged memory",
}
"""The step's own codes in words; what it adds itself follows."""
_AGAIN_AFTER_S: Final = 10.0
"""A step that repeats its complaint every second is told as often as this, on the step's clock."""


class Words:
    """Says each event in a line; what a step repeats every few seconds is told once, or now and then."""

    def __init__(self) -> None:
        self._identity: Identity | None = None
        self._told_s: dict[tuple[str, str | None], float] = {}
        self._reps: set[tuple[int, int]] = set()

    def line(self, event: Event) -> str | None:
        """Return one line about an event, ``None`` when it is not worth one."""
        if isinstance(event, Rep):
            return self._rep_line(event)
        if isinstance(event, Identity):
            known, self._identity = self._identity, event
            return None if event == known else _identity_line(event)
        if isinstance(event, Fault) and event.code.isupper():
            return _step_fault_line(event) if self._is_due(event) else None
        if isinstance(event, Fault) and event.code in _DOUBTFUL:
            return f"DOUBT: {in_words(event)}" if self._is_due(event) else None
        if isinstance(event, SetSummary):
            return set_line(event)
        return weigh_line(event) if isinstance(event, Weigh) else _other(event)

    def _rep_line(self, rep: Rep) -> str | None:
        """Return the line of a rep told now for the first time: live, or when its set showed that it was one."""
        known = rep.final and (rep.set, rep.index) in self._reps
        self._reps.add((rep.set, rep.index))
        return None if known else rep_line(rep)

    def _is_due(self, fault: Fault) -> bool:
        """Return whether a complaint is new, or old enough to be told again; a restarted clock is new."""
        told = (fault.code, fault.channel)
        now_s = 0.0 if fault.start_s is None else fault.start_s
        last_s = self._told_s.get(told)
        if last_s is not None and 0.0 <= now_s - last_s < _AGAIN_AFTER_S:
            return False
        self._told_s[told] = now_s
        return True


def fixed(value: float | None, decimals: int, *, sign: bool = False) -> str:
    """Return a number for people: no minus in front of a zero, nothing for ``None``."""
    if value is None:
        return ""
    rounded = round(value, decimals) + 0.0
    return f"{rounded:+.{decimals}f}" if sign else f"{rounded:.{decimals}f}"


def rep_line(rep: Rep) -> str:
    """Return one rep in words."""
    verdict = judge(rep)
    load = "" if rep.added_load_kg is None else f"  {fixed(rep.added_load_kg, 1, sign=True)} kg"
    said = f"{verdict.symbol} {verdict.sentence} {verdict.seconds}".rstrip()
    return f"rep {rep.index:>3}  {rep.side:<5}  {said}{load}"


def set_line(summary: SetSummary) -> str:
    """Return a closed set in words."""
    parts = [f"set {summary.index}: {summary.reps_done} reps, {summary.reps_clean} clean{_touched(summary)}"]
    if summary.tut_total_s is not None:
        parts.append(f"{summary.tut_total_s:.0f} s under tension")
    percent, band = summary.single_leg_asymmetry_pct, summary.single_leg_asymmetry_band_pct
    if percent is not None and band is not None:
        parts.append(f"{told_difference(percent, band)} in time on one leg")
    told = Counter(summary.fault_counts)
    if _touched(summary) and summary.reps_clean == summary.reps_done:
        del told["rail"]
    if told:
        parts.append(", ".join(f"{count} x {name}" for name, count in told.most_common()))
    return "; ".join(parts)


def _touched(summary: SetSummary) -> str:
    """Say in how many clean reps the rail was touched lightly, which a clean rep may be.

    What is known is how many reps touched it at all: with reps that are not clean, so many at least.
    """
    light = summary.fault_counts.get("rail", 0) - (summary.reps_done - summary.reps_clean)
    if light <= 0:
        return ""
    least = "" if summary.reps_clean == summary.reps_done else "at least "
    return f" (light touch of the rail in {least}{light})"


def asymmetry_lines(session: Mapping[str, Any]) -> list[str]:
    """Return what of a session's ``station.events.SessionSummary``, by name, differs between left and right."""
    lines = []
    for each in (*BY_LEG, *BY_FOOT):
        if session[each.told] is None:
            continue
        left, right = session[each.left], session[each.right]
        right = 1.0 - left if each.left == each.right else right
        sides = f"left {left:.{each.decimals}f}, right {right:.{each.decimals}f} {each.unit}".rstrip()
        lines.append(f"{each.label}: {session[each.told]} ({sides}; {each.formula})")
    if session["limb_symmetry_index_pct"] is not None:
        lines.append(f"limb symmetry index, time on one leg: {session['limb_symmetry_index_pct']:.0f} %")
    return lines


def weigh_line(weigh: Weigh) -> str:
    """Return a weighing in words."""
    said = f"weighed: {weigh.system_mass_kg:.1f} kg, {weigh.left_share:.0%} left"
    added_kg = weigh.added_load_kg
    if added_kg is None:
        return said
    said = f"{said}, {fixed(added_kg, 1, sign=True)} kg against the first"
    if added_kg < 0 and are_apart(weigh.system_mass_kg, weigh.system_mass_kg - added_kg):
        return f"{said}: SOMEBODY ELSE? Or something carries part of the weight, or the first was with a load"
    return said


def _identity_line(identity: Identity) -> str:
    changed = "ANOTHER STEP: " if identity.step_changed else ""
    return f"{changed}step {identity.uid}, {identity.board}, firmware {identity.firmware}"


def _step_fault_line(fault: Fault) -> str:
    said = _STEP_FAULTS.get(fault.code, "has a fault")
    where = "the step" if fault.channel is None else f"channel {fault.channel}"
    seconds = "" if fault.start_s is None else f" at {fault.start_s:.1f} s"
    detail = f", {fault.detail}" if fault.detail else ""
    return f"FAULT: {where} {said}{seconds} ({fault.code}{detail})"


def _other(event: Event) -> str | None:
    if isinstance(event, Link):
        why = f": {event.detail}" if event.detail and event.state in ("opening", "lost") else ""
        return None if event.state == "failed" else f"{_LINK[event.state]} {event.port}{why}"
    if isinstance(event, Fault):
        where = "" if event.channel is None else f" on {event.channel}"
        seconds = "" if event.start_s is None else f" at {event.start_s:.1f} s"
        detail = f": {event.detail}" if event.detail else ""
        return f"{event.code}{where}{seconds} ({event.count}){detail}" if event.code in _LOSSY else None
    if isinstance(event, SingleLegStance):
        return f"one leg: {event.side} from {event.start_s:.1f} to {event.end_s:.1f} s"
    if isinstance(event, RepWithdrawn):
        return f"rep {event.set}.{event.index} was none"
    if isinstance(event, Calibration):
        return (
            f"calibration {event.channel}: {event.scale_n_per_count:.6g} N per count, zero {event.zero:.0f}"
        )
    return _station(event)


def store_line(state: StoreState) -> str:
    """Return whether what was measured reaches the disk, in words."""
    if state.state == "ok":
        return "saved: everything that had to wait is on the disk"
    where = f"in {state.file}" if state.file else "in memory" if state.state == "held" else "lost"
    lost = f", {state.lost} events lost" if state.lost and where != "lost" else ""
    return f"NOT SAVED: {state.detail}; {state.reps} reps, {state.events} events {where}{lost}"


def _station(event: Event) -> str | None:
    if isinstance(event, Session):
        who = "guest" if event.athlete_id is None else event.athlete_id
        done = f", {event.sets_done} sets, {event.reps_done} reps" if event.state == "closed" else ""
        told = event.summary.single_leg_asymmetry if event.summary else None
        return f"session {event.state}: {who}{done}" + (f"; {told} in time on one leg" if told else "")
    if isinstance(event, SymptomNoted):
        said = ", ".join(f"{kind} {value:g}" for kind, value in event.values.items())
        return f"noted: {said}" + (f", {event.leg}" if event.leg else "")
    if isinstance(event, InfluxState) and event.state in ("waiting", "refused"):
        return f"InfluxDB: {event.pending} waiting, {event.parked} refused. {event.detail}".rstrip()
    return _keeping(event)


def _keeping(event: Event) -> str | None:
    """Say how what is measured is kept."""
    if isinstance(event, StoreState):
        return store_line(event)
    if isinstance(event, Recording):
        return f"RECORDING STOPPED: {event.detail}" if event.state == "stopped" else None
    if isinstance(event, Upkeep):
        return event.detail
    return f"ALARM from the {event.source}: {event.message}" if isinstance(event, Alarm) else None

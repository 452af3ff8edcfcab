"""What the live screen says of a snapshot: the clock, what to do next, how far it is, what is carried. Pure."""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

from station.kiosk.summing import SMALLEST_LOAD_KG
from station.kiosk.verdict import is_about
from station.kiosk.words import say
from station.metrics.limits import LIMITS

if TYPE_CHECKING:
    from station.events import Prescription
    from station.kiosk.snapshot import Snapshot

CUE_GAP: Final = 2
"""Cells between the verdict and the cue."""


def target_words(prescription: Prescription, side: str) -> str:
    """Return how many reps a leg has to do, when it is the one of the plan."""
    if prescription.target_reps is None or prescription.planned_side != side:
        return ""
    return say("live.of", count=prescription.target_reps)


def set_done(snapshot: Snapshot) -> bool:
    """Whether the reps asked for are done: of the planned leg, else of the one that did fewer."""
    target = snapshot.prescription.target_reps
    if target is None:
        return False
    lines = snapshot.visit.reps_of(snapshot.visit.open_set)
    counts = Counter(line.rep.side for line in lines)
    planned = snapshot.prescription.planned_side
    done = counts[planned] if planned is not None else min(counts.values(), default=0)
    return done >= target


def cue_of(snapshot: Snapshot) -> str:
    """Return the key of what to do next."""
    planned = snapshot.prescription.planned_side
    if snapshot.blind or snapshot.link == "failed":
        return "blind"
    if snapshot.cue in ("next", "rise") and set_done(snapshot):
        return "set_done"
    if snapshot.cue in ("lower", "enough") and _on_wrong_leg(snapshot):
        return "wrong_leg"
    if snapshot.cue in ("rise", "next", "shift") and planned in ("left", "right"):
        return f"{snapshot.cue}_{planned}"
    return snapshot.cue


def _on_wrong_leg(snapshot: Snapshot) -> bool:
    """Whether the leg that works now is not the one of the plan."""
    clock, planned = snapshot.clock, snapshot.prescription.planned_side
    return clock is not None and planned in ("left", "right") and clock.side != planned


def cue_words(snapshot: Snapshot) -> tuple[str, str]:
    """Return what to do next in full, and in a few words."""
    return say(f"cue.{cue_of(snapshot)}"), say(f"nudge.{cue_of(snapshot)}")


def fitting(verdicts: tuple[str, ...], cues: tuple[str, ...], width: int) -> tuple[str, str]:
    """Return the fullest verdict and cue that have room beside each other; a verdict alone where no cue has."""
    for verdict, cue in [*product(verdicts, cues), *((verdict, "") for verdict in verdicts)]:
        if cell_len(verdict) + (cell_len(cue) + CUE_GAP if cue else 0) <= width:
            return verdict, cue
    return verdicts[-1], ""


def clock_words(snapshot: Snapshot, *, whole: bool) -> tuple[str, str, str]:
    """Return the huge figure, the key of its name, and the leg whose hue it has; ``whole`` seconds while it runs."""
    clock, last = snapshot.clock, snapshot.last
    if clock is not None and clock.running:
        seconds = say("table.unknown")
        if clock.seconds is not None:
            seconds = str(int(clock.seconds)) if whole else say.number(clock.seconds)
        return seconds, "live.one_leg", clock.side
    if last is None:
        return say.number(snapshot.prescription.lowering_target_s), "live.clock_idle", ""
    if last.rep.eccentric_tut_s is not None:
        key = "live.about_down" if is_about(last.rep) else "live.down"
        return say.number(last.rep.eccentric_tut_s), key, ""
    if last.rep.single_leg_time_s is not None:
        return say.number(last.rep.single_leg_time_s), "live.on_one_leg_rep", ""
    return say("table.unknown"), "live.on_one_leg_rep", ""


def progress_words(prescription: Prescription, done: int) -> list[str]:
    """Return the band of seconds asked for, and how many reps of the set are done; in full, then shorter."""
    target, upper = (
        say.number(s, 0) for s in (prescription.lowering_target_s, prescription.lowering_upper_s)
    )
    steady = steady_words(prescription)
    keys = ("live.band_from", "live.band", "live.band_short")
    bands = [say(key, target=target, upper=upper, steady=steady) for key in keys]
    if prescription.target_reps is None:
        return bands
    return [f"{band} · {say('live.done_of', done=done, count=prescription.target_reps)}" for band in bands]


def steady_words(prescription: Prescription) -> str:
    """Return from how many seconds of lowering a rep is good whose time on one leg is long enough."""
    return say.number(LIMITS.tempo_share * prescription.lowering_target_s)


def load_words(snapshot: Snapshot) -> str:
    """Return the added load against the planned one; empty while it was not measured."""
    load_kg, planned_kg = snapshot.added_load_kg, snapshot.prescription.planned_added_load_kg
    if load_kg is None:
        return ""
    no_load, load = load_kg < SMALLEST_LOAD_KG, say.mass(load_kg)
    if planned_kg is None:
        return say("live.no_load") if no_load else say("live.load", load=load)
    key = "live.no_load_planned" if no_load else "live.load_planned"
    mark = "✓" if abs(load_kg - planned_kg) <= SMALLEST_LOAD_KG else "!"
    return f"{say(key, load=load, planned=say.mass(planned_kg))} {mark}"

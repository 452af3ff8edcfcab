"""A whole recording as one document (schema ``station.analysis/1``)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from station.events import (
    STANDARD_GRAVITY_M_S2,
    Calibration,
    Fault,
    ForceBlock,
    Health,
    Identity,
    PlateGains,
    Prescription,
    Rep,
    RepWithdrawn,
    SetSummary,
    SingleLegStance,
    Weigh,
    Zero,
)
from station.force import GridBlock, grid_table, mend_table
from station.force.pedigree import scale_uncertainty
from station.force.table import HOLE_INTERVALS, median_interval_s
from station.jsonl import plain, plain_value
from station.metrics.findings import findings
from station.metrics.session import summarize_session
from station.pipeline import BodyStage, SourceQuality

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from station.events import Event, Side

SCHEMA = "station.analysis/1"
_BLOCK_TICKS = 6000
TOLD_EVENTS = (Fault, SingleLegStance, Weigh, Identity, Calibration, PlateGains, Zero)
"""Kept in the document beside sets and reps."""


def analyze_table(
    t_s: NDArray[np.float64],
    left_n: NDArray[np.float64],
    right_n: NDArray[np.float64],
    *,
    body_mass_kg: float | None = None,
    gravity_m_s2: float = STANDARD_GRAVITY_M_S2,
    file: str = "",
    prescription: Prescription | None = None,
) -> dict[str, Any]:
    """Analyse forces of two plates; arrays of shape ``(n,)``, ``t_s`` strictly ascending. Returns the document."""
    interval_s = median_interval_s(t_s)
    quality = SourceQuality(1.0 / interval_s, None)
    stage = BodyStage(gravity_m_s2=gravity_m_s2, quality=lambda _: quality, provisional=False)
    prescription = _with_mass(prescription or Prescription(), body_mass_kg)
    stage.configure(prescription)
    stage.recognise(_NAMELESS, None)
    mended = mend_table(left_n, right_n)
    block = grid_table(t_s, left_n, right_n, mended)
    events: list[Event] = []
    for start in range(0, len(block), _BLOCK_TICKS):
        part = slice(start, start + _BLOCK_TICKS)
        events += stage.feed(
            GridBlock(block.tick[part], block.left_n[part], block.right_n[part], block.valid[part])
        )
    events += stage.finish()
    events += _table_holes(t_s, interval_s)
    events += _table_spikes(t_s, "L", mended.left_bad) + _table_spikes(t_s, "R", mended.right_bad)
    return analyze_events(
        events,
        file=file,
        body_mass_kg=body_mass_kg,
        rate_hz=1.0 / interval_s,
        involved_side=prescription.involved_side,
    )


def analyze_events(
    events: Iterable[Event],
    *,
    file: str = "",
    body_mass_kg: float | None = None,
    rate_hz: float | None = None,
    involved_side: Side | None = None,
) -> dict[str, Any]:
    """Gather an event stream into the document; final values replace provisional ones.

    ``involved_side`` is the leg the athlete named as injured, for the limb symmetry index.
    """
    reps: dict[tuple[int, int], Rep] = {}
    sets: list[SetSummary] = []
    told: list[Event] = []
    forces = _ForceTotals()
    slowest_hz: float | None = None
    for event in events:
        match event:
            case Rep():
                reps[event.set, event.index] = event
            case RepWithdrawn():
                reps.pop((event.set, event.index), None)
            case SetSummary():
                sets.append(event)
                rate_hz = rate_hz or event.sample_rate_hz
            case Health() if event.channels:
                slowest_hz = min(channel.rate_hz for channel in event.channels)
            case ForceBlock():
                forces.add(event)
            case _ if isinstance(event, TOLD_EVENTS):
                told.append(event)
            case _:
                pass
    weighs = [event for event in told if isinstance(event, Weigh)]
    mass_kg = _body_mass_kg(weighs, body_mass_kg)
    rate_hz = rate_hz or slowest_hz
    done = [reps[key] for key in sorted(reps)]
    found = findings(told, done, rate_hz)
    return {
        "schema": SCHEMA,
        "file": file,
        "mode": sets[0].mode if len({s.mode for s in sets}) == 1 else ("mixed" if sets else None),
        "body_mass_kg": mass_kg,
        "system_mass_kg": weighs[-1].system_mass_kg if weighs else None,
        "quality": forces.quality()
        | _scale_quality(told)
        | {"rate_hz": rate_hz, "faults": _fault_counts(told), "found": [plain_value(each) for each in found]},
        "sets": [plain(summary) for summary in sets],
        "reps": [plain(rep) for rep in done],
        "session": plain_value(summarize_session(done, involved_side)),
        "events": [plain(event) for event in sorted(told, key=_event_time)],
    }


def _scale_quality(told: list[Event]) -> dict[str, float | bool]:
    """Return how well the plates' scales are known, and whether their calibration states it."""
    notes = {each.channel: each.note for each in told if isinstance(each, Calibration)}
    sd_rel, stated = scale_uncertainty(notes.values())
    return {"scale_sd_rel": sd_rel, "scale_sd_stated": stated}


class _ForceTotals:
    """Running sums over all force blocks."""

    def __init__(self) -> None:
        self._left_n = self._total_n = 0.0
        self._loaded = self._valid = self._ticks = 0
        self._start_s: float | None = None
        self._end_s = 0.0

    def add(self, block: ForceBlock) -> None:
        total_n = block.left_n + block.right_n
        loaded = block.valid & (total_n > _LOADED_N)
        self._left_n += float(block.left_n[loaded].sum())
        self._total_n += float(total_n[loaded].sum())
        self._loaded += int(loaded.sum())
        self._valid += int(block.valid.sum())
        self._ticks += len(block.t_s)
        if len(block.t_s):
            self._start_s = float(block.t_s[0]) if self._start_s is None else self._start_s
            self._end_s = float(block.t_s[-1])

    def quality(self) -> dict[str, float | None]:
        return {
            "duration_s": self._end_s - self._start_s if self._start_s is not None else 0.0,
            "valid_share": self._valid / self._ticks if self._ticks else None,
            "mean_left_share": self._left_n / self._total_n if self._loaded else None,
            "mean_total_n": self._total_n / self._loaded if self._loaded else None,
        }


_LOADED_N = 100.0


def _with_mass(prescription: Prescription, body_mass_kg: float | None) -> Prescription:
    return prescription if body_mass_kg is None else replace(prescription, body_mass_kg=body_mass_kg)


def _body_mass_kg(weighs: list[Weigh], stated_kg: float | None) -> float | None:
    """Return the mass of the unloaded body: the lightest weighed stance, or what was stated if all are loaded."""
    if not weighs:
        return stated_kg
    lightest_kg = min(weigh.system_mass_kg for weigh in weighs)
    if stated_kg is not None and abs(lightest_kg - stated_kg) > _STATED_TOLERANCE_KG:
        return stated_kg
    return lightest_kg


_STATED_TOLERANCE_KG = 2.1


def _fault_counts(told: list[Event]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for event in told:
        if isinstance(event, Fault):
            counts[event.code] = counts.get(event.code, 0) + event.count
    return counts


def _event_time(event: Event) -> float:
    at_s = getattr(event, "start_s", None)
    return float((getattr(event, "t_s", None) if at_s is None else at_s) or 0.0)


_NAMELESS = "", ""
"""A table does not say whose plates it is of; what is learned of them is told all the same."""


def _table_spikes(t_s: NDArray[np.float64], channel: str, bad: NDArray[np.bool_]) -> list[Event]:
    """Return the samples of one plate that were mended."""
    at_s = t_s[bad].tolist()
    return [Fault("spike", channel, time_s, time_s) for time_s in at_s]


def _table_holes(t_s: NDArray[np.float64], interval_s: float) -> list[Event]:
    """Return the places where a table's times jump by more than two intervals and a half."""
    steps = np.diff(t_s)
    holes = np.flatnonzero(steps > HOLE_INTERVALS * interval_s)
    return [
        Fault("gap", None, float(t_s[i]), float(t_s[i + 1]), max(round(float(steps[i]) / interval_s) - 1, 1))
        for i in holes.tolist()
    ]

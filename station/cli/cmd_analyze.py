"""``station analyze``: measure finished recordings and other plates' tables."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from station.analysis import analyze_events, analyze_table
from station.cli import fail
from station.cli.common import effective, print_json, print_table, say, warn
from station.cli.words import asymmetry_lines, fixed
from station.errors import StationError, UsageError
from station.events import Prescription
from station.recording import Replay, is_recording
from station.recording.redo import Redo, read_calibrations
from station.sources.table import read_table

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from station.config import Config

_COLUMNS = (
    "set",
    "index",
    "side",
    "start_s",
    "single_leg_time_s",
    "eccentric_tut_s",
    "added_load_kg",
    "faults",
)


def run(options: argparse.Namespace) -> int:
    """Print one document a file. A file that cannot be read is told and the others still measured."""
    config = effective(options).config
    redo = _redo(options)
    worst = 0
    for path in options.files:
        try:
            document = _analyze(path, options.body_mass_kg, config, redo)
        except StationError as error:
            sys.stdout.flush()
            worst = max(worst, fail(error))
            continue
        if options.json:
            print_json(document)
        else:
            _describe(document)
    return worst


def _redo(options: argparse.Namespace) -> Redo:
    calibrations = read_calibrations(options.calibration) if options.calibration else ()
    return Redo(calibrations, dict(options.zero or ()), follow_zero=not options.no_auto_zero)


def _check_names(path: Path, document: dict[str, Any], redo: Redo) -> None:
    """Refuse zeros and calibrations of channels that the recorded step does not have."""
    known = {
        name for event in document["events"] if event["type"] == "identity" for name in event["channels"]
    }
    for name in (*redo.zeros, *(each.channel for each in redo.calibrations)):
        if name not in known:
            raise UsageError(f"{path} has no channel {name}", f"It has {', '.join(sorted(known)) or 'none'}")


def _analyze(path: Path, body_mass_kg: float | None, config: Config, redo: Redo) -> dict[str, Any]:
    involved_side = config.training.involved_leg or None
    if is_recording(path):
        replay = Replay(path, live=False, redo=redo)
        document = analyze_events(
            replay, body_mass_kg=body_mass_kg, file=str(path), involved_side=involved_side
        )
        _check_names(path, document, redo)
        _warn(path, replay.warning)
        return document
    if redo != Redo():
        raise UsageError(
            f"{path} holds forces, no counts", "Give a recording, or leave zero and calibration out"
        )
    table = read_table(path)
    _warn(path, table.hint)
    return analyze_table(
        table.t_s,
        table.left_n,
        table.right_n,
        body_mass_kg=body_mass_kg,
        gravity_m_s2=config.station.gravity_m_s2,
        file=str(path),
        prescription=Prescription(involved_side=involved_side),
    )


def _warn(path: Path, warning: str) -> None:
    if warning:
        warn(f"{path}: {warning}")


def _describe(document: dict[str, Any]) -> None:
    mass = document["body_mass_kg"]
    weighed = "nobody was weighed" if mass is None else f"{mass:.1f} kg"
    say(f"{document['file']}: {weighed}, {len(document['sets'])} sets, {len(document['reps'])} reps")
    if document["reps"]:
        print_table(_COLUMNS, [[_cell(rep.get(column)) for column in _COLUMNS] for rep in document["reps"]])
        for line in asymmetry_lines(document["session"]):
            say(line)
    for found in document["quality"]["found"]:
        say(f"found: {found['words']}")
    for stance in document["events"]:
        if stance["type"] == "single_leg_stance":
            say(f"one leg: {stance['side']} from {stance['start_s']:.1f} to {stance['end_s']:.1f} s")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return fixed(value, 2)
    return (
        ", ".join(map(str, value))
        if isinstance(value, (list, tuple))
        else ""
        if value is None
        else str(value)
    )

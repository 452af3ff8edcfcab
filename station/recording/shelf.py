"""The folder of recordings: whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.errors import RecordingError
from station.recording.format import Control
from station.recording.reader import read_records
from station.recording.writer import SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

VISIT_OPENED = "visit_opened"
"""Control record that names session and athlete; it does not touch the pipeline."""


def recordings_of(folder: Path, athlete_id: str) -> list[Path]:
    """Return the recordings in which this athlete was measured."""
    return [path for path in sorted(folder.glob(f"*{SUFFIX}")) if athlete_id in _athletes(path)]


def _athletes(path: Path) -> set[str]:
    try:
        return {
            str(record.arguments.get("athlete_id"))
            for record in read_records(path)
            if isinstance(record, Control) and record.action == VISIT_OPENED
        }
    except RecordingError:
        return set()  # a file that holds nothing readable holds nobody

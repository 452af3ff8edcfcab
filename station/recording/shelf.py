"""The folder of recordings: whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.errors import RecordingError
from station.recording.format import Control
from station.recording.reader import scan_part, stem_of
from station.recording.writer import SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

VISIT_OPENED = "visit_opened"
"""Control record that names session and athlete; it does not touch the pipeline."""


def recordings_of(folder: Path, athlete_id: str) -> list[Path]:
    """Return the files of the recordings in which this athlete was measured, with all their parts."""
    return [
        part
        for parts in recordings_in(folder)
        if any(athlete_id in _athletes(part) for part in parts)
        for part in parts
    ]


def recordings_in(folder: Path) -> list[list[Path]]:
    """Return the recordings of a folder, each with its parts, the oldest first by name."""
    parts: dict[str, list[Path]] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        parts.setdefault(stem_of(path), []).append(path)
    return [sorted(group, key=lambda path: (len(path.name), path.name)) for _, group in sorted(parts.items())]


def _athletes(path: Path) -> set[str]:
    try:
        return {
            str(record.arguments.get("athlete_id"))
            for record in scan_part(path)
            if isinstance(record, Control) and record.action == VISIT_OPENED
        }
    except RecordingError:
        return set()  # a file that holds nothing readable holds nobody

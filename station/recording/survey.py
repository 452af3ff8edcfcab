"""The folder of recordings against what the database says should be in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from station.errors import RecordingError
from station.recording.format import Control
from station.recording.reader import End, RecordingInfo, scan_part
from station.recording.shelf import VISIT_OPENED
from station.recording.writer import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Survey:
    """What is there, what is not, and what of it can be read."""

    files: int
    size_bytes: int
    missing: tuple[Path, ...]
    """Named by the database and not there."""
    strangers: tuple[Path, ...]
    """There, of sessions that the database does not know. Known only after a full look."""
    damaged: tuple[tuple[Path, str], ...]
    """With what was lost of each. Known only after a full look."""


def survey(folder: Path, named: Collection[str], sessions: Collection[str], *, full: bool) -> Survey:
    """Compare the folder with the recordings and sessions that the database knows; ``full`` reads every file."""
    present = sorted(folder.glob(f"*{SUFFIX}"))
    missing = tuple(folder / name for name in sorted(set(named) - {path.name for path in present}))
    strangers: list[Path] = []
    damaged: list[tuple[Path, str]] = []
    for path in present if full else ():
        why = _trouble(path)
        if why:
            damaged.append((path, why))
        if _sessions_in(path) - set(sessions):
            strangers.append(path)
    size_bytes = sum(path.stat().st_size for path in present)
    return Survey(len(present), size_bytes, missing, tuple(strangers), tuple(damaged))


def _trouble(path: Path) -> str:
    info = RecordingInfo()
    try:
        for found in scan_part(path):
            info = replace(info, closed=True) if isinstance(found, End) else info.plus(found)
    except RecordingError as error:
        return error.problem
    return info.damage


def _sessions_in(path: Path) -> set[str]:
    try:
        return {
            str(record.arguments.get("session_id"))
            for record in scan_part(path)
            if isinstance(record, Control) and record.action == VISIT_OPENED
        }
    except RecordingError:
        return set()

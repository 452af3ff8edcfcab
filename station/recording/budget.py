"""Which recordings may go: the oldest first, whole sessions with all their parts, never the newest few."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station.recording.reader import stem_of
from station.recording.shelf import recordings_in

if TYPE_CHECKING:
    from pathlib import Path

NEWEST_KEPT = 20
"""Age is counted from this many recordings ago, so that a clock that jumps years ahead deletes nothing at once."""
_OF_SESSIONS = re.compile(r"(\d{8}T\d{6}Z)_[0-9a-f]{8}")
_DAY_US = 86_400 * 10**6


@dataclass(frozen=True, slots=True)
class Disposable:
    """One recording that may go."""

    parts: tuple[Path, ...]
    size_bytes: int


def disposable(
    folder: Path, *, now_us: int, keep_days: int, max_bytes: int, spare: str = ""
) -> list[Disposable]:
    """Return the recordings of sessions that are too old, then the oldest that are too much; 0 is no limit.

    ``spare`` is the stem of the one being written. Recordings with names of people's choice are never named.
    """
    known = [dated for parts in recordings_in(folder) if (dated := _dated(parts)) is not None]
    known.sort(key=lambda each: each[0])
    sizes = sum(each.size_bytes for _, each in known)
    reference_us = min(now_us, known[-NEWEST_KEPT][0]) if len(known) >= NEWEST_KEPT else 0
    before_us = reference_us - keep_days * _DAY_US if keep_days else 0
    chosen = []
    for begun_us, each in known:
        if stem_of(each.parts[0]) != spare and (begun_us < before_us or 0 < max_bytes < sizes):
            chosen.append(each)
            sizes -= each.size_bytes
    return chosen


def _dated(parts: list[Path]) -> tuple[int, Disposable] | None:
    """Return when a recording of a session began, µs, and its size; ``None`` for others."""
    match = _OF_SESSIONS.fullmatch(stem_of(parts[0]))
    if match is None:
        return None
    begun = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return round(begun.timestamp() * 1e6), Disposable(
        tuple(parts), sum(part.stat().st_size for part in parts)
    )

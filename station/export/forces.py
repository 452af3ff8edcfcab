"""The forces of each set of a visit, from its recording: as ``station analyze`` reads any plate's forces.

A set's piece begins where somebody was weighed before it, if that was shortly before, and ends a little after it,
so that what is in it can be measured again from it alone. Pieces never overlap.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from station.errors import RecordingError, UsageError
from station.events import ForceBlock, Recording, SetSummary, Weigh
from station.recording import Replay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

    from numpy.typing import NDArray

    from station.events import Event
    from station.store import Store, Visit

HEADER: Final = "t_s,left_n,right_n"
_LEAD_S: Final = 10.0
"""Seconds before a set's first rep, without a weighing: its rise, and the quiet before."""
_TAIL_S: Final = 3.0
_WEIGHED_BEFORE_S: Final = 60.0
"""A weighing as long ago as this still belongs to the set."""
_MARGIN_S: Final = 2.0
"""Stillness before a weighing that shows where it begins."""
_SAME_S: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """One set's forces: arrays of shape ``(n,)``, s on the step's own clock and N; invalid instants are left out."""

    index: int
    t_s: NDArray[np.float64]
    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]


def visit_of(store: Store, session_id: str) -> Visit:
    """Return a visit; ``UsageError`` when there is none."""
    visit = store.session(session_id)
    if visit is None:
        raise UsageError(f"no session '{session_id}'", "See 'station export sessions'")
    return visit


def pieces(store: Store, visit: Visit, recordings: Path, index: int | None = None) -> list[Piece]:
    """Return the forces of a visit's sets, or of one. ``StationError`` when there is no such set or recording."""
    wanted = {each.index: each for each in store.sets(visit.id) if index in (None, each.index)}
    if not wanted:
        what = "has no sets" if index is None else f"has no set {index}"
        raise UsageError(f"session '{visit.id}' {what}", "See 'station export sets'")
    files = _files(store, visit, recordings)
    found = [piece for file in files for piece in _of_recording(Replay(file, live=False), wanted)]
    if not found:
        names = ", ".join(file.name for file in files)
        raise RecordingError(
            f"{names} holds no set of session '{visit.id}' as it was measured", "Look: station analyze FILE"
        )
    return found


def _files(store: Store, visit: Visit, recordings: Path) -> list[Path]:
    """Return the first parts of the recordings a visit was measured in that are still there."""
    begun = [e for e in store.events(visit.id) if isinstance(e, Recording) and e.state == "begun"]
    names = list(dict.fromkeys(event.file for event in begun))
    there = [recordings / name for name in names if (recordings / name).is_file()]
    if not names:
        raise RecordingError(
            f"session '{visit.id}' was not recorded", "See storage.recordings in the configuration"
        )
    if not there:
        raise RecordingError(
            f"the recording {names[0]} of session '{visit.id}' is not in {recordings} any more",
            "Put it back from a backup; old ones are deleted as the section [storage] says",
        )
    return there


def _of_recording(events: Iterable[Event], wanted: dict[int, SetSummary]) -> Iterator[Piece]:
    blocks: list[ForceBlock] = []
    sets: list[SetSummary] = []
    weighs: list[Weigh] = []
    for event in events:
        if isinstance(event, ForceBlock):
            blocks.append(event)
        elif isinstance(event, SetSummary):
            sets.append(event)
        elif isinstance(event, Weigh):
            weighs.append(event)
    if not blocks:
        return
    t_s = np.concatenate([block.t_s for block in blocks])
    left_n = np.concatenate([block.left_n for block in blocks])
    right_n = np.concatenate([block.right_n for block in blocks])
    valid = np.concatenate([block.valid for block in blocks])
    for at, each in enumerate(sets):
        stored = wanted.get(each.index)
        if stored is None or not _is_same(stored, each):
            continue
        start_s, end_s = _span(sets, at, weighs)
        inside = valid & (t_s >= start_s) & (t_s < end_s)
        yield Piece(each.index, t_s[inside], left_n[inside], right_n[inside])


def _is_same(stored: SetSummary, replayed: SetSummary) -> bool:
    """Tell one visit's sets from another's of the same recording: their place on the step's clock differs."""
    return abs(stored.start_s - replayed.start_s) < _SAME_S and abs(stored.end_s - replayed.end_s) < _SAME_S


def _span(sets: Sequence[SetSummary], at: int, weighs: Sequence[Weigh]) -> tuple[float, float]:
    """Return where a set's piece begins and ends, s: from the weighing, or some seconds, before it."""
    this = sets[at]
    weighed = [
        weigh.start_s - _MARGIN_S
        for weigh in weighs
        if this.start_s - _WEIGHED_BEFORE_S <= weigh.start_s < this.start_s
    ]
    start_s = min([this.start_s - _LEAD_S, *weighed])
    if at:
        start_s = max(start_s, _end_s(sets[at - 1], this))
    return start_s, _end_s(this, sets[at + 1] if at + 1 < len(sets) else None)


def _end_s(this: SetSummary, following: SetSummary | None) -> float:
    """Return where a set's piece ends: some seconds after it, and never nearer to the next set than to this one."""
    tail_s = _TAIL_S if following is None else min(_TAIL_S, 0.5 * (following.start_s - this.end_s))
    return this.end_s + tail_s


def write_piece(file: TextIO, piece: Piece) -> int:
    """Write a piece as a table of three columns, to 0.1 ms and 1 mN; return how many rows."""
    file.write(HEADER + "\n")
    rows = np.column_stack((piece.t_s, piece.left_n, piece.right_n))
    np.savetxt(file, rows, fmt=("%.4f", "%.3f", "%.3f"), delimiter=",")
    return len(rows)

"""The view's pages as rows of a list: plain values in, rows out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.jsonl import plain
from station.kiosk.verdict import is_about
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import Event, SetSummary
    from station.kiosk.snapshot import RepLine, Visit
    from station.kiosk.widgets.drawing import Row

_CELLS: Final = (4, 4, 7, 16, 14, 10)
"""Set, rep, leg, seconds down with interval, seconds on one leg, load."""
_DETAIL: Final = 160
_BAD: Final = ("alarm", "store")


def rep_rows(visit: Visit) -> list[Row]:
    """Return every rep of the visit in a line, with its interval, its verdict and all its faults."""
    if not visit.reps:
        return [((say("view.no_reps"), "quiet"),)]
    return [((say("view.reps_header"), "quiet"),), *(_rep_row(line) for line in visit.reps)]


def _rep_row(line: RepLine) -> Row:
    rep, unknown = line.rep, say("table.unknown")
    down = unknown
    if rep.eccentric_tut_s is not None:
        down = f"{'~' if is_about(rep) else ''}{say.number(rep.eccentric_tut_s)}"
        if rep.eccentric_tut_lo_s is not None and rep.eccentric_tut_hi_s is not None:
            lo, hi = say.number(rep.eccentric_tut_lo_s), say.number(rep.eccentric_tut_hi_s)
            down += f" ({lo}{say('table.unknown')}{hi})"
    one_leg = unknown if rep.single_leg_time_s is None else say.number(rep.single_leg_time_s)
    load = unknown if rep.added_load_kg is None else say.mass(rep.added_load_kg)
    cells = (str(rep.set), str(rep.index), say(f"side.{rep.side}"), down, one_leg, load)
    faults = ", ".join(say.get(f"word.{fault}", fault) for fault in rep.faults)
    words = line.verdict.word + (f" ({faults})" if len(rep.faults) > 1 else "")
    saved = "" if line.saved else " …"
    plain_cells = "".join(cell.ljust(room) for cell, room in zip(cells, _CELLS, strict=True))
    return ((plain_cells, ""), (f"{line.verdict.symbol} {words}{saved}", line.verdict.tone))


def set_rows(sets: Iterable[SetSummary]) -> list[Row]:
    """Return every set that closed in a line."""
    return [((_set_words(one), "strong"),) for one in sets]


def _set_words(one: SetSummary) -> str:
    unknown = say("table.unknown")
    good, total = (
        unknown if value is None else say.number(value, 0) for value in (one.tut_good_s, one.tut_total_s)
    )
    return say(
        "view.set_line", index=one.index, done=one.reps_done, clean=one.reps_clean, left=one.reps_left,
        right=one.reps_right, good=good, total=total,
    )  # fmt: skip


def event_rows(events: Iterable[Event]) -> list[Row]:
    """Return events as an engineer reads them: the kind, then what it holds."""
    return [_event_row(event) for event in events] or [((say("view.no_events"), "quiet"),)]


def _event_row(event: Event) -> Row:
    values = plain(event)
    kind = str(values.pop("type"))
    held = "  ".join(f"{name}={value}" for name, value in values.items() if value not in (None, "", [], {}))
    return ((f"{kind:<10}", "stop" if kind in _BAD else "strong"), (f" {harmless(held, _DETAIL)}", ""))

"""What the operator's pages of facts say: plain values in, rows out."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Final

import station
from station.events import ClockState, InfluxState, Recording, StoreState, Upkeep, WireAccount
from station.kiosk.words import say
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from station.events import Event
    from station.kiosk.verdict import Tone
    from station.kiosk.widgets.drawing import Row
    from station.store.rows import OutboxRow, OutboxTotals

TRACKED: Final = (ClockState, InfluxState, Recording, StoreState, Upkeep, WireAccount)
_NAME_CELLS: Final = 24
_CELLS: Final = 12
_SHOWN_REFUSALS: Final = 20
_PARTS: Final = ("textual", "numpy", "influxdb-client", "pyserial", "textual-serve")


@dataclass(frozen=True, slots=True)
class Outbox:
    """What waits for InfluxDB, read at once."""

    pending: int
    parked: int
    held: int
    totals: tuple[OutboxTotals, ...]
    refused: tuple[OutboxRow, ...]


class FactBook:
    """Keeps the newest event of each tracked kind, and counts faults; everything kept is replaced whole."""

    def __init__(self) -> None:
        self.newest: Mapping[type[Event], Event] = {}
        self.faults: Counter[str] = Counter()

    def put(self, events: Iterable[Event]) -> None:
        """Take what the session tells."""
        for event in events:
            if isinstance(event, TRACKED):
                self.newest = {**self.newest, type(event): event}
            elif event.type == "fault":
                channel = getattr(event, "channel", None) or "-"
                self.faults = self.faults + Counter({f"{getattr(event, 'code', '')} {channel}": 1})


def diagnostics_rows(book: FactBook, watchers: int | None) -> list[Row]:
    """Return what became of every conversion, what was wrong with lines, and how the station keeps what it hears."""
    account = book.newest.get(WireAccount)
    rows: list[Row] = [_heading(say("facts.conversions"))]
    rows += _account_rows(account) if isinstance(account, WireAccount) else [_quiet(say("facts.no_account"))]
    rows.append(_heading(say("facts.faults")))
    rows += [_fact(harmless(name, 22), str(count)) for name, count in book.faults.most_common(12)] or [
        _quiet(say("facts.no_faults"))
    ]
    rows.append(_heading(say("facts.keeping")))
    rows += [_state_row(event) for event in book.newest.values() if not isinstance(event, WireAccount)]
    if watchers is not None:
        rows.append(_fact(say("facts.watchers"), str(watchers)))
    return rows


def _account_rows(account: WireAccount) -> list[Row]:
    names = ("channel", "announced", "used", "flagged", "lost", "duplicates")
    rows: list[Row] = [(("".join(say(f"facts.{name}").rjust(_CELLS) for name in names), "quiet"),)]
    for one in account.channels:
        cells = (
            harmless(one.channel, 8), one.announced, one.used, one.flagged, one.lost, one.duplicates,
        )  # fmt: skip
        adds_up = one.announced == one.used + one.flagged + one.lost
        rows.append((("".join(str(cell).rjust(_CELLS) for cell in cells), "" if adds_up else "stop"),))
    rows += [
        _fact(f"{say('facts.lines')} {harmless(code, 10)}", str(count), "mind")
        for code, count in sorted(account.line_faults.items())
    ]
    rows.append(_fact(say("facts.boots"), str(account.boots), "mind" if account.boots else None))
    return rows


_BAD_STATES: Final = ("held", "unsaved", "wrong", "refused", "stopped", "low_space")


def _state_row(event: Event) -> Row:
    state = str(getattr(event, "state", "") or getattr(event, "what", ""))
    detail = str(getattr(event, "detail", "") or getattr(event, "reason", "") or getattr(event, "file", ""))
    tone: Tone | None = "stop" if state in _BAD_STATES else None
    return _fact(event.type, f"{state} {harmless(detail, 120)}".strip(), tone)


def influx_rows(outbox: Outbox, state: Event | None) -> list[Row]:
    """Return how the link is, what waits, the account of every measurement, and what was refused and why."""
    rows: list[Row] = []
    if isinstance(state, InfluxState):
        tone: Tone = "go" if state.state == "ok" else "stop" if state.state == "refused" else "quiet"
        rows.append(((say(f"status.influx_{state.state}"), tone), (f"  {harmless(state.detail, 160)}", "")))
    rows += [
        _fact(say("facts.pending"), str(outbox.pending)),
        _fact(say("facts.held"), str(outbox.held), "mind" if outbox.held else None),
        _fact(say("facts.parked"), str(outbox.parked), "stop" if outbox.parked else None),
    ]
    names = ("measurement", "queued", "delivered", "resent", "discarded", "erased")
    rows.append((("".join(say(f"facts.{name}").rjust(_CELLS) for name in names), "quiet"),))
    rows += [
        (("".join(str(cell).rjust(_CELLS) for cell in (
            harmless(one.measurement, 11), one.queued, one.delivered, one.resent, one.discarded, one.erased,
        )), ""),)
        for one in outbox.totals
    ]  # fmt: skip
    if outbox.refused:
        rows.append(_heading(say("facts.refusals")))
        rows += [
            (
                (f"{one.id:>8} ", "quiet"),
                (f"{one.point.measurement:<12}", ""),
                (harmless(one.refusal or "", 160), "stop"),
            )
            for one in outbox.refused[:_SHOWN_REFUSALS]
        ]
        rows.append(_quiet(say("facts.retry")))
    return rows


def update_rows(database: Path) -> list[Row]:
    """Return which program this is, and how it is renewed; nothing is asked of any network."""
    rows = [
        _fact(say("facts.station"), station.__version__),
        _fact("Python", f"{platform.python_version()} ({platform.system()} {platform.machine()})"),
        *(_fact(name, version) for name in _PARTS if (version := _version(name))),
        _fact(say("facts.program"), harmless(sys.prefix, 120)),
        _fact(say("facts.database"), harmless(str(database), 120)),
        _heading(say("facts.how_to_update")),
    ]
    return [*rows, *(((say(f"facts.update_{step}"), ""),) for step in (1, 2, 3, 4))]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def people_rows(people: Sequence[tuple[str, str, str, bool]], chosen: int) -> list[Row]:
    """Return name, id, last visit and PIN of everybody; the chosen one is marked."""
    if not people:
        return [_quiet(say("facts.nobody"))]
    rows: list[Row] = []
    for at, (name, its_id, last, locked) in enumerate(people):
        mark = "▸ " if at == chosen else "  "
        words = f"{mark}{harmless(name, 24):<26}{last:<18}{say('facts.has_pin') if locked else '':<8}"
        rows.append(((words, "strong" if at == chosen else ""), (harmless(its_id, 40), "quiet")))
    return rows


def _heading(words: str) -> Row:
    return ((words, "strong"),)


def _quiet(words: str) -> Row:
    return ((words, "quiet"),)


def _fact(name: str, value: str, tone: Tone | None = None) -> Row:
    return ((f"{name:<{_NAME_CELLS}} ", "quiet"), (value, tone or ""))

"""The tables of docs/fleet.md, from what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PAGE: Final = Path(__file__).parents[2] / "docs" / "fleet.md"
BEGIN: Final = "<!-- figures: written by python -m tools.fleet -->"
END: Final = "<!-- end of figures -->"
Row = tuple[str, "Callable[[dict[str, Any]], str]"]


def _ms(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.1f}"


def _percent(share: float | None) -> str:
    return "not measured" if share is None else f"{100 * share:.1f}"


def _mb(megabytes: float | None) -> str:
    return "not measured" if megabytes is None else f"{megabytes:.0f}"


def _checked(figures: dict[str, Any]) -> str:
    wrong = figures["wrong"]
    return f"{len(wrong)}: {wrong[0]}" if wrong else "none"


_TRAINING: Final[Sequence[Row]] = (
    ("visits; reps told as saved", lambda f: f"{f['visits']}; {f['reps']}"),
    ("stations training at once", lambda f: f"{f['at_once']}"),
    ("trained, s", lambda f: f"{f['trained_s']:.0f}"),
    ("points delivered, a second", lambda f: f"{f['points_per_s']:.1f}"),
    ("writes; answered within, ms: half of them, 99 %",
     lambda f: f"{f['writes']}; {_ms(f['write_p50_s'])}, {_ms(f['write_p99_s'])}"),
    ("influxd: % of a core; MB", lambda f: f"{_percent(f['influxd_core_share'])}; {f['influxd_mb']:.0f}"),
    ("deepest outbox, points", lambda f: f"{f['deepest']}"),
    ("a station, simulator included: % of a core; MB",
     lambda f: f"{_percent(f['station_core_share'])}; {_mb(f['station_mb'])}"),
    ("points delivered = in InfluxDB; twice", lambda f: f"{f['points']} = {f['present']}; {f['doubled']}"),
    ("sums that are off", _checked),
)  # fmt: skip
_COMEBACK: Final[Sequence[Row]] = (
    ("points waiting when the server is back", lambda f: f"{f['queued']:,}"),
    ("half of them there after, s", lambda f: f"{f['half_caught_up_s']}"),
    ("all of them there after, s", lambda f: f"{f['all_caught_up_s']}"),
    ("points a second over all of that", lambda f: f"{f['points_per_s']:,.0f}"),
    ("writes; in the busiest second", lambda f: f"{f['writes']}; {f['busiest_second_writes']}"),
    ("answered within, ms: half of them, 99 %", lambda f: f"{_ms(f['write_p50_s'])}, {_ms(f['write_p99_s'])}"),
    ("answers that were not 204", lambda f: f"{f['other_answers']}"),
    ("influxd: % of a core; MB", lambda f: f"{_percent(f['influxd_core_share'])}; {f['influxd_mb']:.0f}"),
    ("in InfluxDB; twice", lambda f: f"{f['present']:,}; {f['doubled']}"),
    ("sums that are off", _checked),
)  # fmt: skip


def _table(measured: Sequence[dict[str, Any]], rows: Iterable[Row]) -> str:
    head = "| stations | " + " | ".join(f"{figures['stations']}" for figures in measured) + " |\n"
    rule = "| --- |" + " ---: |" * len(measured) + "\n"
    body = "".join(
        f"| {name} | " + " | ".join(cell(figures) for figures in measured) + " |\n" for name, cell in rows
    )
    return head + rule + body


def tables(measured: dict[str, dict[str, Any]]) -> str:
    """Return everything measured as tables, each under what was run and when."""
    training = _of(measured, "training")
    comeback = _of(measured, "comeback")
    parts = []
    if training:
        commands = "\n".join(f"{f['on']}  {f['command']}" for f in training)
        parts.append(f"### Training\n\n```\n{commands}\n```\n\n{_table(training, _TRAINING)}")
    if comeback:
        commands = "\n".join(f"{f['on']}  {f['command']}" for f in comeback)
        parts.append(f"### The server was away\n\n```\n{commands}\n```\n\n{_table(comeback, _COMEBACK)}")
    return "\n".join(parts)


def _of(measured: dict[str, dict[str, Any]], part: str) -> list[dict[str, Any]]:
    found = [figures for name, figures in measured.items() if name.startswith(part)]
    return sorted(found, key=lambda figures: int(figures["stations"]))


def renewed(page: str, measured: dict[str, dict[str, Any]]) -> str:
    """Return the page with its tables replaced. ``ValueError`` when it has no place for them."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{PAGE} has no place marked for the figures")
    return f"{before}{begin}\n\n{tables(measured)}\n{end}{after}"

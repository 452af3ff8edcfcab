"""The tables of docs/how-to/many-stations.md, from what was measured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tools.fleet import arithmetic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "many-stations.md"
_AFTER_S: Final = (5, 15, 30, 45, 60, 75)
Row = tuple[str, "Callable[[dict[str, Any]], str]"]


def _ms(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1000:.1f}"


def _percent(share: float | None) -> str:
    return "not measured" if share is None else f"{100 * share:.1f}"


def _mb(megabytes: float | None) -> str:
    return "not measured" if megabytes is None else f"{megabytes:.0f}"


def _influxd(figures: dict[str, Any]) -> str:
    return f"{_percent(figures['influxd_core_share'])}; {figures['influxd_mb']:.0f}"


def _waiting(figures: dict[str, Any]) -> list[str]:
    """Return how many points waited at each of some instants after the server was back."""
    depths = figures["depths"]
    return [f"{next((left for at_s, left in depths if at_s >= after_s), 0):,}" for after_s in _AFTER_S]


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
    ("influxd, over the whole run: % of a core; MB", _influxd),
    ("deepest outbox, points", lambda f: f"{f['deepest']}"),
    ("a station, simulator included: % of a core; MB",
     lambda f: f"{_percent(f['station_core_share'])}; {_mb(f['station_mb'])}"),
    ("points delivered = in InfluxDB; twice", lambda f: f"{f['points']} = {f['present']}; {f['doubled']}"),
    ("sums that are off", _checked),
)  # fmt: skip
_COMEBACK: Final[Sequence[Row]] = (
    ("points waiting when the server is back", lambda f: f"{f['queued']:,}"),
    (f"waiting after {', '.join(map(str, _AFTER_S))} s", lambda f: ", ".join(_waiting(f))),
    ("half of them there after, s", lambda f: f"{f['half_caught_up_s']}"),
    ("all of them there after, s", lambda f: f"{f['all_caught_up_s']}"),
    ("points a second over all of that", lambda f: f"{f['points_per_s']:,.0f}"),
    ("writes; in the busiest second", lambda f: f"{f['writes']}; {f['busiest_second_writes']}"),
    ("answered within, ms: half of them, 99 %", lambda f: f"{_ms(f['write_p50_s'])}, {_ms(f['write_p99_s'])}"),
    ("answers that were not 204", lambda f: f"{f['other_answers']}"),
    ("influxd, over the whole run: % of a core; MB", _influxd),
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
    page = _replaced(page, "figures", tables(measured))
    return _replaced(page, "arithmetic", _arithmetic(measured["storage"])) if "storage" in measured else page


def _arithmetic(storage: dict[str, Any]) -> str:
    measured = (
        f"Measured on influxd 1.6.7 with `python -m tools.fleet storage` on {storage['on']}: "
        f"{storage['points']:,} reps made from {storage['real_reps']} that stations measured, "
        f"on average {storage['fields_a_rep']:.0f} fields: "
        f"**{storage['wire_bytes_a_rep']:.0f} bytes** of line protocol, **{storage['disk_bytes_a_rep']:.0f} bytes** on "
        f"disk once compacted. {storage['series']:,} new series took **{storage['memory_bytes_a_series']:,.0f} bytes** "
        f"of memory each (index `inmem`, their first point included)."
    )
    return f"{measured}\n\n{arithmetic.table(storage)}"


def _replaced(page: str, name: str, text: str) -> str:
    begin, end = f"<!-- {name}: written by python -m tools.fleet -->", f"<!-- end of {name} -->"
    before, begin, rest = page.partition(begin)
    _, end, after = rest.partition(end)
    if not (begin and end):
        raise ValueError(f"{PAGE} has no place marked for {name}")
    return f"{before}{begin}\n\n{text}\n{end}{after}"

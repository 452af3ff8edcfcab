"""``station doctor``: what works, what does not, and what to do."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import station
from station.cli import safety
from station.cli.clocks import clock_findings
from station.cli.common import effective, influx_token, port_of, print_json, say
from station.cli.examining import Examination
from station.cli.looking import Line, from_finding, print_page, worst_is_service
from station.cli.sums import ledger_findings
from station.errors import StationError
from station.sinks.influx import check
from station.sources import list_ports
from station.store.audit import Finding

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from station.cli.looking import Group
    from station.config import Config

FORMAT: Final = 1
"""Of the document for programs."""
_WITHOUT_A_STEP: Final = "To try the station without one: --port 'sim://textbook'"


def run(options: argparse.Namespace) -> int:
    """Look at everything; exit code 1 when something stops the station from working."""
    report = effective(options)
    config, port = report.config, port_of(options, report.config)
    existing = "" if report.file.exists() else " (not there: defaults)"
    lines = [Line("this machine", "configuration", "PASS", f"{report.file}{existing}")]
    examination = Examination(config)
    for group, what, look in _looks(config, port, examination):
        try:
            lines += look()
        except StationError as error:
            remedy = f"{error.remedy}. {_WITHOUT_A_STEP}" if what == "step" and error.remedy else error.remedy
            lines.append(Line(group, what, "SERVICE", error.problem, remedy, _CODES.get(what)))
    if options.bundle is not None:
        from station.cli.bundle import write_bundle  # noqa: PLC0415  only then

        write_bundle(options.bundle, port, report, lines, examination, wire_s=options.wire)
    if options.json:
        print_json(document_of(lines))
    else:
        print_page(lines)
        if options.bundle is not None:
            say(f"{options.bundle} holds this without names; look into it before you send it")
    return 1 if worst_is_service(lines) else 0


def document_of(lines: Sequence[Line]) -> dict[str, object]:
    """Return everything as one document: its format, the station's version, the verdict, and a line for each thing.

    The verdict is the worst that was found; ``not_looked_at`` names what could not be judged, which is no ``PASS``.
    """
    states = {line.state for line in lines}
    verdict = next(state for state in ("SERVICE", "RETRY", "PASS") if state in states or state == "PASS")
    unseen = dict.fromkeys(line.code or line.what for line in lines if line.state == "UNKNOWN")
    return {
        "format": FORMAT,
        "station": station.__version__,
        "verdict": verdict,
        "not_looked_at": list(unseen),
        "lines": [asdict(line) for line in lines],
    }


_CODES = {"data folder": "DISK", "clock": "CLOCK", "InfluxDB": "INFLUX"}


def _looks(
    config: Config, port: str, examination: Examination
) -> Iterator[tuple[Group, str, Callable[[], list[Line]]]]:
    yield "this machine", "data folder", lambda: _lines("this machine", safety.folder(config))
    yield "this machine", "clock", lambda: _lines("this machine", clock_findings(config))
    ports = Finding("ports", "ok", ", ".join(list_ports()) or "none here")
    yield "this machine", "ports", lambda: _lines("this machine", [ports])
    yield "step", "step", lambda: examination.run(port)
    yield "data", "database", lambda: _lines("data", safety.database(config))
    yield "data", "ledger", lambda: _lines("data", ledger_findings(config))
    yield "InfluxDB", "InfluxDB", lambda: _lines("InfluxDB", safety.way_to_influx(config))
    yield "InfluxDB", "InfluxDB", lambda: _lines("InfluxDB", [_influx(config)])


def _lines(group: Group, findings: Iterable[Finding]) -> list[Line]:
    return [from_finding(group, finding, _CODES.get(finding.what)) for finding in findings]


def _influx(config: Config) -> Finding:
    if not config.influx.url:
        return Finding("InfluxDB", "ok", "not configured; everything stays on this computer")
    report = check(config.influx, influx_token(config))
    return Finding("InfluxDB", "ok", f"{report.url} takes points into {report.bucket}")

"""``station doctor``: what works, what does not, and what to do."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from station.cli import safety
from station.cli.clocks import clock_findings
from station.cli.cmd_store import print_findings
from station.cli.common import effective, influx_token, port_of, print_json
from station.cli.plates import LARGE, in_words, learned
from station.cli.sums import ledger_findings
from station.cli.watching import rate_trouble
from station.errors import StationError
from station.sinks.influx import check
from station.sources import SystemTime, connect, list_ports
from station.sources.conversation import Conversation
from station.store.audit import Finding
from station.wire import LineFault, latest_account

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from station.config import Config
    from station.events import PlateGains
    from station.sources import Connection

LISTEN_S = 3.2


def run(options: argparse.Namespace) -> int:
    """Look at everything; exit code 1 when something stops the station from working."""
    report = effective(options)
    config, port = report.config, port_of(options, report.config)
    existing = "" if report.file.exists() else " (not there: defaults)"
    findings = [Finding("configuration", "ok", f"{report.file}{existing}")]
    for what, look in _looks(config, port):
        try:
            findings += look()
        except StationError as error:
            findings.append(Finding(what, "stop", error.problem, error.remedy))
    if options.json:
        print_json([asdict(finding) for finding in findings])
    else:
        print_findings(findings)
    return 1 if any(finding.state == "stop" for finding in findings) else 0


def _looks(config: Config, port: str) -> Iterator[tuple[str, Callable[[], list[Finding]]]]:
    yield "data folder", lambda: [*safety.folder(config)]
    yield "database", lambda: [*safety.database(config)]
    yield "clock", lambda: clock_findings(config)
    yield "ledger", lambda: ledger_findings(config)
    yield "ports", lambda: [Finding("ports", "ok", ", ".join(list_ports()) or "none here")]
    yield "step", lambda: _step(config, port)
    yield "InfluxDB", lambda: safety.way_to_influx(config)
    yield "InfluxDB", lambda: [_influx(config)]


def _step(config: Config, port: str) -> list[Finding]:
    connection = connect(port, uid=config.station.step_uid)
    try:
        if connection.identity is None:
            return [Finding("step", "ok", f"{port} plays without a step")]
        return _examine(config, connection)
    except EOFError:
        return [Finding("step", "mind", f"{port} ended while it was looked at", "Name a longer one")]
    finally:
        connection.close()


def _examine(config: Config, connection: Connection) -> list[Finding]:
    identity = connection.identity
    talk = Conversation(connection, SystemTime())
    calibration = talk.calibration()
    heard = talk.listen_for(LISTEN_S)
    who = f"{identity.board} {identity.uid}, firmware {identity.firmware}" if identity else ""
    findings = [Finding("step", "ok", f"{who}, {connection.url} at {connection.baud} baud")]
    faults = sum(isinstance(message, LineFault) for message in heard)
    if faults:
        findings.append(
            Finding("link", "mind", f"{faults} spoiled lines in {LISTEN_S:.0f} s", "Try another cable")
        )
    if not calibration:
        findings.append(Finding("calibration", "stop", "the step is not calibrated", "Calibrate it"))
    elif identity:
        findings += _plates(learned(config, identity, calibration))
    names = identity.channels if identity else ()
    health = latest_account(heard, len(names))
    if health is None:
        findings.append(
            Finding("converters", "stop", "the step gives no account of them", "Update its firmware")
        )
    for name, counters in zip(names, health.channels if health else (), strict=False):
        rate_hz = counters.rate_mhz / 1000.0
        trouble = rate_trouble(rate_hz)
        problem, remedy = trouble or ("", "")
        words = f"{rate_hz:.1f} samples/s" + (f", {problem}" if problem else "")
        findings.append(Finding(f"converter {name}", "stop" if trouble else "ok", words, remedy))
    return findings


def _plates(known: tuple[PlateGains, int] | None) -> list[Finding]:
    if known is None:
        return []
    large = abs(known[0].left_over_right - 1.0) > LARGE
    remedy = "Calibrate both plates with the same mass" if large else ""
    return [Finding("plates", "mind" if large else "ok", in_words(known[0]), remedy)]


def _influx(config: Config) -> Finding:
    if not config.influx.url:
        return Finding("InfluxDB", "ok", "not configured; everything stays on this computer")
    report = check(config.influx, influx_token(config))
    return Finding("InfluxDB", "ok", f"{report.url} takes points into {report.bucket}")

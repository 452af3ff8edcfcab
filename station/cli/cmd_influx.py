"""``station influx``: the way to InfluxDB."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec

from station.cli.common import effective, influx_token, print_json, print_table, say, warn
from station.cli.influx_install import install
from station.cli.influx_upkeep import parked, resend, retry_or_discard, verify
from station.cli.safety import way_to_influx
from station.cli.sums import difference_lines, sums_document, sums_lines
from station.config import database_path
from station.errors import InfluxError, StationError, StoreError, UsageError
from station.sinks.influx import Forwarder, check, status
from station.store import Store, ledger

if TYPE_CHECKING:
    import argparse

    from station.config import Config

_PROBE_S = 2.0
"""How long ``status`` asks the server why points wait."""


def run(options: argparse.Namespace) -> int:
    """Check, push, describe, or look after what was refused or lost."""
    if options.action == "install":
        return install(options)
    config = effective(options).config
    if options.action == "check":
        return _check(config, options)
    if not database_path(config).exists():
        raise StoreError(f"there is no database {database_path(config)}", "Measure something first")
    actions = {
        "push": _push,
        "status": _status,
        "parked": parked,
        "retry": retry_or_discard,
        "discard": retry_or_discard,
        "resend": resend,
        "verify": verify,
    }
    return actions[options.action](config, options)


def _check(config: Config, options: argparse.Namespace) -> int:
    dangers = [finding.words for finding in way_to_influx(config)]
    for words in dangers:
        warn(words)
    report = check(config.influx, influx_token(config))
    if options.json:
        print_json(asdict(report) | {"warnings": dangers})
    else:
        version = f" (InfluxDB {report.version})" if report.version else ""
        say(f"{report.url}{version} takes points into {report.bucket}")
    return 0


def _push(config: Config, options: argparse.Namespace) -> int:
    if not config.influx.url:
        raise UsageError("no InfluxDB is configured", "Set url in section [influx]")
    with Store.open(database_path(config)) as store:
        before, _parked = store.outbox_counts()
        delivered = _delivered(store)
        state = Forwarder(store, config.influx, influx_token(config), lambda _event: None).push_once()
        sent, erasures, held = _delivered(store) - delivered, len(store.erasures()), store.outbox_held()
    if options.json:
        print_json(
            {
                "waiting_before": before,
                "waiting": state.pending,
                "refused": state.parked,
                "erasures": erasures,
                "held": held,
            }
        )
    if state.pending:
        raise InfluxError(f"{state.pending} of {before} points still wait", state.detail or "Try again later")
    if erasures:
        raise InfluxError(
            f"{erasures} erased people may still have points in InfluxDB",
            state.detail or "See: station doctor",
        )
    if not options.json:
        refused = f", {state.parked} refused (see 'station influx parked')" if state.parked else ""
        waiting = f"{held} held until the clock is right" if held else "none waiting"
        say(f"{sent} {'point' if sent == 1 else 'points'} sent now, {waiting}{refused}")
    return 0


def _delivered(store: Store) -> int:
    return sum(row.delivered for row in store.outbox_totals())


def _status(config: Config, options: argparse.Namespace) -> int:
    with Store.open(database_path(config), read_only=True) as store:
        report = status(store, config.influx)
        refused = [
            (row.id, row.point.measurement, row.point.time_us, row.refusal) for row in store.outbox_parked()
        ]
        told, differences, erasures = ledger.statement(store), ledger.audit(store), len(store.erasures())
    trouble = _trouble(config) if report.pending or erasures else None
    if options.json:
        rows = [
            {"id": number, "measurement": name, "time_us": at, "refusal": why}
            for number, name, at, why in refused
        ]
        document: dict[str, Any] = asdict(report) | {"refused": rows, "erasures": erasures}
        document |= {"ledger": sums_document(told, differences), "trouble": str(trouble) if trouble else None}
        print_json(document)
    else:
        held = f", {report.held} held until the clock is right" if report.held else ""
        say(
            f"{report.url or 'no InfluxDB is configured'}: {report.pending} waiting, {report.parked} refused{held}"
        )
        for line in (*sums_lines(told), *difference_lines(differences)):
            say(line)
        if erasures:
            say(f"! {erasures} erased people may still have points in InfluxDB: they go first")
        if refused:
            print_table(("id", "measurement", "time_us", "refused because"), refused)
    if trouble:
        sys.stdout.flush()
        raise trouble
    return 1 if any(each.state == "stop" for each in differences) else 0


def _trouble(config: Config) -> StationError | None:
    """Ask the server, briefly, why points wait; ``None`` when it would take them, or none is configured."""
    if not config.influx.url:
        return None
    timeout_s = min(config.influx.timeout_s, _PROBE_S)
    try:
        check(msgspec.structs.replace(config.influx, timeout_s=timeout_s), influx_token(config))
    except StationError as error:
        return error
    return None

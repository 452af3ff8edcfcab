"""``station influx``: the way to InfluxDB."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import msgspec

from station.cli.common import effective, influx_token, print_json, print_table
from station.config import database_path
from station.errors import InfluxError, StationError, StoreError, UsageError
from station.sinks.influx import Forwarder, check, status
from station.store import Store

if TYPE_CHECKING:
    import argparse

    from station.config import Config

_PROBE_S = 2.0
"""How long ``status`` asks the server why points wait."""


def run(options: argparse.Namespace) -> int:
    """Check, push or describe."""
    config = effective(options).config
    if options.action == "check":
        return _check(config, json=options.json)
    if not database_path(config).exists():
        raise StoreError(f"there is no database {database_path(config)}", "Measure something first")
    return (_push if options.action == "push" else _status)(config, json=options.json)


def _check(config: Config, *, json: bool) -> int:
    report = check(config.influx, influx_token(config))
    if json:
        print_json(asdict(report))
    else:
        version = f" (InfluxDB {report.version})" if report.version else ""
        print(f"{report.url}{version} takes points into {report.bucket}")
    return 0


def _push(config: Config, *, json: bool) -> int:
    if not config.influx.url:
        raise UsageError("no InfluxDB is configured", "Set url in section [influx]")
    with Store.open(database_path(config)) as store:
        before, _parked = store.outbox_counts()
        delivered = _delivered(store)
        state = Forwarder(store, config.influx, influx_token(config), lambda _event: None).push_once()
        sent = _delivered(store) - delivered
    if json:
        print_json({"waiting_before": before, "waiting": state.pending, "refused": state.parked})
    if state.pending:
        raise InfluxError(f"{state.pending} of {before} points still wait", state.detail or "Try again later")
    if not json:
        refused = f", {state.parked} refused (see 'station influx status')" if state.parked else ""
        print(f"{sent} {'point' if sent == 1 else 'points'} sent now, none waiting{refused}")
    return 0


def _delivered(store: Store) -> int:
    return sum(row.delivered for row in store.outbox_totals())


def _status(config: Config, *, json: bool) -> int:
    with Store.open(database_path(config), read_only=True) as store:
        report = status(store, config.influx)
        parked = [(row.point.measurement, row.point.time_us, row.refusal) for row in store.outbox_parked()]
    trouble = _trouble(config) if report.pending else None
    if json:
        rows = [{"measurement": name, "time_us": at, "refusal": why} for name, at, why in parked]
        print_json(asdict(report) | {"refused": rows, "trouble": str(trouble) if trouble else None})
    else:
        print(
            f"{report.url or 'no InfluxDB is configured'}: {report.pending} waiting, {report.parked} refused"
        )
        print_table(
            ("measurement", "queued", "delivered", "discarded"),
            [(row.measurement, row.queued, row.delivered, row.discarded) for row in report.totals],
        )
        if parked:
            print_table(("measurement", "time_us", "refused because"), parked)
    if trouble:
        sys.stdout.flush()
        raise trouble
    return 0


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

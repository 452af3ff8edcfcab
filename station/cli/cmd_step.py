"""``station step``: the device itself."""

from __future__ import annotations

import importlib
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from station.cli.common import effective, local_time, port_of, print_json, print_table, say
from station.cli.monitor import monitor
from station.cli.plates import differences, in_words, learned, trend_of
from station.cli.step_link import StepLink
from station.cli.step_zero import zero
from station.errors import PortError
from station.jsonl import plain
from station.wire import latest_account

if TYPE_CHECKING:
    import argparse

    from station.config import Config
    from station.wire import CalibrationLine, HealthLine

LISTEN_S = 2.2
"""Long enough for two of the step's accounts, which come every second."""

_OF_CALIBRATION = {
    "swap-test": ("step_swap", "swap_test"),
    "calibrate": ("step_calibrate", "calibrate"),
    "verify": ("step_verify", "verify"),
    "restore": ("step_restore", "restore"),
    "history": ("step_history", "history"),
    "certificate": ("step_history", "print_certificate"),
    "export": ("step_history", "export_calibrations"),
    "import": ("step_history", "import_calibrations"),
}
"""Actions with a module of their own, and its function."""


def run(options: argparse.Namespace) -> int:
    """Talk to the step, or tell what is known of it."""
    if options.action in _OF_CALIBRATION:
        module, function = _OF_CALIBRATION[options.action]
        return int(getattr(importlib.import_module(f"station.cli.{module}"), function)(options))
    config = effective(options).config
    port = port_of(options, config)
    with closing(StepLink(port, config.station.step_uid)) as link:
        try:
            if options.action == "info":
                return _info(link, config, json=options.json)
            if options.action == "zero":
                return zero(link, options)
            monitor(link, options.seconds, raw=options.raw, json=options.json)
        except EOFError as error:
            raise PortError(f"{port} ended", "Connect again") from error
        return 0


def _info(link: StepLink, config: Config, *, json: bool) -> int:
    talk, identity = link.talk, link.identity
    calibration = talk.calibration()
    health = latest_account(talk.listen_for(LISTEN_S), len(identity.channels))
    document = asdict(identity) | {"port": talk.connection.url, "speed": talk.connection.baud}
    document["channels"] = [
        _channel(at, name, health, calibration.get(at)) for at, name in enumerate(identity.channels)
    ]
    plates = learned(config, identity, calibration)
    document["plate_gains"] = None if plates is None else plain(plates[0]) | {"time_us": plates[1]}
    watched = trend_of(config, plates[0]) if plates is not None else None
    document["plate_gains_trend"] = None if watched is None else asdict(watched) | {"words": watched.words}
    document["other_ports"] = list(talk.connection.others)
    document["disagreements"] = differences(config, identity, calibration)
    if json:
        print_json(document)
        return 0
    if link.doubt:
        say(f"! {link.doubt}")
    say(f"step {identity.uid} on {talk.connection.url} at {talk.connection.baud} baud")
    say(f"{identity.board}, firmware {identity.firmware}, gain {identity.gain}, reset {identity.reset_cause}")
    columns = (
        "channel",
        "rate_hz",
        "conversions",
        "overruns",
        "faults",
        "zero",
        "scale_n_per_count",
        "taken",
        "note",
    )
    rows = [row | {"taken": _day(row["taken_unix"])} for row in document["channels"]]
    print_table(columns, [[row[column] for column in columns] for row in rows])
    if plates is not None:
        say(f"plates: {in_words(plates[0])}; learned {local_time(plates[1])}")
    for sentence in document["disagreements"]:
        say(f"! {sentence}")
    if watched is not None:
        say(watched.words)
    return 0


def _day(taken_unix: int | None) -> str:
    """Return when a channel was calibrated, in local time; nothing when nobody knows."""
    return "" if taken_unix is None else local_time(taken_unix * 1_000_000)


def _channel(
    at: int, name: str, health: HealthLine | None, calibration: CalibrationLine | None
) -> dict[str, Any]:
    counters = health.channels[at] if health and at < len(health.channels) else None
    return {
        "channel": name,
        "rate_hz": counters.rate_mhz / 1000.0 if counters else None,
        "conversions": counters.conversions if counters else None,
        "overruns": counters.overruns if counters else None,
        "faults": counters.faults if counters else None,
        "zero": calibration.zero if calibration else None,
        "scale_n_per_count": calibration.scale_n_per_count if calibration else None,
        "taken_unix": calibration.taken_unix or None if calibration else None,
        "note": calibration.note if calibration else "not calibrated",
    }

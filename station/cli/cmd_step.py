"""``station step``: the device itself."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from station.cli.common import effective, local_time, port_of, print_json, print_table, say
from station.cli.monitor import monitor
from station.cli.plates import in_words, learned
from station.cli.watching import STILL_N
from station.errors import PortError
from station.jsonl import plain
from station.sources import SystemTime, connect
from station.sources.conversation import Conversation
from station.wire import Sample, latest_account

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from station.config import Config
    from station.wire import CalibrationLine, HealthLine, IdentityLine

LISTEN_S = 2.2
"""Long enough for two of the step's accounts, which come every second."""
ZERO_S = 2.0
LOADED_N = 60.0
"""Zero moves by 3-9 N in a session; a shift this large is somebody, or something, on the plate."""
FEWEST_SAMPLES = 60
LONGEST_RECORD = 89
"""Characters of a calibration that a step can confirm in one line (``docs/protocol.md``)."""


def run(options: argparse.Namespace) -> int:
    """Talk to the step."""
    with _conversation(options) as (talk, identity):
        if options.action == "info":
            return _info(talk, identity, effective(options).config, json=options.json)
        if options.action == "zero":
            return _zero(talk, identity, json=options.json)
        monitor(talk, identity, options.seconds, raw=options.raw, json=options.json)
        return 0


@contextmanager
def _conversation(options: argparse.Namespace) -> Iterator[tuple[Conversation, IdentityLine]]:
    config = effective(options).config
    port = port_of(options, config)
    connection = connect(port, uid=config.station.step_uid)
    try:
        if connection.identity is None:
            raise PortError(f"{port} plays without listening", "Name a port with a step behind it")
        yield Conversation(connection, SystemTime()), connection.identity
    except EOFError as error:
        raise PortError(f"{port} ended", "Connect again") from error
    finally:
        connection.close()


def _info(talk: Conversation, identity: IdentityLine, config: Config, *, json: bool) -> int:
    calibration = talk.calibration()
    health = latest_account(talk.listen_for(LISTEN_S), len(identity.channels))
    document = asdict(identity) | {"port": talk.connection.url, "speed": talk.connection.baud}
    document["channels"] = [
        _channel(at, name, health, calibration.get(at)) for at, name in enumerate(identity.channels)
    ]
    plates = learned(config, identity, calibration)
    document["plate_gains"] = None if plates is None else plain(plates[0]) | {"time_us": plates[1]}
    if json:
        print_json(document)
        return 0
    say(f"step {identity.uid} on {talk.connection.url} at {talk.connection.baud} baud")
    say(f"{identity.board}, firmware {identity.firmware}, gain {identity.gain}, reset {identity.reset_cause}")
    columns = ("channel", "rate_hz", "conversions", "overruns", "faults", "zero", "scale_n_per_count", "note")
    print_table(columns, [[row[column] for column in columns] for row in document["channels"]])
    if plates is not None:
        say(f"plates: {in_words(plates[0])}; learned {local_time(plates[1])}")
    return 0


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
        "note": calibration.note if calibration else "not calibrated",
    }


@dataclass(frozen=True, slots=True)
class _Zero:
    channel: str
    old: float
    new: float
    shift_n: float
    sd_n: float


def _zero(talk: Conversation, identity: IdentityLine, *, json: bool) -> int:
    calibration = talk.calibration()
    if not calibration:
        raise PortError("the step is not calibrated, so its zero means nothing", "Calibrate it first")
    samples = [message for message in talk.listen_for(ZERO_S) if isinstance(message, Sample)]
    zeros = {
        at: _measure(
            identity.channels[at], known, [s.raw_count for s in samples if s.channel == at and not s.flags]
        )
        for at, known in calibration.items()
        if at < len(identity.channels)
    }
    talk.ask("X")
    try:
        for at, zero in zeros.items():
            talk.ask(_record(calibration[at], zero.new, SystemTime().now_us() // 1_000_000))
    finally:
        talk.ask("G")
    if json:
        print_json([asdict(zero) for zero in zeros.values()])
    else:
        rows = [(z.channel, f"{z.old:.0f}", f"{z.new:.0f}", f"{z.shift_n:+.1f} N") for z in zeros.values()]
        print_table(("plate", "zero before", "zero now", "shift"), rows)
    return 0


def _record(known: CalibrationLine, zero: float, taken_unix: int) -> str:
    """Return the command that stores a calibration with another zero; a long note loses its end."""
    body = f"K {known.channel} {zero:.10g} {known.scale_n_per_count:.8g} {taken_unix} {known.note}"
    return body[:LONGEST_RECORD].rstrip()


def _measure(name: str, known: CalibrationLine, counts: list[int]) -> _Zero:
    if len(counts) < FEWEST_SAMPLES:
        raise PortError(f"plate {name} sent only {len(counts)} good samples", "See 'station step monitor'")
    mean, spread = float(np.mean(counts)), float(np.std(counts))
    sd_n = spread * abs(known.scale_n_per_count)
    shift_n = (mean - known.zero) * known.scale_n_per_count
    if sd_n > STILL_N:
        raise PortError(f"plate {name} is not still ({sd_n:.1f} N)", "Step off, touch nothing, try again")
    if abs(shift_n) > LOADED_N:
        raise PortError(
            f"plate {name} carries {shift_n:+.0f} N", "Clear it; if it is empty, calibrate the step again"
        )
    return _Zero(name, known.zero, mean, shift_n, sd_n)

"""``station doctor --bundle``: what helps others to find a fault, without names, tokens or what was measured."""

from __future__ import annotations

import os
import platform
import sys
import zipfile
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import msgspec

import station
from station.cli.common import influx_token
from station.cli.scrubbing import Scrubber, paths_of, secrets_of
from station.cli.sums import sums_document
from station.config import database_path
from station.errors import StationError, UsageError
from station.events import Alarm, Fault, HealthCheck, Link
from station.sources import SystemTime
from station.store import Store, ledger
from station.store.recent import recent
from station.wire import IdentityLine, Sample, encode_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from station.cli.examining import Examination
    from station.cli.looking import Line
    from station.config import Config, Effective
    from station.store.recent import Happened
    from station.wire import Message

MOST_EVENTS: Final = 500
_SECRET: Final = frozenset({"key", "passphrase", "password", "pin", "secret", "token"})
"""A setting with one of these words in its name is left out altogether."""
_OF_A_CHECK: Final = ("code", "state", "channel", "measured", "unit")
_MICRO: Final = 1e6
_README: Final = """\
A support bundle of a heel-drop station.

doctor.json         what 'station doctor' found
configuration.json  which settings differ from their defaults, numbers and choices in full, words only as "set"
versions.json       of the station, the computer and the step
events.json         recent faults, alarms, changes of the link and of health: how long ago, not when, nor whose
ledger.json         how many conversions, repetitions and points there were and what became of them
wire.txt            only when asked for: the last seconds of what the step said while it was looked at;
                    whoever stood on it then can be weighed by it

Not in it: names, ids of people, visits and steps, tokens, addresses, paths, and what was measured of anybody.
"""


def write_bundle(
    file: Path,
    port: str,
    report: Effective,
    lines: Sequence[Line],
    examination: Examination,
    *,
    wire_s: float | None,
) -> None:
    """Write the bundle. ``UsageError`` when the file is there already or cannot be written."""
    config = report.config
    uids = [each.uid for each in examination.heard if isinstance(each, IdentityLine)]
    uids += [examination.identity.uid] if examination.identity else []
    scrubber = Scrubber(
        [*secrets_of(config, _token(config), uids), *paths_of(report.file), *_port_words(port)]
    )
    members = {
        "README.txt": _README,
        "doctor.json": _json([_undated(line) for line in lines]),
        "configuration.json": _json(_configuration(report)),
        "versions.json": _json(_versions(examination)),
        "events.json": _json(_events(config)),
        "ledger.json": _json(_sums(config)),
    }
    if wire_s is not None:
        members["wire.txt"] = "".join(_wire(examination.heard, wire_s))
    try:
        with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in members.items():
                bundle.writestr(zipfile.ZipInfo(name), scrubber.clean(text))
    except FileExistsError as error:
        raise UsageError(f"{file} is there already", "Name another file, or delete it") from error
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}", "Name another file") from error


def _json(document: Any) -> str:  # noqa: ANN401  JSON is any value
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def _undated(line: Line) -> dict[str, Any]:
    """Return a line of the doctor's; of a visit that waits for the clock only that there is one, of a load too."""
    if line.code == "LOAD" and line.state != "PASS":
        return asdict(replace(line, words="", measured=None))
    dated = line.what == "clock" and line.words.startswith("session ")
    return asdict(replace(line, words="a session waits", remedy="") if dated else line)


def _port_words(port: str) -> Iterator[str]:
    """Yield what a port's URL names: the whole, and its host."""
    if "://" in port:
        yield port
        yield from (part for part in (urlsplit(port).netloc, urlsplit(port).hostname) if part)


def _token(config: Config) -> str | None:
    """Return the token, to take it out; one that cannot be read cannot have come in."""
    try:
        return influx_token(config)
    except StationError:
        return None


def _configuration(report: Effective) -> list[dict[str, object]]:
    """Return each value that was set. Words are people's own: only that there are some."""
    told = []
    for origin in report.origins:
        if origin.source == "default" or _SECRET & set(origin.key.replace(".", "_").split("_")):
            continue
        plain = isinstance(origin.value, (bool, int, float))
        source = "environment" if origin.source.startswith("STATION_") else "file"
        told.append({"key": origin.key, "value": origin.value if plain else "set", "source": source})
    return told


def _versions(examination: Examination) -> dict[str, object]:
    told: dict[str, object] = {
        "station": station.__version__,
        "python": sys.version.split()[0],
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }
    identity = examination.identity
    if identity is not None:
        told["step"] = {
            "firmware": identity.firmware,
            "board": identity.board,
            "protocol": identity.protocol,
            "channels": list(identity.channels),
            "gain": identity.gain,
            "baud": identity.baud,
            "reset": identity.reset_cause,
        }
    return told


def _events(config: Config) -> list[dict[str, object]]:
    """Return what went wrong lately. Details are left out of what a step may have put any words into."""
    path = database_path(config)
    if not path.exists():
        return []
    kinds = [kind.type for kind in (Alarm, Fault, HealthCheck, Link)]
    try:
        with Store.open(path, read_only=True) as store:
            happened = recent(store, kinds, MOST_EVENTS)
    except StationError as error:
        return [{"type": "unreadable", "detail": error.problem}]
    now_us = SystemTime().now_us()
    return [{"ago_s": round((now_us - each.time_us) / _MICRO), **_told(each)} for each in happened]


def _told(happened: Happened) -> dict[str, object]:
    event = happened.event
    told: dict[str, object] = {"type": event.type}
    if isinstance(event, Fault):
        return told | {"code": event.code, "channel": event.channel, "count": event.count}
    if isinstance(event, HealthCheck):
        names = ("code", "state", "channel") if event.code == "LOAD" else _OF_A_CHECK
        return told | {name: getattr(event, name) for name in names}
    if isinstance(event, Alarm):
        return told | {"source": event.source, "message": event.message}
    if isinstance(event, Link):
        return told | {"state": event.state, "detail": event.detail}
    return told


def _sums(config: Config) -> dict[str, Any]:
    path = database_path(config)
    if not path.exists():
        return {}
    try:
        with Store.open(path, read_only=True) as store:
            document = sums_document(ledger.statement(store), ledger.audit(store))
    except StationError as error:
        return {"unreadable": error.problem}
    return document


def _wire(heard: Sequence[Message], last_s: float) -> Iterator[str]:
    """Yield the conversions and accounts of the last seconds as lines; who it is and notes are left out."""
    samples = [each for each in heard if isinstance(each, Sample)]
    if not samples:
        return
    end_us, span_us = samples[-1].t_us, round(last_s * _MICRO)
    for each in samples:
        if (end_us - each.t_us) % (1 << 32) <= span_us:
            body = f"S {each.channel} {each.seq} {each.t_us} {each.raw_count} {each.flags:X}"
            yield encode_line(body).decode("ascii")

"""``station influx install``: everything a server needs, told first, in one command."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from station.cli.common import effective, print_json, print_table, reading_token, remark, say, warn
from station.cli.holding import HeldSignals
from station.errors import UsageError
from station.sinks.influx import grafana, install_v1, install_v2
from station.sinks.influx.installing import Wanted, carry_out

if TYPE_CHECKING:
    import argparse

    from station.config import Effective, InfluxSection
    from station.sinks.influx.installing import Plan

STATION_FILE = "influx-station.token"
COACH_FILE = "influx-coach.token"
_BUCKET = re.compile(r"[^\W_][\w .-]{0,63}(/[^\W_][\w.-]{0,63})?")
"""What needs no escaping in InfluxQL and Flux; InfluxDB keeps names with ``_`` in front for itself."""


def install(options: argparse.Namespace) -> int:
    """Look, tell, and unless it is a dry run, install and prove it. All of it, or nothing."""
    told = effective(options)
    asked = [name for name in ("influxdb2", "v1", "grafana") if getattr(options, name) is not None]
    if len(asked) != 1:
        raise UsageError("where to?", "Name one: --influxdb2 URL, --v1 URL or --grafana DIR")
    _refuse_what_is_not_meant(asked[0], options)
    plan = _plan(asked[0], told, options)
    if not options.json:
        _tell(plan, dry=options.dry_run)
    with HeldSignals() as held:
        seen = () if options.dry_run else carry_out(plan, held.go_on)
        if options.json:
            print_json(_document(plan, seen, dry=options.dry_run))
        else:
            for words in (*seen, *(_next(asked[0], plan, told, options) if not options.dry_run else ())):
                say(words)
    if held.received is None:
        return 0
    if not options.dry_run:
        remark("the signal to stop came when everything stood: the installation stays")
    return 128 + held.received


_ONLY: Final = {
    "zone": ("influxdb2", "grafana"),
    "org": ("influxdb2",),
    "keep": ("influxdb2", "v1"),
    "new_tokens": ("influxdb2", "v1"),
    "url": ("grafana",),
    "offline": ("grafana",),
}
"""Options that mean something with these targets only."""


def _refuse_what_is_not_meant(target: str, options: argparse.Namespace) -> None:
    """``UsageError`` for an option that would be passed over, and for an address that is none."""
    for name, targets in _ONLY.items():
        value = getattr(options, name)
        if value is not None and value is not False and target not in targets:
            where = " or ".join(f"--{each}" for each in targets)
            raise UsageError(
                f"--{name.replace('_', '-')} does nothing with --{target}", f"It goes with {where}"
            )
    for name in ("influxdb2", "v1", "url"):
        address = getattr(options, name)
        if address is None:
            continue
        if not address.startswith(("http://", "https://")):
            raise UsageError(f"--{name} {address!r}", "Begin it with http:// or https://")
        if "@" in address.partition("://")[2].partition("/")[0]:
            raise UsageError(
                f"--{name} has a password in it", "Leave it out: a token goes into --token-file FILE"
            )


def _plan(target: str, told: Effective, options: argparse.Namespace) -> Plan:
    influx = _influx(told.config.influx, options)
    station_file, coach_file = _files(told, options)
    if target == "grafana":
        if not influx.url:
            raise UsageError(
                "which InfluxDB shall Grafana ask?", "Set url in section [influx], or say --url URL"
            )
        file, zone = options.token_file or coach_file, _zone(options.zone)
        if options.dry_run and not file.exists():
            unasked = grafana.plan(options.grafana, influx, "", zone, ask=False, dry=True)
            return replace(
                unasked, warnings=(*unasked.warnings, f"{_no_token(file)}, so InfluxDB was not asked")
            )
        coach, ask = _coachs_token(told, file), not options.offline
        return grafana.plan(options.grafana, influx, coach, zone, ask=ask, dry=options.dry_run)
    station = f"{told.config.station.site}-{told.config.station.name}"
    influx = msgspec.structs.replace(influx, url=getattr(options, target))
    wanted = Wanted(
        influx, station, station_file, coach_file, options.keep, options.new_tokens or "", _zone(options.zone)
    )
    token = reading_token(told.config, options.token_file) if options.token_file else None
    if target == "influxdb2":
        return install_v2.plan(wanted, token)
    return install_v1.plan(wanted, token)


def _coachs_token(told: Effective, file: Path) -> str:
    if not file.exists():
        raise UsageError(
            _no_token(file),
            "Make one with --influxdb2 URL or --v1 URL, or name its file: --token-file FILE",
        )
    return reading_token(told.config, file) or ""


def _no_token(file: Path) -> str:
    return f"there is no coach's token {file}"


def _zone(name: str | None) -> str | None:
    """Return a time zone's name, ``None`` as it is. ``UsageError`` when there is none of that name."""
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(f"no time zone {name!r}", "Name it as in Europe/Berlin") from error
    return name


def _influx(influx: InfluxSection, options: argparse.Namespace) -> InfluxSection:
    """Return where to, as the options say it. ``UsageError`` for a bucket that a query could not name."""
    chosen = {name: getattr(options, name) for name in ("org", "bucket", "url")}
    influx = msgspec.structs.replace(influx, **{name: value for name, value in chosen.items() if value})
    if not _BUCKET.fullmatch(influx.bucket):
        raise UsageError(
            f"bucket {influx.bucket!r}",
            "Use letters, digits, blanks, '_', '.', '-', and no '_' at the beginning",
        )
    return influx


def _files(told: Effective, options: argparse.Namespace) -> tuple[Path, Path]:
    folder = Path(options.tokens or told.file.parent).absolute()
    configured = told.config.influx.token_file
    station = configured.expanduser() if configured and options.tokens is None else folder / STATION_FILE
    return station, folder / COACH_FILE


def _tell(plan: Plan, *, dry: bool) -> None:
    say(f"{plan.target}: {'would be' if dry else 'is'} set up like this")
    print_table(("", "what", ""), [(step.state, step.what, step.note) for step in plan.steps])
    for words in plan.warnings:
        warn(words)


def _document(plan: Plan, seen: tuple[str, ...], *, dry: bool) -> dict[str, object]:
    steps = [{"what": step.what, "state": step.state, "note": step.note} for step in plan.steps]
    return {
        "target": plan.target,
        "dry_run": dry,
        "steps": steps,
        "warnings": list(plan.warnings),
        "seen": list(seen),
    }


def _next(target: str, plan: Plan, told: Effective, options: argparse.Namespace) -> tuple[str, ...]:
    """Return what is left to do by hand."""
    if target == "grafana":
        return ("Restart Grafana once: it then reads its boards by itself, and again whenever they change",)
    influx = _influx(told.config.influx, options)
    station_file, _coach = _files(told, options)
    section = {"url": getattr(options, target), "org": plan.org or influx.org, "bucket": influx.bucket}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in section.items() if value]
    return (
        f"Put this into {told.file}:",
        "[influx]",
        *lines,
        f"token_file = {json.dumps(str(station_file), ensure_ascii=False)}",
    )

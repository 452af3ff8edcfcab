"""``station influx parked, retry, discard, resend, verify``: looking after what was refused or lost."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from station.cli.common import local_time, print_json, print_table, reading_token, say
from station.config import database_path
from station.errors import InfluxError, UsageError
from station.sinks.influx import verify as verify_sessions
from station.store import Store

if TYPE_CHECKING:
    import argparse

    from station.config import Config
    from station.sinks.influx import Checked
    from station.store import OutboxRow

_EVERY_SESSION = -1


def parked(config: Config, options: argparse.Namespace) -> int:
    """List what the server refused, with its words."""
    with Store.open(database_path(config), read_only=True) as store:
        rows = store.outbox_parked()
    if options.json:
        print_json([_document(row) for row in rows])
    elif not rows:
        say("nothing is parked: the server refused nothing")
    else:
        print_table(
            ("id", "measurement", "when", "session", "refused because"),
            [(r.id, r.point.measurement, local_time(r.point.time_us), r.session_id, r.refusal) for r in rows],
        )
    return 0


def _document(row: OutboxRow) -> dict[str, object]:
    point = {"measurement": row.point.measurement, "time_us": row.point.time_us, "tags": row.point.tags}
    return {"id": row.id, "session_id": row.session_id, "refusal": row.refusal, **point}


def retry_or_discard(config: Config, options: argparse.Namespace) -> int:
    """Queue parked points again, or give them up with a reason."""
    if bool(options.ids) == options.all:
        raise UsageError("which points?", "Name their ids (see 'station influx parked'), or say --all")
    with Store.open(database_path(config)) as store:
        there = [row.id for row in store.outbox_parked(None if options.all else options.ids)]
        unknown = sorted(set(options.ids) - set(there))
        if unknown:
            raise UsageError(f"point {unknown[0]} is not parked", "See 'station influx parked'")
        if options.action == "retry":
            number, verb = store.outbox_retry(there), "queued again"
        else:
            number, verb = store.outbox_discard(there, options.reason), "discarded, on record with the reason"
    if options.json:
        print_json({"ids": there, "count": number})
    else:
        say(f"{number} {'point is' if number == 1 else 'points are'} {verb}")
    return 0


def resend(config: Config, options: argparse.Namespace) -> int:
    """Queue what sessions stored once more."""
    if bool(options.session) == bool(options.since):
        raise UsageError("which sessions?", "Name one, or all since a day: --since 2026-03-01")
    with Store.open(database_path(config)) as store:
        chosen = [options.session] if options.session else _since(store, options.since)
        sent = {session_id: store.resend(session_id) for session_id in chosen}
        entries = store.resend_entries(_us(options.since)) if options.since else 0
    if options.json:
        print_json(sent | ({"entries": entries} if entries else {}))
    else:
        say(
            f"{sum(sent.values()) + entries} points of {len(sent)} sessions are queued again; sending doubles nothing"
        )
    return 0


def verify(config: Config, options: argparse.Namespace) -> int:
    """Ask the server what it has of each session; exit code 1 when acknowledged points are not there."""
    token = reading_token(config, options.token_file)
    with Store.open(database_path(config), read_only=not options.resend) as store:
        chosen = [options.session] if options.session else _since(store, options.since)
        checked = list(verify_sessions(store, config.influx, token, chosen))
        short = [each for each in checked if each.missing]
        again = {each.session_id: store.resend(each.session_id) for each in short} if options.resend else {}
    if options.json:
        documents = [asdict(each) | {"missing": each.missing} for each in checked]
        print_json({"sessions": documents, "short": [each.session_id for each in short], "resent": again})
    else:
        _say_checked(checked, short)
    if not short:
        return 0
    sys.stdout.flush()
    missing = sum(each.missing for each in short)
    if again:
        raise InfluxError(
            f"InfluxDB lost {missing} points it had acknowledged; {sum(again.values())} are queued again",
            "Look into its storage: what it says is stored was not",
        )
    raise InfluxError(
        f"InfluxDB lost {missing} points it had acknowledged",
        "Queue them again: station influx verify --resend",
    )


def _say_checked(checked: list[Checked], short: list[Checked]) -> None:
    points = sum(sum(each.acknowledged.values()) for each in checked)
    say(f"{len(checked)} sessions with {points} acknowledged points, {len(short)} of them short")
    if short:
        names = ("rep", "set", "session")
        print_table(
            ("session", *names),
            [
                (s.session_id, *(f"{s.found.get(n, 0)}/{s.acknowledged.get(n, 0)}" for n in names))
                for s in short
            ],
        )


def _since(store: Store, day: datetime | None) -> list[str]:
    """Return the ids of sessions opened since a day, the oldest first."""
    since_us = _us(day)
    return [each.id for each in reversed(store.sessions(limit=_EVERY_SESSION)) if each.opened_us >= since_us]


def _us(day: datetime | None) -> int:
    return round(day.astimezone(UTC).timestamp() * 1e6) if day else 0

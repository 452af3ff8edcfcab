"""InfluxDB 1: database, daily rows, and two users who may only write and only read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec

from station.errors import InfluxError, UsageError
from station.sinks.influx import daily
from station.sinks.influx.asking import QueryClient
from station.sinks.influx.installing import COACH, KEEP_D, Plan, Step, kept_words
from station.sinks.influx.proving import proofs
from station.sinks.influx.token_files import forget_token, new_password, write_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.sinks.influx.installing import Undo, Wanted

FIRST_POLICY: Final = "main"


class _Server:
    """One InfluxDB 1, asked as administrator."""

    def __init__(self, wanted: Wanted, token: str | None) -> None:
        self.wanted, self.token = wanted, token
        self.database, _, self._policy = wanted.influx.bucket.partition("/")
        self._client = QueryClient(msgspec.structs.replace(wanted.influx, bucket=self.database), token)

    def ask(self, statement: str) -> list[dict[str, Any]]:
        return self._client.ask([statement])[0]

    def do(self, statement: str, undo: str = "") -> Undo | None:
        self.ask(statement)
        return partial(self._undo, undo) if undo else None

    def _undo(self, statement: str) -> None:
        self.ask(statement)

    def policies(self) -> list[dict[str, Any]]:
        """Return the retention policies of the database; empty when there is no database."""
        names = {row["name"] for row in self.ask("SHOW DATABASES")}
        return self.ask(f'SHOW RETENTION POLICIES ON "{self.database}"') if self.database in names else []

    def policy(self, policies: list[dict[str, Any]]) -> str:
        """Return the retention policy that points are written to."""
        if self._policy:
            return self._policy
        return next((str(row["name"]) for row in policies if row["default"]), FIRST_POLICY)


def plan(wanted: Wanted, token: str | None) -> Plan:
    """Look at a server and return what is to be done; nothing is changed yet.

    ``InfluxError`` when it is away, is no InfluxDB 1, or the token is no administrator's.
    """
    server = _Server(wanted, token)
    policies = server.policies()
    into = server.policy(policies)
    users = {str(row["user"]) for row in server.ask("SHOW USERS")}
    steps = [
        *_database(server, policies, into),
        *_queries(server, into, new=not any(row["name"] == daily.POLICY for row in policies)),
        *_user(server, users, f"heeldrop-{wanted.station}", "WRITE", wanted.station_file),
        *_user(server, users, COACH, "READ", wanted.coach_file),
    ]
    return Plan(wanted.influx.url, tuple(steps), tuple(warnings(wanted)), proofs(wanted))


def _duration(keep_d: int) -> str:
    return f"{keep_d}d" if keep_d else "INF"


def _database(server: _Server, policies: list[dict[str, Any]], into: str) -> Iterator[Step]:
    name, keep_d = server.database, server.wanted.keep_d
    if not policies:
        days = KEEP_D if keep_d is None else keep_d
        make = f'CREATE DATABASE "{name}" WITH DURATION {_duration(days)} REPLICATION 1 NAME "{into}"'
        yield Step(
            f"database {name}", "make", kept_words(days), partial(server.do, make, f'DROP DATABASE "{name}"')
        )
    elif into not in {row["name"] for row in policies}:
        raise UsageError(f"database {name} has no retention policy {into!r}", "Correct influx.bucket")
    else:
        yield _kept(server, next(row for row in policies if row["name"] == into))
    if not any(row["name"] == daily.POLICY for row in policies):
        make = f'CREATE RETENTION POLICY "{daily.POLICY}" ON "{name}" DURATION INF REPLICATION 1'
        undo = f'DROP RETENTION POLICY "{daily.POLICY}" ON "{name}"' if policies else ""
        yield Step(f"retention policy {name}.{daily.POLICY}", "make", "a row a day, kept for ever",
                   partial(server.do, make, undo))  # fmt: skip
    else:
        yield Step(f"retention policy {name}.{daily.POLICY}", "keep")


def _kept(server: _Server, row: dict[str, Any]) -> Step:
    """Return what becomes of a database that is there: its retention changes only when that was asked for."""
    name, policy, duration = server.database, str(row["name"]), str(row["duration"])
    hours = int(duration.partition("h")[0]) if "h" in duration else 0
    asked = server.wanted.keep_d
    if asked is None or asked * 24 == hours:
        return Step(f"database {name}", "keep", f"{policy}: {kept_words(hours // 24)}")
    change = f'ALTER RETENTION POLICY "{policy}" ON "{name}" DURATION {_duration(asked)} SHARD DURATION 7d'
    return Step(f"database {name}", "change", f"{policy}: {kept_words(hours // 24)}, from now on "
                f"{kept_words(asked)}", partial(server.do, change))  # fmt: skip


def _queries(server: _Server, into: str, *, new: bool) -> Iterator[Step]:
    name = server.database
    there = {
        str(row["name"]): str(row["query"])
        for row in server.ask("SHOW CONTINUOUS QUERIES")
        if f" ON {name} " in str(row["query"]).replace('"', "")
    }
    for measurement in daily.measurements():
        query, statement = daily.query_name(measurement), daily.continuous_query(measurement, name, into)
        what, drop = f"daily rows of {measurement}", f'DROP CONTINUOUS QUERY "{query}" ON "{name}"'
        first = daily.influxql(measurement, name, into) if new else ""
        if query not in there:
            yield Step(what, "make", f"every {daily.EVERY_H} hours, of {daily.WINDOW_D} days",
                       partial(_start, server, statement, first, drop))  # fmt: skip
        elif daily.same_query(there[query], statement):
            yield Step(what, "keep")
        else:
            yield Step(what, "change", "its list of values is renewed",
                       partial(_renew, server, drop, statement))  # fmt: skip


def _start(server: _Server, statement: str, first: str, drop: str) -> Undo | None:
    undo = server.do(statement, drop)
    if first:
        server.ask(first)  # what is there already gets its rows at once
    return undo


def _renew(server: _Server, drop: str, statement: str) -> None:
    server.ask(drop)
    server.ask(statement)


def _user(server: _Server, users: set[str], user: str, right: str, file: Path) -> Iterator[Step]:
    may = f"may only {right.lower()} {server.database}"
    what = f"user {user}"
    grant = f'GRANT {right} ON "{server.database}" TO "{user}"'
    if user not in users:
        yield Step(what, "make", f"{may}; its token goes to {file}",
                   partial(_make_user, server, user, grant, file))  # fmt: skip
        return
    if server.wanted.new_tokens:
        yield Step(what, "change", f"a new token goes to {file}", partial(_new_password, server, user, file))
    elif file.exists():
        yield Step(what, "keep", f"token in {file}")
    elif user == COACH:
        yield Step(what, "keep", "its token is where it was put when it was made")
    else:
        raise UsageError(
            f"user {user} exists, but its token is not in {file}",
            "Copy it there, name its folder (--tokens DIR), or make new tokens: --new-tokens",
        )
    rights = server.ask(f'SHOW GRANTS FOR "{user}"')
    held = next((row["privilege"] for row in rights if row["database"] == server.database), "NO PRIVILEGES")
    if held != f"{right}":
        yield Step(f"rights of {user}", "change", f"{held.lower()} becomes: {may}", partial(server.do, grant))


def _make_user(server: _Server, user: str, grant: str, file: Path) -> Undo:
    password = new_password()
    server.ask(f"CREATE USER \"{user}\" WITH PASSWORD '{password}'")
    undo = partial(_unmake_user, server, user, file)
    try:
        server.ask(grant)
        write_token(file, f"{user}:{password}")
    except (InfluxError, UsageError):
        undo()
        raise
    return undo


def _unmake_user(server: _Server, user: str, file: Path) -> None:
    forget_token(file)
    server.ask(f'DROP USER "{user}"')


def _new_password(server: _Server, user: str, file: Path) -> None:
    """Write the file first: a token that does not work yet is better than one that nobody knows."""
    password = new_password()
    write_token(file, f"{user}:{password}")
    server.ask(f"SET PASSWORD FOR \"{user}\" = '{password}'")


def warnings(wanted: Wanted) -> Iterator[str]:
    """Yield what people have to know about the server: whether it answers strangers."""
    try:
        with QueryClient(wanted.influx, "nobody:nothing") as stranger:
            stranger.ask(["SHOW DATABASES"])
    except InfluxError:
        return
    yield f"{wanted.influx.url} asks nobody for a token: whoever reaches it reads everything. Set auth-enabled = true"

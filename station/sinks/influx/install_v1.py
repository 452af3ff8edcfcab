"""InfluxDB 1: database and daily rows; the users are beside."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from station.errors import InfluxError, UsageError
from station.sinks.influx import daily
from station.sinks.influx.asking import QueryClient
from station.sinks.influx.install_v1_server import Server
from station.sinks.influx.install_v1_users import users
from station.sinks.influx.installing import DAY_S, KEEP_D, Plan, Step, kept_words, new_coach_warnings
from station.sinks.influx.proving import proofs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from station.sinks.influx.installing import Made, Wanted


def plan(wanted: Wanted, token: str | None) -> Plan:
    """Look at a server and return what is to be done; nothing is changed yet.

    ``InfluxError`` when it is away, is no InfluxDB 1, or the token is no administrator's.
    """
    server = Server(wanted, token)
    there = {str(row["user"]) for row in server.ask("SHOW USERS")}  # first, only administrators may
    policies = server.policies()
    into = server.policy(policies)
    steps = [
        *_database(server, policies, into),
        *_queries(server, into, new=not any(row["name"] == daily.POLICY for row in policies)),
        *users(server, there),
    ]
    told = (*warnings(wanted), *_policy_warnings(server, policies, into), *new_coach_warnings(steps))
    return Plan(wanted.influx.url, tuple(steps), told, proofs(wanted))


def _duration(keep_d: int) -> str:
    return f"{keep_d}d" if keep_d else "INF"


def _shard(keep_d: int) -> str:
    """Return the span of a shard: a policy must not be shorter than one, and shards go as a whole."""
    return "1h" if keep_d == 1 else "1d" if 0 < keep_d < _LONG_D else "7d"


_LONG_D = 180
_DURATION = re.compile(r"(\d+)([hms])")
_UNIT_S = {"h": 3600, "m": 60, "s": 1}


def _kept_s(row: dict[str, Any]) -> int:
    """Return how long a policy keeps points, in seconds, from "168h0m0s"; 0 is for ever."""
    return sum(int(number) * _UNIT_S[unit] for number, unit in _DURATION.findall(str(row["duration"])))


def _database(server: Server, policies: list[dict[str, Any]], into: str) -> Iterator[Step]:
    name, keep_d = server.database, server.wanted.keep_d
    if not policies:
        days = KEEP_D if keep_d is None else keep_d
        make = f'CREATE DATABASE "{name}" WITH DURATION {_duration(days)} REPLICATION 1 NAME "{into}"'
        drop = f'DROP DATABASE "{name}"'
        yield Step(f"database {name}", "make", kept_words(days * DAY_S), partial(server.do, make, drop),
                   partial(server.find, "SHOW DATABASES", name, drop), drop)  # fmt: skip
    elif into not in {row["name"] for row in policies}:
        raise UsageError(f"database {name} has no retention policy {into!r}", "Correct influx.bucket")
    else:
        yield _kept(server, next(row for row in policies if row["name"] == into))
    what = f"retention policy {name}.{daily.POLICY}"
    there = next((row for row in policies if row["name"] == daily.POLICY), None)
    if there is None:
        make = f'CREATE RETENTION POLICY "{daily.POLICY}" ON "{name}" DURATION INF REPLICATION 1'
        drop = f'DROP RETENTION POLICY "{daily.POLICY}" ON "{name}"'
        look = partial(server.find, f'SHOW RETENTION POLICIES ON "{name}"', daily.POLICY, drop)
        yield Step(what, "make", "a row a day, kept for ever", partial(server.do, make, drop), look, drop)
    else:
        yield Step(what, "keep", kept_words(_kept_s(there)))


def _kept(server: Server, row: dict[str, Any]) -> Step:
    """Return what becomes of a database that is there: its retention changes only when that was asked for."""
    name, policy, kept_s = server.database, str(row["name"]), _kept_s(row)
    asked = server.wanted.keep_d
    if asked is None or asked * DAY_S == kept_s:
        return Step(f"database {name}", "keep", f"{policy}: {kept_words(kept_s)}")
    alter = f'ALTER RETENTION POLICY "{policy}" ON "{name}" DURATION '
    change = f"{alter}{_duration(asked)} SHARD DURATION {_shard(asked)}"
    back = f"{alter}{row['duration']} SHARD DURATION {row['shardGroupDuration']}"
    return Step(f"database {name}", "change", f"{policy}: {kept_words(kept_s)}, from now on "
                f"{kept_words(asked * DAY_S)}", partial(server.do, change, back))  # fmt: skip


def _policy_warnings(server: Server, policies: list[dict[str, Any]], into: str) -> Iterator[str]:
    name = server.database
    for row in policies:
        if row["name"] == daily.POLICY and (kept_s := _kept_s(row)):
            yield (
                f"rows by day are {kept_words(kept_s)} only, as they were before. For ever: "
                f'ALTER RETENTION POLICY "{daily.POLICY}" ON "{name}" DURATION INF'
            )
        if row["name"] == into and not row["default"]:
            yield (
                f"{into} is not the default policy of {name}, which is all that Grafana's boards read. To make it so: "
                f'ALTER RETENTION POLICY "{into}" ON "{name}" DEFAULT'
            )


def _queries(server: Server, into: str, *, new: bool) -> Iterator[Step]:
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
                       partial(_start, server, statement, first, drop),
                       partial(server.find, "SHOW CONTINUOUS QUERIES", query, drop), drop)  # fmt: skip
        elif daily.same_query(there[query], statement):
            yield Step(what, "keep")
        else:
            yield Step(what, "change", "its list of values is renewed",
                       partial(_renew, server, drop, there[query], statement))  # fmt: skip


def _start(server: Server, statement: str, first: str, drop: str, made: Made) -> None:
    server.do(statement, drop, made)
    if first:
        server.ask(first)  # what is there already gets its rows at once


def _renew(server: Server, drop: str, before: str, statement: str, made: Made) -> None:
    made(partial(_replace, server, drop, before))
    _replace(server, drop, statement)


def _replace(server: Server, drop: str, statement: str) -> None:
    server.undo(drop)
    server.ask(statement)


def warnings(wanted: Wanted) -> Iterator[str]:
    """Yield what people have to know about the server: whether it answers strangers."""
    try:
        with QueryClient(wanted.influx, "nobody:nothing") as stranger:
            stranger.ask(["SHOW DATABASES"])
    except InfluxError:
        return
    yield f"{wanted.influx.url} asks nobody for a token: whoever reaches it reads everything. Set auth-enabled = true"

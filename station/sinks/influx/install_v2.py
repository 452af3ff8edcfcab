"""InfluxDB 2: buckets, boards and tasks as one stack, a write-only token and a read-only one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec

from station.errors import InfluxError, UsageError
from station.sinks.influx import daily
from station.sinks.influx.answers import plain
from station.sinks.influx.api2 import Api2
from station.sinks.influx.board_files import influxdb2_templates
from station.sinks.influx.installing import COACH, KEEP_D, Plan, Step, kept_words
from station.sinks.influx.proving import proofs
from station.sinks.influx.token_files import forget_token, write_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from station.sinks.influx.installing import Undo, Wanted

STACK: Final = "heeldrop-station"
_DAY_S: Final = 86_400


class _Server:
    """One organisation of one InfluxDB 2; ``ids`` fills as buckets are found and made."""

    def __init__(self, wanted: Wanted, token: str | None) -> None:
        self.wanted = wanted
        self.api = Api2(wanted.influx, token)
        self.org, self.org_name = self._organisation(wanted.influx.org)
        self.ids: dict[str, str] = {}
        self.stack = ""

    @property
    def buckets(self) -> tuple[str, str]:
        """Return the names of the buckets of points and of days."""
        return self.wanted.influx.bucket, self.wanted.influx.bucket + daily.SUFFIX

    def _organisation(self, name: str) -> tuple[str, str]:
        """Return the organisation's id and name; without a name, of the only one that the token sees."""
        if self.api.get("setup").get("allowed"):
            raise InfluxError(
                f"InfluxDB at {self.wanted.influx.url} was never set up",
                "Open it in a browser, or run 'influx setup', then come back with its token",
            )
        orgs = self.api.find("orgs", "orgs", **({"org": name} if name else {}))
        if len(orgs) == 1:
            return str(orgs[0]["id"]), str(orgs[0]["name"])
        names = ", ".join(plain(str(org.get("name"))) for org in orgs)
        if orgs:
            raise UsageError(f"{len(orgs)} organisations are there: {names}", "Name one: --org NAME")
        raise UsageError(
            f"no organisation {name!r} that this token may see at {self.wanted.influx.url}",
            "Correct --org, or use another token: --token-file FILE",
        )

    def bucket(self, name: str) -> dict[str, Any] | None:
        """Return a bucket of this name."""
        found = self.api.find("buckets", "buckets", orgID=self.org, name=name)
        return next((each for each in found if each.get("name") == name), None)


def plan(wanted: Wanted, token: str | None) -> Plan:
    """Look at a server and return what is to be done; the server has tried the boards, and nothing is changed.

    ``InfluxError`` when it is away, not set up, or refuses; ``UsageError`` for what cannot be meant.
    """
    if "/" in wanted.influx.bucket:
        raise UsageError(
            f"bucket {wanted.influx.bucket!r}", "InfluxDB 2 knows no retention policies: leave it out"
        )
    server = _Server(wanted, token)
    steps = [
        *_buckets(server),
        _boards(server),
        *_mappings(server),
        *_tokens(server),
    ]
    named = msgspec.structs.replace(wanted.influx, org=server.org_name)
    return Plan(wanted.influx.url, tuple(steps), (), proofs(replace(wanted, influx=named)), server.org_name)


def _rules(keep_d: int) -> list[dict[str, object]]:
    return [{"type": "expire", "everySeconds": keep_d * _DAY_S}] if keep_d else []


def _buckets(server: _Server) -> Iterator[Step]:
    asked = server.wanted.keep_d
    for name, days in zip(server.buckets, (KEEP_D if asked is None else asked, 0), strict=True):
        found = server.bucket(name)
        if found is None:
            yield Step(f"bucket {name}", "make", kept_words(days), partial(_make_bucket, server, name, days))
            continue
        server.ids[name] = str(found["id"])
        rules = found.get("retentionRules") or [{}]
        now = int(rules[0].get("everySeconds", 0)) // _DAY_S
        if asked is None or days == now or name != server.wanted.influx.bucket:
            yield Step(f"bucket {name}", "keep", kept_words(now))
        else:
            yield Step(f"bucket {name}", "change", f"{kept_words(now)}, from now on {kept_words(days)}",
                       partial(_keep, server, str(found["id"]), days))  # fmt: skip


def _make_bucket(server: _Server, name: str, days: int) -> Undo:
    made = server.api.post("buckets", {"orgID": server.org, "name": name, "retentionRules": _rules(days)})
    server.ids[name] = str(made["id"])
    return partial(server.api.delete, f"buckets/{made['id']}")


def _keep(server: _Server, bucket_id: str, days: int) -> None:
    server.api.patch(f"buckets/{bucket_id}", {"retentionRules": _rules(days)})


def _boards(server: _Server) -> Step:
    """Let the server try the boards and tasks without keeping them, and return the step that applies them."""
    stacks = server.api.find("stacks", "stacks", orgID=server.org, name=STACK)
    live = [each for each in stacks if each.get("eventType") != "uninstall"]
    server.stack = str(live[0]["id"]) if live else ""
    bucket = server.wanted.influx.bucket
    contents = influxdb2_templates(bucket, server.wanted.zone) + daily.tasks(bucket)
    _apply(server, contents, dry=True)
    kinds = [str(each["kind"]) for each in contents]
    note = ", ".join(f"{kinds.count(kind)} {kind.lower()}s" for kind in dict.fromkeys(kinds))
    if server.stack:
        return Step("boards and tasks", "change", f"{note}: as in this version",
                    partial(_renew, server, contents))  # fmt: skip
    return Step("boards and tasks", "make", note, partial(_stack, server, contents))


def _apply(server: _Server, contents: Sequence[dict[str, Any]], *, dry: bool) -> None:
    """Hand the template in; a server says 201 and still lists errors, so both are looked at."""
    body: dict[str, object] = {
        "dryRun": dry,
        "orgID": server.org,
        "template": {"contentType": "json", "contents": list(contents)},
    }
    if server.stack:
        body["stackID"] = server.stack
    answer = server.api.post("templates/apply", body)
    if errors := answer.get("errors"):
        first = errors[0] if isinstance(errors, list) and isinstance(errors[0], dict) else {}
        raise InfluxError(
            f"InfluxDB refuses the boards: {plain(str(first.get('reason', errors)))}",
            "Report this with the server's version: the boards were checked against another",
        )


def _renew(server: _Server, contents: Sequence[dict[str, Any]]) -> None:
    _apply(server, contents, dry=False)


def _stack(server: _Server, contents: Sequence[dict[str, Any]]) -> Undo:
    description = "Boards and daily rows of the heel-drop station"
    made = server.api.post(
        "stacks", {"orgID": server.org, "name": STACK, "description": description, "urls": []}
    )
    server.stack = str(made["id"])
    undo = partial(_unstack, server)
    try:
        _apply(server, contents, dry=False)
    except InfluxError:
        undo()
        raise
    return undo


def _unstack(server: _Server) -> None:
    server.api.post(f"stacks/{server.stack}/uninstall", {}, orgID=server.org)
    server.api.delete(f"stacks/{server.stack}", orgID=server.org)


def _mappings(server: _Server) -> Iterator[Step]:
    """Yield what lets InfluxQL ask for a bucket by name; newer servers map each by themselves."""
    for name in server.buckets:
        mapped = server.api.find("dbrps", "content", orgID=server.org, db=name)
        if mapped:
            yield Step(f"InfluxQL database {name}", "keep")
        else:
            yield Step(f"InfluxQL database {name}", "make", "", partial(_map, server, name))


def _map(server: _Server, name: str) -> Undo:
    found = server.api.find("dbrps", "content", orgID=server.org, db=name)
    if found:  # the server mapped it when the bucket was made
        return lambda: None
    body = {"orgID": server.org, "bucketID": server.ids[name], "database": name}
    made = server.api.post("dbrps", body | {"retention_policy": "autogen", "default": True})
    return partial(server.api.delete, f"dbrps/{made['id']}", orgID=server.org)


def _tokens(server: _Server) -> Iterator[Step]:
    wanted = server.wanted
    # writes days too: whoever is erased goes from both buckets, and deleting takes the right to write
    yield from _token(server, f"heeldrop-{wanted.station}", "write", wanted.station_file)
    yield from _token(server, COACH, "read", wanted.coach_file)


def _token(server: _Server, name: str, action: str, file: Path) -> Iterator[Step]:
    all_of_them = server.api.find("authorizations", "authorizations", orgID=server.org)
    there = [each for each in all_of_them if str(each.get("description", "")).partition(":")[0] == name]
    what, may = f"token {name}", f"may only {action} {' and '.join(server.buckets)}"
    if not there or server.wanted.new_tokens:
        old = [str(each["id"]) for each in there]
        yield Step(what, "change" if old else "make", f"{may}; it goes to {file}",
                   partial(_make_token, server, name, action, file, old))  # fmt: skip
    elif file.exists():
        yield Step(what, "keep", f"in {file}")
    elif name == COACH:
        yield Step(what, "keep", "it is where it was put when it was made")
    else:
        raise UsageError(
            f"token {name} exists, but it is not in {file}",
            "Copy it there, name its folder (--tokens DIR), or make new tokens: --new-tokens",
        )


def _make_token(server: _Server, name: str, action: str, file: Path, old: Sequence[str]) -> Undo | None:
    permissions = [
        {"action": action, "resource": {"type": "buckets", "id": server.ids[bucket], "orgID": server.org}}
        for bucket in server.buckets
    ]
    body = {"orgID": server.org, "status": "active", "permissions": permissions}
    made = server.api.post("authorizations", body | {"description": f"{name}: may only {action}"})
    try:
        write_token(file, str(made["token"]))
    except UsageError:
        server.api.delete(f"authorizations/{made['id']}")
        raise
    for each in old:
        server.api.delete(f"authorizations/{each}")
    return None if old else partial(_unmake_token, server, str(made["id"]), file)


def _unmake_token(server: _Server, token_id: str, file: Path) -> None:
    forget_token(file)
    server.api.delete(f"authorizations/{token_id}")

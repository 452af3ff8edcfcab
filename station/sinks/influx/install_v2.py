"""InfluxDB 2: buckets, boards and tasks as one stack; the tokens are beside."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from station.errors import InfluxError, UsageError
from station.sinks.influx import daily
from station.sinks.influx.answers import plain
from station.sinks.influx.board_files import BUCKET, ZONE, influxdb2_templates
from station.sinks.influx.install_v2_server import Server
from station.sinks.influx.install_v2_tokens import tokens
from station.sinks.influx.installing import DAY_S, KEEP_D, Plan, Step, kept_words, new_coach_warnings
from station.sinks.influx.proving import proofs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.sinks.influx.installing import Made, Undo, Wanted

STACK: Final = "heeldrop-station"


def plan(wanted: Wanted, token: str | None) -> Plan:
    """Look at a server and return what is to be done; the server has tried the boards, and nothing is changed.

    ``InfluxError`` when it is away, not set up, or refuses; ``UsageError`` for what cannot be meant.
    """
    if "/" in wanted.influx.bucket:
        raise UsageError(
            f"bucket {wanted.influx.bucket!r}", "InfluxDB 2 knows no retention policies: leave it out"
        )
    server = Server(wanted, token)
    told: list[str] = []
    steps = [
        *_buckets(server, told),
        _boards(server, told),
        *_mappings(server),
        *tokens(server),
    ]
    named = msgspec.structs.replace(wanted.influx, org=server.org_name)
    told += new_coach_warnings(steps)
    return Plan(
        wanted.influx.url, tuple(steps), tuple(told), proofs(replace(wanted, influx=named)), server.org_name
    )


def _rules(kept_s: int) -> list[dict[str, object]]:
    return [{"type": "expire", "everySeconds": kept_s}] if kept_s else []


def _buckets(server: Server, told: list[str]) -> Iterator[Step]:
    asked = server.wanted.keep_d
    for name, days in zip(server.buckets, (KEEP_D if asked is None else asked, 0), strict=True):
        found, what, kept_s = server.bucket(name), f"bucket {name}", days * DAY_S
        if found is None:
            yield Step(what, "make", kept_words(kept_s), partial(_make_bucket, server, name, kept_s),
                       partial(_find_bucket, server, name), f"influx bucket delete --name {quote(name)}")  # fmt: skip
            continue
        server.ids[name] = str(found["id"])
        rules = found.get("retentionRules") or [{}]
        now_s = int(rules[0].get("everySeconds", 0))
        if name != server.wanted.influx.bucket:
            yield Step(what, "keep", kept_words(now_s))
            if now_s:
                told.append(
                    f"rows by day are {kept_words(now_s)} only, as they were before. For ever: "
                    f"influx bucket update --id {server.ids[name]} --retention 0"
                )
        elif asked is None or kept_s == now_s:
            yield Step(what, "keep", kept_words(now_s))
        else:
            yield Step(what, "change", f"{kept_words(now_s)}, from now on {kept_words(kept_s)}",
                       partial(_keep, server, str(found["id"]), kept_s, now_s))  # fmt: skip


def _make_bucket(server: Server, name: str, kept_s: int, made: Made) -> None:
    new = server.api.post("buckets", {"orgID": server.org, "name": name, "retentionRules": _rules(kept_s)})
    server.ids[name] = str(new["id"])
    made(partial(server.api.delete, f"buckets/{new['id']}"))


def _find_bucket(server: Server, name: str) -> Undo | None:
    found = server.bucket(name)
    return partial(server.api.delete, f"buckets/{found['id']}") if found else None


def _keep(server: Server, bucket_id: str, kept_s: int, before_s: int, made: Made) -> None:
    server.api.patch(f"buckets/{bucket_id}", {"retentionRules": _rules(kept_s)})
    made(partial(_keep_as_before, server, bucket_id, before_s))


def _keep_as_before(server: Server, bucket_id: str, kept_s: int) -> None:
    server.api.patch(f"buckets/{bucket_id}", {"retentionRules": _rules(kept_s)})


def _boards(server: Server, told: list[str]) -> Step:
    """Let the server try the boards and tasks without keeping them, and return the step that applies them."""
    server.stack = next(iter(server.stacks(STACK)), "")
    bucket = server.wanted.influx.bucket
    bucket_before, zone_before = (server.variable(name) if server.stack else "" for name in (BUCKET, ZONE))
    zone = server.wanted.zone or _known(zone_before) or "UTC"
    contents = influxdb2_templates(bucket, zone) + daily.tasks(bucket)
    _apply(server, contents, dry=True)
    kinds = [str(each["kind"]) for each in contents]
    note = ", ".join(f"{kinds.count(kind)} {kind.lower()}s" for kind in dict.fromkeys(kinds))
    note += f"; days begin in {zone}"
    if not server.stack:
        by_hand = "influx stacks, then influx stacks remove --stack-id ID"
        return Step("boards and tasks", "make", note, partial(_stack, server, contents),
                    partial(_find_stack, server), by_hand)  # fmt: skip
    if zone_before and zone_before != zone:
        told.append(f"days of every board begin in {zone} from now on, no longer in {plain(zone_before)}")
    if bucket_before and bucket_before != bucket:
        told.append(
            f"every board and task reads bucket {bucket} from now on, no longer {plain(bucket_before)}: "
            "one organisation has one set of boards"
        )
    return Step(
        "boards and tasks", "change", f"{note}: as in this version", partial(_renew, server, contents)
    )


def _known(zone: str) -> str:
    """Return a zone that somebody may have typed into InfluxDB, empty when there is none of that name."""
    with suppress(ZoneInfoNotFoundError, ValueError, OSError):
        ZoneInfo(zone)
        return zone
    return ""


def _apply(server: Server, contents: Sequence[dict[str, Any]], *, dry: bool) -> None:
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


def _renew(server: Server, contents: Sequence[dict[str, Any]], _made: Made) -> None:
    _apply(server, contents, dry=False)


def _stack(server: Server, contents: Sequence[dict[str, Any]], made: Made) -> None:
    description = "Boards and daily rows of the heel-drop station"
    new = server.api.post(
        "stacks", {"orgID": server.org, "name": STACK, "description": description, "urls": []}
    )
    server.stack = str(new["id"])
    made(partial(_unstack, server, server.stack))
    _apply(server, contents, dry=False)


def _find_stack(server: Server) -> Undo | None:
    found = server.stacks(STACK)
    return partial(_unstack, server, found[0]) if found else None


def _unstack(server: Server, stack: str) -> None:
    if stack not in server.stacks(STACK):
        return
    server.api.post(f"stacks/{stack}/uninstall", {}, orgID=server.org)
    server.api.delete(f"stacks/{stack}", orgID=server.org)


def _mappings(server: Server) -> Iterator[Step]:
    """Yield what lets InfluxQL ask for a bucket by name; newer servers map each by themselves."""
    for name in server.buckets:
        what = f"InfluxQL database {name}"
        mapped = server.mappings(name)
        elsewhere = [
            each for each in mapped if each.get("bucketID", server.ids.get(name)) != server.ids.get(name)
        ]
        if elsewhere and len(elsewhere) == len(mapped):
            raise UsageError(
                f"InfluxQL database {name} is mapped to another bucket ({plain(str(elsewhere[0]['bucketID']))})",
                f"Remove that: influx v1 dbrp delete --id {plain(str(elsewhere[0].get('id')))}",
            )
        if mapped:
            yield Step(what, "keep")
        else:
            yield Step(what, "make", "", partial(_map, server, name), partial(_find_mapping, server, name),
                       "influx v1 dbrp list, then influx v1 dbrp delete --id ID")  # fmt: skip


def _map(server: Server, name: str, made: Made) -> None:
    if server.mappings(name):  # the server mapped it when the bucket was made, and goes with it
        made(lambda: None)
        return
    body = {"orgID": server.org, "bucketID": server.ids[name], "database": name}
    new = server.api.post("dbrps", body | {"retention_policy": "autogen", "default": True})
    made(partial(server.api.delete, f"dbrps/{new['id']}", orgID=server.org))


def _find_mapping(server: Server, name: str) -> Undo | None:
    real = [each for each in server.mappings(name) if "id" in each and not each.get("virtual")]
    return partial(server.api.delete, f"dbrps/{real[0]['id']}", orgID=server.org) if real else None

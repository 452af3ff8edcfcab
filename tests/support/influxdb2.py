"""A stub of InfluxDB 2's management calls, for the installation; no real InfluxDB 2 can be had where this runs.

It keeps organisations, buckets, mappings, stacks and tokens in memory, asks for rights where the server does, and
holds each request against the classes of the official client, which are made from the server's own API
description: an unknown key, or a missing one, is refused as 400. What a template does is not played, only its shape.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from influxdb_client import domain

ADMIN = "operator-token"
_REQUESTS = {
    "buckets": domain.PostBucketRequest,
    "dbrps": domain.DBRPCreate,
    "stacks": domain.PostStackRequest,
    "templates/apply": domain.TemplateApply,
    "authorizations": domain.AuthorizationPostRequest,
}
_LISTS = {"buckets": "buckets", "dbrps": "content", "stacks": "stacks", "authorizations": "authorizations"}
Answer = tuple[int, dict[str, Any]]


@dataclass
class State:
    """What the stub holds: each kind by id."""

    orgs: dict[str, dict[str, Any]] = field(default_factory=lambda: {"0a": {"id": "0a", "name": "clinic"}})
    kinds: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {name: {} for name in _LISTS})
    applied: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """What each stack was given last."""


class InfluxDB2Stub:
    """Listens on loopback; ``fail`` makes a call answer otherwise: ``{("POST", "authorizations"): (401, ..)}``."""

    def __init__(self) -> None:
        self.state = State()
        self.calls: list[tuple[str, str]] = []
        self.fail: dict[tuple[str, str], Answer] = {}
        self.set_up = True
        self.virtual_mappings = False
        self._ids = count(1)
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                raw = self.rfile.read(length)
                status, document = stub.answer(
                    self.command, self.path, self.headers.get("Authorization"), raw
                )
                body = b"" if status == 204 else json.dumps(document).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PATCH = do_DELETE = _any  # noqa: N815  as http.server calls them

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, method: str, target: str, authorization: str | None, raw: bytes) -> Answer:
        """Return what the server would say."""
        parts = urlsplit(target)
        path = parts.path.removeprefix("/api/v2/")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.calls.append((method, path))
        if path == "setup":
            return 200, {"allowed": not self.set_up}
        token = (authorization or "").removeprefix("Token ")
        if path in ("write", "/query"):
            return self._data(path, token, query)
        if token != ADMIN:
            return 401, {"code": "unauthorized", "message": "unauthorized access"}
        if (method, path) in self.fail:
            return self.fail[method, path]
        return self._managed(method, path, query, json.loads(raw) if raw else {})

    def _managed(self, method: str, path: str, query: dict[str, str], body: dict[str, Any]) -> Answer:
        kind, _, rest = path.partition("/")
        if kind == "orgs":
            return self._organisations(query)
        if (method, path) == ("GET", "variables"):
            return 200, {"variables": self._variables()}
        if method == "GET":
            return 200, {_LISTS[kind]: self._listed(kind, query)}
        if method in ("DELETE", "PATCH") or rest.endswith("/uninstall"):
            return self._changed(method, kind, rest, body)
        if complaint := _complaint(_REQUESTS[path], body):
            return 400, {"code": "invalid", "message": complaint}
        return self._apply(body) if path == "templates/apply" else self._made(kind, body)

    def _organisations(self, query: dict[str, str]) -> Answer:
        named = [org for org in self.state.orgs.values() if query.get("org") in (None, org["name"])]
        if not named:
            return 404, {"code": "not found", "message": f'organization name "{query["org"]}" not found'}
        return 200, {"orgs": named}

    def _variables(self) -> list[dict[str, Any]]:
        """Return the variables of what was applied, as the server lists them."""
        return [
            {"name": each["spec"]["name"], "arguments": {"type": "constant", "values": each["spec"]["values"]}}
            for contents in self.state.applied.values() for each in contents
            if each["kind"] == "Variable" and each["spec"].get("type") == "constant"
        ]  # fmt: skip

    def _changed(self, method: str, kind: str, rest: str, body: dict[str, Any]) -> Answer:
        if method == "POST":
            self.state.applied.pop(rest.partition("/")[0], None)
            return 200, {}
        if rest not in self.state.kinds[kind]:
            return 404, {"code": "not found", "message": f"{kind} not found"}
        if method == "DELETE":
            self.state.kinds[kind].pop(rest)
            return 204, {}
        self.state.kinds[kind][rest] |= body
        return 200, self.state.kinds[kind][rest]

    def _listed(self, kind: str, query: dict[str, str]) -> list[dict[str, Any]]:
        wanted = query.get("name") or query.get("db")
        listed = [
            each for each in self.state.kinds[kind].values()
            if wanted in (None, each.get("name"), each.get("database"))
        ]  # fmt: skip
        if kind == "dbrps" and self.virtual_mappings:
            buckets = self.state.kinds["buckets"].values()
            listed += [
                {"database": each["name"], "virtual": True} for each in buckets if each["name"] == wanted
            ]
        return listed

    def _made(self, kind: str, body: dict[str, Any]) -> Answer:
        if kind == "buckets" and any(
            each["name"] == body["name"] for each in self.state.kinds[kind].values()
        ):
            message = f"bucket with name {body['name']} already exists"
            return 422, {"code": "conflict", "message": message}
        made = body | {"id": f"{next(self._ids):016x}"}
        if kind == "authorizations":
            made["token"] = f"secret-{made['id']}"
        self.state.kinds[kind][made["id"]] = made
        return 201, made

    def _apply(self, body: dict[str, Any]) -> Answer:
        stack = body.get("stackID", "")
        if stack and stack not in self.state.kinds["stacks"]:
            return 404, {"code": "not found", "message": f'stack not found for id "{stack}"'}
        contents = body["template"]["contents"]
        broken = [each for each in contents if each["kind"] == "Task" and "every" not in each["spec"]]
        if broken:  # a dry run says 422, the real one says 201 and lists what it refuses
            return (422 if body["dryRun"] else 201), {
                "errors": [{"kind": "Task", "reason": "must provide every"}]
            }
        if not body["dryRun"]:
            self.state.applied[stack] = contents
        return (200 if body["dryRun"] else 201), {"stackID": stack, "diff": {}, "summary": {}}

    def _data(self, path: str, token: str, query: dict[str, str]) -> Answer:
        """Answer to the tokens that were made: what they may, and no more."""
        known = [each for each in self.state.kinds["authorizations"].values() if each["token"] == token]
        if not known:
            return 401, {"code": "unauthorized", "message": "unauthorized access"}
        ids = {each["name"]: each["id"] for each in self.state.kinds["buckets"].values()}
        action, bucket = ("write", query["bucket"]) if path == "write" else ("read", query["db"])
        if bucket not in ids:
            return 404, {"code": "not found", "message": f'bucket "{bucket}" not found'}
        if path == "write" and query.get("org") not in {org["name"] for org in self.state.orgs.values()}:
            return 404, {"code": "not found", "message": "organization not found"}
        rights = {(each["action"], each["resource"]["id"]) for each in known[0]["permissions"]}
        if (action, ids[bucket]) not in rights:
            return 403, {"code": "forbidden", "message": "insufficient permissions for write"}
        if path == "write":
            return 400, {"code": "invalid", "message": "unable to parse 'station_check': missing fields"}
        return 200, {"results": [{"statement_id": 0}]}

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _complaint(kind: Any, body: dict[str, Any]) -> str:  # noqa: ANN401  a generated class
    """Return what the official description says against a request's body; empty when nothing."""
    names = {key: attribute for attribute, key in kind.attribute_map.items()}
    if unknown := sorted(set(body) - set(names)):
        return f"unknown key {unknown[0]}"
    try:
        kind(**{names[key]: value for key, value in body.items()})
    except ValueError as missing:
        return str(missing)
    types = {"str": str, "bool": bool}
    for key, value in body.items():
        expected = kind.openapi_types[names[key]]
        if expected in types and not isinstance(value, types[expected]):
            return f"{key} is no {expected}"
    return ""

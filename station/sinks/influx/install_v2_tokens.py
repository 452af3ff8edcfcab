"""InfluxDB 2's tokens: one that may only write, one that may only read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from station.errors import UsageError
from station.sinks.influx.installing import COACH, Step
from station.sinks.influx.token_files import kept_token, write_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from station.sinks.influx.install_v2_server import Server
    from station.sinks.influx.installing import Made, Undo


def tokens(server: Server) -> Iterator[Step]:
    """Yield what becomes of both tokens; the old ones end last, when everything else stands."""
    wanted = server.wanted
    # writes days too: whoever is erased goes from both buckets, and deleting takes the right to write
    asked = ((f"heeldrop-{wanted.station}", "write", wanted.station_file), (COACH, "read", wanted.coach_file))
    there = {name: server.tokens(name) for name, _action, _file in asked}
    for name, action, file in asked:
        yield _token(server, name, action, file, there[name])
    for name, _action, _file in asked:
        if there[name] and wanted.renews(name):
            yield Step(f"old token {name}", "change", "it ends", partial(_end, server, there[name]))


def _token(server: Server, name: str, action: str, file: Path, old: Sequence[str]) -> Step:
    what, may = f"token {name}", f"may only {action} {' and '.join(server.buckets)}"
    if not old or server.wanted.renews(name):
        by_hand = f"influx auth list, of description '{name}', then influx auth delete --id ID"
        return Step(what, "change" if old else "make", f"{may}; it goes to {file}",
                    partial(_make, server, name, action, file), partial(_find, server, name, old), by_hand)  # fmt: skip
    if file.exists():
        return Step(what, "keep", f"in {file}")
    if name == COACH:
        return Step(what, "keep", "it is where it was put when it was made")
    raise UsageError(
        f"token {name} exists, but it is not in {file}",
        "Copy it there, name its folder (--tokens DIR), or make a new one: --new-tokens station",
    )


def _make(server: Server, name: str, action: str, file: Path, made: Made) -> None:
    permissions = [
        {"action": action, "resource": {"type": "buckets", "id": server.ids[bucket], "orgID": server.org}}
        for bucket in server.buckets
    ]
    body = {"orgID": server.org, "status": "active", "permissions": permissions}
    new = server.api.post("authorizations", body | {"description": f"{name}: may only {action}"})
    made(partial(server.api.delete, f"authorizations/{new['id']}"))
    made(kept_token(file))
    write_token(file, str(new["token"]))


def _find(server: Server, name: str, old: Sequence[str]) -> Undo | None:
    """Look for a token that was made although nobody said so: nobody knows its secret, so all such go."""
    new = [each for each in server.tokens(name) if each not in old]
    return partial(_end, server, new) if new else None


def _end(server: Server, ids: Sequence[str], _made: Made | None = None) -> None:
    for each in ids:
        server.api.delete(f"authorizations/{each}")

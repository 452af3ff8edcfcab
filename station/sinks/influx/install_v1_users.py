"""InfluxDB 1's users: one who may only write, one who may only read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from station.errors import InfluxError, UsageError
from station.sinks.influx.answers import NoAnswerError
from station.sinks.influx.installing import COACH, Step
from station.sinks.influx.token_files import kept_token, new_password, write_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.sinks.influx.install_v1_server import Server
    from station.sinks.influx.installing import Made

_NOTHING = "NO PRIVILEGES"


def users(server: Server, there: set[str]) -> Iterator[Step]:
    """Yield what becomes of both users; ``there`` are the server's."""
    yield from _user(server, there, f"heeldrop-{server.wanted.station}", "WRITE", server.wanted.station_file)
    yield from _user(server, there, COACH, "READ", server.wanted.coach_file)


def _user(server: Server, there: set[str], user: str, right: str, file: Path) -> Iterator[Step]:
    what, may = f"user {user}", f"may only {right.lower()} {server.database}"
    if user not in there:
        drop = f'DROP USER "{user}"'
        yield Step(what, "make", f"{may}; its token goes to {file}", partial(_make, server, user, right, file),
                   partial(server.find, "SHOW USERS", user, drop), drop)  # fmt: skip
        return
    # rights before the token: whatever fails then, the old token still works
    yield from _rights(server, user, right, may)
    if server.wanted.renews(user):
        yield Step(what, "change", f"a new token goes to {file}, the old one ends on the whole server",
                   partial(_new_password, server, user, file))  # fmt: skip
    elif file.exists():
        yield Step(what, "keep", f"token in {file}")
    elif user == COACH:
        yield Step(what, "keep", "its token is where it was put when it was made")
    else:
        raise UsageError(
            f"user {user} exists, but its token is not in {file}",
            "Copy it there, name its folder (--tokens DIR), or make a new one: --new-tokens station",
        )


def _rights(server: Server, user: str, right: str, may: str) -> Iterator[Step]:
    held = next(
        (
            str(row["privilege"])
            for row in server.ask(f'SHOW GRANTS FOR "{user}"')
            if row["database"] == server.database
        ),
        _NOTHING,
    )
    if held == right:
        return
    on = f'ON "{server.database}"'
    back = (
        f'REVOKE ALL {on} FROM "{user}"' if held == _NOTHING else f'GRANT {held.split()[0]} {on} TO "{user}"'
    )
    yield Step(f"rights of {user}", "change", f"{held.lower()} becomes: {may}",
               partial(server.do, f'GRANT {right} {on} TO "{user}"', back))  # fmt: skip


def _make(server: Server, user: str, right: str, file: Path, made: Made) -> None:
    """Write the file first: a token that does not work yet is better than a user whose token nobody knows."""
    password = new_password()
    made(kept_token(file))
    write_token(file, f"{user}:{password}")
    server.do(f"CREATE USER \"{user}\" WITH PASSWORD '{password}'", f'DROP USER "{user}"', made)
    server.ask(f'GRANT {right} ON "{server.database}" TO "{user}"')


def _new_password(server: Server, user: str, file: Path, _made: Made) -> None:
    """Write the file first, as above; the old password is nowhere to come back from."""
    password, back = new_password(), kept_token(file)
    write_token(file, f"{user}:{password}")
    try:
        server.ask(f"SET PASSWORD FOR \"{user}\" = '{password}'")
    except NoAnswerError:
        raise  # it may be the password by now
    except InfluxError:
        back()
        raise

"""Boards and data source into a folder that Grafana provisions itself from."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING, Final

from station.durable import put_whole
from station.errors import UsageError
from station.sinks.influx.asking import QueryClient
from station.sinks.influx.board_files import DATASOURCE, grafana_boards, grafana_zone
from station.sinks.influx.installing import Plan, Step

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.config import InfluxSection
    from station.sinks.influx.installing import Made, State

FOLDER: Final = "heeldrop"
_SECRET_MODE: Final = 0o640
"""The data source has a token in it: for its owner and the group of the folder, which is Grafana's."""
_OPEN_MODE: Final = 0o644
_WHICH_FOLDER: Final = "Name Grafana's folder 'provisioning', often /etc/grafana/provisioning"


def plan(
    folder: Path,
    influx: InfluxSection,
    token: str,
    zone: str | None = None,
    *,
    ask: bool = True,
    dry: bool = False,
) -> Plan:
    """Return what is to be written into ``folder``, Grafana's ``provisioning``; nothing is written yet.

    ``ask`` tries the token first: ``InfluxError`` when it may not read, or the bucket is not there. Without a
    ``zone`` the boards keep the one that they have. A ``dry`` plan, which is not carried out, may be made before the
    folder is there: that is a warning then.
    """
    told = []
    if not folder.is_dir():
        if not dry:
            raise UsageError(f"there is no folder {folder}", _WHICH_FOLDER)
        told.append(
            f"there is no folder {folder} yet, and it is not made: install Grafana first. {_WHICH_FOLDER}"
        )
    if ask:
        _try(influx, token)
    elif "/" in influx.bucket:
        told.append(f"boards read the default retention policy: nobody asked whether that is {influx.bucket}")
    folder = folder.resolve()
    return Plan(str(folder), tuple(_step(*each) for each in _files(folder, influx, token, zone)), tuple(told))


def _try(influx: InfluxSection, token: str) -> None:
    database, _, policy = influx.bucket.partition("/")
    with QueryClient(influx, token) as reader:
        reader.ask(["SHOW MEASUREMENTS LIMIT 1"])
        policies = reader.ask([f'SHOW RETENTION POLICIES ON "{database}"'])[0] if policy else []
    default = next((str(row["name"]) for row in policies if row.get("default")), policy)
    if default != policy:
        raise UsageError(
            f"the boards read the default retention policy of {database}, {default}, and points go to {policy}",
            f'Make it the default: ALTER RETENTION POLICY "{policy}" ON "{database}" DEFAULT',
        )


def _zone_before(boards: Path) -> str | None:
    """Return the zone of boards that are there."""
    for board in sorted(boards.glob("*.json")):
        if board.is_file() and (zone := grafana_zone(board.read_bytes())):
            return zone
    return None


def _files(
    folder: Path, influx: InfluxSection, token: str, zone: str | None
) -> Iterator[tuple[Path, bytes, int]]:
    """Yield every file with its contents and mode: the boards first, what names them last."""
    boards = folder / "dashboards" / FOLDER
    for name, contents in grafana_boards(zone or _zone_before(boards)).items():
        yield boards / name, contents, _OPEN_MODE
    yield folder / "datasources" / f"{FOLDER}.yaml", datasource(influx, token), _SECRET_MODE
    yield folder / "dashboards" / f"{FOLDER}.yaml", provider(boards), _OPEN_MODE


def datasource(influx: InfluxSection, token: str) -> bytes:
    """Return the data source, in JSON, which is YAML too: InfluxQL, as InfluxDB 1, 2 and 3 all answer it."""
    database = influx.bucket.partition("/")[0]
    source: dict[str, object] = {
        "name": "Heel-drop station",
        "uid": DATASOURCE,
        "type": "influxdb",
        "access": "proxy",
        "url": influx.url,
        "editable": False,
    }
    settings: dict[str, object] = {"dbName": database, "httpMode": "POST", "version": "InfluxQL"}
    if not influx.verify_tls:
        settings["tlsSkipVerify"] = True
    secrets: dict[str, str] = {}
    if influx.ca_file is not None:
        settings["tlsAuthWithCACert"] = True
        secrets["tlsCACert"] = _literal(_read(influx.ca_file))
    user, colon, password = token.partition(":")
    if colon:
        source["user"] = user
        secrets["password"] = _literal(password)
    else:
        settings["httpHeaderName1"] = "Authorization"
        secrets["httpHeaderValue1"] = _literal(f"Token {token}")
    return _yaml(
        {"apiVersion": 1, "datasources": [source | {"secureJsonData": secrets, "jsonData": settings}]}
    )


def _read(path: Path) -> str:
    try:
        return path.expanduser().read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"influx.ca_file {path} cannot be read ({error})", "Correct influx.ca_file"
        ) from error


def _literal(secret: str) -> str:
    """Return a secret that Grafana takes as it is: it puts variables in place of ``$NAME``."""
    return secret.replace("$", "$$")


def provider(boards: Path) -> bytes:
    """Return what makes Grafana read the boards from a folder, and again when they change."""
    return _yaml(
        {
            "apiVersion": 1,
            "providers": [
                {
                    "name": "heeldrop",
                    "folder": "Heel-drop station",
                    "type": "file",
                    "disableDeletion": True,
                    "allowUiUpdates": False,
                    "options": {"path": str(boards)},
                }
            ],
        }
    )


def _yaml(document: object) -> bytes:
    return (json.dumps(document, indent=2) + "\n").encode()


def _step(path: Path, contents: bytes, mode: int) -> Step:
    before = path.read_bytes() if path.is_file() else None
    state: State = "make" if before is None else "keep" if before == contents else "change"
    return Step(
        str(path),
        state,
        "",
        partial(_write, path, contents, mode, before),
        by_hand=f"rm {quote(str(path))}" if before is None else "",
    )


def _write(path: Path, contents: bytes, mode: int, before: bytes | None, made: Made) -> None:
    folders = [folder for folder in (path.parent, path.parent.parent) if not folder.exists()]
    made(partial(_take_back, path, mode, before, folders))
    _put(path, contents, mode)


def _put(path: Path, contents: bytes, mode: int) -> None:
    """Put a file in place at once, whole."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_whole(path, contents, mode=mode, group_of_folder=True)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written ({error.strerror or error})",
            "Run this as a user who may, for example with sudo",
        ) from error


def _take_back(path: Path, mode: int, before: bytes | None, folders: list[Path]) -> None:
    if before is not None:
        _put(path, before, mode)
    elif not path.is_dir():
        path.unlink(missing_ok=True)
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()

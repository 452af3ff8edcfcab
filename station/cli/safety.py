"""What keeps the stored data safe, looked at for ``station doctor``: rights, room, pages, the way to InfluxDB."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from station.cli.cmd_store import look_over
from station.config import data_dir, database_path
from station.errors import StoreError
from station.session.held import holding_of
from station.store.audit import Finding
from station.store.soundness import refuse_lost
from station.store.unsaved import unsaved_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.config import Config

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def folder(config: Config) -> Iterator[Finding]:
    """Say whether the data folder can be written, has room, and is closed to others."""
    path = data_dir(config)
    existing = next(place for place in (path, *path.parents) if place.exists())
    if not (existing.is_dir() and os.access(existing, os.W_OK)):
        yield Finding("data folder", "stop", f"{existing} cannot be written", "Set station.data_dir")
        return
    free_mb = shutil.disk_usage(existing).free >> 20
    if free_mb < config.storage.free_space_warn_mb:
        yield Finding(
            "data folder", "mind", f"{path} has {free_mb} MB left", "Make room, or reps will not be saved"
        )
    else:
        yield Finding("data folder", "ok", f"{path}" + ("" if path.exists() else " (made when needed)"))
    yield from _rights(path, database_path(config))


def _rights(*paths: Path) -> Iterator[Finding]:
    """Tell who else may read; the station mends only what it made itself."""
    for path in paths if os.name == "posix" else ():
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0
        if mode & 0o077:
            narrow = "700" if path.is_dir() else "600"
            yield Finding(
                "data folder",
                "mind",
                f"others may use {path} (mode {mode:04o})",
                f"Run: chmod {narrow} {path}",
            )


def database(config: Config) -> Iterator[Finding]:
    """Say whether the database is whole, and whether something waits to be taken in."""
    if not database_path(config).exists():
        yield _missing(database_path(config))
    else:
        yield from look_over(config, full=False)
    for file in unsaved_of(database_path(config), holding_of(config).folders):
        words = f"{file} holds what could not be saved"
        yield Finding("unsaved", "mind", words, f"Run: station store recover {file}")


def _missing(path: Path) -> Finding:
    """Tell a database that was never made from one that was taken away."""
    try:
        refuse_lost(path)
    except StoreError as error:
        return Finding("database", "stop", error.problem, error.remedy)
    return Finding("database", "ok", "none yet; the first session makes it")


def way_to_influx(config: Config) -> list[Finding]:
    """Tell, loudly, when whoever is in between could read the token and the data."""
    if not config.influx.url:
        return []
    parts = urlsplit(config.influx.url)
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        words = (
            f"NOTHING IS ENCRYPTED on the way to {parts.hostname}: others on the network can read the token"
        )
        return [Finding("InfluxDB", "mind", words, "Use https:// in influx.url")]
    if parts.scheme == "https" and not config.influx.verify_tls:
        words = f"THE CERTIFICATE OF {parts.hostname} IS NOT CHECKED: anybody who answers gets the token"
        remedy = "Set influx.verify_tls = true; an authority of your own goes into influx.ca_file"
        return [Finding("InfluxDB", "mind", words, remedy)]
    return []

"""Where running stations can be watched: one small file each in a folder of their user."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import msgspec

from station.errors import PortError, UsageError
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOOPBACK: Final = "127.0.0.1"
LARGEST_PORT: Final = 65535
_LARGEST_BYTES: Final = 4096


class Place(msgspec.Struct, frozen=True):
    """Where one station is watched, and which it is."""

    host: str
    port: int
    pid: int
    station: str = ""
    database: str = ""

    @property
    def address(self) -> str:
        """``HOST:PORT``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def read_address(text: str, default_port: int | None = None, *, least_port: int = 1) -> tuple[str, int]:
    """Return host and port of ``HOST:PORT``, ``[IPV6]:PORT`` or ``PORT``; with a default also of ``HOST``.

    ``least_port`` is 0 where any free one will do.
    """
    wanted = text.strip()
    host, colon, digits = wanted.rpartition(":")
    if not colon or (wanted.startswith("[") and wanted.endswith("]")):
        host, digits = ("", wanted) if wanted.isdigit() else (wanted, str(default_port or ""))
    host = host.removeprefix("[").removesuffix("]") or LOOPBACK
    number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= len("65535") else -1
    if not least_port <= number <= LARGEST_PORT or not host.isprintable() or " " in host:
        raise UsageError(f"'{harmless(text)}' is no address", "Write HOST:PORT, as in 127.0.0.1:8000")
    return host, number


@contextmanager
def published(folder: Path, place: Place) -> Iterator[Path | None]:
    """Keep ``place`` on record in ``folder`` meanwhile; yield its file, ``None`` where none can be written.

    Nobody else can read it. Without it the station can still be watched by its address.
    """
    file = folder / f"{place.pid}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            file.unlink()  # of a process with this number that ended without a word
        fd = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "wb") as out:
            out.write(msgspec.json.encode(place))
    except OSError:
        yield None
        return
    try:
        yield file
    finally:
        with suppress(OSError):
            file.unlink()


def places(folder: Path) -> list[Place]:
    """Return what is on record and still runs, in the order of ports; forget what does not."""
    found = []
    for file in sorted(folder.glob("*.json")):
        place = _read(file)
        if place is not None and _runs(place.pid):
            found.append(place)
        else:
            with suppress(OSError):
                file.unlink()
    return sorted(found, key=lambda place: place.port)


def find(folder: Path, database: Path | None = None) -> Place:
    """Return where to watch: the station of ``database`` when it runs, else the only one there is.

    ``PortError`` when there is none, or several and none of them is the wanted one.
    """
    found = places(folder)
    own = [place for place in found if database is not None and place.database == str(database)]
    chosen = own or found
    if not chosen:
        raise PortError(
            "no station runs here that can be watched", "Start 'station kiosk', or name its address"
        )
    if len(chosen) > 1:
        each = ", ".join(f"{place.address} ({harmless(place.station)})" for place in chosen)
        raise PortError(
            f"{len(chosen)} stations can be watched here: {each}", "Say which, as in --view ADDRESS"
        )
    return chosen[0]


def _read(file: Path) -> Place | None:
    try:
        with file.open("rb") as source:
            return msgspec.json.decode(source.read(_LARGEST_BYTES), type=Place)
    except (OSError, msgspec.DecodeError):
        return None


def _runs(pid: int) -> bool:
    if os.name != "posix":
        return True  # asking about a process ends it on Windows; whoever connects finds out
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # somebody else's
    return pid > 0

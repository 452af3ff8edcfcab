"""``station kiosk --web``: put together, tell the links, run until it is ended."""

from __future__ import annotations

import os
import secrets
import shlex
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from aiohttp import web

from station.errors import PortError
from station.viewing.places import LOOPBACK, read_address
from station.web.keys import VARIABLE, Keys, is_loopback
from station.web.server import StationServer
from station.web.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DEFAULT_PORT: Final = 8137
SECRET_BYTES: Final = 16


def serve(
    station: Sequence[str],
    *,
    bind: str | None,
    view: str,
    port: str | None,
    with_kiosk: bool,
    tell: Callable[[str], None],
) -> int:
    """Serve until interrupted; return the exit code.

    ``station`` are the words of the command that is run again for every browser, ``view`` the address to watch
    (empty: found by itself), ``port`` the step's. ``PortError`` when nobody can be listened to there.
    """
    host, wanted = read_address(bind or LOOPBACK, DEFAULT_PORT, least_port=0)
    keys = Keys.of(os.environ.get(VARIABLE) or secrets.token_urlsafe(SECRET_BYTES), with_kiosk=with_kiosk)
    os.environ.pop(VARIABLE, None)  # programs that are started here need not know it
    watching = [*station, "kiosk", "--view", *([view] if view else [])]
    measuring = [*station, "kiosk", *(["--port", port] if port is not None else [])]
    stage = Stage(_joined(measuring)) if with_kiosk else None
    listener = _listening(host, wanted)
    number = listener.getsockname()[1]  # 0 was any that is free
    server = StationServer(_joined(watching), host, number, keys=keys, stage=stage)
    for line in links(host, number, keys):
        tell(line)
    with listener:
        web.run_app(server.application(), sock=listener, print=lambda *_: None, access_log=None)
    return 0


def links(host: str, port: int, keys: Keys) -> list[str]:
    """Return what to open, and for whom each link is."""
    name = f"[{host}]" if ":" in host else host
    page = f"http://{name}:{port}/"
    local = is_loopback(host)
    lines = [f"watch:  {page}" if local else f"watch:  {page}view?key={keys.view}"]
    if keys.kiosk is not None:
        lines.append(f"kiosk:  {page}?key={keys.kiosk}")
        lines.append("Whoever opens the second link works the kiosk: keep it to yourself")
    if not local:
        lines.append(
            "This goes over the network as plain text: where others listen, put a server with TLS in front"
        )
    lines.append("Ctrl-C ends it")
    return lines


def _joined(words: Sequence[str]) -> str:
    """Return words as one command of this system's shell."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else f"exec {shlex.join(words)}"


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise PortError(
            f"{host}:{port} cannot be listened to: {error.strerror}", "Choose another address with --bind"
        ) from error

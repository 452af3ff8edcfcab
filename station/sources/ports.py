"""Opening a port by URL, with every refusal of the operating system told in words and with a remedy."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

from station.errors import NoPermissionError, PortError, UsageError

FIRST_BAUD = 115200
HANDLER_PACKAGES = ("simulators", "station.sources")
"""Packages searched by name for ``protocol_SCHEME`` modules; a missing one is simply not searched."""
_SOCKET_TIMEOUT_S = 0.02
"""A socket cannot tell how many bytes wait, so it gathers them for this long instead."""
_BUSY = (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK)
_NOT_SERIAL = (errno.ENOTTY, errno.EISDIR, errno.EINVAL, errno.ENOTSUP)


class Port(Protocol):
    """What the station uses of a pyserial port."""

    baudrate: int

    @property
    def in_waiting(self) -> int:
        """Return how many bytes can be read at once."""

    def read(self, size: int = 1, /) -> bytes:
        """Read up to ``size`` bytes within the timeout; ``EOFError`` when a finite source has ended."""

    def write(self, data: bytes, /) -> int | None:
        """Send bytes to the step."""

    def close(self) -> None:
        """Let go of the port."""


def open_port(url: str, timeout_s: float = 0.05, *, baud: int = FIRST_BAUD) -> Port:
    """Open a port for this program alone.

    ``PortError`` says what is wrong (missing, no permission, busy, not serial, unreachable) and what helps;
    ``UsageError`` when the URL itself means nothing.
    """
    serial = _serial()
    _check(url)
    timeout_s = _SOCKET_TIMEOUT_S if url.startswith("socket://") else timeout_s
    try:
        port: Any = serial.serial_for_url(
            url, baudrate=baud, timeout=timeout_s, write_timeout=1.0, exclusive=True
        )
    except ValueError as error:
        raise _meaningless(url, error) from error
    except OSError as error:  # SerialException is one
        raise explain(url, error) from error
    return cast("Port", port)


def check_address(url: str) -> None:
    """Raise ``UsageError`` for an address that can never be opened, whatever is plugged in; open nothing."""
    _check(url)
    if is_device(url):
        return
    try:
        port: Any = _serial().serial_for_url(url, do_not_open=True)
        getattr(port, "check", lambda: None)()
    except ValueError as error:
        raise _meaningless(url, error) from error
    except OSError:
        return  # some schemes look for their port first: it may come


def _serial() -> Any:  # noqa: ANN401  a module, loaded late: a command that needs no port should not pay for it
    import serial  # noqa: PLC0415  as above

    for package in HANDLER_PACKAGES:
        if package not in serial.protocol_handler_packages:
            serial.protocol_handler_packages.append(package)
    return serial


def is_device(url: str) -> bool:
    """Tell a serial device of this computer from a URL."""
    return "://" not in url


def list_ports() -> tuple[str, ...]:
    """Return the serial ports that this computer has now."""
    from serial.tools import list_ports as system  # noqa: PLC0415  slow, and seldom needed

    return tuple(sorted(port.device for port in system.comports()))


def explain(url: str, error: OSError) -> PortError:
    """Turn the refusal of a port into what a person can do about it."""
    if not is_device(url):
        return PortError(f"{url} cannot be opened: {_reason(url, error)}", _url_remedy(url))
    if error.errno == errno.ENOENT or (sys.platform == "win32" and "FileNotFoundError" in str(error)):
        return PortError(f"there is no port {url}", _what_exists())
    if error.errno == errno.EACCES or (sys.platform == "win32" and "PermissionError" in str(error)):
        return _no_permission(url)
    if error.errno in _BUSY:
        return PortError(
            f"{url} is in use by another program",
            "Close the other station, serial monitor or modem manager first",
        )
    if error.errno in _NOT_SERIAL or any(f"({number}, " in str(error) for number in _NOT_SERIAL):
        return PortError(f"{url} is not a serial device", _what_exists())
    return PortError(f"{url} cannot be opened: {_reason(url, error)}", "Unplug the step and plug it in again")


def _meaningless(url: str, error: ValueError) -> UsageError:
    if "not known" in str(error):
        scheme = url.split("://", 1)[0]
        return UsageError(
            f"port {url} has the unknown scheme {scheme}://",
            "Use a device name, auto, socket://, rfc2217://, sim:// or replay://",
        )
    return UsageError(f"port {url} means nothing: {error}", "Correct the address")


def _no_permission(url: str) -> NoPermissionError:
    problem = f"no permission to use {url}"
    if sys.platform == "win32":
        return NoPermissionError(f"{problem}, or another program uses it", "Close the other program")
    import grp  # noqa: PLC0415  not on every system

    try:
        status = Path(url).stat()
        group = grp.getgrgid(status.st_gid).gr_name
    except (OSError, KeyError):
        return NoPermissionError(problem, "Ask the owner of this computer for access to serial ports")
    if not status.st_mode & stat.S_IWGRP or status.st_gid == 0:
        return NoPermissionError(
            problem, f"Its group {group} may not write either; add a udev rule for the step"
        )
    if status.st_gid in os.getgroups():
        return NoPermissionError(
            problem, f"You are in its group {group} already; look for a container or sandbox limit"
        )
    return NoPermissionError(
        f"{problem}: it belongs to the group {group}",
        f'Join it with: sudo usermod -aG {group} "$USER", then log in again',
    )


def _what_exists() -> str:
    ports = list_ports()
    return f"Ports here now: {', '.join(ports)}" if ports else "No serial port is here now; plug the step in"


def _url_remedy(url: str) -> str:
    scheme = url.split("://", 1)[0]
    if scheme in ("socket", "rfc2217"):
        return "Check the address, and that the serial server runs"
    return "Check the part after ://"


def _check(url: str) -> None:
    if not url.strip():
        raise UsageError("the port is empty", _what_exists())
    if not url.startswith(("socket://", "rfc2217://")):
        return
    try:
        parts = urlsplit(url)
        complete = bool(parts.hostname) and parts.port is not None
    except ValueError:  # a port number that is none
        complete = False
    if not complete:
        scheme = url.split("://", 1)[0]
        raise UsageError(f"port {url} names no host and port", f"Write it as {scheme}://HOST:PORT")


def _reason(url: str, error: OSError) -> str:
    """Return the innermost text of a chain of wrapped errors, on one line."""
    text = " ".join(str(error.args[-1] if error.args else error).split())
    innermost = text.rsplit("] ", 1)[-1].removeprefix(f"Could not open port {url}: ")
    return innermost.strip(". ") or type(error).__name__

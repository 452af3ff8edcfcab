"""The virtual step on a pseudo-terminal, for programs that want a real serial device."""

from __future__ import annotations

import os
import select
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simulators.link import Cable

STEP_S = 0.01
HOST_WAIT_S = 0.02


class Terminal:
    """A pseudo-terminal that a host may open and close as it likes, POSIX only."""

    def __init__(self, link: Path | None) -> None:
        """``link`` is a symbolic link that points to the terminal while it exists."""
        import pty  # noqa: PLC0415  the module does not exist on Windows
        import tty  # noqa: PLC0415  the module does not exist on Windows

        self._set_raw = tty.setraw
        self._master, slave = pty.openpty()
        self.path = os.ttyname(slave)
        tty.setraw(slave)
        os.set_blocking(self._master, False)
        os.close(slave)
        self._link = link
        self._host_present = False
        if link is not None:
            self._lay(link)

    def _lay(self, link: Path) -> None:
        """Point the link here; ``OSError`` names the link, where Python would name what it points to."""
        try:
            if link.is_symlink():
                link.unlink()
            link.symlink_to(self.path)
        except OSError as failed:
            os.close(self._master)
            raise OSError(failed.errno, failed.strerror, str(link)) from failed

    def close(self) -> None:
        """Pull the device out: the host sees it vanish."""
        os.close(self._master)
        if self._link is not None:
            self._link.unlink(missing_ok=True)

    def host_present(self) -> bool:
        """Return whether somebody has the terminal open; makes it raw when somebody comes."""
        poller = select.poll()
        poller.register(self._master, select.POLLIN)
        present = not any(happened & select.POLLHUP for _, happened in poller.poll(0))
        if present and not self._host_present:
            slave = os.open(self.path, os.O_RDWR | os.O_NOCTTY)
            self._set_raw(slave)
            os.close(slave)
        self._host_present = present
        return present

    def send(self, raw: bytes) -> None:
        """Send what the host has room for; the rest is lost, as on a serial line."""
        try:
            os.write(self._master, raw)
        except (BlockingIOError, OSError):
            return

    def receive(self) -> bytes:
        """Return what the host has sent."""
        try:
            return os.read(self._master, 4096)
        except (BlockingIOError, OSError):
            return b""


def serve(cable: Cable, link: Path | None, tell: Callable[[str], None]) -> None:
    """Play the cable's performance on a pseudo-terminal, from when a host first opens it to the end.

    ``tell`` gets the terminal's path each time there is a new one; a pulled cable takes it away.
    """
    outlet = _Outlet(link, tell)
    try:
        while not outlet.plugged().host_present():
            time.sleep(HOST_WAIT_S)
        cable.started_s = time.monotonic()
        while (now_s := cable.clock_s()) < cable.talker.duration_s:
            if cable.outage_at(now_s):
                outlet.pull()
                cable.skip(now_s)
            else:
                _exchange(cable, outlet.plugged(), now_s)
            time.sleep(STEP_S)
    finally:
        outlet.pull()


class _Outlet:
    """Where the terminal is plugged in, or not."""

    def __init__(self, link: Path | None, tell: Callable[[str], None]) -> None:
        self._link, self._tell = link, tell
        self._terminal: Terminal | None = None

    def plugged(self) -> Terminal:
        """Return the terminal, a new one if it had been pulled."""
        if self._terminal is None:
            self._terminal = Terminal(self._link)
            self._tell(self._terminal.path)
        return self._terminal

    def pull(self) -> None:
        """Take the terminal away, if there is one."""
        if self._terminal is not None:
            self._terminal.close()
            self._terminal = None


def _exchange(cable: Cable, terminal: Terminal, now_s: float) -> None:
    """Carry bytes both ways; without a host, what the step says is lost."""
    said = b"".join(raw for _, raw in cable.carry(now_s))
    if terminal.host_present():
        if heard := terminal.receive():
            cable.talker.receive(heard)
        if said:
            terminal.send(said)

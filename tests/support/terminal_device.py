"""A device on a real pseudo-terminal that says what a test wants it to say."""

from __future__ import annotations

import os
import pty
import select
import threading
import tty
from typing import TYPE_CHECKING

from station.wire import encode_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

PERIOD_S = 0.02


def identity(uid: str = "A1B2", protocol: int = 1) -> bytes:
    """Return the identity line of a step."""
    return encode_command(
        f"I {protocol} fw=1.0.0 board=nano uid={uid} ch=L,R gain=128 baud=115200 reset=power"
    )


HEALTH = encode_command("H 1000 0 0 80:0:0:87000 80:0:0:88000")
SAMPLE = encode_command("S 0 1 12500 8100 0") + encode_command("S 1 1 12500 8000 0")
CALIBRATION_LEFT = encode_command("K 0 8000 0.001 0 bench")
CALIBRATION = CALIBRATION_LEFT + encode_command("K 1 8000 0.001 0 bench")


def calibration(zero: int) -> bytes:
    """Return the left plate's calibration with this zero."""
    return encode_command(f"K 0 {zero} 0.001 0 bench")


class TerminalDevice:
    """Serves one pseudo-terminal: ``says`` is called every 20 ms with what the host has written so far."""

    def __init__(self, says: Callable[[bytes], bytes]) -> None:
        self._says = says
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.url = os.ttyname(self._slave)
        self.heard = b""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="terminal-device")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def unplug(self) -> None:
        """Make the terminal vanish, as a pulled cable does."""
        if not self._stop.is_set():
            self._stop.set()
            self._thread.join()
            os.close(self._slave)
            os.close(self._master)

    def _serve(self) -> None:
        while not self._stop.wait(PERIOD_S):
            if select.select([self._master], [], [], 0)[0]:
                self.heard += os.read(self._master, 4096)
            raw = self._says(self.heard)
            if raw and select.select([], [self._master], [], 0)[1]:
                os.write(self._master, raw)


def step_that_answers(uid: str = "A1B2", zero: int = 8000, refuses: int = 0) -> Callable[[bytes], bytes]:
    """Return the manners of a calibrated step: it streams, answers ``?`` and ``K?``, and keeps what ``K`` gives it.

    ``zero`` is the left plate's. The write with number ``refuses`` is answered with a full memory.
    """
    answered = written = 0
    kept = {"0": calibration(zero), "1": encode_command("K 1 8000 0.001 0 bench")}

    def answer(body: str) -> bytes:
        nonlocal written
        if body == "?":
            return identity(uid) + encode_command("A ?")
        if body == "K?":
            return b"".join(kept.values()) + encode_command("A K?")
        if body.startswith("K "):
            written += 1
            if written == refuses:
                return encode_command("N K EEPROM")
            kept[body.split()[1]] = encode_command(body)
        return encode_command(f"A {body}")

    def says(heard: bytes) -> bytes:
        nonlocal answered
        commands = heard.split(b"\n")[:-1]
        new, answered = commands[answered:], len(commands)
        return b"".join(answer(each.split(b"*")[0].decode()) for each in new) + SAMPLE + HEALTH

    return says

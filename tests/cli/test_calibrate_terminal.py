"""A calibration at a real terminal: one line that changes in place, words that are typed, and Ctrl-C."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Self

from tests.support.command import ROOT

if TYPE_CHECKING:
    from tests.support.command import Command

DEADLINE_S = 60.0
PORT = "sim://calibration?seed=3&series=1&preloads=0&masses=10,20"


class Terminal:
    """A command on a pseudo-terminal."""

    def __init__(self, station: Command, *arguments: str) -> None:
        self.seen = ""
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "station.cli", *arguments],
            env=station.environment(TERM="xterm-256color"), cwd=ROOT, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def until(self, words: str) -> None:
        """Read until these words came."""
        deadline_s = time.monotonic() + DEADLINE_S
        while words not in self.seen:
            assert time.monotonic() < deadline_s, self.seen
            assert self._read(), self.seen

    def _read(self) -> bool:
        if not select.select([self._master], [], [], 0.2)[0]:
            return True
        try:
            raw = os.read(self._master, 4096)
        except OSError:  # the command has ended
            return False
        self.seen += raw.decode("utf-8", "replace")
        return bool(raw)

    def type(self, line: str) -> None:
        """Type a line and Enter."""
        os.write(self._master, f"{line}\n".encode())

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        self._process.send_signal(signal.SIGINT)

    def ended(self) -> int:
        """Return the exit code, with everything read."""
        deadline_s = time.monotonic() + DEADLINE_S
        while self._read() and time.monotonic() < deadline_s:
            pass
        return self._process.wait(DEADLINE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)


ASKED = ("step", "calibrate", "--port", PORT, "--masses", "10,20", "--series", "1")


def test_the_line_is_live_and_a_word_aborts(station: Command) -> None:
    """Load, steadiness and progress stand in one line that is drawn over; what is no answer is told."""
    with Terminal(station, *ASKED) as terminal:
        terminal.until("Take everything off both plates")
        terminal.until("min left")
        assert "\r\x1b[K  L " in terminal.seen
        terminal.type("perhaps")
        terminal.until("'perhaps' is no answer")
        terminal.type("abort")
        assert terminal.ended() == 1
    assert "Aborted. The calibration in the step stays as it was." in terminal.seen
    assert "Traceback" not in terminal.seen


def test_ctrl_c_ends_it_in_order(station: Command) -> None:
    """130, a sentence, no traceback."""
    with Terminal(station, *ASKED) as terminal:
        terminal.until("min left")
        terminal.interrupt()
        assert terminal.ended() == 130
    assert "Aborted. The calibration in the step stays as it was." in terminal.seen
    assert "Traceback" not in terminal.seen

"""A kiosk whose terminal is closed ends in order: what was measured is saved, and no processor is kept busy."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import threading
from typing import TYPE_CHECKING

import pytest

from station.kiosk.terminal import ending_with_terminal
from station.store import Store
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HUNG_UP = 129
END_S = 60.0


class Window:
    """A terminal of 100 x 30 in which the kiosk runs, and somebody who looks at it and presses keys."""

    def __init__(self, data: Path, *, leads: bool) -> None:
        """``leads``: the system itself tells this program when the terminal is closed."""
        self._mine, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        lead = (lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if leads else None
        command = [sys.executable, "-m", "station.cli", "kiosk", "--port", "sim://textbook?seed=7&speed=8"]
        environment = os.environ | {"STATION_STATION_DATA_DIR": str(data), "TERM": "xterm-256color"}
        self.program = subprocess.Popen(
            command,
            stdin=its,
            stdout=its,
            stderr=its,
            env=environment,
            start_new_session=True,
            preexec_fn=lead,  # noqa: PLW1509  no thread of the test holds a lock that this could need
        )
        os.close(its)
        self.seen = b""

    def look(self) -> None:
        """Take what is drawn."""
        while select.select([self._mine], [], [], 0.05)[0]:
            self.seen += os.read(self._mine, 65536)

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait, looking at the screen all the time."""

        def looked() -> bool:
            self.look()
            return condition()

        wait_until(looked)

    def press(self, key: bytes) -> None:
        """Press a key."""
        os.write(self._mine, key)

    def close(self) -> None:
        """Close the window."""
        if self._mine >= 0:
            os.close(self._mine)
            self._mine = -1


@pytest.fixture(params=[True, False], ids=["told by the system", "told by nobody"])
def window(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Window]:
    """Yield a kiosk in a window."""
    opened = Window(tmp_path, leads=request.param)
    yield opened
    opened.close()
    opened.program.kill()
    opened.program.wait()


def reps_saved(data: Path) -> int:
    """Return how many reps the database has so far."""
    path = data / "station.db"
    if not path.exists():
        return 0
    with Store.open(path, read_only=True) as store:
        return sum(len(store.reps(visit.id)) for visit in store.sessions())


def test_closed_terminal_ends_the_kiosk_in_order(window: Window, tmp_path: Path) -> None:
    """The program ends by itself, its visit is closed, and its reps are there."""
    window.wait_for(lambda: b"press any key" in window.seen)
    window.press(b"\r")
    window.wait_for(lambda: b"Who is" in window.seen)
    window.press(b"1")
    window.wait_for(lambda: reps_saved(tmp_path) > 0)
    before = reps_saved(tmp_path)
    window.close()
    assert window.program.wait(END_S) == HUNG_UP
    assert reps_saved(tmp_path) >= before
    with Store.open(tmp_path / "station.db", read_only=True) as store:
        (visit,) = store.sessions()
        assert visit.closed_us is not None


def test_watch_ends_with_what_it_watches_over() -> None:
    """Nothing is told while the terminal is there, and no thread is left."""
    mine, its = pty.openpty()
    before, told = set(threading.enumerate()), threading.Event()
    with ending_with_terminal(its, told.set):
        os.write(mine, b"keys\n")
        assert not told.is_set()
    assert set(threading.enumerate()) == before
    with ending_with_terminal(its, told.set):
        os.close(mine)
        assert told.wait(END_S)
    os.close(its)


def test_no_terminal_is_not_watched() -> None:
    """A pipe that is closed at the other end is no terminal that was lost."""
    reads, writes = os.pipe()
    os.close(writes)
    before = set(threading.enumerate())
    with ending_with_terminal(reads):
        assert set(threading.enumerate()) == before
    os.close(reads)

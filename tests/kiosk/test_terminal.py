"""The demo in a real terminal, worked by keys, read off the screen."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux (Debian package tmux)"),
]
AGAIN_S = 3.0


class Terminal:
    """A tmux server of its own with one window, in which one command runs."""

    def __init__(self, folder: Path, columns: int, rows: int, command: str, **variables: str) -> None:
        self._socket = str(folder / "tmux")
        # A size that the environment tells would outweigh the terminal's own.
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        environment = {**kept, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")}
        environment |= {"COLORTERM": "truecolor", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        settings = " ".join(f"{name}={value}" for name, value in variables.items())
        size = ["-x", str(columns), "-y", str(rows)]
        shell = f"env {settings} {command}; echo ended with $?; cat"
        subprocess.run(
            ["tmux", "-S", self._socket, "-f", "/dev/null", "new-session", "-d", "-s", "k", *size, shell],
            env=environment,
            check=True,
        )

    def tmux(self, *arguments: str) -> str:
        """Run a tmux command and return what it prints."""
        done = subprocess.run(
            ["tmux", "-S", self._socket, *arguments], check=True, capture_output=True, text=True
        )
        return done.stdout

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names."""
        self.tmux("send-keys", "-t", "k", *keys)

    def shows(self, pattern: str) -> bool:
        """Return whether the screen shows a line like this."""
        return re.search(pattern, self.tmux("capture-pane", "-p", "-t", "k")) is not None

    def press_until(self, key: str, pattern: str) -> None:
        """Press a key until the screen shows a line like this, as people do: a slow machine may miss one."""
        pressed_s = [time.monotonic()]
        self.press(key)

        def shown() -> bool:
            if time.monotonic() - pressed_s[0] > AGAIN_S:
                pressed_s[0] = time.monotonic()
                self.press(key)
            return self.shows(pattern)

        self._wait(shown)

    def _wait(self, shown: Callable[[], bool]) -> None:
        try:
            wait_until(shown)
        except AssertionError:
            raise AssertionError(self.tmux("capture-pane", "-p", "-t", "k")) from None

    def wait_for(self, pattern: str) -> None:
        """Wait until the screen shows a line like this."""
        self._wait(lambda: self.shows(pattern))


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Terminal]:
    """Yield a terminal of 80 x 24 in which a short demo runs."""
    port = "sim://textbook?seed=7&speed=8&reps=24"
    terminal = Terminal(tmp_path, 80, 25, f"{sys.executable} -m station.cli demo --port '{port}'")
    yield terminal
    terminal.tmux("kill-server")


def test_the_demo_from_the_first_screen_to_a_clean_terminal(demo: Terminal) -> None:
    """A guest trains, the summary says that all is saved, and quitting leaves the terminal as it was."""
    demo.wait_for("any key")
    demo.press("Space")
    demo.wait_for("Who is training")
    demo.press_until("1", "LEFT.*RIGHT")
    demo.tmux("resize-window", "-t", "k", "-x", "60", "-y", "20")
    demo.wait_for(r"[LR]\d+ [✓!≈✕]")
    demo.tmux("resize-window", "-t", "k", "-x", "120", "-y", "40")
    demo.wait_for("on one leg")
    demo.press("Escape")
    demo.wait_for("Well done")
    demo.wait_for(r"All \d+ reps are saved")
    demo.press("Enter")
    demo.wait_for("Goodbye")
    demo.press("Enter")
    demo.wait_for("Who is training")
    demo.press("F10")
    demo.wait_for("once more")
    demo.press("F10")
    demo.wait_for("ended with 0")
    assert not demo.shows("Traceback")


def test_a_name_typed_at_once_is_whole_every_time(demo: Terminal) -> None:
    """The bytes of a scanner reach the terminal in one go, on the first screen: twenty times, no letter is lost."""
    for turn in range(20):
        demo.wait_for("any key")
        name = f"{'Clara' if turn % 2 else 'mara'}{turn}"
        demo.press("-l", name)
        demo.wait_for(rf"Add {name}\b")
        demo.press("C-u")
        demo.wait_for("Type a name")
        demo.press("Escape")


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Terminal]:
    """Yield a terminal of 60 x 20 of the oldest kind, in a locale of ASCII, in which a demo runs."""
    command = f"{sys.executable} -m station.cli demo --port 'sim://textbook?seed=7&speed=8&reps=24'"
    terminal = Terminal(tmp_path, 60, 21, command, TERM="vt100", LANG="C", LC_ALL="C", NO_COLOR="1")
    yield terminal
    terminal.tmux("kill-server")


def test_a_terminal_without_colours_and_symbols(plain: Terminal) -> None:
    """The whole way in plain letters: no byte beyond ASCII, no colour, all words there."""
    plain.wait_for("any key")
    plain.press("Space")
    plain.wait_for("Who is training")
    plain.press_until("1", "LEFT.*RIGHT")
    plain.wait_for(r"[LR]\d+ [vx!~]")
    seen = plain.tmux("capture-pane", "-e", "-p", "-t", "k")
    assert seen.isascii()
    assert "#" in seen
    assert re.findall(r"\x1b\[[0-9;]*(?:3|4|9|10)[0-8](?:[;m])", seen) == []
    plain.press("?")
    plain.wait_for("Help for this screen")
    plain.press("Escape")
    plain.press("Escape")
    plain.wait_for("Well done")
    plain.press("C-c")
    plain.wait_for("ended with")
    assert not plain.shows("Traceback")


def test_a_dumb_terminal_is_told_what_to_do(tmp_path: Path) -> None:
    """One line, no screen."""
    terminal = Terminal(tmp_path, 100, 10, f"{sys.executable} -m station.cli kiosk", TERM="dumb")
    terminal.wait_for("cannot move its cursor")
    terminal.wait_for("ended with 2")
    terminal.tmux("kill-server")

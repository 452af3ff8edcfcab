"""The terminal that the kiosk is shown on, and its end: a closed window, a lost connection, a pulled cable."""

from __future__ import annotations

import os
import select
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.driver import Driver

LOOK_S: Final = 0.5
AGAIN_S: Final = 2.0
"""A program that waits for a terminal that is no more may have to be told again."""


def hang_up() -> None:
    """End this program in order, as the system does when it closes the terminal; works while it is blocked."""
    number = signal.SIGHUP
    signal.pthread_kill(threading.main_thread().ident or 0, number)


@contextmanager
def ending_with_terminal(descriptor: int = 0, end: Callable[[], None] = hang_up) -> Iterator[None]:
    """Call ``end``, on a thread of its own, when the terminal behind ``descriptor`` is gone, until that has effect.

    The system itself says so only to the one program that leads the terminal's session.
    """
    if not (hasattr(select, "poll") and os.isatty(descriptor)):
        yield
        return
    left = threading.Event()
    watcher = threading.Thread(
        target=_watch, args=(descriptor, end, left), name="terminal-watch", daemon=True
    )
    watcher.start()
    try:
        yield
    finally:
        left.set()
        watcher.join()


def _watch(descriptor: int, end: Callable[[], None], left: threading.Event) -> None:
    terminal = select.poll()
    terminal.register(descriptor, 0)  # its end is told in any case
    while not left.wait(LOOK_S):
        if any(event & select.POLLHUP for _, event in terminal.poll(0)):
            end()
            left.wait(AGAIN_S)


def typed_driver(usual: type[Driver]) -> type[Driver]:
    """Return what reads the terminal: for Textual's on Linux, macOS and in browsers one to which junk may be pasted."""
    if usual.__name__ == "WebDriver":
        from station.kiosk.typing_web import TypedWebDriver  # noqa: PLC0415  only a browser needs it

        return TypedWebDriver
    if usual.__name__ != "LinuxDriver":
        return usual
    from station.kiosk.typing_in import TypedDriver  # noqa: PLC0415  there are no such terminals on other systems

    return TypedDriver

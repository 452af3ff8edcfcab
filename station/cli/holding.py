"""Signals that end the program, held back while something is done that has to be whole or not at all."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final, Self

from station.sinks.influx.installing import StoppedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

_NAMES: Final = ("SIGINT", "SIGTERM", "SIGHUP")


class HeldSignals:
    """Notes Ctrl-C, SIGTERM and SIGHUP within its block; whoever works there asks ``go_on`` where he can stop.

    One that was ignored stays ignored, as under ``nohup``. Only for the main thread.
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.received: int | None = None
        self._before: dict[int, Any] = {}

    def go_on(self) -> None:
        """Raise ``StoppedError`` when one came."""
        if self.received is not None:
            raise StoppedError(self.received)

    def __enter__(self) -> Self:
        for name in _NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _note(self, received: int, _frame: object) -> None:
        self.received = received

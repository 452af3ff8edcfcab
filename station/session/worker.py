"""A thread whose death is told instead of being a line on a console that nobody sees."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Worker(threading.Thread):
    """Runs ``body``; when it raises, calls ``died`` with the worker's name and the exception."""

    def __init__(self, name: str, body: Callable[[], None], died: Callable[[str, Exception], None]) -> None:
        super().__init__(name=f"station-{name}", daemon=True)
        self._role, self._body, self._died = name, body, died

    def run(self) -> None:
        """Run the body."""
        try:
            self._body()
        except Exception as error:  # noqa: BLE001  a thread's outermost frame: its death becomes an alarm
            self._died(self._role, error)

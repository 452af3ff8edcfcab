"""Keys pressed while the list of people is coming: kept in their order until its line can take them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import events as on

from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.who import WhoScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from station.kiosk.app import KioskApp

NOT_TYPED: Final = ("f1", "f2", "f9", "ctrl+c", "ctrl+p", "question_mark")
"""What the first screen leaves to the application: help, the operator's door, the end."""


class EarlyKeys:
    """Holds what was typed too early; a scanner or a paste types a whole name before anything is drawn."""

    def __init__(self, app: KioskApp, deliver: Callable[[on.Event], Awaitable[None]]) -> None:
        """``deliver`` gives a key to whatever has the focus."""
        self._app, self._deliver = app, deliver
        self._kept: list[on.Event] = []
        self._releasing = False

    def holds(self, event: on.Event) -> bool:
        """Return whether this key waits; on the first screen it asks who is there, and a letter begins a name."""
        if not isinstance(event, (on.Key, on.Paste)) or event.is_forwarded:
            return False
        key = event.key if isinstance(event, on.Key) else ""
        screen = self._app.screen
        if key == "ctrl+c":
            return False
        if isinstance(screen, AttractScreen) and not self._kept:
            if key in NOT_TYPED:
                return False
            if isinstance(event, on.Paste) or (event.is_printable and (event.character or "").isalpha()):
                self._kept.append(event)
            self._app.ask_who()
            return True
        coming = isinstance(screen, WhoScreen) and not screen.typable
        if coming or self._kept:
            self._kept.append(event)
            if not coming:
                self._app.call_later(self.release)
            return True
        return False

    async def release(self) -> None:
        """Deliver what waits, and what comes meanwhile, in order."""
        if self._releasing:
            return
        self._releasing = True
        try:
            while self._kept:
                await self._deliver(self._kept[0])
                del self._kept[0]
        finally:
            self._releasing = False

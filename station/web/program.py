"""A Textual application that is drawn for a browser, and certainly ended."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from textual_serve.app_service import AppService

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATIENCE_S: Final = 30.0
"""A kiosk saves everything before it ends; longer than that it is not expected to."""


class Program(AppService):
    """Ends in order when asked to, and by force when it does not."""

    def __init__(self, command: str, over: Callable[[], Awaitable[None]], **options: Any) -> None:  # noqa: ANN401  what AppService takes
        """``over`` is called when it has ended, whatever ended it."""
        super().__init__(command, close=over, **options)
        self._over = over

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Leave out that somebody wants no colours in the terminal the server was started from."""
        environment = super()._build_environment(width, height)
        environment.pop("NO_COLOR", None)
        return environment

    async def run(self) -> None:
        """Pass on what it draws until it ends."""
        with suppress(asyncio.CancelledError):  # raised for a program that ended before it was listened to
            await super().run()
        await self._over()

    async def stop(self) -> None:
        """Ask it to end, wait until it has."""
        process = self._process
        with suppress(TimeoutError, ConnectionError, RuntimeError):
            await asyncio.wait_for(super().stop(), PATIENCE_S)
        if process is None:
            return
        try:
            await asyncio.wait_for(process.wait(), PATIENCE_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

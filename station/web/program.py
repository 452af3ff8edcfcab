"""A Textual application that is drawn for a browser, and certainly ended."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from textual_serve.app_service import AppService

PATIENCE_S: Final = 30.0
"""A kiosk saves everything before it ends; longer than that it is not expected to."""


class Program(AppService):
    """Ends in order when asked to, and by force when it does not."""

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

"""The one kiosk that is served: it goes on when its browser leaves, and the newest browser has it."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final

from textual_serve.download_manager import DownloadManager

from station.web.program import Program

if TYPE_CHECKING:
    from aiohttp import web

MOST_WAITING_BYTES: Final = 4 << 20
"""A browser that is further behind is let go: it comes back and is drawn anew."""
FIRST_SIZE: Final = (120, 40)
_PRELUDE: Final = b"\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1003h\x1b[?1006h\x1b[?2004h\x1b[2J"
"""What the kiosk told its terminal when it began, before this browser was there: no cursor, mouse, paste."""
_TAKEN_OVER: Final = b"Another browser has this kiosk now"
_ENDED: Final = b"The kiosk has ended"
TAKEN_CODE: Final = 4001
"""Says to a page that it is not to come back by itself: another browser would lose the kiosk to it, and so on."""
FULL_CODE: Final = 4002
"""The same where there is no room."""
_GONE_CODE: Final = 1000
_TOO_SLOW: Final = b"This browser is too slow"


class Seat:
    """A browser in front of the kiosk: what is drawn for it waits here, and never where the kiosk would wait."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self.over = b""
        self._code = _GONE_CODE

    def put(self, piece: bytes) -> None:
        """Take what is drawn."""
        self._waiting.append(piece)
        self._bytes += len(piece)
        if self._bytes > MOST_WAITING_BYTES:
            self.leave(_TOO_SLOW)
        self._news.set()

    def leave(self, why: bytes, code: int = _GONE_CODE) -> None:
        """Let it go after what is on its way."""
        self.over, self._code = why, code
        self._waiting.clear()
        self._bytes = 0
        self._news.set()

    async def send(self) -> None:
        """Send what waits, until it is let go."""
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                piece = self._waiting.popleft()
                self._bytes -= len(piece)
                await self.socket.send_bytes(piece)
            if self.over:
                await self.socket.close(code=self._code, message=self.over)
                return


class Stage:
    """Starts the kiosk, starts it again when it has ended and somebody asks for it."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._service: Program | None = None
        self._left: Program | None = None
        """The one before: its database is free when it has ended."""
        self._seat: Seat | None = None
        self._size = FIRST_SIZE
        self._started = asyncio.Lock()

    async def start(self) -> None:
        """Start the kiosk unless it runs."""
        async with self._started:
            if self._service is not None:
                return
            await self._see_out()
            service = Program(
                self._command,
                self._ended,
                write_bytes=self._drawn,
                write_str=self._said,
                download_manager=DownloadManager(),
            )
            self._service = service
            await service.start(*self._size)

    async def stop(self) -> None:
        """End the kiosk in order."""
        service, self._service = self._service, None
        if service is not None:
            await service.stop()
        await self._see_out()

    async def _see_out(self) -> None:
        """Wait for the end of the one that was left."""
        left, self._left = self._left, None
        if left is not None:
            await left.stop()

    async def take(self, socket: web.WebSocketResponse, size: tuple[int, int]) -> tuple[Program | None, Seat]:
        """Put a browser in front of the kiosk, in the place of the one before, and draw everything anew.

        Without a program when it could not run: then the browser has been let go.
        """
        seat = Seat(socket)
        before, self._seat = self._seat, seat
        if before is not None:
            before.leave(_TAKEN_OVER, TAKEN_CODE)
        self._size = size
        await self.start()
        service = self._service
        if service is None:
            return None, seat
        width, height = size
        seat.put(_PRELUDE)
        await service.set_terminal_size(width, height + 1)  # only another size is drawn anew
        await service.set_terminal_size(width, height)
        return service, seat

    def leave(self, seat: Seat) -> None:
        """Let a browser go; the kiosk goes on."""
        if self._seat is seat:
            self._seat = None

    async def _drawn(self, piece: bytes) -> None:
        if self._seat is not None:
            self._seat.put(piece)

    async def _said(self, words: str) -> None:
        """Links and files are nothing that a kiosk offers."""

    async def _ended(self) -> None:
        """Note that the kiosk was left, by the key for it, or could not run: it tells why where it was started."""
        if self._service is None:
            return
        self._left, self._service = self._service, None
        if self._seat is not None:
            self._seat.leave(_ENDED)

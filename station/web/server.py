"""The web server: a page, one connection each, and who may have which."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web
from textual_serve.server import Server, to_int

from station.web.keys import Keys, Role, host_of, is_loopback
from station.web.program import Program
from station.web.stage import FULL_CODE, TAKEN_CODE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual_serve.app_service import AppService

    from station.web.stage import Stage

MOST_VIEWS: Final = 8
"""Each is a program of its own: some 70 MB, and a tenth of a processor that has a step to listen to."""
LARGEST_CELLS: Final = (500, 200)
FONT_PX: Final = (6, 96)
DEFAULT_FONT_PX: Final = 18
_LARGEST_MESSAGE: Final = 1 << 16
_PAGE: Final = Template((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
_HEADERS: Final = {
    "X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}  # fmt: skip
_POLICY: Final = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class StationServer(Server):
    """Serves the view, and to whoever has the token the kiosk."""

    def __init__(self, view_command: str, host: str, port: int, *, keys: Keys, stage: Stage | None) -> None:
        super().__init__(view_command, host, port, title="Heel-drop step")
        self.keys, self.stage = keys, stage
        self.views = 0

    async def _make_app(self) -> web.Application:
        application = await super()._make_app()
        application.middlewares.append(self._guard)
        application.router.add_get("/view", self.handle_index)
        application.router.add_get("/ws/{role}", self.handle_websocket)
        return application

    async def application(self) -> web.Application:
        """Return the application to run."""
        return await self._make_app()

    async def on_startup(self, app: web.Application) -> None:
        """Start the kiosk, which measures whether or not a browser is there."""
        del app
        if self.stage is not None:
            await self.stage.start()

    async def on_shutdown(self, app: web.Application) -> None:
        """End the kiosk in order."""
        del app
        if self.stage is not None:
            await self.stage.stop()

    # who may

    @property
    def cookie(self) -> str:
        """The cookie's name; servers on other ports of this computer have others."""
        return f"station_key_{self.port}"

    def role_of(self, request: web.Request) -> Role | None:
        """Return what the asker may have, by their cookie, or because they are on this computer.

        A name that is not this computer's own means that somebody else's page, or a proxy, stands in between.
        """
        is_local = is_loopback(self.host) and is_loopback(host_of(request.host))
        return self.keys.role(request.cookies.get(self.cookie, ""), is_local=is_local)

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        key = request.query.get("key")
        if key is not None and request.path in ("/", "/view"):
            return self._let_in(request, key)
        if self.role_of(request) is None:
            raise web.HTTPForbidden(text="The key is missing or wrong: open the link that was printed.\n")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
        return response

    def _let_in(self, request: web.Request, key: str) -> web.Response:
        """Keep the key as a cookie, and the address without it."""
        if self.keys.role(key, is_local=False) is None:
            raise web.HTTPForbidden(text="This key is wrong: open the link that was printed.\n")
        size = request.query.get("fontsize", "")
        moved = web.Response(
            status=303, headers={"Location": request.path + (f"?fontsize={size}" if size.isdigit() else "")}
        )
        moved.set_cookie(
            self.cookie, key, httponly=True, samesite="Lax", secure=request.secure, max_age=365 * 86_400
        )
        return moved

    def same_site(self, request: web.Request) -> bool:
        """Tell whether a connection was asked for by our own page: browsers always say by whose."""
        return urlsplit(request.headers.get("Origin", "")).netloc == request.host

    # what they get

    async def handle_index(self, request: web.Request) -> web.Response:
        """Return the page of the kiosk or of the view."""
        role = "kiosk" if self.role_of(request) == "kiosk" and request.path == "/" else "view"
        nonce = secrets.token_urlsafe(12)
        low, high = FONT_PX
        page = _PAGE.substitute(
            nonce=nonce,
            role=role,
            taken=TAKEN_CODE,
            full=FULL_CODE,
            title=self.title,
            font_px=max(low, min(high, to_int(request.query.get("fontsize", ""), DEFAULT_FONT_PX))),
        )
        return web.Response(
            text=page,
            content_type="text/html",
            headers={"Content-Security-Policy": _POLICY.format(nonce=nonce)},
        )

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Connect a browser with the kiosk, or with a view of its own."""
        if not self.same_site(request):
            raise web.HTTPForbidden(text="Only this server's own page may connect.\n")
        wanted = request.match_info.get("role", "view")
        allowed = self.role_of(request)
        if wanted == "kiosk" and (allowed != "kiosk" or self.stage is None):
            raise web.HTTPForbidden(text="The kiosk needs its token.\n")
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=_LARGEST_MESSAGE)
        await socket.prepare(request)
        size = _size(request.query.get("width"), request.query.get("height"))
        if wanted == "kiosk" and self.stage is not None:
            await self._kiosk(self.stage, socket, size)
        elif self.views >= MOST_VIEWS:
            await socket.close(code=FULL_CODE, message=f"{MOST_VIEWS} browsers watch already".encode())
        else:
            await self._view(socket, size)
        return socket

    async def _kiosk(self, stage: Stage, socket: web.WebSocketResponse, size: tuple[int, int]) -> None:
        service, seat = await stage.take(socket, size)
        sender = asyncio.create_task(seat.send())
        try:
            if service is None:
                await sender
            else:
                await self._process_messages(socket, service)
        finally:
            stage.leave(seat)
            sender.cancel()
            with suppress(asyncio.CancelledError, ConnectionError, RuntimeError):
                await sender

    async def _view(self, socket: web.WebSocketResponse, size: tuple[int, int]) -> None:
        async def close() -> None:
            await socket.close()

        service = Program(
            self.command,
            close,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            download_manager=self.download_manager,
        )
        self.views += 1
        try:
            await service.start(*size)
            await self._process_messages(socket, service)
        finally:
            self.views -= 1
            await service.stop()

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        """Pass on keys, sizes and focus; anything else is left out."""
        async for message in websocket:
            if message.type != WSMsgType.TEXT:
                continue
            try:
                kind, *rest = message.json()
                await self._pass_on(kind, rest[0] if rest else None, websocket, app_service)
            except (ValueError, TypeError, KeyError, RecursionError):
                continue

    async def _pass_on(
        self,
        kind: object,
        told: Any,  # noqa: ANN401  a browser says what it likes
        socket: web.WebSocketResponse,
        service: AppService,
    ) -> None:
        if kind == "stdin" and isinstance(told, str):
            await service.send_bytes(told.encode("utf-8", "replace"))
        elif kind == "resize":
            await service.set_terminal_size(*_size(told["width"], told["height"]))
        elif kind == "ping" and isinstance(told, (str, int, float)):
            await socket.send_json(["pong", told])
        elif kind == "blur":
            await service.blur()
        elif kind == "focus":
            await service.focus()


def _size(width: object, height: object) -> tuple[int, int]:
    """Return a size in cells that a screen can have."""
    wanted = (to_int(str(width), 80), to_int(str(height), 24))
    return max(1, min(LARGEST_CELLS[0], wanted[0])), max(1, min(LARGEST_CELLS[1], wanted[1]))

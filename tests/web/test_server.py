"""The web server from outside: whom it lets in, and that no browser can break it."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from station.web.keys import Keys
from station.web.server import MOST_VIEWS, StationServer
from station.web.stage import FULL_CODE, MOST_WAITING_BYTES, TAKEN_CODE, Seat, Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

SECRET = "0123456789abcdef0123"  # noqa: S105  of a test
KEYS = Keys.of(SECRET, with_kiosk=True)
ECHO = """
import os, struct, sys
def put(kind, text):
    os.write(1, kind + struct.pack(">I", len(text)) + text)
os.write(1, b"__GANGLION__\\n")
put(b"D", b"I am %d" % os.getpid())
while True:
    kind = sys.stdin.buffer.read(1)
    if not kind: break
    text = sys.stdin.buffer.read(struct.unpack(">I", sys.stdin.buffer.read(4))[0])
    if kind == b"M" and b'"quit"' in text: break
    put(b"D", kind + b" " + text)
    if text == b"q": put(b"M", b'{"type": "exit"}'); break
"""
"""A program that speaks as a Textual application does to its browser, and says what it heard."""


@dataclass
class House:
    """A server that runs, and a visitor's way to it."""

    server: StationServer
    session: aiohttp.ClientSession
    port: int

    async def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Return status and text of a page, without following it."""
        async with self.session.get(self._url(path), headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def connect(self, role: str, key: str = "", **headers: str) -> aiohttp.ClientWebSocketResponse:
        """Connect as our own page does."""
        here = {"Origin": f"http://127.0.0.1:{self.port}", "Cookie": f"{self.server.cookie}={key}"} | headers
        return await self.session.ws_connect(f"{self._url('/ws/')}{role}?width=80&height=24", headers=here)

    def _url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@asynccontextmanager
async def house(host: str = "127.0.0.1", *, kiosk: bool = True) -> AsyncIterator[House]:
    """Yield a server that plays programs of a few lines."""
    command = f"exec {shlex.join([sys.executable, '-c', ECHO])}"
    keys = Keys.of(SECRET, with_kiosk=kiosk)
    server = StationServer(command, host, 8137, keys=keys, stage=Stage(command) if kiosk else None)
    runner = web.AppRunner(await server.application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        async with aiohttp.ClientSession() as session:
            yield House(server, session, runner.addresses[0][1])
    finally:
        await runner.cleanup()


def visit(steps: Callable[[House], Awaitable[None]], host: str = "127.0.0.1", *, kiosk: bool = True) -> None:
    """Run steps at a server."""

    async def main() -> None:
        async with house(host, kiosk=kiosk) as opened:
            await asyncio.wait_for(steps(opened), 60.0)

    asyncio.run(main())


async def hears(socket: aiohttp.ClientWebSocketResponse, wanted: bytes) -> bytes:
    """Return everything that is drawn up to these bytes."""
    seen = b""
    while wanted not in seen:
        message = await socket.receive()
        assert message.type == aiohttp.WSMsgType.BINARY, (message, seen)
        seen += message.data
    return seen


def test_on_this_computer_everybody_may_watch_and_nobody_may_work_the_kiosk() -> None:
    """The page of the view, with nothing from outside; the kiosk's connection is refused."""

    async def steps(at: House) -> None:
        status, page = await at.get("/")
        assert status == 200
        assert "/ws/view" in page
        assert "http" not in page.replace("http-equiv", "").split("<script")[0]
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await at.connect("kiosk")
        socket = await at.connect("view")
        await hears(socket, b"I am")
        await socket.close()

    visit(steps)


@pytest.mark.parametrize("name", ["evil.example", "evil.example:8137", "127.0.0.1.evil.example"])
def test_another_name_for_this_computer_opens_nothing(name: str) -> None:
    """A page elsewhere that points its own name here gets nothing without a key."""

    async def steps(at: House) -> None:
        assert (await at.get("/", Host=name))[0] == 403
        assert (await at.get("/static/js/textual.js", Host=name))[0] == 403
        assert (await at.get(f"/view?key={KEYS.view}", Host=name))[0] == 303

    visit(steps)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1:1"])
def test_other_pages_may_not_connect(origin: str) -> None:
    """Browsers say whose page asks; a key in a cookie is not enough."""

    async def steps(at: House) -> None:
        for role in ("view", "kiosk"):
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await at.connect(role, SECRET, Origin=origin)

    visit(steps)


def test_from_elsewhere_a_key_is_needed() -> None:
    """For pages, files and connections; it goes into a cookie that scripts cannot read, and out of the address."""

    async def steps(at: House) -> None:
        assert [
            (await at.get(path))[0] for path in ("/", "/view", "/static/js/textual.js", "/?key=wrong")
        ] == [403] * 4
        async with at.session.get(
            f"http://127.0.0.1:{at.port}/view?key={KEYS.view}&fontsize=30", allow_redirects=False
        ) as answer:
            assert answer.status == 303
            assert answer.headers["Location"] == "/view?fontsize=30"
            assert "HttpOnly" in answer.headers["Set-Cookie"]
        cookie = {"Cookie": f"{at.server.cookie}={KEYS.view}"}
        assert (await at.get("/", **cookie))[0] == 200
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await at.connect("kiosk", KEYS.view)
        await (await at.connect("view", KEYS.view)).close()

    visit(steps, "10.0.0.7")


def test_without_the_kiosk_its_token_opens_the_view_at_most() -> None:
    """Nothing is served that was not asked for."""

    async def steps(at: House) -> None:
        assert "/ws/view" in (await at.get("/", Cookie=f"{at.server.cookie}={SECRET}"))[1]
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await at.connect("kiosk", SECRET)

    visit(steps, kiosk=False)


def test_the_kiosk_goes_on_when_its_browser_leaves_and_the_newest_has_it() -> None:
    """A tablet that slept comes back to the same kiosk; another browser takes it over."""

    async def steps(at: House) -> None:
        first = await at.connect("kiosk", SECRET)
        await first.send_json(["stdin", "abc"])
        assert b"25l" in await hears(first, b"D abc")
        await first.close()
        second = await at.connect("kiosk", SECRET)
        drawn = await hears(second, b'"height": 24')
        assert b'"height": 25' in drawn
        assert b"I am" not in drawn
        third = await at.connect("kiosk", SECRET)
        await third.send_json(["stdin", "xyz"])
        await hears(third, b"D xyz")
        closed = await second.receive()
        while closed.type == aiohttp.WSMsgType.BINARY:
            closed = await second.receive()
        assert (closed.data, "Another browser" in str(closed.extra)) == (TAKEN_CODE, True)
        await third.close()

    visit(steps)


def test_a_kiosk_that_was_left_begins_again_for_the_next_browser() -> None:
    """Ended by its key: told, and started for whoever comes."""

    async def steps(at: House) -> None:
        first = await at.connect("kiosk", SECRET)
        await first.send_json(["stdin", "q"])
        message = await first.receive()
        while message.type == aiohttp.WSMsgType.BINARY:
            message = await first.receive()
        assert "ended" in str(message.extra)
        second = await at.connect("kiosk", SECRET)
        await hears(second, b"I am")
        await second.close()

    visit(steps)


async def ended(at: House) -> None:
    """Wait until no view is open any more."""
    for _ in range(6000):
        if not at.server.views:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(at.server.views)


def test_a_kiosk_that_cannot_run_is_told_as_ended() -> None:
    """The browser is let go instead of looking at nothing; the next one tries again."""

    async def main() -> None:
        stage = Stage("exec false")
        server = StationServer("exec false", "127.0.0.1", 8137, keys=KEYS, stage=stage)
        runner = web.AppRunner(await server.application())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession() as session:
            at = House(server, session, runner.addresses[0][1])
            for role in ("kiosk", "kiosk", "view"):
                socket = await at.connect(role, SECRET)
                message = await asyncio.wait_for(socket.receive(), 30.0)
                while message.type == aiohttp.WSMsgType.BINARY:
                    message = await asyncio.wait_for(socket.receive(), 30.0)
                assert message.type == aiohttp.WSMsgType.CLOSE
                await socket.close()
        await runner.cleanup()

    asyncio.run(main())


def test_browsers_beyond_the_limit_are_refused_in_words() -> None:
    """Each is a program; there is room again when one leaves."""

    async def steps(at: House) -> None:
        sockets = [await at.connect("view") for _ in range(MOST_VIEWS)]
        for each in sockets:
            await hears(each, b"I am")
        late = await at.connect("view")
        message = await late.receive()
        assert (message.type, "watch already" in str(message.extra)) == (aiohttp.WSMsgType.CLOSE, True)
        assert message.data == FULL_CODE
        for each in sockets:
            await each.close()
        await ended(at)
        again = await at.connect("view")
        await hears(again, b"I am")
        await again.close()

    visit(steps)


@pytest.mark.parametrize(
    "said",
    ["", "{", "[]", "7", '"stdin"', '["stdin"]', '["stdin", 7]', '["resize", {}]', '["resize", {"width": "x"}]',
     '["resize", null]', '["resize", {"width": 1e9, "height": -5}]', '["ping", {"a": [1]}]', "[" * 2000,
     '["nothing", 1]'],
)  # fmt: skip
def test_whatever_a_browser_says_the_kiosk_goes_on(said: str) -> None:
    """Junk is left out, sizes are those that a screen can have."""

    async def steps(at: House) -> None:
        socket = await at.connect("kiosk", SECRET)
        await socket.send_str(said)
        await socket.send_bytes(b"\xff\xfe")
        await socket.send_json(["stdin", "still here"])
        drawn = await hears(socket, b"D still here")
        sizes = [json.loads(part[: part.index(b"}") + 1]) for part in drawn.split(b"M ")[1:]]
        assert all(
            1 <= size["width"] <= 500 and 1 <= size["height"] <= 201 for size in sizes if "width" in size
        )
        await socket.close()

    visit(steps)


def test_a_browser_that_does_not_take_what_is_drawn_is_let_go() -> None:
    """The kiosk never waits for it: what waits has an end."""

    async def main() -> None:
        seat = Seat(web.WebSocketResponse())
        for _ in range(MOST_WAITING_BYTES // 65536 + 2):
            seat.put(b"x" * 65536)
        assert b"too slow" in seat.over
        assert seat._bytes <= MOST_WAITING_BYTES

    asyncio.run(main())

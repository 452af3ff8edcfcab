"""Chromium worked from outside by its own protocol: open a page, ask it, press keys, take a picture."""

from __future__ import annotations

import asyncio
import base64
import itertools
import subprocess
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.support.browser import _QUIET, chromium

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

START_S = 60.0
WAIT_S = 60.0


class Page:
    """One page of the browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.said: list[str] = []
        """What the page wrote to its console, and what it threw."""

    async def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol and return its answer."""
        wanted = next(self._ids)
        await self._socket.send_json({"id": wanted, "method": method, "params": parameters})
        while True:
            told: dict[str, Any] = await asyncio.wait_for(self._socket.receive_json(), WAIT_S)
            if told.get("id") == wanted:
                assert "error" not in told, told
                result: dict[str, Any] = told["result"]
                return result
            if told.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.said.append(str(told["params"]))

    async def open(self, url: str) -> None:
        """Go to an address."""
        for domain in ("Page", "Runtime", "Log"):
            await self.ask(f"{domain}.enable")
        await self.ask("Page.navigate", url=url)

    async def value(self, expression: str) -> Any:  # noqa: ANN401  a page's value
        """Return what an expression is in the page."""
        found = await self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        return found["result"].get("value")

    async def until(self, happened: Callable[[Any], bool], expression: str) -> Any:  # noqa: ANN401  a page's value
        """Wait until a value of the page is as wanted; return it."""
        deadline = asyncio.get_running_loop().time() + WAIT_S
        while not happened(value := await self.value(expression)):
            assert asyncio.get_running_loop().time() < deadline, (value, self.said)
            await asyncio.sleep(0.05)
        return value

    async def type(self, text: str) -> None:
        """Type characters."""
        for character in text:
            for kind in ("keyDown", "keyUp"):
                key = (
                    {"key": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
                    if character == "\r"
                    else {"text": character, "key": character}
                )
                await self.ask(
                    "Input.dispatchKeyEvent", type=kind, **(key if kind == "keyDown" else {"key": key["key"]})
                )

    async def picture(self, file: Path) -> None:
        """Take a picture of the page."""
        shot = await self.ask("Page.captureScreenshot", format="png")
        await asyncio.to_thread(file.write_bytes, base64.b64decode(shot["data"]))


@asynccontextmanager
async def browsing(profile: Path, size: tuple[int, int] = (1280, 800)) -> AsyncIterator[Page]:
    """Yield an empty page of a browser of its own."""
    program = chromium()
    assert program is not None
    flags = [
        *_QUIET,
        f"--user-data-dir={profile}",
        f"--window-size={size[0]},{size[1]}",
        "--remote-debugging-port=0",
    ]
    running = await asyncio.create_subprocess_exec(
        program, *flags, "about:blank", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        port = await _port(profile / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                (target, *_others) = [each for each in await answer.json() if each["type"] == "page"]
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=1 << 26) as socket:
                yield Page(socket)
    finally:
        running.terminate()
        await running.wait()


async def _port(file: Path) -> int:
    deadline = asyncio.get_running_loop().time() + START_S
    while True:
        lines = await asyncio.to_thread(_lines, file)
        if len(lines) > 1:
            return int(lines[0])
        assert asyncio.get_running_loop().time() < deadline, "Chromium did not start"
        await asyncio.sleep(0.05)


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []

"""The whole way in a real browser: a kiosk on a simulated step, worked by keys, and watched beside it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from matplotlib.image import imread

from station.store import Store
from tests.support import browser
from tests.support.devtools import browsing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.devtools import Page

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(browser.chromium() is None, reason="Chromium is not installed"),
]
LEFT, RIGHT = (0x4A, 0xA8, 0xFF), (0xFF, 0x93, 0x40)
"""The two feet's hues of the dark theme, about."""
SOME = 1500
"""Pixels: a huge figure has many more, a letter far fewer."""
WAIT_S = 60.0


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Yield the links for watching and for the kiosk of a server that runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STATION_")}
    environment |= {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    command = [sys.executable, "-m", "station.cli", "kiosk", "--web", "--token", "--bind", f"127.0.0.1:{port}",
               "--port", "sim://textbook?seed=7&speed=4"]  # fmt: skip
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout is not None
        told = [running.stdout.readline() for _ in range(2)]
        links = [re.findall(r"http\S+", line)[0] for line in told]
        yield links[0], links[1]
        running.send_signal(signal.SIGINT)
        assert running.wait(WAIT_S) == 0, running.stdout.read()


def coloured(file: Path, colour: tuple[int, int, int]) -> int:
    """Return how many pixels have about this colour."""
    pixels = imread(file)[..., :3] * 255.0
    return int((np.abs(pixels - np.array(colour)).max(axis=2) < 12).sum())


async def until_picture(page: Page, file: Path, shows: Callable[[Path], bool]) -> None:
    """Take pictures until one shows what is wanted."""
    deadline = asyncio.get_running_loop().time() + WAIT_S
    while True:
        await page.picture(file)
        if shows(file):
            return
        assert asyncio.get_running_loop().time() < deadline, (file, page.said)
        await asyncio.sleep(0.2)


def reps_saved(data: Path) -> int:
    """Return how many reps the database has."""
    path = data / "heeldrop-station" / "station.db"
    if not path.exists():
        return 0
    with Store.open(path, read_only=True) as store:
        return sum(len(store.reps(visit.id)) for visit in store.sessions())


def test_a_guest_trains_in_the_browser_and_another_watches(served: tuple[str, str], tmp_path: Path) -> None:
    """Keys of the browser reach the kiosk, both feet are drawn for both, what the watcher presses changes nothing."""
    watch, kiosk = served

    def live(file: Path) -> bool:
        return min(coloured(file, LEFT), coloured(file, RIGHT)) > SOME

    async def main() -> None:
        async with browsing(tmp_path / "one") as page, browsing(tmp_path / "two") as other:
            await page.open(kiosk)
            await page.until(lambda name: "-first-byte" in name, "document.body?.className ?? ''")
            assert await page.value("location.search") == ""
            for _ in range(60):
                await page.type("1")
                await asyncio.sleep(1.0)
                await page.picture(tmp_path / "kiosk.png")
                if live(tmp_path / "kiosk.png"):
                    break
            await until_picture(page, tmp_path / "kiosk.png", live)
            await other.open(watch)
            await other.until(lambda name: "-first-byte" in name, "document.body?.className ?? ''")
            await until_picture(other, tmp_path / "view.png", live)
            before = coloured(tmp_path / "view.png", LEFT)
            await other.type("3")
            await until_picture(other, tmp_path / "step.png", lambda file: coloured(file, LEFT) < before / 4)
            await until_picture(page, tmp_path / "kiosk.png", live)
            await until_picture(page, tmp_path / "kiosk.png", lambda _: reps_saved(tmp_path / "data") > 0)
            assert not [line for line in page.said + other.said if "error" in line.lower()], page.said

    asyncio.run(asyncio.wait_for(main(), 110.0))


def test_a_browser_that_lost_the_kiosk_stays_away_until_asked(
    served: tuple[str, str], tmp_path: Path
) -> None:
    """It says who has it, does not take it back by itself, and does so at a key."""
    _, kiosk = served
    told = "document.querySelector('.line')?.textContent ?? ''"
    state = "document.body?.className ?? ''"

    async def main() -> None:
        async with browsing(tmp_path / "one") as first, browsing(tmp_path / "two") as second:
            await first.open(kiosk)
            await first.until(lambda name: "-first-byte" in name, state)
            await second.open(kiosk)
            await second.until(lambda name: "-first-byte" in name, state)
            await first.until(lambda words: "Another browser" in words, told)
            await asyncio.sleep(5.0)
            assert "Another browser" in str(await first.value(told))
            assert "-closed" not in str(await second.value(state))
            await first.type("1")
            await second.until(lambda words: "Another browser" in words, told)
            await first.until(lambda name: "-first-byte" in name and "-closed" not in name, state)

    asyncio.run(asyncio.wait_for(main(), 110.0))

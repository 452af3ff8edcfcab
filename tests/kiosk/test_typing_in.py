"""Junk typed and pasted: it stays text, however it is cut into pieces."""

from __future__ import annotations

import asyncio
import os
import pty
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.widgets import Input

from station.kiosk.terminal import typed_driver
from station.kiosk.typing_in import PASTE_BEGINS, PASTE_ENDS, PlainPastes, TypedDriver, TypedParser
from station.kiosk.typing_web import TypedWebDriver
from tests.kiosk.stage import Stage, settle

if TYPE_CHECKING:
    import pytest
    from textual.message import Message
    from textual.pilot import Pilot

COMMANDS = [
    "\x1b[31m",
    "\x1b[A",
    "\x1b",
    "\x1b\x1b",
    "\x1b[20",
    "\x9b5n",
    "\x00",
    "\x07",
    "\r",
    "1",
    "q",
    "é",
]


def cut(text: str, at: list[int]) -> list[str]:
    """Return a text in pieces, cut at these places."""
    places = [0, *sorted({place % (len(text) + 1) for place in at}), len(text)]
    return [text[start:stop] for start, stop in pairwise(places)]


@given(pasted=st.lists(st.sampled_from(COMMANDS)).map("".join), at=st.lists(st.integers(0, 99), max_size=6))
def test_a_paste_is_one_text_without_commands(pasted: str, at: list[int]) -> None:
    """Whatever is pasted, and however it comes, no key is read from it; keys before and after stay keys."""
    parser = TypedParser()
    read = [
        each
        for piece in cut(f"a{PASTE_BEGINS}{pasted}{PASTE_ENDS}\x1b[B", at)
        if piece
        for each in parser.feed(piece)
    ]
    assert [each.key for each in read if isinstance(each, events.Key)] == ["a", "down"]
    texts = [each.text for each in read if isinstance(each, events.Paste)]
    assert all(letter.isprintable() or letter == "\r" for text in texts for letter in text)
    assert "".join(texts).count("é") == pasted.count("é")


@given(typed=st.lists(st.sampled_from(COMMANDS)).map("".join))
def test_what_is_no_paste_goes_through_at_once(typed: str) -> None:
    """An escape key is not held back."""
    pastes = PlainPastes()
    assert [pastes.take(letter) for letter in typed] == list(typed)


def test_bytes_that_are_no_letters_do_not_end_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of another encoding sends them; the keys after them are read."""
    read: list[Message] = []

    async def main() -> None:
        driver = TypedDriver(App[None]())
        ours, theirs = pty.openpty()
        monkeypatch.setattr(driver, "fileno", theirs)
        monkeypatch.setattr(driver, "process_message", read.append)
        reading = asyncio.create_task(asyncio.to_thread(driver.run_input_thread))
        os.write(ours, b"\xff\xe4b\n")
        while not any(isinstance(each, events.Key) and each.key == "b" for each in read):
            assert not reading.done()
            await asyncio.sleep(0.01)
        driver.exit_event.set()
        await reading
        os.close(ours)
        os.close(theirs)

    asyncio.run(asyncio.wait_for(main(), 30.0))


def test_junk_pasted_in_a_browser_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """One paste without commands, also where its bytes come in pieces and some are no letters; then keys again."""
    read: list[Message] = []
    typed = f"{PASTE_BEGINS}Ev\x1b[31mil\x1b[A\x00".encode() + b"\xff" + f"{PASTE_ENDS}b".encode()
    packets = b"".join(
        b"D" + len(one).to_bytes(4, "big") + one for one in (typed[:9], typed[9:20], typed[20:])
    )
    told = b'{"type": "exit"}'
    packets += b"M" + len(told).to_bytes(4, "big") + told

    async def main() -> None:
        sent = Reader([packets[:7], b"", packets[7:]])
        monkeypatch.setattr("textual.drivers.web_driver.InputReader", lambda: sent)
        driver = typed_driver(WebDriver)(App[None]())
        assert isinstance(driver, TypedWebDriver)
        monkeypatch.setattr(driver, "process_message", read.append)
        await asyncio.to_thread(driver.run_input_thread)

    asyncio.run(asyncio.wait_for(main(), 30.0))
    assert [each.text for each in read if isinstance(each, events.Paste)] == ["Ev[31mil[A\ufffd"]
    assert [each.key for each in read if isinstance(each, events.Key)] == ["b"]


class Reader(list[bytes]):
    """What a browser sent, in pieces."""

    def close(self) -> None:
        """Nothing is held."""


def test_a_name_with_digits_typed_at_once_chooses_nobody() -> None:
    """Digits choose from the list before anything was typed, and are letters of a name after that."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        screen = await stage.front(pilot)
        for key in ("circumflex_accent", "1", "2"):
            stage.app.post_message(events.Key(key, "^" if key == "circumflex_accent" else key))
        await settle(pilot)
        assert stage.app.screen is screen
        assert stage.find("#filter", Input).value == "^12"

    stage.act(steps)
    assert stage.live.asked == []

"""What is typed and pasted, on its way from the terminal: junk stays text, and is never taken for keys.

Textual reads an escape character inside a paste as the beginning of a key, and types the rest; and bytes that are no
UTF-8 end it. Both come from a slipped middle button or a terminal with another encoding.
"""

from __future__ import annotations

import os
import selectors
import unicodedata
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Final

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

PASTE_BEGINS: Final = "\x1b[200~"
PASTE_ENDS: Final = "\x1b[201~"
READ_BYTES: Final = 4096
LOOK_S: Final = 0.1
"""How long a read waits before it looks whether the kiosk ends, and whether an escape key stands alone."""


class PlainPastes:
    """Takes what came from a terminal piece by piece; what was pasted loses its control characters."""

    def __init__(self) -> None:
        self._pasting = False
        self._tail = ""
        """Outside a paste the last that went through, inside one what may become its end."""

    def take(self, typed: str) -> str:
        """Return what is to be read of the next piece; marks of a paste may be cut anywhere between pieces."""
        return "".join(map(self._one, typed))

    def _one(self, character: str) -> str:
        self._tail += character
        if not self._pasting:
            self._tail = self._tail[-len(PASTE_BEGINS) :]
            if self._tail == PASTE_BEGINS:
                self._pasting, self._tail = True, ""
            return character
        if self._tail == PASTE_ENDS:
            self._pasting, self._tail = False, ""
            return PASTE_ENDS
        if PASTE_ENDS.startswith(self._tail):
            return ""
        kept = character if character == PASTE_ENDS[0] else ""
        text, self._tail = self._tail.removesuffix(kept), kept
        return "".join(filter(_is_text, text))


def _is_text(character: str) -> bool:
    return character in "\t\n\r" or unicodedata.category(character) != "Cc"


class TypedParser(XTermParser):
    """Reads keys, and pastes as text."""

    def __init__(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002  as Textual's
        super().__init__(debug)
        self._pastes = PlainPastes()

    def feed(self, data: str) -> Iterable[Message]:
        """Return the messages of the next piece; nothing: the end."""
        plain = self._pastes.take(data)
        return super().feed(plain) if plain or not data else ()  # Textual takes nothing for the end


class TypedDriver(LinuxDriver):
    """A terminal from which anything may come."""

    def run_input_thread(self) -> None:
        """Read what comes and send it on, until the end; bytes that are no letter become a mark that is none."""
        parser = TypedParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(LOOK_S):
                    text = decode(os.read(self.fileno, READ_BYTES))
                    if text:
                        self._send(parser.feed(text))
                    else:  # an end of the terminal is told on and on
                        self.exit_event.wait(LOOK_S)
                self._send(parser.tick())

    def _send(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

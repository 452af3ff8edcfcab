"""What is typed and pasted in a browser: as in a terminal, junk stays text and ends nothing."""

from __future__ import annotations

from codecs import getincrementaldecoder
from typing import TYPE_CHECKING

from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver, _ExitInput

from station.kiosk.typing_in import TypedParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

TYPED = "D"
"""Packets of this kind are what a terminal would send; all others are about the browser."""


class TypedWebDriver(WebDriver):
    """A browser from which anything may come."""

    def run_input_thread(self) -> None:
        """Read what comes and send it on, until the browser's server says that it is over."""
        parser, stream = TypedParser(self._debug), ByteStream()
        decode = getincrementaldecoder("utf-8")("replace").decode
        try:
            for data in self._input_reader:
                for kind, payload in stream.feed(data) if data else ():
                    if kind != TYPED:
                        self._on_meta(kind, payload)
                    elif text := decode(payload):
                        self._send(parser.feed(text))
                self._send(parser.tick())
        except _ExitInput:
            return
        finally:
            self._input_reader.close()

    def _send(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

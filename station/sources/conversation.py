"""Question and answer with a step that streams meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.errors import PortError
from station.sources.ports import explain
from station.wire import Ack, CalibrationLine, Decoder, Nak, NoCalibration

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.sources.handshake import Connection
    from station.sources.timing import HostTime
    from station.wire import Message

ANSWER_S = 3.0
"""A step answers within milliseconds; a busy hub or a serial server may take longer."""


class Conversation:
    """Talks to a connected step. Everything heard is decoded once and in order."""

    def __init__(self, connection: Connection, time: HostTime) -> None:
        self.connection = connection
        self._time = time
        self._decoder = Decoder()
        self._waiting = [
            message for _arrival_us, raw in connection.heard for message in self._decoder.feed(raw)
        ]

    def listen(self) -> list[Message]:
        """Return what was heard since the last call, within the port's timeout.

        ``EOFError`` at the end of a finite source; ``PortError`` when the port is gone.
        """
        if self._waiting:
            messages, self._waiting = self._waiting, []
            return messages
        try:
            chunks = self.connection.reader.read()
        except OSError as error:
            raise explain(self.connection.url, error) from error
        return [message for _arrival_us, raw in chunks for message in self._decoder.feed(raw)]

    def listen_for(self, seconds: float) -> list[Message]:
        """Return everything heard for that long."""
        until_s = self._time.monotonic_s() + seconds
        heard: list[Message] = []
        while self._time.monotonic_s() < until_s:
            heard += self.listen()
        return heard

    def ask(self, body: str, answered: Callable[[Message], bool] | None = None) -> list[Message]:
        """Send a command and return what came up to its acknowledgement (or until ``answered``).

        ``PortError`` when the step refuses, or does not answer in time.
        """
        word = body.split(" ", 1)[0]
        self.connection.send(body)
        heard: list[Message] = []
        until_s = self._time.monotonic_s() + ANSWER_S
        while self._time.monotonic_s() < until_s:
            for message in self.listen():
                heard.append(message)
                if isinstance(message, Nak):
                    raise PortError(
                        f"the step refuses {word}: {message.code} {message.reason}".rstrip(), "Try again"
                    )
                if answered(message) if answered else _acknowledges(message, word):
                    return heard
        raise PortError(f"the step did not answer {word}", "Press its reset button and try again")

    def calibration(self) -> dict[int, CalibrationLine]:
        """Return the calibration kept in the step, by channel index; ``{}`` when there is none."""
        heard = self.ask("K?")
        if any(isinstance(message, NoCalibration) for message in heard):
            return {}
        return {message.channel: message for message in heard if isinstance(message, CalibrationLine)}


def _acknowledges(message: Message, word: str) -> bool:
    return isinstance(message, Ack) and message.command.split(" ", 1)[0] == word

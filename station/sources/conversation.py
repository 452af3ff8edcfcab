"""Question and answer with a step that streams meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.errors import PortError
from station.sources.ports import explain
from station.wire import Ack, CalibrationLine, Decoder, Nak, NoCalibration

if TYPE_CHECKING:
    from station.sources.handshake import Connection
    from station.sources.timing import HostTime
    from station.wire import Message

ANSWER_S = 3.0
"""A step answers within milliseconds, a calibration when it is stored: half a second; busy hubs take longer."""
TRIES = 3
_DAMAGED = ("CRC", "FORM", "OVERLONG")
"""The step could not read what it heard, so it has done nothing, and the question can be asked again."""


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

    def ask(self, body: str) -> list[Message]:
        """Send a command and return everything heard with its answer, and since the last question.

        ``PortError`` when the step refuses, does not answer in time, or is gone.
        """
        word = body.split(" ", 1)[0]
        heard, self._waiting = self._waiting, []  # what was said before the question is no answer to it
        for _ in range(TRIES):
            answer = self._answer_to(body, heard)
            if isinstance(answer, Ack):
                return heard
            if answer.code not in _DAMAGED:
                raise PortError(
                    f"the step refuses {word}: {answer.code} {answer.reason}".rstrip(), "Try again"
                )
        raise PortError(f"{word} reaches the step damaged each time", "Try another cable")

    def _answer_to(self, body: str, heard: list[Message]) -> Ack | Nak:
        word = body.split(" ", 1)[0]
        try:
            self.connection.send(body)
        except OSError as error:
            raise explain(self.connection.url, error) from error
        until_s = self._time.monotonic_s() + ANSWER_S
        while self._time.monotonic_s() < until_s:
            news = self.listen()
            heard += news
            for message in news:
                if isinstance(message, Nak) or (isinstance(message, Ack) and message.command == body):
                    return message
        raise PortError(f"the step did not answer {word}", "Press its reset button and try again")

    def calibration(self) -> dict[int, CalibrationLine]:
        """Return the calibration kept in the step, by channel index; ``{}`` when there is none."""
        heard = self.ask("K?")
        if any(isinstance(message, NoCalibration) for message in heard):
            return {}
        return {message.channel: message for message in heard if isinstance(message, CalibrationLine)}

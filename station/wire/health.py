"""The step's account when it takes more than one line: one ``H`` for every two channels or so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.wire.messages import HealthLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.wire.messages import Message


class HealthAccount:
    """Puts the lines of one account together. A part whose beginning was lost says nothing, and is left out."""

    def __init__(self) -> None:
        self._open: HealthLine | None = None

    def feed(self, line: HealthLine, channels: int) -> list[HealthLine]:
        """Return the accounts that this line completes, of a step with so many channels.

        An account that never came to its end is returned when the next begins.
        """
        told = []
        if line.first_channel == 0:
            told = [self._open] if self._open is not None else []
            self._open = line
        elif self._open is not None and _belong_together(self._open, line):
            self._open = replace(self._open, channels=self._open.channels + line.channels)
        if self._open is not None and len(self._open.channels) >= channels:
            told.append(self._open)
            self._open = None
        return told


def latest_account(heard: Iterable[Message], channels: int) -> HealthLine | None:
    """Return the last account among the messages that tells of all channels, or else the last there is."""
    account = HealthAccount()
    lines = [message for message in heard if isinstance(message, HealthLine)]
    whole = [joined for line in lines for joined in account.feed(line, channels)]
    told = whole or [line for line in lines if line.first_channel == 0]
    return told[-1] if told else None


def _belong_together(begun: HealthLine, line: HealthLine) -> bool:
    return line.first_channel == len(begun.channels) and (
        (line.uptime_ms, line.tx_dropped, line.rx_errors)
        == (begun.uptime_ms, begun.tx_dropped, begun.rx_errors)
    )

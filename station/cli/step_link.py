"""A step on a cable that may be pulled: talked to, and looked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.errors import PortError
from station.sources import SystemTime, connect
from station.sources.conversation import Conversation
from station.sources.handshake import AUTO

if TYPE_CHECKING:
    from station.sources import Connection, HostTime
    from station.wire import IdentityLine, Message

LOOK_AGAIN_S: Final = 60.0
"""Somebody who trips over the cable plugs it in again within a minute."""
_PAUSE_S: Final = 0.2


def which_step(connection: Connection) -> str:
    """Say that a step may be another one than is meant, because it was only the first to answer; else nothing."""
    if not connection.others or connection.identity is None:
        return ""
    return (
        f"this is the first step that answered; {', '.join(connection.others)} may be one as well. "
        f'To mean this one always: station.step_uid = "{connection.identity.uid}"'
    )


class StepLink:
    """One step by its uid, whatever becomes of its cable. ``PortError`` when nothing answers to begin with."""

    def __init__(self, url: str, uid: str, time: HostTime | None = None) -> None:
        self._time = time or SystemTime()
        self._asked = url
        self._connection = connect(url, uid=uid, time=self._time)
        identity = self._connection.identity
        if identity is None:
            self.close()
            remedy = "Name a port with a step behind it"
            if "speed=" in url:
                remedy = "Leave 'speed' out: a step that is asked something answers in its own time"
            raise PortError(f"{url} plays without listening", remedy)
        self.identity: IdentityLine = identity
        self.url = self._connection.url
        self.talk = Conversation(self._connection, self._time)

    @property
    def doubt(self) -> str:
        """Say that the step may be another one than is meant; empty when it is not."""
        return which_step(self._connection)

    def listen(self) -> list[Message]:
        """Return what was heard within the port's timeout.

        ``PortError`` when the cable is out, ``EOFError`` at the end of a finite source.
        """
        return self.talk.listen()

    def find_again(self, wait_s: float = LOOK_AGAIN_S) -> bool:
        """Look for the same step where it was looked for first, for so long; return whether it is there again."""
        self.close()
        until_s = self._time.monotonic_s() + wait_s
        while self._time.monotonic_s() < until_s:
            found = self._try()
            if found is not None:
                self._connection = found
                self.url, self.talk = found.url, Conversation(found, self._time)
                return True
            self._time.sleep_s(_PAUSE_S)
        return False

    def _try(self) -> Connection | None:
        try:
            url = AUTO if self._asked == AUTO else self.url  # a plug may get another name than it had
            return connect(url, uid=self.identity.uid, time=self._time)
        except PortError:
            return None

    def close(self) -> None:
        """Let go of the port."""
        self._connection.close()

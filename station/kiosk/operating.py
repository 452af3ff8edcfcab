"""The operator's desk: talking to the step on a thread of its own while the session goes on and loses nothing."""

from __future__ import annotations

import threading
from collections import deque
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, Protocol

from station.errors import PortError, StationError
from station.events import HealthReport, Identity, Link
from station.kiosk.facts import FactBook
from station.kiosk.retelling import retold
from station.kiosk.words import say
from station.sources import SystemTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    from station.calibration.model import Said, Told, View
    from station.events import Event, HealthCheck
    from station.kiosk.raw import RawRow
    from station.kiosk.raw_trace import RawLine
    from station.sources import HostTime
    from station.sources.conversation import Conversation
    from station.store import Store
    from station.wire import IdentityLine, Message

LOOK_AGAIN_S: Final = 60.0
"""The session reconnects by itself; after so long without the step, what was begun is given up."""
_PAUSE_S: Final = 0.2
KEPT_LINES: Final = 200
WRONG_PINS: Final = 3
PIN_PAUSE_S: Final = 10.0


class Conversing(Protocol):
    """A session that lets others talk to its step."""

    def conversation(self) -> AbstractContextManager[Conversation]:
        """Give a way to talk to the step meanwhile; ``PortError`` when none is there."""


class Desk:
    """What operator screens need of the station; it knows the newest health and identity from the stream."""

    def __init__(
        self, live: Conversing, store: Store, *, pin: str = "", time: HostTime | None = None
    ) -> None:
        self.live, self.store, self.pin = live, store, pin
        self.time = time or SystemTime()
        self.identity: Identity | None = None
        self.link: Link | None = None
        self.checks: tuple[HealthCheck, ...] = ()
        self.book = FactBook()
        self._wrong = 0
        self._closed_until_s = float("-inf")

    def put(self, events: Sequence[Event]) -> None:
        """Take what the session tells; called on its thread, and everything kept is replaced whole."""
        self.book.put(events)
        for event in events:
            if isinstance(event, HealthReport):
                self.checks = event.checks
            elif isinstance(event, Identity):
                self.identity = event
            elif isinstance(event, Link):
                self.link = event

    @property
    def pause_s(self) -> float:
        """How long no PIN is taken yet, after three wrong ones; 0.0: one is."""
        return max(0.0, self._closed_until_s - self.time.monotonic_s())

    def opens_for(self, pin: str) -> bool:
        """Tell whether this is the PIN; after three wrong ones nothing is for ten seconds."""
        now_s = self.time.monotonic_s()
        if now_s < self._closed_until_s:
            return False
        if pin == self.pin:
            self._wrong = 0
            return True
        self._wrong += 1
        if self._wrong >= WRONG_PINS:
            self._wrong, self._closed_until_s = 0, now_s + PIN_PAUSE_S
        return False


class SessionLink:
    """The session's step, for one job at a time. ``PortError`` when it is not there to begin with."""

    def __init__(self, desk: Desk, wanted: Callable[[], bool]) -> None:
        self._desk, self._wanted = desk, wanted
        self._open = desk.live.conversation()
        self.talk = self._open.__enter__()
        identity = self.talk.connection.identity
        if identity is None:
            raise PortError(say("ended.deaf"), say("ended.connect"))
        self.identity: IdentityLine = identity

    def listen(self) -> list[Message]:
        """Return what was heard; ``PortError`` when the cable is out, ``EOFError`` at the end of a source."""
        return self.talk.listen()

    def find_again(self) -> bool:
        """Wait until the session has found the same step again; give up after a minute, or when told to."""
        self.close()
        until_s = self._desk.time.monotonic_s() + LOOK_AGAIN_S
        while self._wanted() and self._desk.time.monotonic_s() < until_s:
            try:
                self._open = self._desk.live.conversation()
                self.talk = self._open.__enter__()
            except PortError:
                self._desk.time.sleep_s(_PAUSE_S)
                continue
            identity = self.talk.connection.identity
            return identity is not None and identity.uid == self.identity.uid
        return False

    def close(self) -> None:
        """End the conversation; the session goes on."""
        self._open.__exit__(None, None, None)


class Job:
    """Work with the step on a thread: a screen puts answers in and takes pictures out, without waiting."""

    def __init__(self, desk: Desk, work: Callable[[Job, SessionLink], str]) -> None:
        """``work`` returns the sentence that it ends with; ``StationError`` ends it as well."""
        self.desk = desk
        self.view: View | None = None
        self.raw: tuple[RawRow, ...] = ()
        self.trace: tuple[RawLine, ...] = ()
        self.sentence = ""
        self.failed = False
        self.done = False
        self._work = work
        self._said: SimpleQueue[Said] = SimpleQueue()
        self._stopping = threading.Event()
        self._news: deque[Told] = deque(maxlen=KEPT_LINES)

    @property
    def gone(self) -> bool:
        """Whether the screen was left."""
        return self._stopping.is_set()

    @property
    def news(self) -> tuple[Told, ...]:
        """What was told so far, the newest last."""
        return tuple(self._news)

    def run(self) -> None:
        """Do the work; the body of the thread."""
        try:
            link = SessionLink(self.desk, lambda: not self.gone)
            try:
                self.sentence = self._work(self, link)
            finally:
                link.close()
        except StationError as error:
            self.sentence, self.failed = retold(str(error)), True
        except EOFError:
            self.sentence, self.failed = say("ended.silent"), True
        finally:
            self.done = True

    def stop(self) -> None:
        """Ask the work to end; it does within the port's timeout."""
        self._stopping.set()

    def answer(self, said: Said) -> None:
        """Say something to whatever is at work."""
        self._said.put(said)

    # what station.session.guiding asks of people

    def told(self, news: Iterable[Told]) -> None:
        """Take what the wizard tells."""
        self._news.extend(news)

    def say(self, words: str) -> None:
        """Take a sentence about the cable."""
        self.sentence = retold(words)

    def show(self, view: View) -> None:
        """Take how far it is."""
        self.view = view

    def answers(self) -> list[Said]:
        """Return what was said since the last call."""
        said = []
        while True:
            try:
                said.append(self._said.get_nowait())
            except Empty:
                return said

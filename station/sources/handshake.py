"""From a port URL to a step that has said who it is, or to a sentence about what answered instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from station.errors import NoPermissionError, PortError
from station.sources.chunks import ChunkReader
from station.sources.ear import PROTOCOL, Ear
from station.sources.ports import FIRST_BAUD, explain, is_device, list_ports, open_port
from station.sources.timing import SystemTime
from station.wire import encode_command

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.sources.chunks import Chunk
    from station.sources.timing import HostTime
    from station.wire import IdentityLine

AUTO = "auto"
"""The address that means every port of this computer."""
SPEEDS = (FIRST_BAUD, 500_000, 250_000, 57_600, 1_000_000, 230_400, 38_400, 9_600)
ASK_AGAIN_S = 2.0
"""Most boards restart when their port is opened and hear nothing for up to two seconds."""
GIVE_UP_S = 10.0
PROBE_S = 4.0
"""Shorter when looking for a step on ports that are probably something else."""
_SPEED_S = 1.0
"""Noise for this long at one speed: try the next."""
_ANSWER_S, _TRIES = 1.0, 3
"""A step answers within milliseconds; a question that it did not answer was lost, and is asked again."""

_BUILT_IN = ("ttyS", "ttyAMA", "cu.Bluetooth", "cu.debug")


class Interrupted(Exception):  # noqa: N818  not an error: the caller asked for it
    """The caller no longer wants the connection."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A port with a step behind it."""

    url: str
    reader: ChunkReader
    identity: IdentityLine | None
    """``None`` for a source that brings its own time: it may hold anything."""
    heard: tuple[Chunk, ...]
    """What arrived while connecting, from the first good line on."""
    baud: int
    others: tuple[str, ...] = ()
    """Ports that were not even asked, because this step came first and nobody said which one is meant."""

    def send(self, body: str) -> None:
        """Send one command; ``OSError`` when the port is gone."""
        self.reader.port.write(encode_command(body))

    def close(self) -> None:
        """Let go of the port."""
        self.reader.port.close()


def connect(
    url: str,
    *,
    uid: str = "",
    time: HostTime | None = None,
    wanted: Callable[[], bool] = lambda: True,
    give_up_s: float = GIVE_UP_S,
) -> Connection:
    """Open ``url`` and wait for the step to say who it is; ask for its calibration.

    ``auto`` tries every serial port of this computer. ``uid``, when given, must answer. ``PortError`` says
    what was heard instead within ``give_up_s``; ``Interrupted`` when ``wanted`` turns false meanwhile.
    """
    time = time or SystemTime()
    if url == AUTO:
        return _find(uid, time, wanted)
    reader = ChunkReader(open_port(url), url, time)
    try:
        if reader.brings_time:
            return _unasked(url, reader)
        return _Handshake(url, reader, _Wish(uid, time, wanted, give_up_s)).run()
    except OSError as error:
        reader.port.close()
        raise explain(url, error) from error
    except BaseException:
        reader.port.close()
        raise


def _unasked(url: str, reader: ChunkReader) -> Connection:
    for body in ("?", "K?"):
        reader.port.write(encode_command(body))
    return Connection(url, reader, None, (), reader.port.baudrate)


def _find(uid: str, time: HostTime, wanted: Callable[[], bool]) -> Connection:
    refusals: list[PortError] = []
    urls = list_ports()
    for at, url in enumerate(urls, 1):
        try:
            found = connect(url, uid=uid, time=time, wanted=wanted, give_up_s=PROBE_S)
        except PortError as error:
            refusals.append(error)
            continue
        return found if uid else replace(found, others=tuple(filter(_may_be_a_step, urls[at:])))
    which = f"step {uid}" if uid else "step"
    if not refusals:
        raise PortError(f"no {which}: this computer has no serial port", "Plug the step in, or name --port")
    remedies = [error.remedy for error in refusals if isinstance(error, NoPermissionError)]
    problems = "; ".join(error.problem for error in refusals)
    raise PortError(f"no {which} found: {problems}", [*remedies, "Plug the step in, or name --port"][0])


def _may_be_a_step(url: str) -> bool:
    """Tell ports for plugs from those that are built into a computer."""
    return not PurePath(url).name.startswith(_BUILT_IN)


@dataclass(frozen=True, slots=True)
class _Wish:
    uid: str
    time: HostTime
    wanted: Callable[[], bool]
    give_up_s: float


class _Handshake:
    """One conversation with whatever is on the port, until it is a step or time is up."""

    def __init__(self, url: str, reader: ChunkReader, wish: _Wish) -> None:
        self._url, self._reader, self._wish = url, reader, wish
        self._ear = Ear()
        self._tried = [FIRST_BAUD]
        self._begun_s = self._speed_begun_s = wish.time.monotonic_s()
        self._asked_again = False

    def run(self) -> Connection:
        self._send("?")
        while self._wish.wanted():
            self._hear()
            if self._ear.identity is not None and self._ear.streams:
                return self._welcome(self._ear.identity)
            self._insist()
        raise Interrupted

    def _hear(self) -> None:
        try:
            chunks = self._reader.read()
        except EOFError as error:
            raise PortError(f"{self._url} ended before any step said who it is", "Check the port") from error
        for chunk in chunks:
            self._ear.feed(chunk)

    def _welcome(self, identity: IdentityLine) -> Connection:
        if identity.protocol != PROTOCOL:
            raise PortError(
                f"the step on {self._url} speaks protocol {identity.protocol}, this station {PROTOCOL}",
                "Update the older of the two",
            )
        if self._wish.uid and identity.uid != self._wish.uid:
            raise PortError(
                f"the step on {self._url} is {identity.uid}, not {self._wish.uid}",
                "Plug in the right step, or correct station.step_uid",
            )
        self._ask("K?")
        if not self._ear.samples:  # silenced by an earlier program, or without a converter that works
            self._ask("G")
        return Connection(self._url, self._reader, identity, tuple(self._ear.kept), self._tried[-1])

    def _ask(self, body: str) -> None:
        """Ask until the step has answered; one that never does is taken without."""
        for _ in range(_TRIES):
            self._send(body)
            until_s = self._wish.time.monotonic_s() + _ANSWER_S
            while self._wish.time.monotonic_s() < until_s:
                if not self._wish.wanted():
                    raise Interrupted
                self._hear()
                if body in self._ear.done:
                    return

    def _insist(self) -> None:
        now_s = self._wish.time.monotonic_s()
        if now_s - self._begun_s >= self._wish.give_up_s:
            raise self._ear.verdict(self._url, self._wish.give_up_s, self._tried)
        if not self._asked_again and now_s - self._begun_s >= ASK_AGAIN_S:
            self._asked_again = True
            self._send("?")
        if now_s - self._speed_begun_s >= _SPEED_S and self._ear.sounds_like_noise:
            self._next_speed()

    def _next_speed(self) -> None:
        if not is_device(self._url) and not self._url.startswith(("rfc2217://", "sim://")):
            return
        if len(self._tried) == len(SPEEDS):
            return
        self._tried.append(SPEEDS[len(self._tried)])
        self._reader.port.baudrate = self._tried[-1]
        self._ear = Ear()
        self._speed_begun_s = self._wish.time.monotonic_s()
        self._send("?")

    def _send(self, body: str) -> None:
        self._reader.port.write(encode_command(body))

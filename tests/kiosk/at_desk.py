"""Operator mode: what the tests about it share, a simulated step to talk to first of all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from simulators.build import build
from simulators.options import options_of
from station.errors import PortError
from station.kiosk.operating import Desk, Job
from station.kiosk.widgets.dense import Dense
from station.sources.chunks import ChunkReader
from station.sources.conversation import Conversation
from station.sources.handshake import Connection
from station.wire import IdentityLine
from tests.kiosk.stage import Stage, text_of
from tests.support.host_time import FastTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulators.device import Step
    from station.kiosk.look import Look
    from station.store import Store


STEP = IdentityLine(1, "1.0.0", "uno", "A1B2C3D4", ("L", "R"), 128, 115200, "power")


class StepPort:
    """A port to a simulated step whose time goes on by a tenth of a second with every read."""

    baudrate = 115200

    def __init__(self, step: Step) -> None:
        self.step = step
        self.out = False
        self._heard = b""

    @property
    def in_waiting(self) -> int:
        """Return what a tenth of a second brought."""
        if self.out:
            raise OSError("the cable is out")
        if not self._heard:
            if self.step.ended:
                raise EOFError
            self._heard = b"".join(raw for _, raw in self.step.advance(self.step.now_s + 0.1))
        return len(self._heard)

    def read(self, size: int = 1, /) -> bytes:
        """Return it."""
        taken, self._heard = self._heard[:size], self._heard[size:]
        return taken

    def write(self, data: bytes, /) -> int:
        """Let the step hear."""
        self.step.receive(data)
        return len(data)

    def close(self) -> None:
        """Leave the step as it is."""


class SimulatedLive:
    """A session with a simulated step; only its conversation is used."""

    def __init__(self, scenario: str, **asked: object) -> None:
        talker, _ = build(options_of(scenario, [(name, str(value)) for name, value in asked.items()]))
        self.step: Step = talker  # type: ignore[assignment]  # a scenario with a step
        self.port = StepPort(self.step)
        self.talking = 0

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Yield a way to talk to the step."""
        if self.port.out:
            raise PortError("the step is not connected", "Plug it in")
        self.talking += 1
        try:
            yield Conversation(
                Connection("sim", ChunkReader(self.port, "sim", FastTime()), STEP, (), 115200), FastTime()
            )
        finally:
            self.talking -= 1


class NoStep:
    """A session without a step."""

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Refuse."""
        raise PortError("the step is not connected", "Plug it in")
        yield  # type: ignore[unreachable]  # makes it a generator


def staged(store: Store, live: object = None, pin: str = "", look: Look | None = None) -> Stage:
    """Return a kiosk with an operator's desk."""
    stage = Stage(look=look)
    desk = Desk(live or NoStep(), store, pin=pin, time=FastTime())  # type: ignore[arg-type]  # a test's session
    stage.app.desk = desk
    return stage


def shown(stage: Stage, selector: str) -> str:
    """Return what a dense list shows."""
    return text_of(stage.find(selector, Dense))


def run(job: Job) -> Job:
    """Do a job here and now."""
    job.run()
    return job


def stop_after(job: Job, live: SimulatedLive, at_s: float) -> None:
    """Leave the screen of a job at a second of its step."""
    advance = live.step.advance

    def stopping(until_s: float) -> list[tuple[float, bytes]]:
        if until_s > at_s:
            job.stop()
        return advance(until_s)

    live.step.advance = stopping  # type: ignore[method-assign]  # the screen is left at that second

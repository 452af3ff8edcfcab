"""What tests of calibrating and verifying share: a maker at a simulated step, on a quick clock, and what he types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import simulators.converter
import simulators.protocol_sim
from station.cli.answers import Typed
from station.cli.telling import Teller
from tests.support import quick_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from simulators.device import Step
    from station.calibration.model import Told
    from tests.support.command import Command

SHORT = ("--masses", "10,20", "--series", "1", "--preloads", "0", "--tolerance", "0.1", "--yes")
MAKER = "sim://calibration?seed=3&series=1&preloads=0&masses=10,20&mass_error=0.001"
CABLES: list[Any] = []
"""Those of the steps that were plugged in."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Step]]:
    """Let simulator and station live on a quick clock; yield the steps that were plugged in, and leave none behind."""
    quick_time.use(monkeypatch)
    made: list[Any] = []
    plugged = simulators.protocol_sim._plugged

    def remembered(url: str) -> Any:  # noqa: ANN401  a cable of the simulator
        cable = plugged(url)
        CABLES.append(cable)
        if cable.talker not in made:
            made.append(cable.talker)
        return cable

    monkeypatch.setattr(simulators.protocol_sim, "_plugged", remembered)
    yield made
    simulators.protocol_sim.UNPLUGGED.clear()
    CABLES.clear()


@pytest.fixture
def unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody type anything: the input has ended."""
    monkeypatch.setattr("station.cli.answers._read_some", lambda: b"")


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return lines that are typed one after the other, each once the command looks for some."""
    waiting: list[str] = []

    def take(typed: Typed) -> list[str]:
        typed.ended = False
        return [waiting.pop(0)] if waiting else []

    monkeypatch.setattr(Typed, "take", take)
    monkeypatch.setattr(Typed, "_read", lambda _typed: None)
    return waiting


def kept(step: Step) -> list[tuple[float, float, str]]:
    """Return zero, scale and note of every channel, as the step keeps them."""
    return [(each.zero, each.scale_n_per_count, each.note) for each in step._calibration]


def untouched(step: Step) -> bool:
    """Tell whether the step has the calibration it came with."""
    return all(note == "factory" for _, _, note in kept(step))


def history(station: Command) -> Any:  # noqa: ANN401  JSON
    """Return what is stored of every step."""
    ran = station.inside("step", "history", "--json")
    assert ran.code == 0, ran.err
    return ran.document()


def when_told(
    monkeypatch: pytest.MonkeyPatch, happened: Callable[[Told], bool], do: Callable[[], object]
) -> None:
    """Do something once, right after the first thing that ``happened`` picks was told."""
    told = Teller.told
    done: list[bool] = []

    def listening(teller: Teller, news: Iterable[Told]) -> None:
        seen = list(news)
        told(teller, seen)
        if not done and any(happened(one) for one in seen):
            done.append(True)
            do()

    monkeypatch.setattr(Teller, "told", listening)

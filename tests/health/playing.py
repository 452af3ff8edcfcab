"""A simulated step played into the pipeline and its health, without threads or clocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulators.build import build
from simulators.lines import line
from simulators.link import Cable
from simulators.options import options_of_url
from station.events import HealthCheck, HealthReport
from station.health import HealthWatch
from station.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.events import Calibration, Prescription

NOW_US = 1_780_000_000_000_000
"""Half a year after the simulated step was calibrated."""
ASKED_S = 0.5
READ_EVERY_S = 0.1
"""A host that reads as seldom is told the same, for half the work."""


def nobody_knows(_uid: str) -> Sequence[Calibration]:
    """Return that a step was never met."""
    return ()


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a performance."""

    told: tuple[HealthCheck | HealthReport, ...]
    watch: HealthWatch

    @property
    def changes(self) -> list[HealthCheck]:
        """Return the events ``check``."""
        return [each for each in self.told if isinstance(each, HealthCheck)]

    @property
    def raised(self) -> set[str]:
        """Return the codes that were ever not well."""
        return {each.code for each in self.changes if each.state in ("RETRY", "SERVICE")}


def chunks_of(url: str, seconds: float | None = None) -> list[tuple[int, bytes]]:
    """Return what arrives from a step that is asked for its calibration, again and again as a session does."""
    options = options_of_url(f"{url}&epoch_us={NOW_US}")
    talker, _ = build(options)
    cable = Cable(talker, options)
    cable.host_baud = options.baud or 0
    chunks: list[tuple[int, bytes]] = []
    asked_s = ASKED_S
    while talker.now_s < min(talker.duration_s, seconds or talker.duration_s):
        if arrived := cable.carry(talker.now_s + READ_EVERY_S):
            chunks.append((cable.arrival_us(arrived[-1][0]), b"".join(raw for _, raw in arrived)))
        if talker.now_s > asked_s:
            talker.receive(line("K?"))
            asked_s += 2.0
    return chunks


def played(
    url: str,
    known: Callable[[str], Sequence[Calibration]] = nobody_knows,
    prescription: Prescription | None = None,
    seconds: float | None = None,
) -> Played:
    """Return what health tells of ``url``, which has at least one parameter."""
    return fed(chunks_of(url, seconds), known, prescription)


def fed(
    chunks: Sequence[tuple[int, bytes]],
    known: Callable[[str], Sequence[Calibration]] = nobody_knows,
    prescription: Prescription | None = None,
) -> Played:
    """Return what health tells of these arrivals."""
    watch, pipeline = HealthWatch(known), Pipeline()
    pipeline.ear = watch.hear
    if prescription is not None:
        pipeline.configure(prescription)
    told: list[HealthCheck | HealthReport] = []
    for arrival_us, raw in chunks:
        watch.now_us = arrival_us
        watch.note(pipeline.feed(raw, arrival_us))
        told += watch.take()
    watch.note(pipeline.finish())
    return Played((*told, *watch.take()), watch)

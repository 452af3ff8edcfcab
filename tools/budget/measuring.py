"""One performance through one chain of errors and the station's own pipeline: what comes out less what happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from simulators.act import Settings
from simulators.bridges import felt
from simulators.converter import convert
from simulators.faults import late
from simulators.lines import line
from simulators.scenarios import perform
from simulators.signals import stream
from station.events import Rep, SetSummary, Weigh
from station.pipeline import Pipeline
from tools.accuracy.matching import match
from tools.budget.sources import perfect

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from simulators.converter import Conversions
    from simulators.scenarios import Performance
    from tools.budget.sources import Chain, Source

REPS = 4
EPOCH_US = 1_800_000_000_000_000
CHUNK_S = 1.0
QUANTITIES = ("mass_kg", "added_load_kg", "rise_share_points", "single_leg_time_s", "lowering_time_s")


@dataclass(slots=True)
class Errors:
    """Told less true, by quantity, and what was stated as its standard deviation where it was."""

    errors: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in QUANTITIES})
    stated: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in QUANTITIES})
    refused: dict[str, int] = field(default_factory=lambda: dict.fromkeys(QUANTITIES, 0))

    def add(self, name: str, told: float | None, true: float | None, stated: float | None = None) -> None:
        """Take one value; a refused one is counted."""
        if true is None:
            return
        if told is None:
            self.refused[name] += 1
            return
        self.errors[name].append(told - true)
        if stated is not None:
            self.stated[name].append(stated)


def budget_of(source: Source, seeds: range) -> Errors:
    """Return the errors over these athletes with only this source on."""
    found = Errors()
    for seed in seeds:
        _measure(source, seed, found)
    return found


@lru_cache(maxsize=32)
def _performed(scenario: str, seed: int) -> Performance:
    return perform(Settings(scenario, seed, reps=REPS, shapes="mixed"))


def _measure(source: Source, seed: int, found: Errors) -> None:
    performance = _performed(source.scenario, seed)
    chains = {channel: source.spoil(seed, channel, perfect(seed, channel)) for channel in "LR"}
    pipeline = Pipeline(provisional=False)
    events = [
        event for at_us, data in _wire(performance, chains, seed) for event in pipeline.feed(data, at_us)
    ]
    events += pipeline.finish()
    truth = performance.truth
    weighed = [event for event in events if isinstance(event, Weigh)]
    first = weighed[0] if weighed else None
    found.add(
        "mass_kg",
        first.system_mass_kg if first else None,
        truth.body_mass_kg,
        first.system_mass_sd_kg if first else None,
    )
    sets = [event for event in events if isinstance(event, SetSummary)]
    for summary, true in zip(sets, truth.sets, strict=False):
        found.add("added_load_kg", summary.added_load_kg, true.added_load_kg, summary.added_load_sd_kg)
    reps = [event for event in events if isinstance(event, Rep) and event.final]
    for rep, done in match(reps, truth.reps):
        share = None if rep.rise_left_share is None else 100.0 * rep.rise_left_share
        found.add("rise_share_points", share, 100.0 * done.rise_left_share)
        found.add("single_leg_time_s", rep.single_leg_time_s, done.single_leg_time_s)
        found.add("lowering_time_s", rep.eccentric_tut_s, done.eccentric_tut_s, rep.eccentric_tut_sd_s)


def _wire(performance: Performance, chains: dict[str, Chain], seed: int) -> Iterator[tuple[int, bytes]]:
    """Yield what the step says, second by second, each with its arrival."""
    motion = performance.motion
    own_n = {"L": motion.left_n, "R": motion.right_n}
    begin = line("I 1 fw=1.0.0 board=sim uid=B0D6E7 ch=L,R gain=128 baud=115200 reset=power")
    for at, chain in enumerate(chains.values()):
        begin += line(
            f"K {at} {chain.plate.zero_count:.10g} {chain.plate.scale_n_per_count:.8g} 1700000000 -"
        )
    made = [_convert(own_n, chains, channel, seed) for channel in "LR"]
    spoken = [
        (round(t_s * 1e6), at, number, count)
        for at, conversions in enumerate(made)
        for number, (t_s, count) in enumerate(
            zip(conversions.ready_s.tolist(), conversions.count.tolist(), strict=True)
        )
    ]
    yield EPOCH_US, begin
    chunk: list[bytes] = []
    chunk_us = 0
    for t_us, at, number, count in sorted(spoken):
        chunk.append(line(f"S {at} {number % 65536} {t_us} {count} 0"))
        if t_us - chunk_us >= CHUNK_S * 1e6:
            yield EPOCH_US + t_us + 2000, b"".join(chunk)
            chunk, chunk_us = [], t_us
    yield EPOCH_US + chunk_us + 1_000_000, b"".join(chunk)


def _convert(own_n: dict[str, np.ndarray], chains: dict[str, Chain], channel: str, seed: int) -> Conversions:
    other = "R" if channel == "L" else "L"
    chain, beside = chains[channel], chains[other]
    force_n = own_n[channel]
    if chain.bridge is not None and beside.bridge is not None:
        force_n = felt(force_n, own_n[other], chain.bridge, beside.bridge)
    made = convert(force_n, chain.plate, stream(seed, f"budget/chip/{channel}"))
    return late(made, chain.late_s)

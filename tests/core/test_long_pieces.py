"""Arrivals taken many at a time: the same events as one by one, to the bit, whatever happens on the wire."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from station.pipeline import Pipeline
from tests.core.playing import EPOCH_US, events_of, forces, lines, play
from tests.core.test_pipeline import calibrations, identity, moved, said, standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Event
    from tests.core.playing import Chunk

SCENARIOS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "as it should be": ("textbook", ()),
    "spikes": ("spikes", ()),
    "one line in a hundred damaged": ("stumble", (("corrupt", "0.01"), ("drop", "0.01"))),
    "one line in ten damaged or lost": ("alternate", (("corrupt", "0.05"), ("drop", "0.05"))),
    "a dead plate": ("textbook", (("dead", "R"),)),
    "ten samples a second": ("textbook", (("rate", "10"),)),
    "a counter that wraps": ("alternate", (("t0_us", "4280000000"), ("seq0", "65000"))),
    "pulled out": ("alternate", (("disconnect_at", "20,31.7"), ("disconnect_s", "2"))),
}


def together(chunks: Sequence[Chunk], per_batch: int) -> list[Event]:
    """Return what the pipeline makes of a stream that is taken ``per_batch`` arrivals at a time."""
    pipeline = Pipeline()
    events: list[Event] = []
    for at in range(0, len(chunks), per_batch):
        events += pipeline.feed_all(chunks[at : at + per_batch])
    return events + pipeline.finish()


def must_agree(chunks: Sequence[Chunk], *sizes: int) -> None:
    """Compare events, their order and all forces."""
    expected = events_of(chunks)
    for size in sizes:
        events = together(chunks, size)
        assert lines(events) == lines(expected)
        assert forces(events) == forces(expected)


@pytest.mark.parametrize("what", SCENARIOS)
def test_many_at_a_time_say_what_single_ones_say(what: str) -> None:
    """Batches of some seconds and of a whole recording give the very same events as arrival by arrival."""
    scenario, parameters = SCENARIOS[what]
    must_agree(play(scenario, 3, ("reps", "3"), *parameters).gathered(0.03), 75, 1000, 1 << 20)


@pytest.mark.parametrize("seed", range(3))
def test_noise_is_taken_alike(seed: int) -> None:
    """Random bytes, swapped, repeated and begun chunks change nothing about it."""
    rng = random.Random(seed)  # noqa: S311  a test wants the same noise again
    chunks = play("stumble", 6, ("reps", "2")).gathered(0.1)
    for at in rng.sample(range(1, len(chunks) - 1), 40):
        arrival_us, data = chunks[at]
        changed = (
            rng.randbytes(rng.randrange(1, 600)),
            data + data,
            data[rng.randrange(len(data)) :],
            chunks[at - 1][1],
            data.replace(b" 0*", b" 1*"),
        )
        chunks[at] = arrival_us, rng.choice(changed)
    must_agree(chunks, 7, 100, 1 << 20)


def test_second_boot_is_taken_alike() -> None:
    """A step that boots in mid-recording, its clock and its counters begun anew, hours later."""
    played = play("alternate", 3, ("reps", "2"))
    chunks = [*played.gathered(0.04), *moved(played.gathered(0.04), 3.0 * 3600.0)]
    must_agree(chunks, 250, 1 << 20)


@pytest.mark.parametrize("channels", [2, 3, 4])
def test_what_comes_before_identity_and_calibration_is_taken_alike(channels: int) -> None:
    """Samples nobody can place yet, channels nobody calibrated, and a calibration that changes in between."""
    names = {2: "L,R", 3: "L,R,DL", 4: "LF,LB,RF,RB"}[channels]
    other = [f"K {n} 84100 0.00049 1760000001 again" for n in range(channels)]
    raw = said(
        *standing(4.0, channels), identity(names), *standing(8.0, channels, first=333), *calibrations(2),
        *standing(8.0, channels, first=1000), *calibrations(channels), *standing(20.0, channels, first=1700),
        *other, *standing(9.0, channels, first=3400),
    )  # fmt: skip
    must_agree([(EPOCH_US + n * 2000, raw[n : n + 100]) for n in range(0, len(raw), 100)], 90, 1 << 20)


def test_set_clock_is_taken_alike() -> None:
    """Arrival times that jump, stand still and run backwards, because somebody set the host's clock."""
    chunks = play("alternate", 5, ("reps", "3")).gathered(0.02)
    jumps_us = {400: 7_200_000_000, 900: -9_000_000_000, 1300: 40_000}
    shifted, offset_us = [], 0
    for n, (arrival_us, data) in enumerate(chunks):
        offset_us += jumps_us.get(n, 0)
        shifted.append((max(arrival_us + offset_us, EPOCH_US), data))
    must_agree(shifted, 200, 1 << 20)

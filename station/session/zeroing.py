"""A new zero for empty plates: measured, judged, written into the step and kept on record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from station.errors import PortError
from station.session import step_memory
from station.store.steps import StepZero, put_zeros
from station.wire import Sample

if TYPE_CHECKING:
    from station.sources.conversation import Conversation
    from station.store import Store
    from station.wire import CalibrationLine, IdentityLine

ZERO_S: Final = 2.0
STILL_N: Final = 2.0
"""Standard deviation of an empty plate: 0.1-1.4 N were measured on real ones."""
LOADED_N: Final = 60.0
"""Zero moves by 3-9 N in a session; a shift this large is somebody, or something, on the plate."""
FEWEST_SAMPLES: Final = 60


def take_zero(talk: Conversation, identity: IdentityLine, store: Store) -> list[StepZero]:
    """Measure for two seconds, write the new zeros, keep them on record; return them.

    ``PortError`` when a plate is loaded, restless, silent or not calibrated: then nothing has changed. The
    scale, its date and its note stay.
    """
    kept = talk.calibration()
    if not kept:
        raise PortError("the step is not calibrated, so its zero means nothing", "Calibrate it first")
    samples = [each for each in talk.listen_for(ZERO_S) if isinstance(each, Sample) and not each.flags]
    now_us = store.now_us()
    zeros = {
        at: _measured(
            identity.channels[at], line, [each.raw_count for each in samples if each.channel == at], now_us
        )
        for at, line in kept.items()
        if at < len(identity.channels)
    }
    step_memory.write(talk, [replace(kept[at], zero=zero.after_count) for at, zero in zeros.items()])
    put_zeros(store, identity.uid, list(zeros.values()))
    return list(zeros.values())


def _measured(name: str, known: CalibrationLine, counts: list[int], now_us: int) -> StepZero:
    if len(counts) < FEWEST_SAMPLES:
        raise PortError(f"plate {name} sent only {len(counts)} good samples", "See the monitor")
    mean = float(np.mean(counts))
    sd_n = float(np.std(counts)) * abs(known.scale_n_per_count)
    shift_n = (mean - known.zero) * known.scale_n_per_count
    if sd_n > STILL_N:
        raise PortError(f"plate {name} is not still ({sd_n:.1f} N)", "Step off, touch nothing, try again")
    if abs(shift_n) > LOADED_N:
        raise PortError(
            f"plate {name} carries {shift_n:+.0f} N", "Clear it; if it is empty, calibrate the step again"
        )
    age_s = now_us / 1e6 - known.taken_unix if known.taken_unix else None
    return StepZero(name, now_us, known.zero, mean, shift_n, sd_n, age_s)

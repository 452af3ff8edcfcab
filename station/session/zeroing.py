"""A new zero for empty plates: measured, judged, written into the step, kept on record, and put back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from station.errors import PortError, UsageError
from station.session import step_memory
from station.store.steps import StepZero, last_zeros, put_zeros, undo_zeros
from station.wire import Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.session.calibrating import Reached
    from station.sources.conversation import Conversation
    from station.store import Store
    from station.wire import CalibrationLine

    Keep = Callable[[Sequence[StepZero]], tuple[list[StepZero], Callable[[], None]]]


@dataclass(frozen=True, slots=True)
class ZeroingLimits:
    """When what a plate shows is its zero."""

    measure_s: float = 2.0
    """So long both plates are listened to."""
    fewest_samples: int = 60
    """... and this many good conversions of each are needed."""
    still_n: float = 2.0
    """Standard deviation of an empty plate: 0.1-1.4 N were measured on real ones."""
    ramp_n: float = 0.5
    """Between the first and the second half of it: plates that were just switched on move by 0.2 N in a second, one
    that is being loaded by more."""
    loaded_n: float = 30.0
    """Zero moves by 3-9 N in a session and by more over weeks; a shift this large is something on the plate."""


LIMITS = ZeroingLimits()
_SAME_COUNTS: Final = 1.0


def take_zero(link: Reached, now_us: int, keep: Keep) -> list[StepZero]:
    """Measure for two seconds, put the new zeros on record, write them into the step, and read them back.

    ``keep`` puts zeros on record and returns them as they are told, and what takes them off again. That is done
    first: whatever happens to the cable between the plates, the zeros before can be put back. ``PortError`` when a
    plate is loaded, restless, silent or not calibrated, or when the step does not keep what it is given: then it
    has what it had, and nothing is on record. The scale, its date and its note stay.
    """
    kept, channels = _calibration(link.talk), link.identity.channels
    samples = [
        each for each in link.talk.listen_for(LIMITS.measure_s) if isinstance(each, Sample) and not each.flags
    ]
    zeros = {
        at: _measured(channels[at], line, [each.raw_count for each in samples if each.channel == at], now_us)
        for at, line in kept.items()
        if at < len(channels)
    }
    told, forget = keep(list(zeros.values()))
    try:
        _write(link, [replace(kept[at], zero=zero.after_count) for at, zero in zeros.items()])
    except step_memory.HalfWrittenError:
        raise
    except PortError:
        forget()
        raise
    return told


def keep_zeros(
    store: Store, uid: str, zeros: Sequence[StepZero]
) -> tuple[list[StepZero], Callable[[], None]]:
    """Put zeros on record and return them, aged by the ones before as far as those are on record.

    Beside them: what marks them as put back, for a step that did not take them.
    """
    found = last_zeros(store, uid)
    before_us = {} if found is None else {each.channel: each.time_us for each in found[1]}
    aged = [
        replace(each, age_s=(each.time_us - before_us[each.channel]) / 1e6)
        if each.channel in before_us
        else each
        for each in zeros
    ]
    put_zeros(store, uid, aged)

    def forget() -> None:
        newest = last_zeros(store, uid)
        if newest is not None:
            undo_zeros(store, newest[0], store.now_us())

    return aged, forget


def _write(link: Reached, lines: Sequence[CalibrationLine]) -> None:
    try:
        step_memory.write(link.talk, lines, lambda: link.talk if link.find_again() else None)
    except step_memory.HalfWrittenError as error:
        raise step_memory.HalfWrittenError(
            error.problem, "Put the zeros before back: station step zero --undo"
        ) from error


def put_zero_back(link: Reached, store: Store) -> list[StepZero]:
    """Put the zeros before the last ones back into the step, and return what was done.

    A plate that has the zero before already, because writing was cut short, is none the worse. ``UsageError`` when
    none is on record, or when the step has others than these; ``PortError`` as for ``take_zero``.
    """
    kept, identity = _calibration(link.talk), link.identity
    found = last_zeros(store, identity.uid)
    if found is None:
        raise UsageError(
            f"no zero of step {identity.uid} is left to put back", "Take a new one: 'station step zero'"
        )
    batch, zeros = found
    by_name = {identity.channels[at]: line for at, line in kept.items() if at < len(identity.channels)}
    for each in zeros:
        known = by_name.get(each.channel)
        if known is None or not _is_one_of(known.zero, each.before_count, each.after_count):
            raise UsageError(
                f"plate {each.channel} no longer has the zero that was taken last",
                "It was calibrated or zeroed elsewhere since; take a new one: 'station step zero'",
            )
    _write(link, [replace(by_name[each.channel], zero=each.before_count) for each in zeros])
    now_us = store.now_us()
    undo_zeros(store, batch, now_us)
    return [
        replace(
            each,
            before_count=each.after_count,
            after_count=each.before_count,
            moved_n=-each.moved_n,
            age_s=(now_us - each.time_us) / 1e6,
        )
        for each in zeros
    ]


def _is_one_of(zero_count: float, *known: float) -> bool:
    return any(abs(zero_count - each) <= _SAME_COUNTS for each in known)


def _calibration(talk: Conversation) -> dict[int, CalibrationLine]:
    kept = talk.calibration()
    if not kept:
        raise PortError("the step is not calibrated, so its zero means nothing", "Calibrate it first")
    return kept


def _measured(name: str, known: CalibrationLine, counts: list[int], now_us: int) -> StepZero:
    if len(counts) < LIMITS.fewest_samples:
        raise PortError(
            f"plate {name} sent only {len(counts)} good samples", "See 'station step monitor', or the monitor"
        )
    scale = known.scale_n_per_count
    mean, half = float(np.mean(counts)), len(counts) // 2
    sd_n = float(np.std(counts)) * abs(scale)
    ramp_n = (float(np.mean(counts[half:])) - float(np.mean(counts[:half]))) * scale
    shift_n = (mean - known.zero) * scale
    if abs(shift_n) > LIMITS.loaded_n:
        raise PortError(
            f"plate {name} carries {shift_n:+.0f} N", "Clear it; if it is empty, calibrate the step again"
        )
    if sd_n > LIMITS.still_n:
        raise PortError(f"plate {name} is not still ({sd_n:.1f} N)", "Step off, touch nothing, try again")
    if abs(ramp_n) > LIMITS.ramp_n:
        raise PortError(
            f"plate {name} is not at rest: it moved by {ramp_n:+.1f} N in {LIMITS.measure_s / 2:.0f} s",
            "Wait until nothing was on it for a minute and it has warmed up, and try again",
        )
    age_s = now_us / 1e6 - known.taken_unix if known.taken_unix else None
    return StepZero(name, now_us, known.zero, mean, shift_n, sd_n, age_s)

"""``station step zero``: take the empty plates as zero, keep it in the step and on record, and put it back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.cli.common import effective, local_time, print_json, print_table, say, warn
from station.cli.watching import STILL_N
from station.config import database_path
from station.errors import PortError, StoreError, UsageError
from station.sources import SystemTime
from station.store import Store
from station.store.steps import StepZero, last_zeros, put_zeros, undo_zeros
from station.wire import Sample

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from pathlib import Path

    from station.sources.conversation import Conversation
    from station.wire import CalibrationLine, IdentityLine

ZERO_S = 2.0
LOADED_N = 60.0
"""Zero moves by 3-9 N in a session; a shift this large is somebody, or something, on the plate."""
FEWEST_SAMPLES = 60
LONGEST_RECORD = 89
"""Characters of a calibration that a step can confirm in one line (``docs/protocol.md``)."""
_SAME_COUNTS = 1.0


@dataclass(frozen=True, slots=True)
class _Told:
    """One channel's zero, as it is told."""

    channel: str
    old: float
    new: float
    shift_n: float
    sd_n: float
    age_s: float | None


def zero(talk: Conversation, identity: IdentityLine, options: argparse.Namespace) -> int:
    """Take a new zero, or put the one before back."""
    calibration = talk.calibration()
    if not calibration:
        raise PortError("the step is not calibrated, so its zero means nothing", "Calibrate it first")
    path = database_path(effective(options).config)
    now_us = SystemTime().now_us()
    if options.undo:
        told = _undo(talk, identity, calibration, path, now_us)
    else:
        told = _take(talk, identity, calibration, now_us)
        _keep(path, identity.uid, told, now_us)
    if options.json:
        print_json([asdict(each) for each in told])
        return 0
    rows = [(z.channel, f"{z.old:.0f}", f"{z.new:.0f}", f"{z.shift_n:+.1f} N", _age(z.age_s)) for z in told]
    print_table(("plate", "zero before", "zero now", "shift", "age of the one before"), rows)
    if not options.undo:
        say("'station step zero --undo' puts the zero before back")
    return 0


def record(known: CalibrationLine, zero_count: float) -> str:
    """Return the command that stores a calibration with another zero; a long note loses its end.

    The date stays that of the scale: a new zero makes no calibration younger.
    """
    body = (
        f"K {known.channel} {zero_count:.10g} {known.scale_n_per_count:.8g} {known.taken_unix} {known.note}"
    )
    return body[:LONGEST_RECORD].rstrip()


def _age(age_s: float | None) -> str:
    if age_s is None:
        return "unknown"
    return f"{age_s / 86_400.0:.1f} days" if age_s > 86_400.0 else f"{age_s / 3600.0:.1f} h"  # noqa: PLR2004


def _take(
    talk: Conversation, identity: IdentityLine, calibration: Mapping[int, CalibrationLine], now_us: int
) -> list[_Told]:
    samples = [message for message in talk.listen_for(ZERO_S) if isinstance(message, Sample)]
    told = {
        at: _measure(
            identity.channels[at],
            known,
            [each.raw_count for each in samples if each.channel == at and not each.flags],
            now_us,
        )
        for at, known in calibration.items()
        if at < len(identity.channels)
    }
    _write(talk, [record(calibration[at], each.new) for at, each in told.items()])
    return list(told.values())


def _measure(name: str, known: CalibrationLine, counts: list[int], now_us: int) -> _Told:
    if len(counts) < FEWEST_SAMPLES:
        raise PortError(f"plate {name} sent only {len(counts)} good samples", "See 'station step monitor'")
    mean, spread = float(np.mean(counts)), float(np.std(counts))
    sd_n = spread * abs(known.scale_n_per_count)
    shift_n = (mean - known.zero) * known.scale_n_per_count
    if sd_n > STILL_N:
        raise PortError(f"plate {name} is not still ({sd_n:.1f} N)", "Step off, touch nothing, try again")
    if abs(shift_n) > LOADED_N:
        raise PortError(
            f"plate {name} carries {shift_n:+.0f} N", "Clear it; if it is empty, calibrate the step again"
        )
    age_s = now_us / 1e6 - known.taken_unix if known.taken_unix else None
    return _Told(name, known.zero, mean, shift_n, sd_n, age_s)


def _write(talk: Conversation, commands: list[str]) -> None:
    talk.ask("X")
    try:
        for command in commands:
            talk.ask(command)
    finally:
        talk.ask("G")


def _keep(path: Path, uid: str, told: list[_Told], now_us: int) -> None:
    """Put what was done on record; a database that cannot be used does not undo it."""
    zeros = [StepZero(z.channel, now_us, z.old, z.new, z.shift_n, z.sd_n, z.age_s) for z in told]
    try:
        with Store.open(path) as store:
            previous = last_zeros(store, uid)
            if previous is not None:
                ages_s = {each.channel: (now_us - each.time_us) / 1e6 for each in previous[1]}
                told[:] = [_aged(each, ages_s) for each in told]
                zeros = [StepZero(z.channel, now_us, z.old, z.new, z.shift_n, z.sd_n, z.age_s) for z in told]
            put_zeros(store, uid, zeros)
    except StoreError as error:
        warn(f"the step has its new zero, but it is not on record and cannot be undone: {error.problem}")


def _aged(told: _Told, ages_s: Mapping[str, float]) -> _Told:
    age_s = ages_s.get(told.channel, told.age_s)
    return _Told(told.channel, told.old, told.new, told.shift_n, told.sd_n, age_s)


def _undo(
    talk: Conversation,
    identity: IdentityLine,
    calibration: Mapping[int, CalibrationLine],
    path: Path,
    now_us: int,
) -> list[_Told]:
    """Put the zero before the last one back, if the step still has the last one."""
    if not path.exists():
        raise UsageError(
            f"no zero of step {identity.uid} is on record", "Take a new one: 'station step zero'"
        )
    with Store.open(path) as store:
        found = last_zeros(store, identity.uid)
        if found is None:
            raise UsageError(
                f"no zero of step {identity.uid} is left to put back", "Take a new one: 'station step zero'"
            )
        batch, zeros = found
        by_name = {identity.channels[at]: line for at, line in calibration.items()}
        for each in zeros:
            known = by_name.get(each.channel)
            if known is None or abs(known.zero - each.after_count) > _SAME_COUNTS:
                raise UsageError(
                    f"plate {each.channel} no longer has the zero of {local_time(each.time_us)}",
                    "It was calibrated or zeroed elsewhere since; take a new one: 'station step zero'",
                )
        _write(talk, [record(by_name[each.channel], each.before_count) for each in zeros])
        undo_zeros(store, batch, now_us)
    return [
        _Told(
            each.channel,
            each.after_count,
            each.before_count,
            -each.moved_n,
            each.sd_n,
            (now_us - each.time_us) / 1e6,
        )
        for each in zeros
    ]

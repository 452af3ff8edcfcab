"""A step in conversation as the calibration's wizard wants to hear it, and what comes of an accepted one."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import station
from station.calibration.model import PLATES, KnownScale, PlateSample
from station.calibration.record import CalibrationRecord
from station.clock.device import DeviceClock
from station.errors import PortError
from station.force.pedigree import note_of
from station.session import step_memory
from station.store import calibrations
from station.wire import CalibrationLine, Sample

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.calibration.model import Outcome, Plate
    from station.sources import HostTime
    from station.sources.conversation import Conversation
    from station.store import Store
    from station.wire import IdentityLine, Message

ID_BYTES: Final = 4
"""Of the id that links the step's note with the store: eight characters of a note are few enough."""


class PlateEar:
    """Turns what a step says into samples of its plates, on one clock over wraps and restarts."""

    def __init__(self, identity: IdentityLine, time: HostTime) -> None:
        """``PortError`` for a step whose plates have more than one cell channel each."""
        self._time = time
        self._clock = DeviceClock()
        self._plates: dict[int, Plate] = {
            index: plate for index, name in enumerate(identity.channels) for plate in PLATES if name == plate
        }
        if len(self._plates) != len(PLATES):
            raise PortError(
                f"the step has the channels {','.join(identity.channels)}; only plates with one channel each "
                "(L and R) can be calibrated by loads so far",
                "Use a step with one bridge a plate",
            )

    def samples(self, messages: Iterable[Message]) -> list[PlateSample]:
        """Return the conversions of both plates, in the order they came."""
        now_us = self._time.now_us()
        return [
            PlateSample(
                self._plates[message.channel],
                self._clock.unwrap(message.t_us, now_us) / 1e6,
                message.raw_count,
                message.flags,
            )
            for message in messages
            if isinstance(message, Sample) and message.channel in self._plates
        ]

    def index(self, plate: Plate) -> int:
        """Return a plate's channel."""
        return next(index for index, name in self._plates.items() if name == plate)


def known_scales(talk: Conversation, identity: IdentityLine) -> dict[Plate, KnownScale]:
    """Return what the step keeps about its plates now; ``PortError`` when it does not say."""
    kept = talk.calibration()
    return {
        plate: KnownScale(line.zero, line.scale_n_per_count, line.taken_unix, line.note)
        for plate in PLATES
        for index, line in kept.items()
        if index < len(identity.channels) and identity.channels[index] == plate
    }


def record_of(outcome: Outcome, identity: IdentityLine, taken_us: int) -> CalibrationRecord:
    """Return what is kept of a finished calibration, under a new id."""
    return CalibrationRecord(
        secrets.token_hex(ID_BYTES),
        identity.uid,
        identity.board,
        identity.firmware,
        taken_us,
        station.__version__,
        outcome,
    )


def put_into_step(talk: Conversation, ear: PlateEar, record: CalibrationRecord) -> None:
    """Write an accepted calibration into the step and read it back; ``PortError`` leaves the one before."""
    remark = f"to {max(mass.mass_kg for mass in record.outcome.plan.masses):g} kg"
    step_memory.write(
        talk,
        [
            CalibrationLine(
                ear.index(found.plate),
                found.zero_count,
                found.scale_n_per_count,
                record.taken_us // 1_000_000,
                note_of(record.id, found.uncertainty.use_sd_rel, found.uncertainty.zero_sd_n, remark),
            )
            for found in record.outcome.plates
        ],
    )


def put_into_use(talk: Conversation, ear: PlateEar, store: Store, record: CalibrationRecord) -> None:
    """Write an accepted calibration into the step, and then keep it in the store.

    ``PortError`` when the step does not take it: then it is kept as not accepted, with the reason.
    """
    try:
        put_into_step(talk, ear, record)
    except PortError as error:
        note = f"Writing it into the step failed: {error.problem}"
        failed = replace(record.outcome, accepted=False, notes=(*record.outcome.notes, note))
        calibrations.keep(store, replace(record, outcome=failed))
        raise
    calibrations.keep(store, record)

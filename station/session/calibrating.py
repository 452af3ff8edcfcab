"""A step in conversation as the calibration's wizard wants to hear it, and what comes of an accepted one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final, Protocol

import station
from station.calibration.channels import Channels, cells_under, known_of, pairs_of
from station.calibration.model import PLATES, KnownScale
from station.calibration.record import CalibrationRecord
from station.clock.device import DeviceClock
from station.errors import PortError
from station.force.pedigree import note_of
from station.session import step_memory
from station.store import calibrations
from station.wire import CalibrationLine, Sample

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from station.calibration.model import Outcome, Plate, PlateCalibration, PlateSample
    from station.sources import HostTime
    from station.sources.conversation import Conversation
    from station.store import Store
    from station.wire import IdentityLine, Message

ID_BYTES: Final = 4
"""Of the id that links the step's note with the store: eight characters of a note are few enough."""


class PlateEar:
    """Turns what a step says into samples of its plates, on one clock over wraps and restarts."""

    def __init__(self, identity: IdentityLine, time: HostTime, known: Mapping[Plate, KnownScale]) -> None:
        """``known`` is what the step keeps of its plates. ``PortError`` for a step that has no two plates."""
        self._time = time
        self._clock = DeviceClock()
        self._channels = identity.channels
        self.pairs = pairs_of(identity.channels, known)
        """Plates with a converter for the front cell and one for the back one."""
        self._plates = Channels(identity.channels, self.pairs)
        if len(cells_under(identity.channels)) != len(PLATES):
            raise PortError(
                f"the step has the channels {','.join(identity.channels)}; known loads need two plates, with the "
                "channels L and R, or LF, LB, RF and RB",
                "Use the step's own firmware",
            )

    def samples(self, messages: Iterable[Message]) -> list[PlateSample]:
        """Return the conversions of both plates, in the order they came."""
        now_us = self._time.now_us()
        made = (
            self._plates.sample(
                message.channel,
                self._clock.unwrap(message.t_us, now_us) / 1e6,
                message.raw_count,
                message.flags,
            )
            for message in messages
            if isinstance(message, Sample)
        )
        return [sample for sample in made if sample is not None]


def known_scales(talk: Conversation, identity: IdentityLine) -> dict[Plate, KnownScale]:
    """Return what the step keeps about its plates now; ``PortError`` when it does not say."""
    return known_of({
        identity.channels[index]: KnownScale(line.zero, line.scale_n_per_count, line.taken_unix, line.note)
        for index, line in talk.calibration().items()
        if index < len(identity.channels)
    })  # fmt: skip


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


class Reached(Protocol):
    """A step that can be written to, and found again when its cable came out."""

    @property
    def talk(self) -> Conversation:
        """Return the conversation with it."""

    @property
    def identity(self) -> IdentityLine:
        """Return who it is."""

    def find_again(self) -> bool:
        """Look for the same step for a while; return whether it is there again, with another conversation."""


def lines_of(record: CalibrationRecord, channels: Sequence[str]) -> list[CalibrationLine]:
    """Return what a step with these channels shall keep of a calibration. ``PortError`` when it has not them all."""
    remark = f"to {max(mass.mass_kg for mass in record.outcome.plan.masses):g} kg"
    return [line for found in record.outcome.plates for line in _lines(channels, found, record, remark)]


def _lines(
    channels: Sequence[str], found: PlateCalibration, record: CalibrationRecord, remark: str
) -> Iterator[CalibrationLine]:
    """Yield what the step shall keep of a plate's channel, or of both: each has half of the zero's variance."""
    uncertainty, taken_unix = found.uncertainty, record.taken_us // 1_000_000
    cells = [(each.channel, each.zero_count, each.scale_n_per_count) for each in found.cells]
    cells = cells or [(found.plate, found.zero_count, found.scale_n_per_count)]
    zero_sd_n = uncertainty.zero_sd_n / len(cells) ** 0.5
    note = note_of(record.id, uncertainty.use_sd_rel, zero_sd_n, remark)
    for channel, zero, scale in cells:
        if channel not in channels:
            raise PortError(
                f"calibration {record.id} is of channel {channel}, and the step has {','.join(channels)}",
                "Calibrate it as it is now: station step calibrate",
            )
        yield CalibrationLine(channels.index(channel), zero, scale, taken_unix, note)


def put_into_use(link: Reached, store: Store, record: CalibrationRecord) -> None:
    """Keep an accepted calibration in the store, and then write it into the step.

    In this order: whatever happens to cable or computer between the plates, it is on record what the step should
    keep, so that the next look at it can tell (``CALIBRATION_MISMATCH``) and ``station step restore`` can mend it.
    ``PortError`` when the step does not take it.
    """
    calibrations.keep(store, record)
    put_into_step(link, record)


def put_into_step(link: Reached, record: CalibrationRecord) -> None:
    """Write a calibration that is on record into the step; ``PortError`` names the way to do it later."""
    lines = lines_of(record, link.identity.channels)
    try:
        step_memory.write(link.talk, lines, lambda: link.talk if link.find_again() else None)
    except step_memory.HalfWrittenError as error:
        raise PortError(
            error.problem, f"Nothing has to be measured again: station step restore {record.id}"
        ) from error
    except PortError as error:
        raise PortError(
            f"the step keeps the calibration it had: {error.problem}",
            f"The new one is stored here; write it later: station step restore {record.id}",
        ) from error

"""What the step says besides samples: who it is, how it is, how it is calibrated, what it could not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import Calibration, ChannelHealth, Fault, Health, Identity
from station.force.grid import plate_of
from station.pipeline.gains import known_ratio
from station.wire import (
    CalibrationLine,
    HealthAccount,
    HealthLine,
    IdentityLine,
    LineFault,
    NoCalibration,
    StepFault,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import Event, Plate, PlateGains
    from station.pipeline.body import BodyStage
    from station.pipeline.samples import SampleStage
    from station.pipeline.step_facts import StepFacts
    from station.wire import Message


class StepLines:
    """Takes lines one by one; returns what is told of each."""

    def __init__(
        self, facts: StepFacts, samples: SampleStage, body: BodyStage, plate_gains: Iterable[PlateGains]
    ) -> None:
        """``plate_gains`` are what earlier sessions learned, of any step."""
        self._facts, self._samples, self._body = facts, samples, body
        self._plate_gains = tuple(plate_gains)
        self._health_parts = HealthAccount()
        self._first_uid: str | None = None
        self.introduced_s: float | None = None
        """Time of the newest sample when the step last said who it is."""

    def take(self, message: Message) -> list[Event]:
        """Take a line."""
        match message:
            case IdentityLine():
                return self._identify(message)
            case HealthLine():
                channels = len(self._facts.identity.channels) if self._facts.identity else 0
                told = [self._health(line) for line in self._health_parts.feed(message, channels)]
                return [*told, *self._checkpoint()]
            case CalibrationLine():
                return self._calibrate(message)
            case NoCalibration():
                return [self._fault("uncalibrated", None, "the step has none")]
            case StepFault() | LineFault():
                return [self._fault_in(message)]
            case _:
                return []

    def close_account(self) -> list[Event]:
        """Return the account of what was heard, if anything was."""
        account = self._samples.book.told(self._samples.last_s)
        return [account] if account.channels or account.line_faults or account.unidentified else []

    def _fault_in(self, message: StepFault | LineFault) -> Fault:
        """Return what is wrong with the step, or with a line of it, which then counts in the account."""
        if isinstance(message, StepFault):
            return self._fault(message.code, self._facts.channel_name(message.channel), message.detail)
        self._samples.book.line_fault(message.code)
        return self._fault(message.code, None, message.excerpt)

    def _fault(self, code: str, channel: str | None, detail: str) -> Fault:
        return Fault(code, channel, self._samples.last_s, self._samples.last_s, 1, detail)

    def _checkpoint(self) -> list[Event]:
        """Tell the account now and then. Steps speak of themselves every second, at a place no cut can move."""
        book = self._samples.book
        due = book.due(self._samples.last_s, self._body.sets_closed)
        return [book.told(self._samples.last_s)] if due else []

    # --- identity and health --------------------------------------------------------------------------

    def _identify(self, line: IdentityLine) -> list[Event]:
        facts, before = self._facts, self._facts.identity
        if self._first_uid is None:
            self._first_uid = line.uid
        others = before is None or before.channels != line.channels
        if others:
            self._begin(line.channels)
        elif before is not None and before.uid != line.uid:
            self._samples.another_step()
        facts.identity = line
        self.introduced_s = self._samples.last_s
        self._recognise_plates()
        told = Identity(
            line.protocol, line.firmware, line.board, line.uid, line.channels, line.gain, line.baud,
            line.reset_cause, step_changed=line.uid != self._first_uid,
        )  # fmt: skip
        fixed = [facts.fixed[name] for name in line.channels if name in facts.fixed] if others else []
        return [told, *fixed, *self._checkpoint()]

    def _begin(self, channels: tuple[str, ...]) -> None:
        """Begin with other channels than before, with what is known of their calibration."""
        self._samples.announce(channels)
        for intake in self._samples.intakes:
            if intake.name in self._facts.calibrations:
                intake.calibrate(self._facts.calibrations[intake.name])

    def _health(self, line: HealthLine) -> Health:
        identity = self._facts.identity
        self._samples.book.report(identity.channels if identity else (), line)
        channels = tuple(
            ChannelHealth(
                self._facts.channel_name(i) or str(i), c.conversions, c.overruns, c.faults, c.rate_mhz / 1e3
            )
            for i, c in enumerate(line.channels)
        )
        return Health(self._samples.last_s, line.uptime_ms / 1e3, line.tx_dropped, line.rx_errors, channels)

    # --- calibration ----------------------------------------------------------------------------------

    def _calibrate(self, line: CalibrationLine) -> list[Event]:
        name = self._facts.channel_name(line.channel)
        if name is None:
            return [Fault("fields", str(line.channel), None, None, 1, "calibration of an unknown channel")]
        if name in self._facts.fixed:
            return []
        told = Calibration(name, line.zero, line.scale_n_per_count, line.taken_unix, line.note)
        calibration, before = self._facts.announce(told)
        self._samples.intakes[line.channel].calibrate(calibration)
        self._recognise_plates()
        return [calibration, *(self._zero_moved(before, calibration) if before else ())]

    def _zero_moved(self, before: Calibration, now: Calibration) -> list[Event]:
        """Go on with another zero, or another scale, of one channel."""
        plate: Plate = "left" if plate_of(now.channel) == "L" else "right"
        if before.scale_n_per_count != now.scale_n_per_count:
            return self._body.calibrated(plate, None)
        moved_n = (now.zero - before.zero) * now.scale_n_per_count
        return self._body.calibrated(plate, moved_n) if moved_n else []

    def _recognise_plates(self) -> None:
        """Begin with what is known of these plates, once all of them are calibrated; others are begun anew."""
        plates = self._facts.plates()
        if plates is not None and plates != self._body.plates:
            self._body.recognise(plates, known_ratio(self._plate_gains, plates))

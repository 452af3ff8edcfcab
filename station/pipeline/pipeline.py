"""Bytes in, events out."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from station.clock import DeviceClock, WallClockFit
from station.events import Calibration, ChannelHealth, Fault, Health, Identity
from station.force import ChannelIntake, ForceGrid
from station.pipeline.body import BodyStage, SourceQuality
from station.pipeline.gains import calibration_key, known_ratio
from station.wire import (
    CalibrationLine,
    Decoder,
    HealthLine,
    IdentityLine,
    LineFault,
    NoCalibration,
    Sample,
    StepFault,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.events import Event, PlateGains, Prescription
    from station.wire import Message

_UNCALIBRATED_EVERY = 800
"""Conversions without a calibration between two complaints: about ten seconds."""


class Pipeline:
    """One step, one person at a time: ``feed`` bytes, get events; splitting the bytes changes nothing."""

    def __init__(
        self,
        *,
        gravity_m_s2: float = 9.80665,
        calibrations: Iterable[Calibration] = (),
        plate_gains: Iterable[PlateGains] = (),
    ) -> None:
        """``calibrations`` are used for channels until the step announces its own.

        ``plate_gains`` are what earlier sessions learned, of any step: those of this one are begun with.
        """
        self._plate_gains = tuple(plate_gains)
        self._calibrations = {c.channel: c for c in calibrations}
        self._decoder = Decoder()
        self._clock = DeviceClock()
        self._wall = WallClockFit()
        self._identity: IdentityLine | None = None
        self._first_uid: str | None = None
        self._intakes: list[ChannelIntake] = []
        self._grid = ForceGrid([])
        self._early: list[tuple[Sample, int]] = []
        self._last_s: float | None = None
        self._rates: deque[tuple[int, float]] = deque(maxlen=_RATES_KEPT)
        self.body = BodyStage(gravity_m_s2=gravity_m_s2, wall_us=self._wall.wall_us, quality=self._quality)

    @property
    def prescription(self) -> Prescription:
        """What the athlete is asked to do now."""
        return self.body.prescription

    def feed(self, data: bytes, arrival_us: int) -> list[Event]:
        """Take bytes that arrived at wall time ``arrival_us`` (µs since the epoch)."""
        events: list[Event] = []
        for message in self._decoder.feed(data):
            if type(message) is Sample:
                self._sample(message, arrival_us, events)
            else:
                self._flush(events)
                self._line(message, events)
        self._flush(events)
        return events

    def configure(self, prescription: Prescription) -> list[Event]:
        """Use this prescription from the next rep on."""
        self.body.prescription = prescription
        return []

    def begin_session(self) -> list[Event]:
        """Turn to another person: close the open set, forget masses; keep calibration, zero and gains."""
        return self.body.begin_session()

    def link_lost(self, arrival_us: int) -> list[Event]:  # noqa: ARG002  when it was lost is on the Link event
        """Note that the port went away: what follows begins in the middle of a line, after a gap."""
        events: list[Event] = []
        for message in self._decoder.restart():
            self._line(message, events)
        return events

    def finish(self) -> list[Event]:
        """Note that the source ended: close what is open."""
        events: list[Event] = []
        for message in self._decoder.restart():
            self._line(message, events)
        self._flush(events, everything=True)
        return events + self.body.finish()

    # --- samples --------------------------------------------------------------------------------------

    def _sample(self, sample: Sample, arrival_us: int, events: list[Event]) -> None:
        if self._identity is None:
            self._early.append((sample, arrival_us))
            del self._early[:-_EARLY_MAX]
            return
        if sample.channel >= len(self._intakes):
            unknown = Fault("channel", str(sample.channel), None, None, 1, "not announced in the identity")
            self._tell([unknown], events)
            return
        restarts = self._clock.restarts
        t_us = self._clock.unwrap(sample.t_us, arrival_us)
        if self._clock.restarts != restarts:
            self._restarted(t_us, events)
        t_s = t_us / 1e6
        self._wall.observe(t_s, arrival_us)
        self._last_s = t_s
        intake = self._intakes[sample.channel]
        self._note_rate(t_s)
        faults = list(intake.add(sample, t_us))
        if not intake.calibrated and intake.conversions % _UNCALIBRATED_EVERY == _UNCALIBRATED_EVERY // 4:
            faults.append(Fault("uncalibrated", intake.name, t_s, t_s, intake.conversions))
        faults += [Fault("silent", i.name, i.last_s, t_s) for i in self._grid.cover_silence(t_s)]
        if faults:
            self._tell(faults, events)

    def _tell(self, faults: list[Fault], events: list[Event]) -> None:
        """Add faults after what was known before them, so that their place does not depend on how bytes came."""
        self._flush(events)
        events += faults

    def _restarted(self, t_us: int, events: list[Event]) -> None:
        self._wall.restart()
        for intake in self._intakes:
            intake.restart()
        self._tell([Fault("device_restart", None, self._last_s, t_us / 1e6)], events)

    def _flush(self, events: list[Event], *, everything: bool = False) -> None:
        block = self._grid.take(everything=everything)
        if block is not None:
            events += self.body.feed(block)

    def _note_rate(self, t_s: float) -> None:
        """Keep the slowest channel's rate as it was at each whole second."""
        second = int(t_s)
        if not self._rates or second > self._rates[-1][0]:
            loads = [*self._grid.left, *self._grid.right]
            self._rates.append((second, min((intake.rate_hz for intake in loads), default=0.0)))

    def _quality(self, as_of_s: float) -> SourceQuality:
        known = (rate_hz for second, rate_hz in reversed(self._rates) if second < as_of_s)
        rate_hz = next(known, 0.0)
        return SourceQuality(rate_hz, 1.0 / rate_hz if rate_hz else None)

    # --- other lines ----------------------------------------------------------------------------------

    def _line(self, message: Message, events: list[Event]) -> None:
        match message:
            case IdentityLine():
                self._identify(message, events)
            case HealthLine():
                events.append(self._health(message))
            case CalibrationLine():
                self._calibrate(message, events)
            case NoCalibration():
                events.append(Fault("uncalibrated", None, self._last_s, self._last_s, 1, "the step has none"))
            case StepFault():
                name = self._channel_name(message.channel)
                events.append(Fault(message.code, name, self._last_s, self._last_s, 1, message.detail))
            case LineFault():
                events.append(Fault(message.code, None, self._last_s, self._last_s, 1, message.excerpt))
            case _:
                pass

    def _identify(self, line: IdentityLine, events: list[Event]) -> None:
        changed = self._first_uid is not None and line.uid != self._first_uid
        if self._first_uid is None:
            self._first_uid = line.uid
        if self._identity is None or self._identity.channels != line.channels:
            self._intakes = [ChannelIntake(name) for name in line.channels]
            self._grid = ForceGrid(self._intakes)
            for intake in self._intakes:
                if intake.name in self._calibrations:
                    intake.calibrate(self._calibrations[intake.name])
        self._identity = line
        self._recognise_plates()
        events.append(
            Identity(
                line.protocol, line.firmware, line.board, line.uid, line.channels, line.gain, line.baud,
                line.reset_cause, step_changed=changed,
            )
        )  # fmt: skip
        early, self._early = self._early, []
        for sample, arrival_us in early:
            self._sample(sample, arrival_us, events)

    def _health(self, line: HealthLine) -> Health:
        channels = tuple(
            ChannelHealth(
                self._channel_name(i) or str(i), c.conversions, c.overruns, c.faults, c.rate_mhz / 1e3
            )
            for i, c in enumerate(line.channels)
        )
        return Health(self._last_s, line.uptime_ms / 1e3, line.tx_dropped, line.rx_errors, channels)

    def _calibrate(self, line: CalibrationLine, events: list[Event]) -> None:
        name = self._channel_name(line.channel)
        if name is None:
            events.append(
                Fault("fields", str(line.channel), None, None, 1, "calibration of an unknown channel")
            )
            return
        calibration = Calibration(name, line.zero, line.scale_n_per_count, line.taken_unix, line.note)
        self._calibrations[name] = calibration
        self._intakes[line.channel].calibrate(calibration)
        self._recognise_plates()
        events.append(calibration)

    def _recognise_plates(self) -> None:
        """Begin with what is known of these plates, once all of them are calibrated; others are begun anew."""
        loads = [*self._grid.left, *self._grid.right]
        if self._identity is None or not all(each.calibrated for each in loads):
            return
        plates = self._identity.uid, calibration_key(self._calibrations[each.name] for each in loads)
        if plates != self.body.plates:
            self.body.plates = plates
            self.body.balance.start(known_ratio(self._plate_gains, plates))

    def _channel_name(self, index: int | None) -> str | None:
        if self._identity is None or index is None or index >= len(self._identity.channels):
            return None
        return self._identity.channels[index]


_EARLY_MAX = 4000
_RATES_KEPT = 900

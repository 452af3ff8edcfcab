"""Everything about health in one place: feed it the wire and the events, take from it what has changed.

It closes a second of device time at a time. Two seconds on an idle step are the gate: what an idle step can show
has then been looked at, once for all channels. From there on the same checks go on for as long as the stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import Fault, ForceBlock, HealthReport, Identity, Link, Rep, Session, Zero
from station.force.grid import plate_of
from station.health import around, identity
from station.health.channel import ChannelWatch
from station.health.keeping import Keeping
from station.health.limits import LIMITS
from station.health.link import LinkWatch
from station.health.presence import Presence
from station.health.skew import SkewWatch
from station.health.verdict import Verdict, judged
from station.wire import CalibrationLine, HealthLine, IdentityLine, LineFault, NoCalibration, Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from station.events import Calibration, Event, HealthCheck
    from station.wire import Message

REPORT_S = 60.0
_RESTART_US = 1_000_000
"""The step's clock goes back by more than this only when it starts anew, or comes round."""
_LONGEST_PAUSE_S = 3.0
"""A longer pause between conversions is another stretch: a cable out, a stream turned off, a step started anew."""
_CALIBRATION_WAIT_S = 10.0
"""It is asked for at connecting, and again when the answer was lost."""
_NOBODY: Callable[[str], Sequence[Calibration]] = lambda _uid: ()  # noqa: E731  a default


class HealthWatch:
    """``hear`` every line, ``note`` every event, ``take`` what changed. ``now_us`` is for the calibration's age."""

    def __init__(self, known: Callable[[str], Sequence[Calibration]] = _NOBODY) -> None:
        """``known`` returns what this computer had stored of the calibration of the step of that ``uid``."""
        self.now_us: int | None = None
        self._known = known
        self._keeping = Keeping()
        self._link = LinkWatch()
        self._skew = SkewWatch()
        self._presence = Presence()
        self._who: IdentityLine | None = None
        self._channels: dict[int, ChannelWatch] = {}
        self._stored: Sequence[Calibration] = ()
        self._begun_s: float | None = None
        self._last_s: float | None = None
        self._first_s: float | None = None
        self._newest_us = 0
        self._calls_without = 0
        self._wrong_legs = 0
        self._planned: str | None = None
        self._reported_s: float | None = None
        self._due: list[HealthCheck | HealthReport] = []
        self.gate_s: float | None = None
        """Device time at which the gate was through."""
        self.gate_took_s: float | None = None
        """How long that took from the first conversion heard."""

    def checks(self) -> tuple[HealthCheck, ...]:
        """Return everything as it stands."""
        return self._keeping.checks()

    def take(self) -> list[HealthCheck | HealthReport]:
        """Return what is to be told since the last time; a change is followed by the whole report."""
        due, self._due = self._due, []
        return due

    # --- the wire -------------------------------------------------------------------------------------

    def hear(self, message: Message, t_s: float | None) -> None:
        """Take one line; ``t_s`` is the continuous device time of the newest conversion, s."""
        if type(message) is Sample:
            self._sample(message, t_s if t_s is not None else message.t_us / 1e6)
            return
        self._link.line(spoiled=isinstance(message, LineFault))
        match message:
            case IdentityLine():
                self._identify(message)
            case CalibrationLine():
                self._calibrate(message)
            case NoCalibration():
                self._tell(identity.missing(self._names(), {}), t_s)
            case HealthLine(first_channel=0):
                self._account(message, t_s)
            case _:
                pass

    def _sample(self, sample: Sample, t_s: float) -> None:
        self._link.line(spoiled=False)
        self._calls_without = 0
        back_us, self._newest_us = self._newest_us - sample.t_us, sample.t_us
        again = _RESTART_US < back_us < (1 << 32) - _RESTART_US
        if again or self._last_s is None or not -_LONGEST_PAUSE_S < t_s - self._last_s < _LONGEST_PAUSE_S:
            self._restart(t_s)
        self._last_s = t_s
        if self._begun_s is None:
            self._begun_s = t_s
        elif t_s - self._begun_s >= LIMITS.window_s:
            self._close(self._begun_s + LIMITS.window_s)
        channel = self._channels.get(sample.channel)
        if channel is not None:
            channel.add((sample.seq, t_s, sample.raw_count, sample.flags))

    def _restart(self, t_s: float) -> None:
        self._begun_s = None
        self._first_s = t_s if self._first_s is None else self._first_s
        self._presence.restart()
        for channel in self._channels.values():
            channel.restart()

    def _identify(self, line: IdentityLine) -> None:
        before, self._who = self._who, line
        self._link.introduced(line.reset_cause)
        if before is None or (before.uid, before.channels) != (line.uid, line.channels):
            self._channels = {
                at: ChannelWatch(name) for at, name in enumerate(line.channels) if plate_of(name)
            }
            self._stored = tuple(self._known(line.uid))
            self._begun_s = self._last_s = self._first_s = self.gate_s = None
            self._presence = Presence()
            self._skew.restart()
            self._keeping.forget_step()
        self._tell([identity.firmware(line.firmware)], self._last_s)

    def _calibrate(self, line: CalibrationLine) -> None:
        channel = self._channels.get(line.channel)
        if channel is None or channel.calibration == line:
            return
        channel.calibration = line
        calibrations = self._calibrations()
        if len(calibrations) == len(self._channels):
            verdicts = [
                *identity.missing(self._names(), calibrations),
                *identity.age(calibrations, self.now_us),
            ]
            self._tell([*verdicts, *identity.mismatch(calibrations, self._stored)], self._last_s)

    def _account(self, line: HealthLine, t_s: float | None) -> None:
        """Close seconds by the step's own account when no conversion does."""
        self._link.account(line)
        self._calls_without += 1
        if self._calls_without > 1 and self._channels and all(not each.rate_mhz for each in line.channels):
            for channel in self._channels.values():
                self._tell([judged("SILENT", channel.name, 0.0, bad=True)], t_s)

    # --- events ---------------------------------------------------------------------------------------

    def note(self, events: Iterable[Event]) -> None:
        """Take what the pipeline and the session's other parts told."""
        for event in events:
            if isinstance(event, ForceBlock):
                self._tell(self._skew.feed(event), self._last_s)
            elif isinstance(event, Rep):
                self._rep(event)
            elif isinstance(event, Fault) and event.code == "object":
                self._tell([judged("LOAD", event.channel, None, event.detail, bad=True)], event.end_s)
            elif isinstance(event, Zero) and not event.taken and event.cause == "empty":
                self._zero_refused(event)
            elif isinstance(event, Session):
                self._wrong_legs = 0
            elif isinstance(event, Link) and event.state == "connected":
                self._link.reconnected()
            elif isinstance(event, Identity):
                continue
            else:
                verdicts = around.from_event(event)
                if verdicts:
                    self._tell(verdicts, self._last_s)

    def _rep(self, rep: Rep) -> None:
        """Count reps on the leg that was not planned."""
        if rep.final:
            return
        self._wrong_legs = self._wrong_legs + 1 if "wrong_leg" in rep.faults else 0
        bad = self._wrong_legs >= LIMITS.wrong_leg_reps
        self._tell([judged("SWAPPED", None, float(self._wrong_legs), bad=bad)], rep.start_s)

    def _zero_refused(self, zero: Zero) -> None:
        for plate in zero.plates:
            shown_n = plate.offset_n + plate.moved_n
            if abs(shown_n) > LIMITS.load_n:
                self._tell([judged("LOAD", plate.plate[0].upper(), shown_n, bad=True)], zero.t_s)

    # --- a second -------------------------------------------------------------------------------------

    def _close(self, end_s: float) -> None:
        """Close a second; those in which nothing came are passed over."""
        channels = list(self._channels.values())
        verdicts = [verdict for channel in channels for verdict in channel.close()]
        verdicts += self._link.close(end_s, channels)
        if all(channel.sound for channel in channels) and self._calibrations():
            verdicts += self._presence.close(end_s, channels)
        else:
            self._presence.disturbed()
        if self._presence.through and self.gate_s is None:
            self.gate_s = end_s
            self.gate_took_s = None if self._first_s is None else end_s - self._first_s
        if self._first_s is not None and end_s - self._first_s > _CALIBRATION_WAIT_S:
            verdicts += identity.missing(self._names(), self._calibrations())
        self._begun_s = (
            self._last_s if self._last_s is not None and self._last_s - end_s > LIMITS.window_s else end_s
        )
        self._tell(verdicts, end_s)
        due = self._reported_s is None or not 0.0 <= end_s - self._reported_s < REPORT_S
        if due and self.gate_s is not None:
            self._report(end_s)

    # --- telling --------------------------------------------------------------------------------------

    def _tell(self, verdicts: Iterable[Verdict], t_s: float | None) -> None:
        changed = self._keeping.take(verdicts, t_s)
        self._due += changed
        if changed:
            self._report(t_s)

    def _report(self, t_s: float | None) -> None:
        self._reported_s = t_s
        self._due = [each for each in self._due if not isinstance(each, HealthReport)]
        self._due.append(HealthReport(t_s, self.gate_s is not None, self._keeping.checks()))

    def _names(self) -> list[str]:
        return [each.name for each in self._channels.values()]

    def _calibrations(self) -> dict[str, CalibrationLine]:
        return {each.name: each.calibration for each in self._channels.values() if each.calibration}

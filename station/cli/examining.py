"""A step heard for a few seconds and judged, for ``station doctor``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.calibration.gain_watch import trend
from station.cli.looking import Line, from_check
from station.cli.plates import LARGE, in_words, learned
from station.cli.step_link import which_step
from station.clock import DeviceClock
from station.config import database_path
from station.errors import StoreError
from station.health import BY_CODE, HealthWatch
from station.health.verdict import as_check, judged, unknown
from station.session.pedigree import known_here
from station.sources import SystemTime, connect
from station.sources.conversation import Conversation
from station.store import Store
from station.store.steps import gain_history
from station.wire import CalibrationLine, IdentityLine, Sample, StepFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.config import Config
    from station.events import Calibration, PlateGains
    from station.sources import Connection
    from station.wire import Message

LISTEN_S: Final = 5.0
"""The gate takes less than two seconds; somebody on the step has so long to leave it."""


class Examination:
    """What was heard of a step, and the lines about it."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._clock = DeviceClock()
        self._t_s: float | None = None
        self._time = SystemTime()
        self.heard: list[Message] = []
        self.watch = HealthWatch(self._stored)
        self.identity: IdentityLine | None = None
        """Who answered."""

    def run(self, port: str) -> list[Line]:
        """Connect, listen until the gate is through, and return everything about the step.

        ``StationError`` when no step answers.
        """
        connection = connect(port, uid=self._config.station.step_uid)
        ended = []
        try:
            self._listen(Conversation(connection, self._time), asked=connection.identity is None)
        except EOFError:
            words = f"{port} ended while it was looked at"
            ended = [Line("step", "step", "RETRY", words, "Name a longer one")]
        finally:
            connection.close()
        heard = (each for each in self.heard if isinstance(each, IdentityLine))
        self.identity = connection.identity or next(heard, None)
        if self.identity is None:
            return [Line("step", "step", "PASS", f"{port} plays without a step"), *ended]
        who = f"{self.identity.board} {self.identity.uid}, firmware {self.identity.firmware}"
        who = f"{who}, {connection.url} at {connection.baud} baud"
        first = Line("step", "step", "PASS", who)
        return [
            first,
            *_doubt(connection),
            *ended,
            *self._told(),
            *self._checks(),
            *self._gains(self.identity),
        ]

    def _listen(self, talk: Conversation, *, asked: bool) -> None:
        """Listen until the gate is through, or for a while. A source that brings its own time has been asked."""
        if not asked:
            self._hear(talk.ask("K?"))
        until_s = self._time.monotonic_s() + LISTEN_S
        while self.watch.gate_s is None and self._time.monotonic_s() < until_s:
            self._hear(talk.listen())

    def _hear(self, messages: Sequence[Message]) -> None:
        self.watch.now_us = self._time.now_us()
        for message in messages:
            if isinstance(message, Sample):
                self._t_s = self._clock.unwrap(message.t_us, self.watch.now_us) / 1e6
            self.watch.hear(message, self._t_s)
        self.heard += messages

    def _stored(self, uid: str) -> Sequence[Calibration]:
        """Return what is known of the step; a database that cannot be read is told by those who look at it."""
        path = database_path(self._config)
        if not path.exists():
            return ()
        try:
            with Store.open(path, read_only=True) as store:
                return known_here(store, uid)
        except StoreError:
            return ()

    def _told(self) -> list[Line]:
        """Repeat what the step itself says is wrong, once each."""
        faults = dict.fromkeys((each.code, each.detail) for each in self.heard if isinstance(each, StepFault))
        return [Line("step", "it says", "RETRY", f"{code} {detail}".strip()) for code, detail in faults]

    def _checks(self) -> list[Line]:
        checks = [check for check in self.watch.checks() if BY_CODE[check.code].when != "outside"]
        return [from_check(check) for check in checks]

    def _gains(self, identity: IdentityLine) -> list[Line]:
        calibration = {each.channel: each for each in self.heard if isinstance(each, CalibrationLine)}
        known = learned(self._config, identity, calibration) if calibration else None
        return [*_plates(known), self._trend(known)] if known is not None else []

    def _trend(self, known: tuple[PlateGains, int]) -> Line:
        """Say what became of the plates' ratio since they were calibrated."""
        gains, _ = known
        with Store.open(database_path(self._config), read_only=True) as store:
            found = trend(gain_history(store, gains.step_uid, gains.calibration))
        moved_pct = None if found.moved_share is None else 100.0 * found.moved_share
        if found.state == "few":
            return from_check(as_check(unknown("GAINS_MOVED", None, found.words), None))
        bad = found.state == "moved"
        return from_check(as_check(judged("GAINS_MOVED", None, moved_pct, found.words, bad=bad), None))


def _doubt(connection: Connection) -> list[Line]:
    """Say that another step may be meant: the configuration names none."""
    words, _, remedy = which_step(connection).partition(". ")
    return [Line("step", "which step", "RETRY", words, remedy)] if words else []


def _plates(known: tuple[PlateGains, int]) -> list[Line]:
    large = abs(known[0].left_over_right - 1.0) > LARGE
    remedy = "Calibrate both plates with the same mass" if large else ""
    return [Line("plates", "plates", "RETRY" if large else "PASS", in_words(known[0]), remedy)]

"""``station step swap-test``: is it the legs that differ, or the plates."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np

from station.calibration.swap import LIMITS, SwapTest, Window
from station.cli.common import effective, port_of, print_json, say
from station.cli.plates import in_words, learned
from station.cli.step_link import StepLink
from station.errors import PortError, StationError
from station.force.grid import plate_of
from station.wire import Sample

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from station.wire import CalibrationLine, Message

_STEP_END = 1 << 32


class Windows:
    """Joins conversions of calibrated channels to half seconds of both plates, by the step's own time."""

    def __init__(self, channels: Sequence[str], calibration: Mapping[int, CalibrationLine]) -> None:
        """``PortError`` when a plate has a channel without a calibration."""
        self._plates = {at: plate for at, name in enumerate(channels) if (plate := plate_of(name))}
        for at in self._plates:
            if at not in calibration:
                raise PortError(
                    f"channel {channels[at]} is not calibrated",
                    "Calibrate the step first: 'station step calibrate'",
                )
        self._calibration = calibration
        self._forces_n: dict[int, list[float]] = {at: [] for at in self._plates}
        self._begun_us: int | None = None

    def feed(self, messages: Sequence[Message]) -> Iterator[Window]:
        """Take lines; yield the windows they complete. One with a silent channel is left out."""
        for message in messages:
            if not isinstance(message, Sample) or message.channel not in self._plates or message.flags:
                continue
            if self._begun_us is None:
                self._begun_us = message.t_us
            if (message.t_us - self._begun_us) % _STEP_END >= LIMITS.window_s * 1e6:
                yield from self._close()
                self._begun_us = message.t_us
            known = self._calibration[message.channel]
            force_n = (message.raw_count - known.zero) * known.scale_n_per_count
            self._forces_n[message.channel].append(force_n)

    def _close(self) -> Iterator[Window]:
        means_n = {at: float(np.mean(forces)) for at, forces in self._forces_n.items() if forces}
        if len(means_n) == len(self._plates):
            left_n, right_n = (
                sum(mean for at, mean in means_n.items() if self._plates[at] == plate) for plate in ("L", "R")
            )
            yield Window(left_n, right_n)
        for forces in self._forces_n.values():
            forces.clear()


def swap_test(options: argparse.Namespace) -> int:
    """Guide somebody through three stances and tell what they show."""
    config = effective(options).config
    link = StepLink(port_of(options, config), config.station.step_uid)
    try:
        calibration = link.talk.calibration()
        windows = Windows(link.identity.channels, calibration)
        known = learned(config, link.identity, calibration)
        test = SwapTest(config.station.gravity_m_s2)
        _guide(link, windows, test, quiet=options.json)
    except EOFError as error:
        raise PortError(f"{link.url} ended before the test did", "Connect again and begin anew") from error
    finally:
        link.close()
    if test.result is None:
        raise StationError(test.refusal.partition(": ")[0], test.refusal.partition(": ")[2])
    if options.json:
        print_json(asdict(test.result) | {"learned": None if known is None else known[0].left_over_right})
        return 0
    say(test.result.words)
    if known is not None:
        say(f"reps have taught before: {in_words(known[0])}")
    return 0


def _guide(link: StepLink, windows: Windows, test: SwapTest, *, quiet: bool) -> None:
    told = ""
    while not test.over:
        for window in windows.feed(link.talk.listen()):
            test.feed(window)
        now = test.feedback or test.prompt
        if now != told and not quiet and not test.over:
            told = now
            say(f"  ({now})" if test.feedback else f"{now}.", flush=True)

"""Whether somebody is on the step, and what an empty or a loaded step lets tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.force.grid import plate_of
from station.health.carrying import Carrying
from station.health.limits import LIMITS
from station.health.rest import PlateRest
from station.health.verdict import Verdict, judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.health.channel import ChannelWatch


class Presence:
    """Takes the channels after each stretch. ``through``: an empty step was looked at, so the gate is."""

    def __init__(self) -> None:
        self.through = False
        self._carrying = Carrying()
        self._rest = {"L": PlateRest("L"), "R": PlateRest("R")}
        self._still = 0
        """Stretches in a row in which nothing came or went."""

    def restart(self) -> None:
        """Begin anew: the stream was cut."""
        self._still = 0
        for plate in self._rest.values():
            plate.restart()

    def disturbed(self) -> None:
        """Note a stretch in which some channel could not be believed."""
        self._still = 0

    def close(self, end_s: float, channels: Sequence[ChannelWatch]) -> list[Verdict]:
        """Judge a stretch that ends at ``end_s`` and in which all channels can be believed."""
        loads_n = {each.name: mean_n for each in channels if (mean_n := each.mean_n()) is not None}
        if len(loads_n) < len(channels):
            return []
        plates_n = {plate: 0.0 for plate in ("L", "R") if any(plate_of(name) == plate for name in loads_n)}
        for name, load_n in loads_n.items():
            plates_n[plate_of(name) or ""] += load_n
        if max(abs(load_n) for load_n in plates_n.values()) > LIMITS.load_n:
            return self._occupied(end_s, loads_n, plates_n)
        return self._empty(end_s, channels, plates_n)

    def _occupied(self, end_s: float, loads_n: dict[str, float], plates_n: dict[str, float]) -> list[Verdict]:
        self._still = 0
        verdicts = self._carrying.feed(loads_n)
        for plate, load_n in plates_n.items():
            verdicts += self._rest[plate].carries(end_s, load_n)
            if not self.through and abs(load_n) > LIMITS.load_n:
                verdicts.append(judged("LOAD", plate, load_n, bad=True))
        return verdicts

    def _empty(
        self, end_s: float, channels: Sequence[ChannelWatch], plates_n: dict[str, float]
    ) -> list[Verdict]:
        """Judge empty plates: two seconds in a row in which nothing came or went."""
        self._carrying.emptied()
        steady = all(_is_steady(each) for each in channels)
        self._still = self._still + 1 if steady else 0
        if not steady:
            return []
        verdicts = [
            verdict
            for plate, load_n in plates_n.items()
            for verdict in self._rest[plate].rests(end_s, load_n)
        ]
        if self._still < _GATE_SECONDS:
            return verdicts
        for channel in channels:
            verdicts += channel.at_rest()
        verdicts += [judged("LOAD", plate, load_n, bad=False) for plate, load_n in plates_n.items()]
        self.through = True
        return verdicts


_GATE_SECONDS = 2


def _is_steady(channel: ChannelWatch) -> bool:
    """Tell whether both halves of the last second read alike, as far as its own noise lets them."""
    if channel.calibration is None:
        return False
    force_n = channel.newest.force_n(channel.calibration)
    half = len(force_n) // 2
    if half < _FEWEST:
        return False
    apart_n = abs(float(force_n[:half].mean()) - float(force_n[half:].mean()))
    return bool(apart_n < _STEADY_N + _NOISE_SDS * float(force_n.std()) / half**0.5)


_FEWEST = 10
_STEADY_N = 1.0
"""Halves of a stretch that read alike: hum and noise make less, a foot that comes makes more."""
_NOISE_SDS = 3.0

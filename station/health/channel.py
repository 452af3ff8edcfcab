"""One converter judged: does it speak, how fast, is anything lost, wild, stuck, at its end, noisy, humming."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from station.health.hum import strongest_hum, without
from station.health.limits import LIMITS
from station.health.piece import Piece, Row, noise_n
from station.health.verdict import Verdict, judged

if TYPE_CHECKING:
    from station.wire import CalibrationLine


@dataclass(frozen=True, slots=True)
class Second:
    """What one closed second of a channel adds to the shares."""

    made: int
    lost: int
    misread: int
    overrun: int


def rate_trouble(rate_hz: float | None) -> tuple[str, str] | None:
    """Return what a converter's rate tells, and what to do; ``None`` when it is as it should be."""
    if not rate_hz:
        return "silent", "Check its supply, DOUT and SCK"
    if rate_hz < LIMITS.rate_pin_low_hz:
        return "its RATE pin is low", "Lift pin 15 off GND first: hardware/wiring.md#rate"
    if not LIMITS.slowest_hz <= rate_hz <= LIMITS.fastest_hz:
        return (
            f"an HX711 makes {LIMITS.slowest_hz:.0f}-{LIMITS.fastest_hz:.0f} a second",
            "Check its clock and its wires",
        )
    return None


@dataclass(slots=True)
class ChannelWatch:
    """Collects one channel second by second. ``sound``: what it reads can be believed and judged further."""

    name: str
    calibration: CalibrationLine | None = None
    sound: bool = False
    rate_hz: float | None = None
    newest: Piece = field(default_factory=lambda: Piece.of(()))
    """The second that was closed last."""
    both: Piece = field(default_factory=lambda: Piece.of(()))
    """The last two seconds."""
    seconds: deque[Second] = field(
        default_factory=lambda: deque(maxlen=round(LIMITS.memory_s / LIMITS.window_s))
    )
    _rows: list[Row] = field(default_factory=list)
    _before: list[Row] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Take one conversion."""
        self._rows.append(row)

    def restart(self) -> None:
        """Forget what was begun: time or numbers begin anew."""
        self._rows, self._before = [], []
        self.both = self.newest = Piece.of(())

    def close(self) -> list[Verdict]:
        """Close a second; return what always can be judged."""
        rows, self._rows = self._rows, []
        linked = [*self._before[-1:], *rows]
        self.newest, self.both = Piece.of(rows), Piece.of([*self._before, *rows])
        self._before = rows
        piece = Piece.of(linked)
        wild = piece.wild(self.calibration) if self.calibration else 0
        self.seconds.append(Second(piece.made, piece.lost, piece.torn + wild, self.newest.overrun))
        return self._judge()

    def _judge(self) -> list[Verdict]:
        self.rate_hz = self.both.rate_hz
        self.sound = False
        if not len(self.newest):
            self.rate_hz = None
            return [judged("SILENT", self.name, 0.0, bad=True)]
        spoken = judged("SILENT", self.name, self.rate_hz, bad=False)
        trouble = rate_trouble(self.rate_hz) if self.rate_hz is not None else None
        if trouble:
            return [spoken, judged("RATE", self.name, self.rate_hz, trouble[0], bad=True)]
        same, saturated = self.both.longest_same, self.newest.saturated
        at_end = saturated >= LIMITS.saturated_conversions
        stuck = same >= LIMITS.stuck_conversions and not at_end
        misread, made = sum(each.misread for each in self.seconds), sum(each.made for each in self.seconds)
        share = misread / made if made else 0.0
        wild = misread >= LIMITS.fewest and share > LIMITS.misread_share and not (at_end or stuck)
        self.sound = not (at_end or stuck)
        return [
            spoken,
            judged("RATE", self.name, self.rate_hz, bad=False),
            judged("SATURATED", self.name, float(saturated), bad=at_end),
            judged("STUCK", self.name, float(same), bad=stuck),
            judged("MISREAD", self.name, 100.0 * share, bad=wild),
        ]

    def mean_n(self) -> float | None:
        """Return what the channel read in the last window, N; ``None`` without a calibration or counts.

        The median: a misread does not move it.
        """
        if self.calibration is None or not self.newest.counted.any():
            return None
        return float(np.median(self.newest.force_n(self.calibration)))

    def at_rest(self) -> list[Verdict]:
        """Judge noise and hum of the last two windows, in which nobody was there."""
        if self.calibration is None or self.rate_hz is None:
            return []
        t_s, force_n = self.both.at_rest(self.calibration)
        hum = strongest_hum(t_s, force_n, self.rate_hz)
        noise = noise_n(t_s, without(hum, t_s, force_n) if hum else force_n)
        told = []
        if hum is not None:
            by_chance_n = LIMITS.hum_sds * (noise_n(t_s, force_n) or 0.0) * (2.0 / max(len(t_s), 1)) ** 0.5
            bad = hum.amplitude_n > max(LIMITS.hum_n, by_chance_n)
            detail = f"{hum.tone_hz:g} Hz shows at {hum.alias_hz:.1f} Hz"
            told.append(judged("HUM", self.name, hum.amplitude_n, detail, bad=bad))
        if noise is not None:
            told.append(judged("NOISE", self.name, noise, bad=noise > LIMITS.noise_n))
        return told

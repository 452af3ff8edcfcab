"""What each converter does right now, from its newest two seconds, for whoever holds the screwdriver."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.health.hum import strongest_hum
from station.wire import CalibrationLine, Sample, SampleFlag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.health.hum import Hum
    from station.wire import Message

KEPT_S = 2.0
"""Two seconds resolve half a hertz of hum and average twelve periods of tremor."""
HUM_EVERY_S = 0.5
FEW = 16
_KEPT = 256
_SEQ_END, _TIME_END = 1 << 16, 1 << 32
_NO_COUNT = SampleFlag.DESYNC | SampleFlag.SETTLING


@dataclass(frozen=True, slots=True)
class Figures:
    """One channel over the newest two seconds; ``None`` where there was nothing to tell it from."""

    channel: str
    count: int | None
    """The newest conversion."""
    force_n: float | None
    """Of the newest conversion, as the step is calibrated."""
    unit: str
    """Of noise, peak to peak and hum: ``N``, or ``counts`` of a step that is not calibrated."""
    rate_hz: float | None
    noise_rms: float | None
    """Standard deviation about a straight line."""
    peak_to_peak: float | None
    jitter_us: float | None
    """Standard deviation of the intervals between conversions, by the step's own clock."""
    hum_amplitude: float | None
    hum_hz: float | None
    """Which tone of the mains is strongest."""
    hum_alias_hz: float | None
    """As what it shows, sampled at this rate."""
    missed: int
    """Conversions that never arrived, since the monitor began."""
    flagged: int
    """Conversions that the step itself doubts."""
    silent: bool = False
    """Nothing came while other channels spoke."""


class ChannelGauge:
    """Takes one channel's conversions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.calibration: CalibrationLine | None = None
        self.time_us = 0
        """Of the newest conversion, unwrapped."""
        self._times_us: deque[int] = deque(maxlen=_KEPT)
        self._counts: deque[int] = deque(maxlen=_KEPT)
        self._intervals_us: deque[int] = deque(maxlen=_KEPT)
        self._last: Sample | None = None
        self._missed = self._flagged = 0
        self._hum: Hum | None = None
        self._hum_at_us = 0

    def feed(self, sample: Sample) -> None:
        """Take a conversion."""
        last, self._last = self._last, sample
        if last is not None:
            passed_us = (sample.t_us - last.t_us) % _TIME_END
            steps = (sample.seq - last.seq) % _SEQ_END
            if passed_us >= _TIME_END // 2 or not 0 < steps < _SEQ_END // 2:  # the step started again
                self._clear()
            else:
                self.time_us += passed_us
                self._missed += steps - 1
                if steps == 1:
                    self._intervals_us.append(passed_us)
        if sample.flags:
            self._flagged += 1
        if not sample.flags & _NO_COUNT:
            self._times_us.append(self.time_us)
            self._counts.append(sample.raw_count)
        while self._times_us and self.time_us - self._times_us[0] > KEPT_S * 1e6:
            self._times_us.popleft()
            self._counts.popleft()

    def _clear(self) -> None:
        for kept in (self._times_us, self._counts, self._intervals_us):
            kept.clear()
        self._hum = None

    def figures(self, *, silent: bool) -> Figures:
        """Return what is known now."""
        known = self.calibration
        scale = abs(known.scale_n_per_count) if known else 1.0
        count = self._counts[-1] if self._counts else None
        force_n = None if known is None or count is None else (count - known.zero) * known.scale_n_per_count
        blank = Figures(
            self.name, count, force_n, "N" if known else "counts", None, None, None, None, None, None, None,
            self._missed, self._flagged, silent,
        )  # fmt: skip
        if len(self._counts) < FEW or len(self._intervals_us) < FEW or silent:
            return blank
        t_s = np.asarray(self._times_us, dtype=np.float64) / 1e6
        values = np.asarray(self._counts, dtype=np.float64) * scale
        intervals_us = np.asarray(self._intervals_us, dtype=np.float64)
        rate_hz = 1e6 / float(np.median(intervals_us))
        centred_s = t_s - t_s.mean()
        still = values - values.mean()
        still -= centred_s * float(centred_s @ still) / float(centred_s @ centred_s)
        if self.time_us - self._hum_at_us >= HUM_EVERY_S * 1e6 or self._hum is None:
            self._hum, self._hum_at_us = strongest_hum(t_s, values, rate_hz), self.time_us
        hum = self._hum
        return Figures(
            self.name, count, force_n, blank.unit, rate_hz, float(still.std()), float(np.ptp(values)),
            float(intervals_us.std()), hum.amplitude_n if hum else None, hum.tone_hz if hum else None,
            hum.alias_hz if hum else None, self._missed, self._flagged,
        )  # fmt: skip


class Gauges:
    """All channels of a step."""

    def __init__(self, channels: Sequence[str]) -> None:
        self._channels = [ChannelGauge(name) for name in channels]
        self._heard: dict[int, int] = {}
        self._count = 0

    def feed(self, message: Message) -> None:
        """Take a line of the step."""
        match message:
            case Sample() if message.channel < len(self._channels):
                self._count += 1
                self._heard[message.channel] = self._count
                self._channels[message.channel].feed(message)
            case CalibrationLine() if message.channel < len(self._channels):
                self._channels[message.channel].calibration = message
            case _:
                pass

    def figures(self) -> list[Figures]:
        """Return every channel's figures; one of which nothing came among the last hundred of all is silent."""
        late = self._count - _SILENT_AFTER * len(self._channels)
        return [each.figures(silent=self._heard.get(at, 0) <= late) for at, each in enumerate(self._channels)]


_SILENT_AFTER = 100

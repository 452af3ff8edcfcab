"""What force tells of how steadily a body goes down: the tremor of its muscles, and all unsteadiness together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.force import GRID_S
from station.metrics.limits import LIMITS
from station.motion.oscillation import band_rms, bridged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AROUND_HOLE_TICKS = 4
"""A converter's answer to what happened beside a hole lasts this long."""


@dataclass(frozen=True, slots=True)
class Ripple:
    """Of one lowering; what is ``None`` has its reason in ``refused``."""

    tremor_rms_n: float | None = None
    smoothness_bw_pct: float | None = None
    refused: dict[str, str] = field(default_factory=dict)


def ripple_of(
    total_n: NDArray[np.float64],
    valid: NDArray[np.bool_],
    *,
    weight_n: float,
    converter_period_s: float | None,
) -> Ripple:
    """Return the ripple of the total force of a lowering, N, shape ``(n,)`` at 100 Hz.

    Neither tells good from bad: tremor may be what makes the exercise work (Rees 2008), and both contain the
    heartbeat. They are information, never a fault.
    """
    force_n = bridged(total_n, valid, _AROUND_HOLE_TICKS)
    lasts_s = len(force_n) * GRID_S
    refused: dict[str, str] = {}
    smoothness_bw_pct: float | None = None
    tremor_rms_n: float | None = None
    if lasts_s < LIMITS.smoothness_min_s:
        refused["smoothness_bw_pct"] = f"needs {LIMITS.smoothness_min_s:.0f} s of lowering"
    else:
        low_hz, high_hz = LIMITS.smoothness_low_hz, LIMITS.smoothness_high_hz
        rms_n = band_rms(force_n, low_hz, high_hz, converter_period_s=converter_period_s)
        smoothness_bw_pct = 100.0 * rms_n / weight_n
    if lasts_s < LIMITS.tremor_min_s:
        refused["tremor_rms_n"] = f"needs {LIMITS.tremor_min_s:.0f} s of lowering"
    else:
        low_hz, high_hz = LIMITS.tremor_low_hz, LIMITS.tremor_high_hz
        rms_n = band_rms(force_n, low_hz, high_hz, converter_period_s=converter_period_s)
        floor_n = max(LIMITS.tremor_floor_n, LIMITS.tremor_floor_share * weight_n)
        if rms_n < floor_n:
            refused["tremor_rms_n"] = f"below the heartbeat's {floor_n:.1f} N"
        else:
            tremor_rms_n = rms_n
    return Ripple(tremor_rms_n, smoothness_bw_pct, refused)

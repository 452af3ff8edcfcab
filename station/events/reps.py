"""Repetitions, one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from station.events.words import Mode, Side, Tempo  # noqa: TC001  those who read events back resolve the hints


@dataclass(frozen=True, slots=True)
class Rep:
    """One rep; ``final`` tells the provisional value (0.25 s after the foot returns) from the one at set end.

    The measured values are named, united and explained in ``station.metrics.registry``. ``None`` means
    withheld, and then ``refused`` says why.
    """

    final: bool
    set: int
    index: int
    mode: Mode
    side: Side
    start_s: float
    start_time_us: int | None
    """Wall time of ``start_s``; ``None`` for files. Frozen at the first report: re-sending is idempotent."""
    variant: str
    single_leg_start_s: float | None = None
    single_leg_end_s: float | None = None
    single_leg_time_s: float | None = None
    lowering_start_s: float | None = None
    lowering_end_s: float | None = None
    eccentric_tut_s: float | None = None
    eccentric_tut_lo_s: float | None = None
    eccentric_tut_hi_s: float | None = None
    eccentric_tut_sd_s: float | None = None
    tempo: Tempo | None = None
    near_bottom_s: float | None = None
    rise_s: float | None = None
    rise_left_share: float | None = None
    lowering_left_share: float | None = None
    left_share_sd: float | None = None
    added_load_kg: float | None = None
    added_load_sd_kg: float | None = None
    hand_share: float | None = None
    com_lowering_m: float | None = None
    lowering_speed_m_s: float | None = None
    tremor_rms_n: float | None = None
    smoothness_bw_pct: float | None = None
    load_time_kg_s: float | None = None
    faults: tuple[str, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """``rep`` when provisional, ``rep_final`` at set end."""
        return "rep_final" if self.final else "rep"


@dataclass(frozen=True, slots=True)
class RepWithdrawn:
    """A rep that was told while the set went on, and that all evidence at its end says was none."""

    type: ClassVar[str] = "rep_withdrawn"
    set: int
    index: int
    start_s: float

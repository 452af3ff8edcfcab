"""What is told of a rep, value by value, or why it is withheld."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.events import Tempo


@dataclass(slots=True)
class Values:
    """Fields of a ``Rep`` while they are collected."""

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
    faults: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)

    def refuse(self, reason: str, *names: str) -> None:
        """Withhold the named values, unless an earlier reason stands."""
        for name in names:
            setattr(self, name, None)
            self.refused.setdefault(name, reason)

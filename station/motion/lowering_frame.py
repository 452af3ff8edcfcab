"""Within what a lowering is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from station.motion.lowering_prior import PRIOR


@dataclass(frozen=True, slots=True)
class RepFrame:
    """What is known of a rep before the lowering is looked for; s and m on the source's clock."""

    rise_start_s: float
    rise_end_s: float
    rise_height_m: float
    on_s: float
    """The free foot left; without a transfer, the end of the rise."""
    off_s: float
    """The foot returned, or the latest end of the lowering."""
    transfer: bool
    """One leg took over: lift-off and the plates' gains disturb."""
    rise_seen: bool = True
    """The rise is within the data, from rest; else the data begin at the top."""
    stop_s: float | None = None
    """Something stopped the lowering here: a rebound began, or the heel met the floor."""

    @property
    def first_s(self) -> float:
        """Earliest begin of the lowering."""
        if not self.transfer:
            return self.rise_end_s
        return max(self.on_s - PRIOR.lead_s, self.rise_end_s - 0.1)

    @property
    def last_s(self) -> float:
        """Latest end of the lowering."""
        end_s = self.off_s + PRIOR.tail_s if self.stop_s is None else self.stop_s
        return max(end_s, self.first_s + 0.5)

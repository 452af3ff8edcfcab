"""What of a rep counts in sums: good form, time under tension, a rise that both feet shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.metrics.limits import CLEAN_IN_SPITE_OF, FAULT

if TYPE_CHECKING:
    from station.events import Rep


def is_clean(rep: Rep) -> bool:
    """Whether a rep counts as good form: no fault but a light touch of the rail."""
    heavy_on_rail = rep.hand_share is not None and rep.hand_share > FAULT.rail_unclean_share
    return not set(rep.faults) - CLEAN_IN_SPITE_OF and not heavy_on_rail


def shared_rise(rep: Rep) -> float | None:
    """Return the left share of a rise on both feet; ``None`` where one leg rose alone."""
    share = rep.rise_left_share
    if share is None or rep.mode == "single_leg_raise" or min(share, 1.0 - share) < FAULT.rise_alone_share:
        return None
    return share


def time_under_tension_s(rep: Rep) -> float | None:
    """Return the time on one leg, or the lowering time of a rep that has none."""
    return rep.eccentric_tut_s if rep.single_leg_time_s is None else rep.single_leg_time_s

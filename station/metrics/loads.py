"""What lies on the plates in a rep: the body, what it carries, less what hands on a rail take off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.metrics.limits import FAULT, LIMITS

if TYPE_CHECKING:
    from station.metrics.body import Body
    from station.metrics.seen import SeenRep
    from station.metrics.values import Values

_ADDED = ("added_load_kg", "added_load_sd_kg")


def on_rail(body: Body, values: Values) -> bool:
    """Whether hands carry enough to spoil what is integrated."""
    share = values.hand_share
    return body.support_varies or (share is not None and share > LIMITS.rail_refuse_share)


def hands(values: Values) -> str:
    """Say what hands carry."""
    share = values.hand_share
    return f"hands carry {'some' if share is None else f'{share:.0%}'} of the weight (rail)"


def tell_load(seen: SeenRep, values: Values) -> None:
    """Fill in the hands' share and the added load."""
    if seen.rep.rise.unseen:
        values.refuse(seen.rep.rise.unseen, "hand_share", *_ADDED, "rise_s", "rise_left_share")
        return
    _tell_hands(seen, values)
    if on_rail(seen.body, values):
        values.refuse(hands(values), *_ADDED, "rise_s")
        rise_share = values.rise_left_share
        if rise_share is not None and min(rise_share, 1.0 - rise_share) < FAULT.rise_alone_share:
            values.refuse(hands(values), "rise_left_share")  # what looks like a rise may be a hand
        return
    _tell_added(seen, values)


def _tell_hands(seen: SeenRep, values: Values) -> None:
    share = 1.0 - seen.cycle_weight_n() / seen.body.weight_n
    if not seen.body.weighed:
        values.refuse("no unassisted stance was weighed", "hand_share")
    elif share < -LIMITS.rail_refuse_share:
        values.refuse("the load changed since the last weighing", "hand_share")
    else:
        values.hand_share = share


def _tell_added(seen: SeenRep, values: Values) -> None:
    body = seen.body
    if body.unloaded_mass_kg is None:
        values.refuse("no unloaded stance and no body mass to compare with", *_ADDED)
        return
    mass_kg = seen.cycle_weight_n() / body.gravity_m_s2
    values.added_load_kg = mass_kg - body.unloaded_mass_kg
    compared_kg = np.hypot(body.unloaded_sd_kg, body.scale_sd_rel * values.added_load_kg)
    values.added_load_sd_kg = float(np.hypot(LIMITS.weight_sd_share * mass_kg, compared_kg))


def tell_load_time(seen: SeenRep, values: Values) -> None:
    """Integrate the force of the working leg (of both feet, where both lower) over the time under tension."""
    rep = seen.rep
    time_name = "single_leg_time_s" if rep.mode == "lowering" else "eccentric_tut_s"
    time_s, hand_share = getattr(values, time_name), values.hand_share
    if seen.body.support_varies or (hand_share is not None and hand_share > FAULT.rail_void_share):
        values.refuse(hands(values), "load_time_kg_s")
    elif time_s is None:
        values.refuse(values.refused.get(time_name, "no time under tension"), "load_time_kg_s")
    else:
        mean_n = seen.cycle_weight_n()
        if rep.mode == "lowering":
            working_n = (seen.left_n if rep.side == "left" else seen.right_n)[seen.alone]
            mean_n = float(working_n[seen.valid[seen.alone]].mean())
        values.load_time_kg_s = mean_n / seen.body.gravity_m_s2 * time_s

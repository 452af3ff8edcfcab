"""Who stands, turns around and stands again: the legs change plates, and the plates stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulators import drills

if TYPE_CHECKING:
    from simulators.act import Act

STANDING_S = 14.0
POSTURE_SD = 0.006
"""How well a stance repeats its share within a minute."""


def turn(act: Act) -> None:
    """Stand three times, the second time turned around; the left leg carries what was asked for."""
    body, rng = act.body, act.body.rng
    body.wait(4.0)
    for facing in (1.0, -1.0, 1.0):
        drills.step_on(body)
        leg = act.settings.leg_share - 0.5 + float(rng.normal(0.0, POSTURE_SD))
        drills.shift_stance(body, 0.5 + facing * leg, 0.8)
        start_s = body.now_s
        body.wait(STANDING_S)
        act.happened("quiet_stance", start_s, body.now_s, "turned around" if facing < 0.0 else "")
        act.dismount(6.0)

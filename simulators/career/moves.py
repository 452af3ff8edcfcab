"""A set, rep by rep, with every value that a step would have measured, named as in ``docs/reference/metrics.md``.

Sizes of noise are those that ``docs/accuracy.md`` finds: a lowering known to 0.2 s, time on one leg to 0.01 s,
a load to 0.1 kg. What a step withholds is withheld here for the same reason in the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulators.career.plain import DoneRep, DoneSet

if TYPE_CHECKING:
    from random import Random

    from simulators.career.plain import AskedSet, Feet, Kind, Value

_SURE = 1.645
"""Standard deviations to either end of a 90 % interval."""
_SD_MOST_S = 0.30
_SLOW_S = 5.0
_SD_MOST_SHARE = 0.08
_SHARE_SD = 0.001
"""What plates with learned gains leave open of a share of the load."""
_ON_RAIL, _TOO_MUCH_ON_RAIL = 0.012, 0.15
_OF_VELOCITY = (
    "eccentric_tut_s", "eccentric_tut_lo_s", "eccentric_tut_hi_s", "eccentric_tut_sd_s", "near_bottom_s",
    "com_lowering_m", "lowering_speed_m_s", "tremor_rms_n", "smoothness_bw_pct",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody does one set."""

    body_mass_kg: float
    added_load_kg: float
    lower_s: float
    """From first to last movement, in the first rep."""
    fade: float = 0.004
    """Share of that time lost from rep to rep."""
    scatter: float = 0.07
    evenness: float = 1.35
    """Start-to-stop time over steady-equivalent time."""
    hand_share: float = 0.003
    rise_left_share: float = 0.5
    depth_m: float = 0.10
    bounces: float = 0.0
    """Chances, a rep."""
    touches: float = 0.0


def perform(
    one: AskedSet, reps: int, manner: Manner, rng: Random, start_s: float, *, asked: bool = True
) -> DoneSet:
    """Do ``reps`` reps of a set from ``start_s`` seconds into the visit on; ``asked``: somebody asked for it."""
    done: list[DoneRep] = []
    at_s = start_s
    for number in range(reps):
        rep = _rep(number, one, manner, rng, at_s)
        done.append(rep)
        at_s = rep.end_s + rng.uniform(0.5, 1.1)
    mass_kg = manner.body_mass_kg + manner.added_load_kg + rng.gauss(0.0, 0.08)
    return DoneSet(one if asked else None, one.variant, tuple(done), at_s, round(mass_kg, 3))


def _rep(number: int, one: AskedSet, manner: Manner, rng: Random, start_s: float) -> DoneRep:
    kind, feet = one.kind, one.feet
    lower_s = max(manner.lower_s * (1.0 - manner.fade * number) * rng.gauss(1.0, manner.scatter), 0.6)
    rise_s = max(rng.gauss(1.1, 0.12), 0.6)
    bottom_s = max(rng.gauss(0.45, 0.12), 0.1)
    touched, bounced = rng.random() < manner.touches, rng.random() < manner.bounces
    hands = max(rng.gauss(manner.hand_share, 0.25 * manner.hand_share + 0.001), -0.002)
    on_s = start_s + rise_s + 0.45
    lowering_s = on_s + rng.uniform(0.15, 0.35)
    off_s = lowering_s + lower_s + bottom_s
    values: dict[str, Value] = {
        "hand_share": hands,
        "rise_s": rise_s,
        "rise_left_share": _rise_share(kind, feet, manner, rng),
        "lowering_left_share": _lowering_share(kind, feet, rng),
        "left_share_sd": _SHARE_SD,
        "added_load_kg": manner.added_load_kg + rng.gauss(0.0, 0.08),
        "added_load_sd_kg": 0.09 + 0.001 * manner.added_load_kg,
        "single_leg_start_s": on_s,
        "single_leg_end_s": off_s,
        "single_leg_time_s": off_s - on_s + rng.gauss(0.0, 0.008),
    }
    refused: dict[str, str] = {}
    values |= _lowering(lowering_s, lower_s, bottom_s, manner, rng)
    seen: dict[str, float | bool] = {
        "touched": touched,
        "spring_m_s": rng.uniform(0.10, 0.22) if bounced else rng.uniform(0.0, 0.02),
        "other_share": abs(rng.gauss(0.012, 0.006)) + (0.05 if touched else 0.0),
        "lo_s": _number(values, "eccentric_tut_lo_s"),
        "hi_s": _number(values, "eccentric_tut_hi_s"),
    }
    if kind != "lowering":
        _withhold(
            values,
            refused,
            "not a lowering on one leg",
            "single_leg_start_s",
            "single_leg_end_s",
            "single_leg_time_s",
        )
    if one.variant.endswith("floor"):
        floor = "the floor stopped the heels; how far they came is not in the force"
        _withhold(values, refused, floor, "com_lowering_m", "lowering_speed_m_s")
        _withhold(values, refused, "no rise from rest to rest could be told", "rise_s")
    _doubt(values, refused, hands=hands, touched=touched)
    _load_time(values, refused, kind, manner, hands)
    if values["eccentric_tut_s"] is None and refused.get("eccentric_tut_s", "").startswith(
        ("hands", "the other")
    ):
        del seen["lo_s"], seen["hi_s"]
    return DoneRep(feet, kind, start_s, off_s + 0.1, _rounded(values), refused, seen)


def _rise_share(kind: Kind, feet: Feet, manner: Manner, rng: Random) -> float:
    if kind == "single_leg_raise":
        return rng.uniform(0.975, 0.995) if feet == "left" else rng.uniform(0.005, 0.025)
    return manner.rise_left_share + rng.gauss(0.0, 0.015)


def _lowering_share(kind: Kind, feet: Feet, rng: Random) -> float:
    if kind == "bilateral":
        return 0.5 + rng.gauss(0.0, 0.012)
    return rng.uniform(0.97, 0.995) if feet == "left" else rng.uniform(0.005, 0.03)


def _lowering(
    start_s: float, lower_s: float, bottom_s: float, manner: Manner, rng: Random
) -> dict[str, Value]:
    sd_s = max(0.10 + 0.025 * lower_s + rng.gauss(0.0, 0.02), 0.05)
    tut_s = max(lower_s / manner.evenness + rng.gauss(0.0, sd_s), 0.4)
    depth_m = manner.depth_m * rng.gauss(1.0, 0.05)
    weight_n = 9.81 * (manner.body_mass_kg + manner.added_load_kg)
    return {
        "lowering_start_s": start_s,
        "lowering_end_s": start_s + lower_s,
        "eccentric_tut_s": tut_s,
        "eccentric_tut_lo_s": max(tut_s - _SURE * sd_s, 0.1),
        "eccentric_tut_hi_s": tut_s + _SURE * sd_s,
        "eccentric_tut_sd_s": sd_s,
        "near_bottom_s": max(bottom_s + rng.gauss(0.0, 0.08), 0.0),
        "com_lowering_m": depth_m,
        "lowering_speed_m_s": depth_m / tut_s,
        "tremor_rms_n": 0.0045 * weight_n * rng.uniform(0.7, 1.5),
        "smoothness_bw_pct": rng.uniform(0.25, 0.55),
    }


def _doubt(values: dict[str, Value], refused: dict[str, str], *, hands: float, touched: bool) -> None:
    """Withhold what hands, a touch or noise spoil."""
    if touched:
        _withhold(
            values, refused, "the other foot touched", "lowering_start_s", "lowering_end_s", *_OF_VELOCITY
        )
    if hands > _ON_RAIL:
        rail = f"hands carry {hands:.0%} of the weight (rail)"
        _withhold(values, refused, rail, "added_load_kg", "added_load_sd_kg", "rise_s")
        _withhold(values, refused, rail, "lowering_start_s", "lowering_end_s", *_OF_VELOCITY)
    sd_s, tut_s = values["eccentric_tut_sd_s"], values["eccentric_tut_s"]
    if isinstance(sd_s, float) and isinstance(tut_s, float):
        limit_s = _SD_MOST_SHARE * tut_s if tut_s > _SLOW_S else _SD_MOST_S
        if sd_s > limit_s:
            words = f"uncertain by {sd_s:.2f} s (limit {limit_s:.2f} s)"
            names = ("eccentric_tut_s", "eccentric_tut_lo_s", "eccentric_tut_hi_s", "lowering_speed_m_s")
            _withhold(values, refused, words, *names)
    tremor_n = values["tremor_rms_n"]
    if isinstance(tremor_n, float) and tremor_n < 2.0:  # noqa: PLR2004  newtons that heartbeats make
        _withhold(values, refused, "below the heartbeat's 2.0 N", "tremor_rms_n")


def _load_time(
    values: dict[str, Value], refused: dict[str, str], kind: Kind, manner: Manner, hands: float
) -> None:
    name = "single_leg_time_s" if kind == "lowering" else "eccentric_tut_s"
    time_s = values[name]
    values["load_time_kg_s"] = None
    if hands > _TOO_MUCH_ON_RAIL:
        refused["load_time_kg_s"] = f"hands carry {hands:.0%} of the weight (rail)"
    elif not isinstance(time_s, float):
        refused["load_time_kg_s"] = refused.get(name, "no time under tension")
    else:
        mass_kg = (manner.body_mass_kg + manner.added_load_kg) * (1.0 - hands)
        values["load_time_kg_s"] = mass_kg * time_s * (0.985 if kind == "lowering" else 1.0)


def _withhold(values: dict[str, Value], refused: dict[str, str], reason: str, *names: str) -> None:
    for name in names:
        values[name] = None
        refused.setdefault(name, reason)


def _number(values: dict[str, Value], name: str) -> float:
    value = values[name]
    return value if isinstance(value, float) else 0.0


def _rounded(values: dict[str, Value]) -> dict[str, Value]:
    return {name: round(value, 5) if isinstance(value, float) else value for name, value in values.items()}

"""What lies on the plates, held against what was asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from station.calibration.limits import LOAD
from station.calibration.words import NAMES, kilograms
from station.events import STANDARD_GRAVITY_M_S2

if TYPE_CHECKING:
    from station.calibration.model import Plate

Trust = Literal["none", "other", "known", "here"]
"""Where a scale comes from: nowhere, the other plate, the calibration the step had, loads measured here."""


@dataclass(frozen=True, slots=True)
class Lying:
    """What one plate reads beyond its zero."""

    plate: Plate
    net_count: float
    noise_count: float
    kg_per_count: float | None
    trust: Trust

    @property
    def kg(self) -> float | None:
        """Load by the best scale there is."""
        return None if self.kg_per_count is None else self.net_count * self.kg_per_count

    @property
    def kg_loaded(self) -> bool:
        """Whether more lies there than any zero is off by; unknown is not loaded."""
        return abs(self.kg or 0.0) > LOAD.moved_max_kg

    def loaded(self, wanted_kg: float) -> bool:
        """Whether something lies there that matters beside a load of ``wanted_kg``."""
        kg = self.kg
        if kg is None:
            return abs(self.net_count) > LOAD.loaded_noises * self.noise_count
        return abs(kg) > max(LOAD.other_kg, LOAD.other_share * wanted_kg)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the present task wants."""

    wanted_kg: float | None
    """0 for both plates empty, ``None`` for any load."""
    previous_kg: float
    """What lay on the plate when the task began."""
    max_kg: float
    masses_kg: tuple[float, ...]
    both: bool = False
    lifted: bool = False
    """It must be lifted off first, and was not yet."""
    insisted: bool = False
    read_before: bool = False
    """This load was measured on this plate already."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``there``: it is what was asked for. ``waiting``: not yet. ``wrong``: it will never be."""

    state: Literal["there", "waiting", "wrong"]
    code: str = ""
    plate: Plate | None = None
    values: dict[str, float | str] = field(default_factory=dict)
    may_insist: bool = False


THERE = Judgement("there")
WAITING = Judgement("waiting")


def judge(asked: Asked, mine: Lying, other: Lying | None) -> Judgement:
    """Return what to make of two plates at rest."""
    if asked.wanted_kg == 0.0:
        return _judge_empty(asked, [mine, *([other] if other else [])])
    wanted_kg = asked.wanted_kg if asked.wanted_kg is not None else LOAD.lightest_kg
    words: dict[str, float | str] = {"plate": NAMES[mine.plate], "load": kilograms(wanted_kg)}
    if asked.both:
        return _judge_both(mine, other)
    if other is not None and other.loaded(wanted_kg):
        code = "TWO_PLATES_LOADED" if mine.loaded(wanted_kg) else "WRONG_PLATE"
        return Judgement("wrong", code, mine.plate, words | {"other": NAMES[other.plate]})
    if asked.lifted:
        return WAITING
    return _judge_load(asked, mine, wanted_kg, words)


def _judge_empty(asked: Asked, plates: list[Lying]) -> Judgement:
    for lying in plates:
        kg = lying.kg
        if kg is None:
            if lying.loaded(asked.max_kg):
                return WAITING
            continue
        values: dict[str, float | str] = {
            "plate": NAMES[lying.plate], "reads": kilograms(kg), "reads_kg": kg,
        }  # fmt: skip
        if abs(kg) <= max(LOAD.moved_kg, LOAD.moved_share * asked.max_kg):
            continue
        if abs(kg) <= _moved_at_most_kg(asked.max_kg):
            return Judgement("wrong", "PLATE_MOVED", lying.plate, values)
        return Judgement("waiting", "NOT_EMPTY", lying.plate, values)
    return THERE


def _judge_both(mine: Lying, other: Lying | None) -> Judgement:
    left, right = mine.kg, other.kg if other else None
    if left is None or right is None or left + right < LOAD.lightest_kg:
        return WAITING
    return THERE if min(left, right) >= LOAD.across_share * (left + right) else WAITING


def _judge_load(asked: Asked, mine: Lying, wanted_kg: float, words: dict[str, float | str]) -> Judgement:
    kg = mine.kg
    if asked.insisted or asked.wanted_kg is None:
        least_kg = 0.0 if asked.wanted_kg is not None else LOAD.lightest_kg
        return THERE if mine.loaded(least_kg) and (kg is None or abs(kg) >= least_kg) else WAITING
    if kg is None or mine.trust == "other":
        return _judge_first(mine, wanted_kg, words)
    words = words | {"reads": kilograms(kg), "reads_kg": kg}
    if _same(kg, wanted_kg, mine.trust):
        return THERE
    if kg < -max(LOAD.moved_kg, LOAD.other_share * wanted_kg):
        return Judgement("wrong", "SIGN_REVERSED", mine.plate, words, may_insist=True)
    moved, missing = _moved(asked, kg, wanted_kg), _missing(asked, mine, kg, wanted_kg)
    if moved or missing:
        return Judgement("wrong" if moved else "waiting", moved or missing, mine.plate, words)
    others = [mass for mass in asked.masses_kg if mass != wanted_kg]
    code = "WRONG_ORDER" if any(_same(kg, mass, mine.trust) for mass in others) else "DOES_NOT_FIT"
    return Judgement("wrong", code, mine.plate, words, may_insist=True)


def _moved_at_most_kg(max_kg: float) -> float:
    return min(LOAD.moved_max_kg, max(LOAD.left_behind_share * max_kg, 2.0 * LOAD.moved_kg))


def _moved(asked: Asked, kg: float, wanted_kg: float) -> str:
    """Return the code of a plate that seems to have been moved: unloaded it reads something, or a known load anew."""
    least_kg, most_kg = max(LOAD.moved_kg, LOAD.moved_share * asked.max_kg), _moved_at_most_kg(asked.max_kg)
    unloaded = asked.previous_kg > 0.0 and abs(kg) < min(most_kg, 0.25 * wanted_kg)
    if unloaded and abs(kg) > least_kg and not _same(kg, asked.previous_kg, "here"):
        return "PLATE_MOVED"
    return "READS_OTHERWISE" if asked.read_before and least_kg < abs(kg - wanted_kg) < most_kg else ""


def _missing(asked: Asked, mine: Lying, kg: float, wanted_kg: float) -> str:
    """Return the code of a load that has not come, or hardly; empty when something else lies there."""
    faint_kg = max(LOAD.faint_noises * mine.noise_count * abs(mine.kg_per_count or 0.0), LOAD.faint_kg)
    moved_kg = abs(kg - asked.previous_kg)
    if faint_kg < moved_kg < LOAD.change_share * wanted_kg:
        return "CHANGE_TOO_SMALL"
    nothing = min(moved_kg, abs(kg)) < max(LOAD.change_share * wanted_kg, faint_kg)
    return "MASS_MISSING" if nothing or _same(kg, asked.previous_kg, "here") else ""


def _judge_first(mine: Lying, wanted_kg: float, words: dict[str, float | str]) -> Judgement:
    """Judge a load on a plate of unknown scale: only its size beside the noise can be."""
    if abs(mine.net_count) < LOAD.faint_noises * mine.noise_count:
        return Judgement("waiting", "MASS_MISSING", mine.plate, words)
    if abs(mine.net_count) * LOAD.scale_max_n_per_count < wanted_kg * STANDARD_GRAVITY_M_S2:
        return Judgement("wrong", "CHANGE_TOO_SMALL", mine.plate, words)
    return THERE


def _same(kg: float, wanted_kg: float, trust: Trust) -> bool:
    share = LOAD.fit_known_share if trust == "known" else LOAD.fit_share
    return abs(kg - wanted_kg) <= max(share * wanted_kg, min(LOAD.fit_kg, 0.3 * wanted_kg))

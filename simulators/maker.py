"""A maker who calibrates: he lays masses on and takes them off by the clock, and may do one thing wrong.

He goes through what a guided calibration asks for, at a pace that leaves it time, and knows nothing of it. What he
does wrong he does once, early in the first series of the left plate, sees it, and puts right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulators.athlete import GRAVITY_M_S2
from simulators.bridges import PLACES
from simulators.signals import stream
from simulators.truth import EventTruth

if TYPE_CHECKING:
    from simulators.act import Settings

WORKSHOP = {
    "calibration": "a maker calibrates both plates with known masses",
    "verify": "a maker lays the largest mass on the left plate, then on the right one; or somebody stands there",
}
"""Scenarios in which nobody trains."""
MISTAKES = (
    "none", "early", "loaded", "removes", "forgets", "beside", "order", "wrong_plate", "two_plates", "typed", "moved",
    "unplugs", "shaky", "left_behind",
)  # fmt: skip
STANDS = ("nobody", "both", "left", "right")
"""On which plates a person stands in place of iron: for a verification, or for the sum check of a calibration."""
PERSON_KG = 75.0
SHORT_S = 6.5
"""A preload, or an empty plate between two loads."""
WRONG_S = 8.0
"""Until he sees what he did wrong."""
SLOW_S = 29.0
"""... when he does not look."""
TOOK_S = 1.2
CORNER_KG = 22.0
MOVED_N = 8.0
OUT_S = 4.0
SHAKES_S = 15.0


@dataclass(slots=True)
class Hands:
    """What the maker did so far: breakpoints of the load on each plate, N, and where it lay."""

    now_s: float = 0.0
    times_s: dict[str, list[float]] = field(default_factory=lambda: {"L": [0.0], "R": [0.0]})
    loads_n: dict[str, list[float]] = field(default_factory=lambda: {"L": [0.0], "R": [0.0]})
    wheres: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: {"L": [], "R": []})
    shaking: list[tuple[str, float, float]] = field(default_factory=list)
    moved: list[tuple[str, float, float]] = field(default_factory=list)
    """Plate, second, and how far its zero went, N."""
    out: list[tuple[float, float]] = field(default_factory=list)
    """When the cable was out."""
    events: list[EventTruth] = field(default_factory=list)
    standing: list[tuple[float, float]] = field(default_factory=list)
    """When a person stands on the plates."""

    def wait(self, seconds: float) -> None:
        """Do nothing."""
        self.now_s += seconds

    def lay(self, plate: str, mass_kg: float, stays_s: float, where: str = "centre") -> None:
        """Make the load of a plate this; it bounces a little; then wait."""
        before_n, load_n = self.loads_n[plate][-1], mass_kg * GRAVITY_M_S2
        for after_s, force_n in (
            (0.0, before_n),
            (0.5 * TOOK_S, load_n + 0.06 * abs(load_n - before_n)),
            (0.7 * TOOK_S, load_n - 0.02 * abs(load_n - before_n)),
            (TOOK_S, load_n),
        ):
            self.times_s[plate].append(self.now_s + after_s)
            self.loads_n[plate].append(max(force_n, 0.0))
        self.wheres[plate].append((self.now_s, where))
        self.now_s += TOOK_S + stays_s

    def happened(self, kind: str, start_s: float, detail: str = "") -> None:
        """Write down what was done, up to now."""
        self.events.append(EventTruth(kind, start_s, self.now_s, detail))


def true_masses_kg(settings: Settings) -> tuple[float, ...]:
    """Return what the masses really weigh: half of their error is their scale's, half their own."""
    rng = stream(settings.seed, "masses")
    common = rng.uniform(-1.0, 1.0)
    errors = [settings.mass_error * (0.5 * common + 0.5 * rng.uniform(-1.0, 1.0)) for _ in settings.masses]
    masses = [mass * (1.0 + error) for mass, error in zip(settings.masses, errors, strict=True)]
    if settings.mistake == "typed" and len(masses) > 1:
        masses[1] /= 10.0
    return tuple(masses)


def hands_of(settings: Settings) -> Hands:
    """Return everything the maker does."""
    hands, masses = Hands(), true_masses_kg(settings)
    if settings.scenario == "verify":
        hands.wait(settings.hold_s)
        if settings.stands != "nobody":
            _stand(hands, settings, "LR" if settings.stands == "both" else settings.stands[0].upper())
            hands.wait(settings.hold_s)
            return hands
        for plate in "LR":
            hands.lay(plate, masses[-1], settings.hold_s)
            hands.lay(plate, 0.0, settings.hold_s)
        return hands
    _begin(hands, settings, settings.mistake)
    for plate in "LR":
        _one_plate(hands, settings, plate, masses, settings.mistake if plate == "L" else "none")
    if settings.stands == "nobody":
        for plate in "LR":
            hands.lay(plate, masses[-1], settings.hold_s)
            hands.lay(plate, 0.0, SHORT_S)
        _across(hands, settings, masses[-1])
    else:
        for plates in ("L", "R", "LR"):
            _stand(hands, settings, plates)
            hands.wait(SHORT_S)
    hands.wait(settings.hold_s)
    return hands


def _begin(hands: Hands, settings: Settings, mistake: str) -> None:
    if mistake == "loaded":
        hands.loads_n["L"][0] = 20.0 * GRAVITY_M_S2
        hands.wait(WRONG_S)
        hands.happened(mistake, 0.0, "20 kg lie on the left plate from the beginning")
        hands.lay("L", 0.0, 2.0)
    if mistake == "early":
        hands.wait(4.0)
        start_s = hands.now_s
        hands.lay("L", 70.0, WRONG_S)
        hands.happened(mistake, start_s, "steps on while the zero is measured")
        hands.lay("L", 0.0, 2.0)
    hands.wait(settings.hold_s)


def _one_plate(hands: Hands, settings: Settings, plate: str, masses: tuple[float, ...], mistake: str) -> None:
    for _ in range(settings.preloads):
        hands.lay(plate, masses[-1], SHORT_S)
        hands.lay(plate, 0.0, SHORT_S)
    hands.wait(settings.hold_s)
    series = settings.series + (mistake == "moved")
    for number in range(series):
        if number:
            hands.lay(plate, 0.0, settings.hold_s + (WRONG_S if mistake == "moved" else 0.0))
        for at, mass_kg in enumerate(masses):
            if number == 0 and at == min(1, len(masses) - 1):
                _blunder(hands, plate, masses, at, mistake)
            hands.lay(plate, mass_kg, settings.hold_s)
        for mass_kg in reversed(masses[:-1]):
            hands.lay(plate, mass_kg, settings.hold_s)
    _off(hands, settings, plate, mistake)
    nearest_kg = masses[min(range(len(masses)), key=lambda at: abs(settings.masses[at] - CORNER_KG))]
    for where in PLACES:
        hands.lay(plate, nearest_kg, settings.hold_s, where)
        if where != PLACES[-1]:
            hands.lay(plate, 0.0, 3.0, where)
    hands.lay(plate, 0.0, settings.hold_s)


def _off(hands: Hands, settings: Settings, plate: str, mistake: str) -> None:
    if mistake == "left_behind":
        start_s = hands.now_s
        hands.lay(plate, 5.0, SLOW_S)
        hands.happened(mistake, start_s, "5 kg stay on the plate that shall be empty")
    hands.lay(plate, 0.0, settings.hold_s)


def _blunder(hands: Hands, plate: str, masses: tuple[float, ...], at: int, mistake: str) -> None:
    """Do the one thing wrong, when this mass comes; the right thing follows."""
    start_s, mass_kg, before_kg = hands.now_s, masses[at], masses[at - 1] if at else 0.0
    other = "R" if plate == "L" else "L"
    runs: dict[str, tuple[tuple[str, float, float], ...]] = {
        "removes": ((plate, mass_kg, 5.0), (plate, 0.0, 4.0)),
        "beside": ((plate, before_kg + 0.0075 * mass_kg, SLOW_S),),
        "order": ((plate, masses[-1], WRONG_S),),
        "wrong_plate": ((plate, 0.0, 0.5), (other, mass_kg, WRONG_S), (other, 0.0, 0.5)),
        "two_plates": (
            (other, mass_kg, 0.0),
            (plate, mass_kg, WRONG_S),
            (other, 0.0, 0.0),
            (plate, before_kg, 0.0),
        ),
        "typed": ((plate, mass_kg, WRONG_S),),
        "moved": ((plate, mass_kg, 4.0),),
        "unplugs": ((plate, mass_kg, 5.0),),
        "shaky": ((plate, mass_kg, 0.0),),
    }
    for where, load_kg, stays_s in runs.get(mistake, ()):
        hands.lay(where, load_kg, stays_s)
    now_s = hands.now_s
    if mistake == "forgets":
        hands.wait(SLOW_S)
    elif mistake == "moved":
        hands.moved.append((plate, now_s, MOVED_N))
    elif mistake == "unplugs":
        hands.out.append((now_s, now_s + OUT_S))
        hands.wait(OUT_S)
    elif mistake == "shaky":
        hands.shaking.append((plate, now_s, now_s + SHAKES_S))
        hands.wait(SHAKES_S)
    if hands.now_s > start_s:
        hands.happened(mistake, start_s)


def _across(hands: Hands, settings: Settings, mass_kg: float) -> None:
    """Lay the load across both plates, and take it off."""
    _together(hands, {"L": 0.48 * mass_kg, "R": 0.52 * mass_kg})
    hands.wait(settings.hold_s)
    _together(hands, {"L": 0.0, "R": 0.0})


def _stand(hands: Hands, settings: Settings, plates: str) -> None:
    """Step on a plate or both, stand there as still as people do, and step off."""
    mass_kg = PERSON_KG if settings.mass_kg is None else settings.mass_kg
    start_s = hands.now_s
    _together(hands, {plate: mass_kg / len(plates) for plate in plates})
    hands.wait(settings.hold_s)
    hands.standing.append((start_s, hands.now_s))
    hands.happened("stands", start_s, f"{mass_kg:g} kg on {' and '.join(plates)}")
    _together(hands, dict.fromkeys(plates, 0.0))


def _together(hands: Hands, masses_kg: dict[str, float]) -> None:
    """Change the loads of several plates in one movement."""
    start_s = hands.now_s
    for plate, mass_kg in masses_kg.items():
        hands.now_s = start_s
        hands.lay(plate, mass_kg, 0.0)


def pulled(settings: Settings) -> list[tuple[float, float]]:
    """Return when the maker has the cable out."""
    return hands_of(settings).out if settings.scenario in WORKSHOP else []

"""What the step must carry, and whether its cells, boards and bolts do: beams, levers and signals.

Lengths in mm, forces in N, moments in N mm, stresses and moduli in N/mm2 (MPa). Everything is a handbook formula for
a straight beam; nothing was measured on a built step.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.hardware.scad import parameters

GRAVITY_N_PER_KG = 9.80665
BEAM_HEIGHT_MM = 52.0
"""Of the single-point build, which is the lower of the two; the source of the enclosure works it out."""
DOUBLER_MM = 160.0
"""Width of the board glued under the deck; the source of the enclosure says the same."""
DEMAND_KG = 150.0
"""Person and added load together that a plate is meant for, on one leg."""
STUMBLE = 2.0
"""Force over weight when somebody hops or steps down hard; a lowering done well stays below 1.1."""
FOREFOOT_MM = 50.0
"""Centre of pressure in front of the rear edge, standing on the balls of the feet."""
FLAT_MM = 160.0
"""The same, standing with the whole foot on the plate."""
ASIDE_MM = 30.0
"""How far beside the middle of its plate a foot may stand."""
FOOT_WIDTH_MM = 90.0


@dataclass(frozen=True, slots=True)
class CellOption:
    """A way to carry one plate."""

    name: str
    cells: int
    rated_kg: float
    safe_corner: float
    """Load over rating that leaves no trace, where the load is off the cell's centre."""
    output_mv_v: float
    """Signal of one cell at its rating, mV per volt of supply."""


CELL_OPTIONS = (
    CellOption("four half-bridge cells, 50 kg", 4, 50.0, 1.2, 1.0),
    CellOption("four half-bridge cells, 100 kg", 4, 100.0, 1.2, 1.0),
    CellOption("four button or disc cells, 200 kg", 4, 200.0, 1.5, 1.0),
    CellOption("one single-point cell, 200 kg", 1, 200.0, 1.0, 2.0),
    CellOption("one single-point cell, 300 kg", 1, 300.0, 1.0, 2.0),
)


def worst_share(cells: int, ahead_mm: float = FOREFOOT_MM, aside_mm: float = ASIDE_MM) -> float:
    """Return the largest part of the load that one cell of a plate carries.

    With one cell, all of it. With four, by the lever in both directions (bilinear): what a plate does that gives to
    twisting; a stiff one, lifting off its fourth cell, stays just below.
    """
    if cells == 1:
        return 1.0
    scad = parameters()
    span_y = scad["plate_d"] - 2 * scad["half_inset"]
    half_x = scad["plate_w"] / 2 - scad["half_inset"]
    front = (ahead_mm - scad["half_inset"]) / span_y
    return max(front, 1 - front) * (0.5 + aside_mm / (2 * half_x))


def measures_to_kg(option: CellOption) -> float:
    """Return the heaviest load on one forefoot at which no cell exceeds its rating, kg."""
    return option.rated_kg / worst_share(option.cells)


def stumbles_to_kg(option: CellOption) -> float:
    """Return the heaviest load on one forefoot that may stumble without a stop and leave no trace, kg."""
    return measures_to_kg(option) * option.safe_corner / STUMBLE


@dataclass(frozen=True, slots=True)
class Signal:
    """What an HX711 sees of a plate."""

    at_demand_mv: float
    """Bridge output at the demanded load, mV; the converter takes half its supply over its gain."""
    range_kg: float
    """Where the converter ends."""
    count_n: float
    noise_n: float
    """Of the chip alone; real boards are three to ten times worse."""


AVDD_V = 4.3
"""Usual modules: 1.25 V x (20 k + 8.2 k) / 8.2 k."""
GAIN = 128.0
NOISE_V = 90e-9
"""HX711 data sheet: input noise at gain 128 and 80 samples a second, rms."""


def signal(option: CellOption) -> Signal:
    """Return the electrical side of a plate carried this way."""
    full_n = option.rated_kg * option.cells * GRAVITY_N_PER_KG
    volts_per_n = AVDD_V * option.output_mv_v / 1000 / full_n
    range_v = 0.5 * AVDD_V / GAIN
    return Signal(
        at_demand_mv=volts_per_n * DEMAND_KG * GRAVITY_N_PER_KG * 1000,
        range_kg=range_v / volts_per_n / GRAVITY_N_PER_KG,
        count_n=range_v / 2**23 / volts_per_n,
        noise_n=NOISE_V / volts_per_n,
    )


@dataclass(frozen=True, slots=True)
class Material:
    """A material as taken here; better and worse are sold under the same name."""

    name: str
    modulus: float
    strength: float
    """Bending strength of wood, yield strength of metal."""


PLYWOOD = Material("plywood", 7000.0, 40.0)
ALUMINIUM = Material("aluminium 6082-T6", 70000.0, 250.0)


@dataclass(frozen=True, slots=True)
class Member:
    """A beam of rectangular section under its worst moment."""

    name: str
    material: Material
    width_mm: float
    thickness_mm: float
    moment_nmm: float
    deflection_mm: float

    @property
    def stress(self) -> float:
        """Return the bending stress, N/mm2: M / (b t^2 / 6)."""
        return self.moment_nmm / (self.width_mm * self.thickness_mm**2 / 6)

    @property
    def safety(self) -> float:
        """Return strength over stress."""
        return self.material.strength / self.stress


def inertia(width_mm: float, thickness_mm: float) -> float:
    """Return the second moment of area of a rectangle, mm4: b t^3 / 12."""
    return width_mm * thickness_mm**3 / 12


def stumble_n() -> float:
    """Return the force that everything must bear: the demanded load, stumbling."""
    return DEMAND_KG * GRAVITY_N_PER_KG * STUMBLE


def half_plate(material: Material, thickness_mm: float) -> Member:
    """Return a plate on four cells: its rear edge as a beam between two of them.

    Width: twice the distance of the load from the edge. The force is spread over a foot's width c in the middle of
    the span L: M = F (L/4 - c/8); deflection as if it were a point: F L^3 / (48 E I).
    """
    scad = parameters()
    span = scad["plate_w"] - 2 * scad["half_inset"]
    force = stumble_n() * worst_share(4, aside_mm=0) * 2
    width = 2 * FOREFOOT_MM
    moment = force * (span / 4 - FOOT_WIDTH_MM / 8)
    sag = force * span**3 / (48 * material.modulus * inertia(width, thickness_mm))
    return Member(f"plate on four cells, {thickness_mm:.0f} mm", material, width, thickness_mm, moment, sag)


def spreader() -> Member:
    """Return the spreader on a single-point cell: a cantilever from the clamped end, F a and F a^3 / (3 E I)."""
    scad = parameters()
    clamp = scad["single_y"] - scad["single_size.y"] / 2 + scad["single_bolts.x"] + scad["single_bolts.y"]
    arm = FLAT_MM - clamp
    width, thickness = scad["spreader.x"], scad["spreader.z"]
    sag = stumble_n() * arm**3 / (3 * ALUMINIUM.modulus * inertia(width, thickness))
    return Member(
        f"spreader, {thickness:.0f} mm, whole foot", ALUMINIUM, width, thickness, stumble_n() * arm, sag
    )


def _deck_y() -> tuple[float, float, float]:
    """Return where rear beam, near side of the cell's fixed end, and middle beam are, mm from the edge."""
    scad = parameters()
    rear = 2 + scad["board_t"] / 2
    fixed = scad["single_y"] + scad["single_size.y"] / 2 - scad["single_bolts.x"] - scad["single_bolts.y"]
    return rear, fixed, 182 + scad["board_t"] / 2


def deck() -> Member:
    """Return the doubled deck under a single-point cell, between rear and middle beam.

    The cell hands on the force as if it stood where the foot is: reaction R = F (L - x) / L at the rear beam, and the
    largest moment where the cell's fixed end begins, R times its distance. Width: the doubler's.
    """
    rear, fixed, middle = _deck_y()
    reaction = stumble_n() * (middle - FOREFOOT_MM) / (middle - rear)
    moment = reaction * (fixed - rear)
    thickness = 2 * parameters()["board_t"]
    span = middle - rear
    sag = stumble_n() * span**3 / (48 * PLYWOOD.modulus * inertia(DOUBLER_MM, thickness))
    return Member("deck with doubler, single-point cell", PLYWOOD, DOUBLER_MM, thickness, moment, sag)


def rear_beam() -> Member:
    """Return the rear beam, single-point build: the deck's reaction in the middle between runner and centre foot."""
    scad = parameters()
    rear, _, middle = _deck_y()
    reaction = stumble_n() * (middle - FOREFOOT_MM) / (middle - rear)
    span = (2 * scad["plate_w"] + scad["gap"] - 2 * scad["board_t"]) / 2
    height = BEAM_HEIGHT_MM
    sag = reaction * span**3 / (48 * PLYWOOD.modulus * inertia(scad["board_t"], height))
    return Member("rear beam, single-point build", PLYWOOD, scad["board_t"], height, reaction * span / 4, sag)


def members() -> list[Member]:
    """Return everything that bends, worst first."""
    found = [
        half_plate(PLYWOOD, parameters()["plate_t"]),
        half_plate(ALUMINIUM, 12.0),
        spreader(),
        deck(),
        rear_beam(),
    ]
    return sorted(found, key=lambda member: member.safety)

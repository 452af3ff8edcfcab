"""Every part of the enclosure is a solid that can be made, and together they fit."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tools.hardware.bom import items
from tools.hardware.loads import BEAM_HEIGHT_MM, DOUBLER_MM, FLAT_MM, FOREFOOT_MM
from tools.hardware.mesh import Mesh, read_stl
from tools.hardware.openscad import CELLS, Cell, export, figures, is_available
from tools.hardware.paths import ENCLOSURE
from tools.hardware.scad import parameters
from tools.hardware.sheets import sheets

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not is_available(), reason="openscad is absent (Debian: apt-get install openscad)"
)

TOUCH_MM = 0.05
"""Boxes that overlap by less only touch."""
CLASH_MM3 = 1.0
FACETS = 6
"""Round holes and bolts with six sides make solids quick to intersect."""
BOM_OF_KIND = {
    "foot": "print-foot",
    "box": "print-box",
    "box_lid": "print-lid",
    "holder": "print-holder",
    "puck": "print-puck",
    "disc": "disc",
    "stop": "stop",
    "keeper": "screw-keeper",
    "single_cell": "cell-single",
    "half_cell": "cell-half",
    "spreader": "spreader",
    "spacer": "spacer",
}


@pytest.fixture(scope="module", params=CELLS)
def build(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Cell, dict[str, Any]]:
    """Return each build's cells, and what its source says of itself."""
    return request.param, figures(tmp_path_factory.mktemp("figures"), request.param)


def test_every_part_is_a_closed_solid(build: tuple[Cell, dict[str, Any]], tmp_path: Path) -> None:
    """Each STL has a surface without holes and a volume; what is printed fits the bed and lies on it."""
    cell, known = build
    alike = ("foot", "box", "box_lid") if cell == "half" else ()  # the other build's, looked at there
    for name in [name for name in known["makes"] if name not in alike]:
        export(tmp_path / f"{name}.stl", cell, part=name)
        mesh = read_stl(tmp_path / f"{name}.stl")
        assert mesh.is_closed(), name
        assert mesh.volume_mm3 > 100.0, name
        if name in known["printed"]:
            assert (mesh.high_mm - mesh.low_mm).max() <= known["bed"], name
            assert mesh.low_mm[2] == pytest.approx(0.0, abs=1e-6), name


def test_what_does_not_fit_a_printer_is_cut(build: tuple[Cell, dict[str, Any]]) -> None:
    """Every part is either printed or cut, never both, and what is cut stands on the drawing of its build."""
    cell, known = build
    assert sorted(known["makes"]) == sorted(known["printed"] + known["cut"])
    drawing = (ENCLOSURE / f"cut-{cell}.svg").read_text(encoding="utf-8")
    for name in known["cut"]:
        assert f"x {name.replace('_', ' ')}, " in drawing


Pair = tuple[str, str]


def near_pairs(folder: Path, cell: Cell, known: dict[str, Any], sizes: dict[str, str] | None) -> list[Pair]:
    """Return the placed parts whose boxes share room: only those can run into each other."""
    solids = {}
    for kind in dict.fromkeys(known["placed_kinds"]):
        export(folder / f"{kind}.stl", cell, facets=FACETS, sizes=sizes, part=kind)
        solids[kind] = read_stl(folder / f"{kind}.stl").triangles_mm
    placed = zip(*(known[f"placed_{word}"] for word in ("names", "kinds", "at", "turned")), strict=True)
    boxes = {name: Mesh(solids[kind] @ turning(turned).T + at) for name, kind, at, turned in placed}
    return [(a, b) for a, b in combinations(boxes, 2) if boxes_overlap(boxes[a], boxes[b])]


def turning(degrees: list[float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Return OpenSCAD's rotation: about x, then y, then z."""
    matrix = np.eye(3)
    for axis, angle in enumerate(np.radians(degrees)):
        one, two = (axis + 1) % 3, (axis + 2) % 3
        turn = np.eye(3)
        turn[one, one] = turn[two, two] = np.cos(angle)
        turn[two, one], turn[one, two] = np.sin(angle), -np.sin(angle)
        matrix = turn @ matrix
    return matrix


def shared_mm3(folder: Path, cell: Cell, pairs: list[Pair], sizes: dict[str, str] | None = None) -> float:
    """Return how much room these pairs of placed parts share together."""
    target = folder / "shared.stl"
    target.unlink(missing_ok=True)
    listed = {"pairs": json.dumps(pairs)}
    export(target, cell, facets=FACETS, sizes=(sizes or {}) | listed, part="clash")
    return read_stl(target).volume_mm3


def clashes(folder: Path, cell: Cell, sizes: dict[str, str] | None = None) -> list[Pair]:
    """Return the parts of a build that take the same room as another."""
    near = near_pairs(folder, cell, figures(folder, cell, sizes=sizes), sizes)
    assert len(near) > 10, "bolts pass through boards, so that boxes must overlap"
    if shared_mm3(folder, cell, near, sizes) < CLASH_MM3:
        return []
    return [pair for pair in near if shared_mm3(folder, cell, [pair], sizes) > CLASH_MM3]


def boxes_overlap(one: Mesh, other: Mesh) -> bool:
    """Return whether the boxes around two solids share room."""
    room = np.minimum(one.high_mm, other.high_mm) - np.maximum(one.low_mm, other.low_mm)
    return bool((room > TOUCH_MM).all())


@pytest.mark.slow
@pytest.mark.parametrize("cell", CELLS)
def test_no_two_parts_take_the_same_room(cell: Cell, tmp_path: Path) -> None:
    """As assembled, with bolts, nuts and cells, nothing runs into anything."""
    assert clashes(tmp_path, cell) == []


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["single", pytest.param("half", marks=pytest.mark.exhaustive)])
def test_other_sizes_fit_as_well(cell: Cell, tmp_path: Path) -> None:
    """A maker's own cells, plates and height move everything else along; half bridges in the exhaustive run."""
    sizes = {
        "plate_t": "12",
        "edge_h": "175",
        "single_size": "[30, 130, 22]",
        "single_bolts": "[10, 25]",
        "single_bolt_d": "6",
        "half_size": "36",
        "half_sheet": "2.5",
    }
    assert clashes(tmp_path, cell, sizes) == []


def test_parts_that_run_into_each_other_are_found(tmp_path: Path) -> None:
    """The same look finds the stops when they are set so high that they stand in the plates."""
    sizes = {"stop_gap": "-3"}
    near = near_pairs(tmp_path, "single", figures(tmp_path, "single", sizes=sizes), sizes)
    stops = [(f"plate_{side}", f"stop_{side}{at}") for side in ("left", "right") for at in range(4)]
    assert set(stops) < set(near)
    assert all(shared_mm3(tmp_path, "single", [pair], sizes) > CLASH_MM3 for pair in stops)
    assert shared_mm3(tmp_path, "single", [pair for pair in near if pair not in stops], sizes) < CLASH_MM3


def test_bill_of_materials_counts_what_is_placed(build: tuple[Cell, dict[str, Any]]) -> None:
    """As many feet, cells, stops and so on are bought as stand in the assembled step."""
    cell, known = build
    column = 0 if cell == "single" else 1
    bought = {item.key: item.quantities[column] for item in items()}
    placed = Counter(known["placed_kinds"])
    for kind, key in BOM_OF_KIND.items():
        assert bought[key] == placed[kind], kind


def test_figures_of_the_source_are_those_of_the_arithmetic(build: tuple[Cell, dict[str, Any]]) -> None:
    """The numbers that the loads rest on are read from the source as OpenSCAD understands it."""
    cell, known = build
    for name in ("plate_w", "plate_d", "plate_t", "gap", "edge_h", "drop", "tail", "half_inset", "single_y"):
        assert known[name] == parameters()[name]
    assert known["beam_rear_y"] == 11.0
    assert known["beam_middle_y"] == 191.0
    if cell == "single":
        assert known["beam_h"] == BEAM_HEIGHT_MM
        assert known["doubler_w"] == DOUBLER_MM
        assert known["clamp_y"] == 75.0
        assert known["spreader_w"] == parameters()["spreader.x"]


def test_bolts_are_as_long_as_they_must_be(build: tuple[Cell, dict[str, Any]]) -> None:
    """What the bill of materials says of lengths reaches through what it has to, nut included, and not much further."""
    cell, known = build
    said = {item.key: f"{item.part}; {item.needs}" for item in items()}
    board, above = known["board_t"], known["edge_h"] - known["plate_t"] - known["deck_z"]
    nut = {"M8": 6.5, "M5": 5.0}
    stop = float(re.findall(rf"(\d+) long \({cell}\)", said["stop"])[0])
    assert 0 <= stop - (above - parameters()["stop_gap"] - 5 + board + nut["M8"]) < 8
    if cell == "half":
        keeper = float(re.findall(r"M5 x (\d+)", said["screw-keeper"])[0])
        assert 0 <= keeper - (known["plate_t"] + above + board + 2 + 1.5 + nut["M5"]) < 8
        return
    spread, spacer = known["spreader_t"], parameters()["spacer_t"]
    assert f"{parameters()['spreader.x']:.0f} x {parameters()['spreader.y']:.0f}" in said["spreader"]
    assert 10 <= float(re.findall(r"M8 x (\d+)", said["screw-clamp"])[0]) - spread - spacer <= 16
    assert 15 <= float(re.findall(r"M8 x (\d+)", said["screw-cell"])[0]) - 2 * board - spacer <= 20
    assert 0 < float(re.findall(r"M5 x (\d+)", said["screw-spreader"])[0]) - known["plate_t"] <= spread


def test_heels_can_hang_and_the_step_cannot_tip(build: tuple[Cell, dict[str, Any]]) -> None:
    """The edge is high enough for the drop with room for a shoe, and feet stand behind it and before the toes."""
    _, known = build
    assert known["edge_h"] - known["drop"] >= 30.0
    assert known["foot_rear_y"] <= -100.0
    assert known["half_inset"] < FOREFOOT_MM < FLAT_MM < known["plate_d"] - known["half_inset"]
    assert known["foot_front_y"] >= known["plate_d"]
    assert known["foot_x"] * 2 >= 2 * known["plate_w"] - 30.0


def test_drawings_are_those_of_the_source() -> None:
    """A changed size changes the drawings: run ``python -m tools.hardware``."""
    for name, text in sheets().items():
        assert (ENCLOSURE / name).read_text(encoding="utf-8") == text


def test_open_surface_is_noticed() -> None:
    """A solid with a missing face is not closed, and one turned inside out has no positive volume."""
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=np.float64)
    faces = [[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]]
    whole = Mesh(corners[faces])
    assert whole.is_closed()
    assert whole.volume_mm3 == pytest.approx(1 / 6)
    assert not Mesh(corners[faces[:3]]).is_closed()
    assert Mesh(corners[[face[::-1] for face in faces]]).volume_mm3 < 0

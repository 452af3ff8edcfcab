"""Every part of the enclosure is a solid that can be made, and together they fit."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
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
FACETS = 12
"""Round holes with few sides make solids quick to intersect."""
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
    for name in known["makes"]:
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


def clashes(folder: Path, cell: Cell, names: list[str]) -> dict[tuple[str, str], float]:
    """Return how much room pairs of placed parts share, mm3, where it is more than touching."""

    def solid(name: str) -> Mesh:
        export(folder / f"{name}.stl", cell, facets=FACETS, part="placed", at=name)
        return read_stl(folder / f"{name}.stl")

    def shared(pair: tuple[str, str]) -> float:
        target = folder / f"{pair[0]}-{pair[1]}.stl"
        export(target, cell, facets=FACETS, part="clash", at=pair[0], **{"with": pair[1]})
        return read_stl(target).volume_mm3

    with ThreadPoolExecutor(2) as pool:
        solids = dict(zip(names, pool.map(solid, names), strict=True))
        near = [(a, b) for a, b in combinations(names, 2) if boxes_overlap(solids[a], solids[b])]
        found = dict(zip(near, pool.map(shared, near), strict=True))
    return {pair: volume for pair, volume in found.items() if volume > CLASH_MM3}


def boxes_overlap(one: Mesh, other: Mesh) -> bool:
    """Return whether the boxes around two solids share room."""
    room = np.minimum(one.high_mm, other.high_mm) - np.maximum(one.low_mm, other.low_mm)
    return bool((room > TOUCH_MM).all())


@pytest.mark.slow
def test_no_two_parts_take_the_same_room(build: tuple[Cell, dict[str, Any]], tmp_path: Path) -> None:
    """As assembled, with bolts, nuts and cells, nothing runs into anything."""
    cell, known = build
    assert clashes(tmp_path, cell, known["placed_names"]) == {}


def test_parts_that_run_into_each_other_are_found(tmp_path: Path) -> None:
    """The same look finds a part that is put where it stands already."""
    names = ["plate_left", "deck", "runner_left"]
    assert clashes(tmp_path, "single", names) == {}
    export(
        tmp_path / "twice.stl",
        "single",
        facets=FACETS,
        part="clash",
        at="plate_left",
        **{"with": "plate_left"},
    )
    assert read_stl(tmp_path / "twice.stl").volume_mm3 == pytest.approx(250 * 300 * 18, rel=0.01)


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

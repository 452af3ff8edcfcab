"""Ask OpenSCAD about the step: its parts, its figures, its outlines and solids."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

from tools.hardware.paths import ENCLOSURE

Cell = Literal["single", "half"]
"""Which load cells a build rests on: one single-point cell a plate, or four half-bridge cells."""

_SURFACE = "may not be a valid 2-manifold"

CELLS: tuple[Cell, ...] = ("single", "half")


def is_available() -> bool:
    """Return whether OpenSCAD can be run here."""
    return shutil.which("openscad") is not None


def export(
    target: Path, cell: Cell, *, facets: int = 48, sizes: Mapping[str, str] | None = None, **strings: str
) -> None:
    """Write a part to ``target`` (.stl, .svg, .dxf, .echo, with a display also .png; its ending decides).

    ``facets`` are the sides of a round hole; ``sizes`` (as OpenSCAD writes numbers and vectors) and ``strings`` set
    variables of ``step.scad``. Nothing is written for an empty part. Whether a surface is closed is left to ``mesh``,
    because two solids that only touch have none in common.
    """
    settings = {"cell": cell, **strings}
    definitions = [word for name, value in settings.items() for word in ("-D", f'{name}="{value}"')]
    for name, value in ({"$fn": str(facets)} | dict(sizes or {})).items():
        definitions += ["-D", f"{name}={value}"]
    ran = subprocess.run(  # noqa: S603  arguments are a list, no shell
        ["openscad", "-o", str(target), *definitions, str(ENCLOSURE / "step.scad")],  # noqa: S607  from PATH
        capture_output=True,
        text=True,
        check=False,
    )
    warnings = [
        line for line in ran.stderr.splitlines() if line.startswith("WARNING") and _SURFACE not in line
    ]
    if warnings or (ran.returncode and "object is empty" not in ran.stderr):
        raise RuntimeError(f"openscad {' '.join(definitions)}: {warnings or ran.stderr.strip()}")


def figures(
    folder: Path, cell: Cell, part: str = "plate", sizes: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return what the source says of itself by ``echo``: names, numbers in mm, and the sizes of a part that is cut."""
    target = folder / "figures.echo"
    export(target, cell, sizes=sizes, part="dims", at=part)
    found = re.findall(r"(\w+) = (\[.*\]|[^,\n]+)", target.read_text(encoding="utf-8"))
    return {name: json.loads(value) for name, value in found}

"""``python -m tools.hardware [FOLDER]``: renew the tables and drawings of ``hardware/``; into FOLDER, parts to make."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.hardware.diagrams import DIAGRAMS
from tools.hardware.openscad import CELLS, export, figures, is_available
from tools.hardware.pages import renew_pages
from tools.hardware.paths import ENCLOSURE, HARDWARE
from tools.hardware.sheets import sheets

PICTURES: dict[str, tuple[str, dict[str, str]]] = {
    "step-single.png": ("0,90,55,60,0,-28,1350", {"cell": "single", "part": "assembly"}),
    "exploded-single.png": ("0,80,45,64,0,-28,1680", {"cell": "single", "part": "exploded"}),
    "exploded-half.png": ("0,80,70,64,0,-28,1720", {"cell": "half", "part": "exploded"}),
    "holder.png": ("5,5,4,50,0,50,190", {"cell": "half", "part": "holder"}),
    "box.png": ("0,0,10,45,0,-55,430", {"cell": "single", "part": "box"}),
}
"""Name, camera and what is shown. How they look depends on the machine, so no test compares them."""


def main(arguments: list[str]) -> int:
    """Renew what is committed, or write what a printer and a saw need."""
    if arguments:
        return _make_parts(Path(arguments[0]))
    renew_pages()
    for name, draw in DIAGRAMS.items():
        (HARDWARE / "images" / name).write_text(draw().render(), encoding="utf-8")
    if not is_available():
        print("no openscad here: drawings and pictures of the enclosure stay as they are")
        return 0
    for name, drawing in sheets().items():
        (ENCLOSURE / name).write_text(drawing, encoding="utf-8")
    _take_pictures()
    return 0


def _make_parts(folder: Path) -> int:
    """Write an STL of each printed part and a DXF of each one that is cut, a folder for each build."""
    if not is_available():
        print("no openscad here, which makes the parts. On Debian: apt-get install openscad", file=sys.stderr)
        return 1
    for cell in CELLS:
        target = folder / cell
        target.mkdir(parents=True, exist_ok=True)
        known = figures(target, cell)
        (target / "figures.echo").unlink()
        for name in known["printed"]:
            export(target / f"{name}.stl", cell, part=name)
        for name in known["cut"]:
            export(target / f"{name}.dxf", cell, part="outline", at=name)
    print(f"STL and DXF are in {folder}/single and {folder}/half")
    return 0


def _take_pictures() -> None:
    display = [] if os.environ.get("DISPLAY") else ["xvfb-run", "-a"]
    if display and shutil.which("xvfb-run") is None:
        print("no display and no xvfb-run here: pictures of the enclosure stay as they are")
        return
    for name, (camera, strings) in PICTURES.items():
        shown = [word for key, value in strings.items() for word in ("-D", f'{key}="{value}"')]
        view = ["--imgsize=1200,860", f"--camera={camera}", "--colorscheme=Tomorrow"]
        command = [
            *display,
            "openscad",
            "-o",
            str(ENCLOSURE / name),
            *view,
            *shown,
            str(ENCLOSURE / "step.scad"),
        ]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603  arguments are a list, no shell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``make clean`` leaves nothing that making made, and git is blind to all of it meanwhile."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MADE = (
    ".venv/pyvenv.cfg", ".cache/tool", "dist/station.whl", ".mypy_cache/x", ".ruff_cache/x", ".pytest_cache/x",
    ".hypothesis/x", ".import_linter_cache/x", "station/__pycache__/x.pyc", "simulators/hx711/build/hxbench",
    "hardware/firmware/build/step2_115200.hex", "hardware/firmware/rp2040/build/step2_usb.uf2",
    "hardware/firmware/rp2040/emulate/node_modules/rp2040js/index.js", "hardware/firmware/.mypy_cache/x",
    "hardware/enclosure/build/lid.stl",
)  # fmt: skip
KEPT = ("station/__init__.py", "hardware/firmware/Makefile", "simulators/hx711/Makefile", "docs/index.md")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder with this Makefile, a few sources and everything that making makes."""
    for name in ("Makefile", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path / name)
    for name in (*MADE, *KEPT):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("made\n", encoding="utf-8")
    return tmp_path


def test_clean_removes_what_was_made_and_nothing_else(tree: Path) -> None:
    """Every build folder and every cache goes; sources stay."""
    subprocess.run(["make", "clean"], cwd=tree, check=True, capture_output=True)
    left = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
    assert left == {"Makefile", ".gitignore", *KEPT}


def test_git_ignores_what_was_made(tree: Path) -> None:
    """Nothing that was made can be committed by accident."""
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    asked = subprocess.run(
        ["git", "check-ignore", *MADE, *KEPT], cwd=tree, check=False, capture_output=True, text=True
    )
    assert set(asked.stdout.split()) == set(MADE)

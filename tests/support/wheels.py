"""Wheels of the station as it is now, and of later versions that were never released."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def checkout(folder: Path) -> Path:
    """Copy what a wheel is made of."""
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, folder)
    for package in ("station", "simulators"):
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("build", "__pycache__")
        )
    for boards in ("grafana", "influxdb2"):
        shutil.copytree(ROOT / "dashboards" / boards, folder / "dashboards" / boards)
    return folder


def build(source: Path, into: Path) -> Path:
    """Build the wheel of a checkout, without a network."""
    before = set(into.glob("*.whl"))
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into],
        cwd=source, capture_output=True, check=True,
    )  # fmt: skip
    (made,) = set(into.glob("*.whl")) - before
    return made


def later(source: Path, version: str, **changes: tuple[str, str]) -> None:
    """Make a checkout another version; ``changes`` are ``path=(old, new)``, with ``__`` for a slash."""
    about = source / "station/__init__.py"
    text = about.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("__version__"))
    about.write_text(text.replace(line, f'__version__ = "{version}"'), encoding="utf-8")
    for name, (old, new) in changes.items():
        file = source / f"{name.replace('__', '/')}.py"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (file, old)
        file.write_text(text.replace(old, new), encoding="utf-8")


def wheelhouse(wheel: Path, folder: Path) -> str:
    """Fetch what a wheel needs to run into a folder; return why that cannot be done, or nothing."""
    ran = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary", ":all:", "-d", folder, wheel],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.stderr.strip().rpartition("\n")[2] if ran.returncode else ""

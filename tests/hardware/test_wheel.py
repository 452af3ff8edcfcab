"""What is installed is the station and its simulators: no firmware, no bench, nothing that was built."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_BY_BUILDS = (
    "simulators/hx711/hx711.c",
    "simulators/hx711/bench.py",
    "simulators/hx711/build/hxbench",
    "simulators/firmware.py",
    "hardware/firmware/build/step2_115200.hex",
    "station/build/leftover.so",
)


def test_wheel_holds_no_bench_and_no_firmware(tmp_path: Path) -> None:
    """A wheel made in a checkout in which everything was built holds Python, style sheets and markers only."""
    checkout = tmp_path / "checkout"
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        checkout.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, checkout)
    for package in ("station", "simulators"):
        shutil.copytree(
            ROOT / package, checkout / package, ignore=shutil.ignore_patterns("build", "__pycache__")
        )
    for name in LEFT_BY_BUILDS:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("built", encoding="ascii")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist"],
        cwd=checkout,
        capture_output=True,
        check=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "station/__init__.py" in names
    assert "simulators/link.py" in names
    assert not [name for name in names if name in LEFT_BY_BUILDS or "hx711" in name]
    packaged = {Path(name).suffix for name in names if ".dist-info/" not in name}
    assert packaged <= {".py", ".typed", ".tcss", ".sql", ".json", ".toml"}, packaged

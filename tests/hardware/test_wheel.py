"""What is installed is the station and its simulators: no firmware, no bench, nothing that was built."""

from __future__ import annotations

import re
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
    "simulators/emulated.py",
    "simulators/firmware.py",
    "hardware/firmware/build/step2_115200.hex",
    "station/build/leftover.so",
)


def test_wheel_holds_no_bench_and_no_firmware(tmp_path: Path) -> None:
    """A wheel made in a checkout in which everything was built holds Python, pages, boards and markers only."""
    checkout = tmp_path / "checkout"
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        checkout.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, checkout)
    for package in ("station", "simulators"):
        shutil.copytree(
            ROOT / package, checkout / package, ignore=shutil.ignore_patterns("build", "__pycache__")
        )
    for boards in ("grafana", "influxdb2"):
        shutil.copytree(ROOT / "dashboards" / boards, checkout / "dashboards" / boards)
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
    assert packaged <= {".py", ".typed", ".tcss", ".sql", ".json", ".toml", ".html", ".yml"}, packaged


def test_what_is_installed_needs_nothing_that_is_left_out() -> None:
    """No module that is in the wheel imports one that is not."""
    left_out = re.compile(r"^\s*(?:from|import) simulators\.(?:hx711|emulated|firmware)\b", re.MULTILINE)
    modules = [path for package in ("station", "simulators") for path in (ROOT / package).rglob("*.py")]
    packed = [path for path in modules if not left_out_of_wheel(path)]
    assert len(packed) > 100
    assert [path for path in packed if left_out.search(path.read_text(encoding="utf-8"))] == []


def left_out_of_wheel(path: Path) -> bool:
    """Return whether the wheel is made without this file."""
    name = path.relative_to(ROOT).as_posix()
    return name.startswith("simulators/hx711/") or name in (
        "simulators/emulated.py",
        "simulators/firmware.py",
    )

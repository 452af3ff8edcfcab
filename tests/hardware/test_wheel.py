"""What is installed is the station and its simulators, whole: no firmware, no bench, nothing that was built."""

from __future__ import annotations

import re
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.support import wheels

ROOT = wheels.ROOT
LEFT_BY_BUILDS = (
    "simulators/hx711/hx711.c",
    "simulators/hx711/bench.py",
    "simulators/hx711/build/hxbench",
    "simulators/emulated.py",
    "simulators/firmware.py",
    "hardware/firmware/build/step2_115200.hex",
    "station/build/leftover.so",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Return a wheel that was made in a checkout in which everything was built."""
    folder = tmp_path_factory.mktemp("wheel")
    checkout = wheels.checkout(folder / "checkout")
    for name in LEFT_BY_BUILDS:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("built", encoding="ascii")
    return zipfile.ZipFile(wheels.build(checkout, folder))


def test_wheel_holds_no_bench_and_no_firmware(wheel: zipfile.ZipFile) -> None:
    """It holds Python, pages, boards and markers only, of two packages."""
    names = wheel.namelist()
    assert "simulators/link.py" in names
    assert not [name for name in names if name in LEFT_BY_BUILDS or "hx711" in name]
    assert {name.split("/")[0].partition("-")[0] for name in names} == {
        "station",
        "simulators",
        "heeldrop_station",
    }
    packaged = {Path(name).suffix for name in names if ".dist-info/" not in name}
    assert packaged <= {".py", ".typed", ".tcss", ".sql", ".json", ".toml", ".html", ".yml"}, packaged


def test_every_file_that_the_program_opens_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """Styles, plans, words, pages, markers: whatever lies in a package here lies in the wheel too; and the boards."""
    here = [
        path
        for package in ("station", "simulators")
        for path in (ROOT / package).rglob("*")
        if path.is_file()
    ]
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in here
        if "__pycache__" not in path.parts and not left_out_of_wheel(path)
    }
    boards = {
        f"station/{path.relative_to(ROOT).as_posix()}"
        for folder in ("grafana", "influxdb2")
        for path in (ROOT / "dashboards" / folder).iterdir()
    }
    assert {Path(name).suffix for name in wanted} >= {".tcss", ".toml", ".html", ".typed", ".py"}
    assert len(boards) > 5
    missing = (wanted | boards) - set(wheel.namelist())
    assert missing == set()


def test_the_wheel_says_what_it_is(wheel: zipfile.ZipFile) -> None:
    """Name, Python, licence, the command, and extras that name packages the rest does without."""
    (about,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    folder = about.rpartition("/")[0]
    metadata = message_from_bytes(wheel.read(about))
    assert metadata["Name"] == "heeldrop-station"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert wheel.read(f"{folder}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    assert wheel.read(f"{folder}/entry_points.txt").decode().split() == [
        "[console_scripts]",
        "station",
        "=",
        "station.cli:main",
    ]
    assert set(metadata.get_all("Provides-Extra", [])) == {"all", "parquet", "web"}
    always = [line for line in metadata.get_all("Requires-Dist", []) if "extra" not in line]
    assert not [line for line in always if re.match(r"(pyarrow|textual-serve|aiohttp)", line)]
    tags = wheel.read(f"{folder}/WHEEL").decode()
    assert "Tag: py3-none-any" in tags  # nothing to compile, on any machine


def test_what_is_installed_needs_nothing_that_is_left_out() -> None:
    """No module that is in the wheel imports one that is not."""
    left_out = re.compile(
        r"^\s*(?:from|import) (?:simulators\.(?:hx711|emulated|firmware)|tests|tools)\b", re.MULTILINE
    )
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

"""`make firmware` and `make flash`: clear words where they cannot go on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulators.hx711.building import missing_for_firmware

ROOT = Path(__file__).parents[2]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Return a folder with the project's Makefile, and in ``bin`` a shell, make and nothing else."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "make"):
        found = shutil.which(name)
        assert found, name
        (tmp_path / "bin" / name).symlink_to(found)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "debian-packages", tmp_path / "tools")
    shutil.copy(ROOT / "Makefile", tmp_path)
    return tmp_path


def add_compiler(folder: Path, exit_code: int) -> None:
    """Put an avr-gcc there that ends with this code."""
    compiler = folder / "bin" / "avr-gcc"
    compiler.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="ascii")
    compiler.chmod(0o755)


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make where only that folder's programs can be found, and as nobody's part, though make runs the tests."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environment = {**inherited, "PATH": str(folder / "bin")}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("goal", ["firmware", "flash"])
def test_missing_compiler_is_named_with_the_remedy(bare: Path, goal: str) -> None:
    """Without avr-gcc, and without apt to get it, one line names the packages."""
    made = make(bare, goal, "PORT=/dev/ttyUSB0")
    assert made.returncode != 0
    assert "tests that need gcc-avr" in made.stdout
    assert "make: no avr-gcc here" in made.stderr
    assert "apt-get install gcc-avr avr-libc binutils-avr" in made.stderr


def test_compiler_that_does_not_run_is_missing(bare: Path) -> None:
    """A name on the path is not enough."""
    add_compiler(bare, exit_code=127)
    assert "make: no avr-gcc here" in make(bare, "firmware").stderr


def test_flash_asks_for_the_port(bare: Path) -> None:
    """Nothing is written to a board that nobody named."""
    add_compiler(bare, exit_code=0)
    made = make(bare, "flash")
    assert made.returncode != 0
    assert "make flash PORT=/dev/ttyUSB0" in made.stderr


@pytest.mark.parametrize("goal", ["firmware", "flash"])
def test_building_is_left_to_the_firmware_folder(bare: Path, goal: str) -> None:
    """With a compiler, the firmware's own Makefile is given the goal and what was said on the command line."""
    add_compiler(bare, exit_code=0)
    folder = bare / "hardware" / "firmware"
    folder.mkdir(parents=True)
    recipe = "all:\n\t@: $(info built)\nflash:\n\t@: $(info flashed $(PORT) $(BOARD))\n"
    (folder / "Makefile").write_text(recipe, encoding="ascii")
    made = make(bare, goal, "PORT=/dev/ttyUSB0", "BOARD=nano")
    assert made.returncode == 0, made.stderr
    assert made.stdout == {"firmware": "built\n", "flash": "flashed /dev/ttyUSB0 nano\n"}[goal]


def test_a_pico_of_nine_converters_is_refused_before_anything_is_built() -> None:
    """In one line, with the numbers that there are."""
    made = subprocess.run(
        ["make", "-C", str(ROOT / "hardware/firmware/rp2040"), "CHANNELS=9"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode != 0
    assert "There is no build for CHANNELS=9; CHANNELS is 1 to 4" in made.stderr


@pytest.mark.skipif(
    sys.platform != "linux" or missing_for_firmware() is not None,
    reason=missing_for_firmware() or "Linux only",
)
def test_flash_tells_what_is_no_serial_port() -> None:
    """It is not taken for a Nano that is silent."""
    made = subprocess.run(
        ["make", "-C", str(ROOT / "hardware/firmware"), "flash", "PORT=/dev/null"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode != 0
    assert "/dev/null is no serial port" in made.stderr
    assert "silent" not in made.stderr

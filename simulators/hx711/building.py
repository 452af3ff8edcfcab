"""The bench and the firmware, built when they are needed; two callers at once build one after the other."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from simulators.hx711.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterator

BENCH = Path(__file__).parent
FIRMWARE = BENCH.parents[1] / "hardware" / "firmware"
SIMAVR_HEADER = Path("/usr/include/simavr/sim_avr.h")
BUILD_LIMIT_S = 300.0


def missing_for_bench() -> str | None:
    """Return in one line why the bench cannot be built here, or ``None`` when it can."""
    if not (BENCH / "Makefile").is_file():
        return f"no sources of the bench in {BENCH}: run this from a checkout of the repository"
    tools = [tool for tool in ("make", "cc") if shutil.which(tool) is None]
    if tools:
        return f"the bench needs {' and '.join(tools)}. On Debian: apt-get install make gcc libc6-dev"
    if not SIMAVR_HEADER.is_file():
        return "the bench needs libsimavr. On Debian: apt-get install libsimavr-dev libelf-dev"
    return None


def missing_for_firmware() -> str | None:
    """Return in one line why the firmware cannot be built here, or ``None`` when it can."""
    if not (FIRMWARE / "Makefile").is_file():
        return f"no sources of the firmware in {FIRMWARE}: run this from a checkout of the repository"
    if shutil.which("make") is None or shutil.which("avr-gcc") is None:
        return "the firmware needs make and avr-gcc. On Debian: apt-get install make gcc-avr avr-libc binutils-avr"
    return None


def build_bench() -> Path:
    """Build hxbench where it is older than its sources, and return it."""
    if reason := missing_for_bench():
        raise BenchError(reason)
    _make(BENCH, "all")
    return BENCH / "build" / "hxbench"


def build_firmware(name: str) -> Path:
    """Build the firmware called ``name`` (``step2_115200``, ``bug_early_sample``...) and return its ELF file."""
    if reason := missing_for_firmware():
        raise BenchError(reason)
    elf = FIRMWARE / "build" / f"{name}.elf"
    _make(FIRMWARE, f"build/{name}.elf")
    return elf


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: processes that want it wait, and a dead one holds nothing."""
    import fcntl  # noqa: PLC0415  the module does not exist on Windows, where nothing is built

    (folder / "build").mkdir(exist_ok=True)
    with (folder / "build" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(folder: Path, target: str) -> None:
    with _alone_in(folder):
        command = ["make", "-s", "-C", str(folder), target]
        try:
            made = subprocess.run(  # noqa: S603  make and a target of our own
                command, capture_output=True, text=True, timeout=BUILD_LIMIT_S, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise BenchError(f"{' '.join(command)} has not ended after {BUILD_LIMIT_S:g} s") from error
    if made.returncode:
        said = (made.stderr or made.stdout).strip().splitlines()
        wrong = next((line for line in said if "error" in line.lower()), said[0] if said else "nothing said")
        raise BenchError(f"{' '.join(command)} failed: {wrong}")

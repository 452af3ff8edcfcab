"""The firmware's core under the sanitizers: no byte outside its memory, no undefined behaviour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.firmware.board import compiler

ROOT = Path(__file__).parents[2]


def sanitizer() -> str | None:
    """Return the address sanitizer's library, if this compiler has one."""
    if compiler() is None:
        return None
    said = subprocess.run(
        [str(compiler()), "-print-file-name=libasan.so"], check=True, capture_output=True, text=True
    )
    path = Path(said.stdout.strip())
    return str(path) if path.is_absolute() and path.exists() else None


def run_sanitized(folder: Path, lines: int, limit_s: float) -> None:
    """Run the whole program; its report is the failure."""
    library = sanitizer()
    if library is None:
        pytest.skip("no C compiler with sanitizers here: apt-get install gcc")
    environment = {
        **os.environ, "LD_PRELOAD": library, "ASAN_OPTIONS": "detect_leaks=0", "UBSAN_OPTIONS": "print_stacktrace=1"
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.firmware.sanitized_run", folder, str(lines)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=limit_s,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stdout.strip() == "nothing found"


def test_nothing_is_found(tmp_path: Path) -> None:
    """Hundreds of commands, noise, memories of any content and failing converters."""
    run_sanitized(tmp_path, 700, 110.0)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
def test_nothing_is_found_in_a_long_run(tmp_path: Path) -> None:
    """The same more than a hundred times as long."""
    run_sanitized(tmp_path, 100_000, 1700.0)

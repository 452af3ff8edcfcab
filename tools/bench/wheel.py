"""How large the wheel is that is built from this folder."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tools.provenance import ROOT


def size_kb() -> float:
    """Build the wheel and return its size, KB."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        subprocess.run(command, check=True, cwd=ROOT, capture_output=True)  # noqa: S603  our own build
        (wheel,) = Path(folder).glob("*.whl")
        return wheel.stat().st_size / 1024

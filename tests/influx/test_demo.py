"""The whole line: simulated bytes, reps, the store, the forwarder, and back out of InfluxDB."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.influx
@pytest.mark.usefixtures("influx_binaries")
def test_demo_ends_with_equal_rows() -> None:
    """`make demo-influx` without a terminal prints the store's reps beside InfluxDB's and finds them equal."""
    finished = subprocess.run(
        [sys.executable, "-m", "tools.demo_influx"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "equal to the store" in finished.stdout
    shown = [
        line.split()[0] for line in finished.stdout.splitlines() if line.startswith(("store ", "influx "))
    ]
    assert shown.count("store") == shown.count("influx") > 0

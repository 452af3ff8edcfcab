"""The whole line: simulated bytes, reps, the store, the forwarder, and back out of InfluxDB."""

from __future__ import annotations

import os
import socket
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


@pytest.mark.influx
@pytest.mark.usefixtures("influx_binaries")
def test_server_that_is_told_to_end_leaves_nothing(tmp_path: Path) -> None:
    """``tools.influxd run`` ends both servers and deletes its folder also when it gets SIGTERM."""
    with subprocess.Popen(
        [sys.executable, "-m", "tools.influxd", "run"],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        told = [next(server.stdout) for _line in range(4)]
        port = int(told[0].rpartition(":")[2])
        assert list(tmp_path.glob("influxd-*"))
        server.terminate()
        assert server.wait(30) == 0
    assert list(tmp_path.iterdir()) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0

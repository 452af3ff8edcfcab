"""What ``station live`` costs: the real command without a screen, fed at real speed by a step on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tools.bench.kiosk import simulated_step
from tools.processes import resident_mb, used_s

WARM_UP_S = 12.0
"""By then everything is imported, the athlete was weighed and works."""
MEASURED_S = 20.0
FIRST_REP_S = 8.0
"""By then a rep was told."""


@dataclass(frozen=True, slots=True)
class LiveCost:
    """Measured while a set is running at real speed, recording and storing included."""

    core_share: float
    resident_mb: float
    reps: int


def measure(warm_up_s: float = WARM_UP_S, measured_s: float = MEASURED_S) -> LiveCost:
    """Run ``station live --json`` on a simulated step."""
    with tempfile.TemporaryDirectory() as folder, simulated_step() as port:
        told = Path(folder) / "told.jsonl"
        command = [sys.executable, "-m", "station.cli", "live", "--json", "--port", port]
        environment = os.environ | {"STATION_STATION_DATA_DIR": folder}
        with told.open("wb") as out, subprocess.Popen(command, stdout=out, env=environment) as live:  # noqa: S603  our own program
            try:
                time.sleep(warm_up_s)
                before_s, since_s = used_s(live.pid), time.monotonic()
                time.sleep(measured_s)
                spent_s, elapsed_s = used_s(live.pid) - before_s, time.monotonic() - since_s
                memory_mb = resident_mb(live.pid)
            finally:
                live.terminate()
        return LiveCost(spent_s / elapsed_s, memory_mb, told.read_bytes().count(b'"type":"rep"'))


if __name__ == "__main__":
    sys.stdout.write(f"{measure()}\n")

"""Whole stations training at once: ``python -m simulators.fleet`` with the server watched meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from tools.fleet.watching import children, proportional_mb, quantile, waiting, writes
from tools.influxd import InfluxServer
from tools.processes import resident_mb, used_s

if TYPE_CHECKING:
    from pathlib import Path

LOOK_S = 1.0
SIZES_EVERY = 5
"""Looks; asking for memory with its shared part is work for the kernel."""
SETTLED_S = 8.0
"""By then a station has imported, opened and been told who the step is."""


@dataclass(slots=True)
class Seen:
    """What was looked at once a second."""

    depths: list[tuple[float, int, int]] = field(default_factory=list)
    """Seconds since the start, points waiting in all outboxes, in the fullest one."""
    influxd_mb: list[float] = field(default_factory=list)
    influxd_cpu_s: list[float] = field(default_factory=list)
    cpu_s: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    """Processor seconds of each station's process over time."""
    station_mb: float | None = None
    """Of those that ran when most did, the last time that was looked at."""
    alive: int = 0


def measure(folder: Path, stations: int, options: list[str]) -> dict[str, Any]:
    """Run a fleet with these options on a server of its own and return what was seen."""
    log = folder / "writes.log"
    with InfluxServer(folder / "influxd", access_log=log) as server:
        tokens = {"STATION_INFLUX_TOKEN": server.write_token, "FLEET_READ_TOKEN": server.read_token}
        command = [sys.executable, "-m", "simulators.fleet", "--stations", str(stations), *options]
        command += ["--influx", server.url, "--data", str(folder / "data"), "--json"]
        seen, begun_s = Seen(), time.monotonic()
        with subprocess.Popen(command, env=os.environ | tokens, stdout=subprocess.PIPE, text=True) as fleet:  # noqa: S603  own command
            while fleet.poll() is None:
                _look(seen, fleet.pid, server.influxd_pid, folder, time.monotonic() - begun_s)
                time.sleep(LOOK_S)
            document = json.loads(fleet.stdout.read() if fleet.stdout else "")
        return _figures(stations, options, document, seen, log)


def _look(seen: Seen, fleet: int, influxd: int, folder: Path, since_s: float) -> None:
    depths = waiting(sorted(folder.glob("data/*/data/station.db")))
    seen.depths.append((round(since_s, 1), sum(depths), max(depths, default=0)))
    seen.influxd_mb.append(resident_mb(influxd))
    seen.influxd_cpu_s.append(used_s(influxd))
    running = [pid for helper in children(fleet) for pid in children(helper)]
    seen.alive = max(seen.alive, len(running))
    for pid in running:
        try:
            seen.cpu_s.setdefault(pid, []).append((since_s, used_s(pid)))
        except OSError:  # it ended just now
            continue
    if len(running) == seen.alive and len(seen.depths) % SIZES_EVERY == 0:
        sizes = [size for pid in running[:20] if (size := proportional_mb(pid)) is not None]
        seen.station_mb = fmean(sizes) if sizes else None


def _core_share(seen: Seen) -> float | None:
    """Return the middle station's share of one core, after it has started."""
    shares = []
    for looks in seen.cpu_s.values():
        settled = [look for look in looks if look[0] >= looks[0][0] + SETTLED_S]
        if len(settled) > SETTLED_S:
            (first_s, first), (last_s, last) = settled[0], settled[-1]
            shares.append((last - first) / (last_s - first_s))
    return median(shares) if shares else None


def _figures(
    stations: int, options: list[str], document: dict[str, Any], seen: Seen, log: Path
) -> dict[str, Any]:
    stored = [write for write in writes(log) if write.status == 204]  # noqa: PLR2004  stored
    span_s = document["trained_s"]
    return {
        "stations": stations, "command": f"python -m simulators.fleet --stations {stations} {' '.join(options)}",
        "trained_s": span_s, "at_once": seen.alive, "visits": document["visits"], "reps": document["reps_told"],
        "points": document["delivered"], "points_per_s": document["delivered"] / span_s,
        "writes": len(stored), "write_p50_s": quantile([w.took_s for w in stored], 0.5),
        "write_p99_s": quantile([w.took_s for w in stored], 0.99),
        "influxd_core_share": (seen.influxd_cpu_s[-1] - seen.influxd_cpu_s[0]) / seen.depths[-1][0],
        "influxd_mb": max(seen.influxd_mb), "deepest": max(depth for _, depth, _ in seen.depths),
        "depths": seen.depths, "station_core_share": _core_share(seen), "station_mb": seen.station_mb,
        "present": document["present"], "doubled": document["doubled"], "waiting": document["waiting"],
        "parked": document["parked"], "stations_wrong": document["stations_wrong"],
        "wrong": [words for each in document["accounts"] for words in each["wrong"]][:20],
    }  # fmt: skip

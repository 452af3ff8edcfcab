"""What a point and a series cost a real influxd: bytes on disk once compacted, and memory a series."""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import time
from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from station.sinks.influx.lines import encode
from station.store import Point, Store
from tools.influxd import BUCKET, InfluxServer
from tools.processes import resident_mb
from tools.readback import stored_points

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERIES = 20
REPS_A_SERIES = 1000
MANY_SERIES = 20_000
BATCH = 2000
DAY_US = 86_400_000_000
FIRST_US = 1_760_000_000_000_000
SETTLE_S = 12.0
COMPACT_S = 240.0
_EAGER = {
    "INFLUXDB_DATA_CACHE_SNAPSHOT_WRITE_COLD_DURATION": "1s",
    "INFLUXDB_DATA_COMPACT_FULL_WRITE_COLD_DURATION": "2s",
}
"""Makes influxd compact within seconds what it would otherwise compact within hours."""


def _real_reps(folder: Path) -> list[Point]:
    """Return the reps of a few whole stations, measured from bytes."""
    command = [sys.executable, "-m", "simulators.fleet", "--stations", "8", "--speed", "max", "--reps", "6"]
    subprocess.run([*command, "--data", str(folder)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  own command
    found: list[Point] = []
    for database in sorted(folder.glob("*/data/station.db")):
        with Store.open(database, read_only=True) as store:
            found += [point for point in stored_points(store) if point.measurement == "rep"]
    return found


def _year(reps: list[Point], chance: random.Random) -> Iterator[bytes]:
    """Yield lines of many reps a series; values vary by a fiftieth, so that nothing compresses better than life."""
    for series in range(SERIES):
        side = "left" if series % 2 else "right"
        for number in range(REPS_A_SERIES):
            rep = chance.choice(reps)
            fields = {
                name: value * chance.gauss(1.0, 0.02) if isinstance(value, float) else value
                for name, value in rep.fields.items()
            } | {"session_id": f"{series:016x}{number // 50:016x}"}
            start_us = (
                FIRST_US + number // 50 * DAY_US + number % 50 * 7_000_000 + chance.randrange(1_000_000)
            )
            tags = rep.tags | {"side": side, "variant": "straight_step", "athlete": f"{series // 2:016x}"}
            yield encode(replace(rep, tags=tags, fields=fields, time_us=start_us))


def _write(server: InfluxServer, lines: list[bytes]) -> None:
    """Write all lines. ``RuntimeError`` when the server does not take them."""
    place = server.url.removeprefix("http://")
    login = {"Authorization": f"Basic {b64encode(server.write_token.encode()).decode()}"}
    connection = http.client.HTTPConnection(place, timeout=60.0)
    for first in range(0, len(lines), BATCH):
        body = b"\n".join(lines[first : first + BATCH])
        connection.request("POST", f"/api/v2/write?bucket={BUCKET}&precision=us", body, login)
        answer = connection.getresponse()
        if answer.read() or answer.status != http.client.NO_CONTENT:
            raise RuntimeError(f"influxd answered {answer.status}")
    connection.close()


def _on_disk(folder: Path, kind: str) -> int:
    return sum(file.stat().st_size for file in folder.rglob(f"*.{kind}"))


def _compacted(folder: Path) -> int:
    """Wait until all points have left the write-ahead log and no file changes; return the bytes of what is left.

    The segments of the series file are no part of it: 32 MB are set aside for them whatever is stored.
    """
    before, deadline_s = -1, time.monotonic() + COMPACT_S
    while time.monotonic() < deadline_s:
        log, size = _on_disk(folder, "wal"), _on_disk(folder, "tsm")
        if log < size / 100 and size == before:
            return log + size
        before = size
        time.sleep(SETTLE_S)
    raise RuntimeError(f"influxd did not compact within {COMPACT_S:g} s")


def measure(folder: Path) -> dict[str, Any]:
    """Write a year of real reps, let influxd compact them; then many series of one point each."""
    os.environ |= _EAGER
    reps = _real_reps(folder / "stations")
    lines = list(_year(reps, random.Random(1)))  # noqa: S311  reproducible
    with InfluxServer(folder / "influxd") as server:
        _write(server, lines)
        compacted = _compacted(folder / "influxd")
        counted = server.query('SELECT count("session_id") FROM "rep"')[0]["count"]
    with InfluxServer(folder / "series") as server:
        before_mb = resident_mb(server.influxd_pid)
        _write(
            server, [b"rep,athlete=%016x,site=clinic x=1.0 %d" % (n, FIRST_US) for n in range(MANY_SERIES)]
        )
        time.sleep(SETTLE_S)
        grown_mb = resident_mb(server.influxd_pid) - before_mb
    return {
        "points": counted, "fields_a_rep": sum(len(rep.fields) for rep in reps) / len(reps), "real_reps": len(reps),
        "wire_bytes_a_rep": sum(map(len, lines)) / len(lines), "disk_bytes_a_rep": compacted / counted,
        "series": MANY_SERIES, "memory_bytes_a_series": grown_mb * (1 << 20) / MANY_SERIES,
    }  # fmt: skip

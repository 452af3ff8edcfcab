"""The server was away, and all stations come back at once: one process a station, with its store and forwarder.

Capture is left out: in a clinic every station has a processor of its own, and here two hundred would share two.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulators.fleet.influx import Bucket
from tools.bench.drain import visit
from tools.fleet.watching import quantile, waiting, writes
from tools.influxd import BUCKET, InfluxServer
from tools.processes import resident_mb, used_s

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Event

_WARM = ["station.sinks.influx", "station.store", "influxdb_client", "tools.bench.drain"]
SITE = "comeback"
LOOK_S = 0.5
DEADLINE_S = 300.0


def _station(
    name: str, folder: str, way: tuple[str, str], visits: int, line: tuple[Queue[str], Event]
) -> None:
    """Be a station that has measured and now waits for its server: in the child."""
    from station.config import InfluxSection  # noqa: PLC0415  in the child only
    from station.sinks.influx import Forwarder  # noqa: PLC0415  as above
    from station.store import Store, StoreWriter, ledger  # noqa: PLC0415  as above

    url, token = way
    ready, over = line
    with Store.open(Path(folder) / f"{name}.db") as store:
        writer = StoreWriter(store, SITE, name)
        for number in range(visits):
            writer.handle(visit(number))
        forwarder = Forwarder(store, InfluxSection(url=url), token, lambda _event: None)
        forwarder.start()
        ready.put(name)
        over.wait()
        forwarder.stop()
        ready.put("; ".join(each.words for each in ledger.audit(store)))


def measure(folder: Path, stations: int, visits: int, away_s: float) -> dict[str, Any]:
    """Let stations queue points while nobody answers, come back, and watch until every queue is empty."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_WARM)
    log, names = folder / "writes.log", [f"s{number + 1:04d}" for number in range(stations)]
    ready: Queue[str] = context.Queue()
    over = context.Event()
    stores = folder / "stores"
    stores.mkdir(parents=True)
    with InfluxServer(folder / "influxd", access_log=log) as server:
        server.stop_nginx()  # the address refuses connections
        way = (server.url, server.write_token)
        processes = [
            context.Process(
                target=_station, args=(name, str(stores), way, visits, (ready, over)), daemon=True
            )
            for name in names
        ]
        for process in processes:
            process.start()
        for _ in names:
            ready.get()
        time.sleep(away_s)
        figures = _come_back(server, [stores / f"{name}.db" for name in names], log)
        over.set()
        figures["wrong"] = [words for _ in names if (words := ready.get())]
        for process in processes:
            process.join()
        figures |= _compared(server, stations, figures["queued"])
    return {"stations": stations, "away_s": away_s, **figures}


def _come_back(server: InfluxServer, databases: list[Path], log: Path) -> dict[str, Any]:
    depths, influxd_mb = [(0.0, sum(waiting(databases)))], []
    before_s, began = used_s(server.influxd_pid), time.time()
    server.start_nginx()
    since_s = time.monotonic()
    while depths[-1][1] and time.monotonic() - since_s < DEADLINE_S:
        time.sleep(LOOK_S)
        influxd_mb.append(resident_mb(server.influxd_pid))
        depths.append((round(time.monotonic() - since_s, 1), sum(waiting(databases))))
    took_s, spent_s = depths[-1][0], used_s(server.influxd_pid) - before_s
    stored = [write for write in writes(log, began) if write.status == 204]  # noqa: PLR2004  stored
    at = [write.at_s - began for write in stored]
    seconds = [sum(int(each) == second for each in at) for second in range(int(max(at, default=0.0)) + 1)]
    return {
        "queued": depths[0][1], "left": depths[-1][1], "all_caught_up_s": took_s,
        "half_caught_up_s": next((t for t, left in depths if left <= depths[0][1] / 2), None),
        "points_per_s": (depths[0][1] - depths[-1][1]) / took_s, "writes": len(stored),
        "busiest_second_writes": max(seconds, default=0),
        "write_p50_s": quantile([w.took_s for w in stored], 0.5),
        "write_p99_s": quantile([w.took_s for w in stored], 0.99),
        "other_answers": sum(write.status not in (204, 400) for write in writes(log, began)),
        "influxd_core_share": spent_s / took_s, "influxd_cpu_s": spent_s, "influxd_mb": max(influxd_mb, default=0.0),
        "body_bytes_a_point": sum(w.size_bytes for w in stored) / max(1, depths[0][1] - depths[-1][1]),
        "depths": depths,
    }  # fmt: skip


def _compared(server: InfluxServer, stations: int, queued: int) -> dict[str, Any]:
    held = Bucket(server.url, BUCKET, server.write_token, server.read_token).count(SITE)
    return {
        "present": sum(rows.present for rows in held.values()),
        "doubled": sum(rows.doubled for rows in held.values()),
        "stations_present": len({station for station, _ in held}),
        "complete": sum(rows.present for rows in held.values()) == queued
        and len({station for station, _ in held}) == stations,
        "niceness": os.nice(0),
    }

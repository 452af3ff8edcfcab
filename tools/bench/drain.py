"""How fast a long absence is caught up with a real InfluxDB, and what capture notices of it.

``python -m tools.bench.drain [VISITS]``: a visit is 205 points.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from station.config import InfluxSection
from station.events import Rep, Session
from station.sinks.influx import Forwarder
from station.store import Store, StoreWriter, ledger
from tools.influxd import InfluxServer

if TYPE_CHECKING:
    from station.events import Event

OPENED_US = 1_760_000_000_000_000
REPS = 204
PAUSE_S = 0.02


@dataclass(frozen=True, slots=True)
class Drain:
    """What was measured."""

    points: int
    per_s: float
    cpu_s: float
    saves: int
    """Reps stored by another thread meanwhile."""
    longest_save_s: float
    longest_save_alone_s: float
    """The same, with nobody draining."""


def _rep(index: int, opened_us: int) -> Rep:
    start_s = 7.0 * index
    return Rep(
        final=True, set=1, index=index, mode="lowering", side="left" if index % 2 else "right", start_s=start_s,
        start_time_us=opened_us + round(start_s * 1e6), variant="straight_step", single_leg_time_s=4.25,
        eccentric_tut_s=3.0, eccentric_tut_lo_s=2.7, eccentric_tut_hi_s=3.3 + index / 1024, tempo="ok",
        added_load_kg=5.0 + index / 8, refused={"com_lowering_m": "rail", "hand_share": "no unassisted stance"},
    )  # fmt: skip


def visit(number: int) -> list[Event]:
    """Return a visit of many reps, an hour after the one before."""
    opened_us = OPENED_US + number * 3_600_000_000
    begun = Session("opened", f"visit{number}", None, opened_us, "bench")
    reps = [_rep(index, opened_us) for index in range(1, REPS + 1)]
    return [begun, *reps, replace(begun, state="closed", time_us=opened_us + 1_800_000_000)]


class Saver(threading.Thread):
    """Stores one rep after the other, as a busy set would, and notes how long each took."""

    def __init__(self, store: Store, name: str) -> None:
        super().__init__()
        self._writer, self._name, self._ended = StoreWriter(store, "clinic", "step1"), name, threading.Event()
        self.took_s: list[float] = []

    def run(self) -> None:
        """Save until told to end."""
        self._writer.handle([Session("opened", self._name, None, OPENED_US - 10**12, "bench")])
        while not self._ended.wait(PAUSE_S):
            since_s = time.perf_counter()
            self._writer.handle([replace(_rep(len(self.took_s) + 1, OPENED_US), final=False)])
            self.took_s.append(time.perf_counter() - since_s)

    def end(self) -> None:
        """Stop saving."""
        self._ended.set()
        self.join()


def measure(visits: int) -> Drain:
    """Queue visits without a server, then drain them while somebody trains."""
    with (
        tempfile.TemporaryDirectory() as folder,
        InfluxServer(Path(folder) / "influx") as server,
        Store.open(Path(folder) / "station.db") as store,
    ):
        writer = StoreWriter(store, "clinic", "step1")
        for number in range(visits):
            writer.handle(visit(number))
        alone = Saver(store, "alone")
        alone.start()
        time.sleep(2.0)
        alone.end()
        points, _ = store.outbox_counts()
        meanwhile = Saver(store, "meanwhile")
        meanwhile.start()
        forwarder = Forwarder(store, InfluxSection(url=server.url), server.write_token, lambda _: None)
        since_s, cpu_s = time.perf_counter(), time.process_time()
        state = forwarder.push_once()
        took_s, used_s = time.perf_counter() - since_s, time.process_time() - cpu_s
        meanwhile.end()
        if state.pending or ledger.audit(store):
            raise RuntimeError(f"{state}, {ledger.audit(store)}")
        return Drain(
            points, points / took_s, used_s, len(meanwhile.took_s), max(meanwhile.took_s), max(alone.took_s)
        )


if __name__ == "__main__":
    sys.stdout.write(f"{measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100)}\n")

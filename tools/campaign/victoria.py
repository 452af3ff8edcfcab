"""A second server with other habits: victoria-metrics, which says 204 to nonsense and loses what it acknowledged.

What its word was worth cannot be asked by InfluxQL: the station has to say so, never that all is well.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import subprocess
import threading
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from station.config import InfluxSection
from station.errors import InfluxError
from station.sinks.influx import Forwarder, verify
from station.store import Store, StoreWriter, ledger
from tools.campaign import visits
from tools.campaign.counting import Told, doubled, missing, rows_of
from tools.campaign.outcome import Outcome, timed, watch_s
from tools.influxd import UNPACKED, ServersMissingError, free_port

if TYPE_CHECKING:
    from pathlib import Path

VISITS = 3
START_S = 15.0
VISIBLE_S = 20.0
OPENED_US = 1_760_000_000_000_000
YEARS = "10y"


def find_victoria() -> str:
    """Return the program. ``ServersMissingError`` when it is not on this machine."""
    unpacked = UNPACKED / "usr" / "bin" / "victoria-metrics"
    found = str(unpacked) if os.access(unpacked, os.X_OK) else shutil.which("victoria-metrics")
    if found is None:
        raise ServersMissingError(
            "no victoria-metrics here: run tools/debian-packages .cache/debian on Debian"
        )
    return found


class Victoria:
    """One server in one folder, on the port it always had."""

    def __init__(self, folder: Path) -> None:
        self._program, self._folder, self._port = find_victoria(), folder, free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it answers."""
        self._process = subprocess.Popen(  # noqa: S603  own command
            [
                self._program, f"-storageDataPath={self._folder}", f"-httpListenAddr=127.0.0.1:{self._port}",
                f"-retentionPeriod={YEARS}", "-search.latencyOffset=0s",
            ],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        begun_s, pause = watch_s(), threading.Event()
        while self._ask("/health") is None:
            if watch_s() - begun_s > START_S:
                raise RuntimeError("victoria-metrics does not start")
            pause.wait(0.02)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def reps(self) -> int:
        """Count the samples of one field that every rep has."""
        answer = self._ask("/api/v1/export?match[]=" + quote('{__name__="rep_rep_index"}'))
        return sum(len(json.loads(line)["values"]) for line in (answer or b"").splitlines())

    def reps_when_visible(self, wanted: int) -> int:
        """Count again until that many are there, or for some seconds."""
        begun_s, pause = watch_s(), threading.Event()
        while (there := self.reps()) < wanted and watch_s() - begun_s < VISIBLE_S:
            pause.wait(0.2)
        return there

    def _ask(self, path: str) -> bytes | None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5.0)
        try:
            connection.request("GET", path)
            return connection.getresponse().read()
        except OSError:
            return None
        finally:
            connection.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


def worth(folder: Path, runs: int) -> Outcome:
    """Send visits, kill the server right after it acknowledged them, ask what its word was worth, send again."""
    with timed(Outcome("second server that loses what it acknowledged")) as outcome:
        lost_by_it = 0
        for number in range(runs):
            with Victoria(folder / f"server{number}") as server:
                lost_by_it += _one_run(folder / f"station{number}" / "station.db", server, outcome)
        outcome.notes.append(
            f"the server lost {lost_by_it} of {outcome.saved} reps it had answered 204 for; the station says that it "
            "cannot be asked, and has them all; sent again, they are there"
        )
        outcome.expect(lost_by_it > 0, "the server lost nothing, so nothing was tried")
    return outcome


def _one_run(database: Path, server: Victoria, outcome: Outcome) -> int:
    told = Told()
    config = InfluxSection(url=server.url, timeout_s=5.0)
    sessions = [f"visit{number}" for number in range(VISITS)]
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for number, session_id in enumerate(sessions):
            events = visits.visit(session_id, OPENED_US + number * visits.HOUR_US)
            visits.store(writer, events, told, session_id)
        _push(store, config, outcome)
        server.kill()
        server.start()
        there = server.reps()
        try:
            checked = list(verify(store, config, None, sessions))
            outcome.expect(any(each.missing for each in checked), "verification says that all is there")
        except InfluxError as error:
            understood = "Check that url leads to an InfluxDB" in str(error)
            outcome.expect(understood, f"not said that it is no InfluxDB: {error}")
        for session_id in sessions:
            store.resend(session_id)
        _push(store, config, outcome)
        begun_s = watch_s()
        again = server.reps_when_visible(len(told.promised))
        outcome.recovered(watch_s() - begun_s)
        outcome.expect(again == len(told.promised), f"sent again, {again} of {len(told.promised)} are there")
        outcome.wrong += [f"ledger: {each.words}" for each in ledger.audit(store)]
    rows = rows_of(database)
    outcome.runs += 1
    outcome.saved += len(told.promised)
    outcome.lost += missing(told.promised, rows.reps)
    outcome.doubled += rows.twins + doubled(rows.reps)
    return len(told.promised) - there


def _push(store: Store, config: InfluxSection, outcome: Outcome) -> None:
    state = Forwarder(store, config, None, lambda _: None).push_once()
    outcome.expect((state.pending, state.parked) == (0, 0), f"not taken: {state}")

"""The account of a whole session, from the wire to the database, through cables, crashes and visits in a row."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from station.config import Config
from station.events import Prescription, Session, WireAccount
from station.session import LiveSession
from station.store import Store, StoreWriter, accounts, ledger
from station.store.differences import SLACK_PER_BOOT
from tests.support.command import Command
from tests.support.live import run_to_end, running
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from pathlib import Path

TROUBLE = {
    "a good cable": "",
    "lines lost and spoiled": "&drop=0.02&corrupt=0.02",
    "cable pulled twice": "&disconnect_at=12,30&disconnect_s=2",
    "a plate that dies": "&dead=R&dead_at=25",
    "holes and misreads": "&holes=0.6&spikes=0.01",
}


def live(store: Store, url: str) -> LiveSession:
    """Return a session that stores."""
    return LiveSession(url, Config(), writer=StoreWriter(store, "home", "step1"))


@pytest.mark.parametrize("trouble", TROUBLE)
def test_every_conversion_of_a_session_is_accounted_for(tmp_path: Path, trouble: str) -> None:
    """Announced is used, flagged or lost; the step's own count agrees; reps told are stored and queued."""
    with Store.open(tmp_path / "station.db") as store:
        session = live(store, f"sim://textbook?seed=7&speed=max&reps=5{TROUBLE[trouble]}")
        session.begin(None, Prescription())
        told = run_to_end(session)
        (visit,) = store.sessions()
        assert ledger.audit(store) == []
        with store.reading() as connection:
            stored = accounts.wire(connection, visit.id)
        assert stored == told.of(WireAccount)[-1]
        assert stored is not None
        for channel in stored.channels:
            assert channel.announced > 1000
            assert channel.announced == channel.used + channel.flagged + channel.lost
            assert channel.stated is not None
            assert channel.numbered is not None
            assert abs(channel.stated - channel.numbered) <= SLACK_PER_BOOT
        lost = sum(channel.lost for channel in stored.channels)
        assert (lost > 0) == (trouble not in ("a good cable", "a plate that dies"))
        statement = ledger.statement(store, visit.id)
        assert (statement.open, statement.recovered) == (0, 0)
        reps = next(each for each in statement.points if each.measurement == "rep")
        assert reps.told + reps.late - reps.withdrawn == reps.stored == reps.queued == reps.waiting


def test_visits_in_a_row_share_nothing(tmp_path: Path) -> None:
    """Two people one after the other on one step: each has an account of their own, both add up."""
    with Store.open(tmp_path / "station.db") as store:
        session = live(store, "sim://alternate?seed=3&speed=30&reps=4")
        session.begin(None, Prescription())
        with running(session) as told:
            wait_until(lambda: len(told.of(WireAccount)) >= 1)
            session.begin(None, Prescription())
            wait_until(lambda: len(told.of(Session)) >= 3)
        first, second = (ledger.statement(store, visit.id).wire for visit in reversed(store.sessions()))
        assert ledger.audit(store) == []
        assert min(first.announced, second.announced) > 0
        assert ledger.statement(store).wire.announced == first.announced + second.announced


def test_killed_station_leaves_an_account(tmp_path: Path) -> None:
    """SIGKILL in the middle of a set: at the next start the session is accounted for up to its last checkpoint."""
    command = Command(tmp_path)
    database = command.data / "station.db"
    port = "sim://textbook?seed=7&speed=20&reps=12"
    process = command.start("live", "--json", "--port", port)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if '"type":"saved"' in line and '"index":3' in line:
                break
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    with Store.open(database) as store:
        assert ledger.audit(store) == []
        told = ledger.statement(store)
        assert (told.sessions, told.open, told.recovered) == (1, 0, 1)
        assert told.wire.announced > 0
        reps = next(each for each in told.points if each.measurement == "rep")
        assert reps.stored is not None
        assert reps.stored >= 3
    status = subprocess.run(
        [sys.executable, "-m", "station.cli", "influx", "status"],
        env=command.environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "1 session was ended by a crash" in status.stdout
    assert "✓ everything adds up" in status.stdout

"""A station that was put together leaves no thread behind, however it is left."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from station.config import Config, InfluxSection, StationSection
from station.session import assembled
from tests.support.live import END_S

if TYPE_CHECKING:
    from pathlib import Path

STEP = "sim://textbook?seed=3&reps=1&speed=max"


class OperatorLeftError(Exception):
    """Something failed while the station ran."""


@pytest.mark.parametrize("started", [True, False], ids=["a session that ran", "one that never started"])
@pytest.mark.parametrize("fails", [True, False], ids=["left by an error", "left in order"])
def test_no_thread_outlives_the_station(tmp_path: Path, *, started: bool, fails: bool) -> None:
    """Reader, core, recorder, storage, housekeeper, clock keeper and forwarder have all ended."""
    before = set(threading.enumerate())
    influx = InfluxSection(url="http://127.0.0.1:9", timeout_s=0.2)
    config = Config(station=StationSection(data_dir=tmp_path), influx=influx)
    meanwhile: set[threading.Thread] = set()

    def station_runs() -> None:
        with assembled(config, STEP, None) as running:
            if started:
                running.session.begin(None)
                running.session.start()
                running.forwarder.start()
            meanwhile.update(set(threading.enumerate()) - before)
            if started and not fails:
                assert running.session.join(END_S)
            if fails:
                raise OperatorLeftError

    if fails:
        with pytest.raises(OperatorLeftError):
            station_runs()
    else:
        station_runs()
    assert "housekeeper" in {thread.name for thread in meanwhile}
    assert set(threading.enumerate()) <= before

"""A plate that falls silent in a visit: what happened meanwhile is neither counted nor kept secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.config import Config, StationSection
from station.events import Fault, Rep
from station.kiosk.model import KioskModel
from station.session import assembled
from station.store import Store
from tests.support.live import run_to_end

if TYPE_CHECKING:
    from pathlib import Path

DIED_S = 22.0
STEP = f"sim://textbook?seed=7&speed=max&dead=R&dead_at={DIED_S:g}"


def test_unmeasured_reps_are_told_shown_and_stored(tmp_path: Path) -> None:
    """The stream, the screen and the visit in the database say that reps were not measured from then on."""
    config = Config(station=StationSection(data_dir=tmp_path))
    with assembled(config, STEP, None) as running:
        running.session.begin(None)
        told = run_to_end(running.session)
    (silent,) = [fault for fault in told.of(Fault) if fault.code == "silent"]
    assert silent.channel == "R"
    assert silent.start_s is not None
    assert abs(silent.start_s - DIED_S) < 0.1
    assert "cannot be measured" in silent.detail
    assert all(rep.start_s < DIED_S for rep in told.of(Rep))

    model = KioskModel()
    model.feed(told.events[: told.events.index(silent) + 1], 0.0)
    notice = model.snapshot(0.0).notice
    assert notice is not None
    assert notice.key == "banner.silent"

    with Store.open(tmp_path / "station.db", read_only=True) as store:
        (visit,) = store.sessions()
        assert silent in [event for event in store.events(visit.id) if isinstance(event, Fault)]

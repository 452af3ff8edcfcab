"""Health in a session that runs: told in the stream, kept with it, and sent as fields of a point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.config import Config
from station.events import Calibration, HealthCheck, HealthReport, Identity
from station.session import LiveSession
from station.store import Store, StoreWriter
from station.store.recent import recent
from tests.support.live import run_to_end

if TYPE_CHECKING:
    from pathlib import Path

HUMMING = "sim://empty?seed=3&hum_n=40&speed=max"


def test_what_changes_is_told_and_kept(tmp_path: Path) -> None:
    """A hum: in the stream, followed by the whole list, and in the database, for whoever looks later."""
    with Store.open(tmp_path / "station.db") as store:
        session = LiveSession(HUMMING, Config(), writer=StoreWriter(store, "home", "step1"))
        told = run_to_end(session)
        kept = [each.event for each in recent(store, ["check"], 10)]
    changes = told.of(HealthCheck)
    assert [(each.code, each.channel, each.state) for each in changes] == [
        ("HUM", "L", "RETRY"),
        ("HUM", "R", "RETRY"),
    ]
    assert kept == changes[::-1]
    after = told.events[told.events.index(changes[1]) + 1]
    assert isinstance(after, HealthReport)
    assert [check for check in after.checks if check.state == "RETRY"] == changes


def test_state_and_measured_values_reach_the_point_of_the_step(tmp_path: Path) -> None:
    """``step_health`` carries the worst state, how many are not well, and what was measured, as floats."""
    with Store.open(tmp_path / "station.db") as store:
        session = LiveSession(
            "sim://visitor?seed=3&hum_n=40&speed=max", Config(), writer=StoreWriter(store, "h", "s")
        )
        session.begin(None)
        run_to_end(session)
        points = [row.point for row in store.outbox_waiting(1000) if row.point.measurement == "step_health"]
    told = points[-1].fields
    assert (told["check_state"], told["checks_retry"], told["checks_service"]) == (1.0, 2.0, 0.0)
    assert told["checks_bad"] == "HUM:L,HUM:R"
    assert isinstance(told["noise_n_l"], float)
    assert told["hum_n_r"] > 1.0  # type: ignore[operator]  # a float


def test_calibration_is_held_against_the_database(tmp_path: Path) -> None:
    """The step that was met before with another scale of the same day needs service."""
    with Store.open(tmp_path / "station.db") as store:
        first = run_to_end(LiveSession("sim://empty?seed=3&speed=max", Config()))
        (who, scale) = (first.of(Identity)[0], first.of(Calibration)[0])
        other = Calibration("L", scale.zero, scale.scale_n_per_count * 1.01, scale.taken_unix, scale.note)
        StoreWriter(store, "home", "step1").handle([who, other])
        session = LiveSession("sim://empty?seed=3&speed=max", Config(), known_calibration=store.calibrations)
        told = run_to_end(session)
    assert [(each.code, each.channel) for each in told.of(HealthCheck)] == [("CALIBRATION_MISMATCH", "L")]


def test_replay_of_a_recording_tells_the_same_checks(tmp_path: Path) -> None:
    """What was heard then is judged alike now; the calendar apart, which has moved on."""
    path = tmp_path / "wire.rec"
    live = run_to_end(LiveSession(HUMMING, Config(), recording_file=path))
    replayed = run_to_end(LiveSession(f"replay://{path}?speed=max", Config()))
    assert replayed.of(HealthCheck) == live.of(HealthCheck)
    assert live.of(HealthCheck)

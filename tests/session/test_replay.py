"""Replay: a recording gives the very events of the live session, bit for bit."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from station.config import Config, StationSection
from station.errors import UsageError
from station.events import ForceBlock, Prescription, Rep, Weigh
from station.jsonl import encode
from station.recording import Control, Hole, Replay, Wire, read_info, read_records, replay_events
from station.session import LiveSession
from station.sources import open_port
from tests.support.live import run_to_end, running
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from station.sources import Port

PULLED = "sim://textbook?seed=5&speed=max&reps=4&disconnect_at=22&disconnect_s=2&corrupt=0.001&drop=0.001"


def record(port: str, path: Path) -> list[bytes]:
    """Record a session; return what its pipeline told."""
    config = Config(station=StationSection(gravity_m_s2=9.82))
    session = LiveSession(port, config, recording_file=path)
    session.begin("0123456789abcdef", Prescription(target_reps=4, lowering_target_s=2.5))
    return run_to_end(session).core_lines()


def until_its_end(port: Port) -> Iterator[bytes]:
    """Yield what a finite port gives."""
    with suppress(EOFError):
        while True:
            yield port.read(1000)


def test_replay_is_bit_identical(tmp_path: Path) -> None:
    """Through a lost link, spoiled lines and a prescription, every event and every sample is the same."""
    path = tmp_path / "a.steprec"
    live = record(PULLED, path)
    replayed = list(replay_events(path))
    assert [encode(event) for event in replayed] == live
    assert any(isinstance(event, Rep) for event in replayed)
    assert any(isinstance(event, ForceBlock) for event in replayed)
    actions = [record.action for record in read_records(path) if isinstance(record, Control)]
    assert actions == ["begin_session", "visit_opened", "configure", "link_lost"]


def test_summing_up_tells_the_same_in_the_end(tmp_path: Path) -> None:
    """Played to be summed up, a recording gives every event but early values; forces are the same in all."""
    path = tmp_path / "a.steprec"
    record(PULLED, path)
    lived, summed = list(Replay(path)), list(Replay(path, live=False))
    passing = (ForceBlock, Rep)
    assert [e for e in summed if not isinstance(e, passing)] == [
        e for e in lived if not isinstance(e, passing)
    ]
    assert [e for e in summed if isinstance(e, Rep) and e.final] == [
        e for e in lived if isinstance(e, Rep) and e.final
    ]
    for name in ("t_s", "left_n", "right_n", "valid"):
        lived_n, summed_n = (
            np.concatenate([getattr(event, name) for event in events if isinstance(event, ForceBlock)])
            for events in (lived, summed)
        )
        assert np.array_equal(lived_n, summed_n)


def test_prescription_changed_in_the_middle_is_replayed_in_its_place(tmp_path: Path) -> None:
    """Visits and prescriptions are in the recording where they happened."""
    path = tmp_path / "a.steprec"
    session = LiveSession("sim://textbook?seed=5&speed=40&reps=4", Config(), recording_file=path)
    first = Prescription(lowering_target_s=2.0)
    session.begin(None, first)
    with running(session) as told:
        wait_until(lambda: bool(told.of(Rep)))
        session.configure(replace(first, lowering_target_s=9.0))
        session.begin(None, replace(first, lowering_target_s=1.0))
        assert session.join(60.0)
    assert [encode(event) for event in replay_events(path)] == told.core_lines()


def test_recording_is_verbatim_and_describes_itself(tmp_path: Path) -> None:
    """The file holds what was on the wire, and what one must know to use it."""
    path = tmp_path / "a.steprec"
    record("sim://textbook?seed=5&speed=max&reps=3", path)
    wire = b"".join(chunk.raw for chunk in read_records(path) if isinstance(chunk, Wire))
    assert wire.startswith(b"I 1 ")
    assert b"\nK 0 " in wire
    header = read_info(path).header
    assert header["gravity_m_s2"] == 9.82
    assert {"station_version", "port", "site", "station", "calibrations", "format"} <= set(header)


def test_damaged_recording_replays_around_the_damage(tmp_path: Path) -> None:
    """A spoiled block is a lost link: the rest is measured, nothing crashes."""
    path = tmp_path / "a.steprec"
    record("sim://textbook?seed=5&speed=max&reps=3", path)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    path.write_bytes(raw)
    assert any(isinstance(found, Hole) for found in read_records(path))
    codes = {getattr(event, "code", None) for event in replay_events(path)}
    assert "gap" in codes


def test_replay_port_gives_the_same_events(tmp_path: Path) -> None:
    """``replay://`` through a session measures the same reps as the recording did."""
    path = tmp_path / "a.steprec"
    live = record("sim://textbook?seed=5&speed=max&reps=3", path)
    session = LiveSession(f"replay://{path}?speed=max", Config(station=StationSection(gravity_m_s2=9.82)))
    session.begin(None, Prescription(target_reps=4, lowering_target_s=2.5))
    assert run_to_end(session).core_lines() == live


def test_replay_port_paces_itself_by_the_recording(tmp_path: Path) -> None:
    """At speed 1 a chunk is due when it was; nothing is handed over before."""
    path = tmp_path / "a.steprec"
    record("sim://textbook?seed=5&speed=max&reps=3", path)
    port = open_port(f"replay://{path}?speed=100")
    slept: list[float] = []
    clock = [0.0]

    def pause(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += seconds

    vars(port).update(clock=lambda: clock[0], pause=pause, _begun_s=0.0)
    read = b"".join(until_its_end(port))
    port.close()
    assert read == b"".join(chunk.raw for chunk in read_records(path) if isinstance(chunk, Wire))
    info = read_info(path)
    assert info.first_us is not None
    assert info.last_us is not None
    assert sum(slept) == pytest.approx((info.last_us - info.first_us) / 1e8, abs=0.05)
    assert max(slept) <= 0.05


def test_idle_hours_fill_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While nobody is there, recordings are begun anew and thrown away; that of a visit replays exactly."""
    monkeypatch.setattr("station.session.idle.IDLE_S", 0.05)
    session = LiveSession("sim://textbook?seed=5&speed=10&reps=3", Config(), recordings_dir=tmp_path)
    first = session.recording_path
    with running(session) as told:
        wait_until(lambda: bool(told.of(Weigh)))
        session.begin(None, Prescription())
        assert session.join(60.0)
    (kept,) = tmp_path.iterdir()
    assert kept != first
    replayed = [encode(event) for event in replay_events(kept)]
    assert any(isinstance(event, Rep) for event in told.events)
    assert replayed == told.core_lines()[-len(replayed) :]


@pytest.mark.parametrize(
    "url", ["replay://", "replay://a?speed=0", "replay://a?speed=fast", "replay://a?sped=1"]
)
def test_replay_url_that_means_nothing_is_refused(url: str) -> None:
    """File and speed are checked before anything is opened."""
    with pytest.raises(UsageError):
        open_port(url)

"""A part of the session that fails is told, and takes no other part with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.config import Config, StorageSection
from station.errors import StoreError
from station.events import Alarm, Link, Prescription, Rep, Saved, Session, StoreState
from station.pipeline import Pipeline
from station.session import LiveSession
from station.store import Store, StoreWriter
from tests.support.host_time import FastTime
from tests.support.live import Told, run_to_end, running, wait_for_link
from tests.support.terminal_device import TerminalDevice, step_that_answers
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from station.events import Event

TEXTBOOK = "sim://textbook?seed=7&speed=max&reps=3"


class Stubborn(StoreWriter):
    """A writer whose disk is full for its first few batches."""

    refusals_left = 2

    def handle(self, events: Sequence[Event], time_us: int | None = None) -> list[Saved | Alarm]:
        """Refuse twice, then store."""
        if self.refusals_left:
            self.refusals_left -= 1
            raise StoreError("the disk is full", "Make room")
        return super().handle(events, time_us)


class Broken(StoreWriter):
    """A writer with a mistake in it."""

    def handle(self, events: Sequence[Event], time_us: int | None = None) -> list[Saved | Alarm]:
        """Die at the first rep."""
        if any(isinstance(event, Rep) for event in events):
            raise ZeroDivisionError("for the test")
        return super().handle(events, time_us)


def test_full_disk_is_told_once_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is tried again until it takes the batch: every rep is stored in the end."""
    monkeypatch.setattr("station.session.storage.RETRY_S", 0.01)
    with Store.open(tmp_path / "station.db") as store:
        session = LiveSession(TEXTBOOK, Config(), writer=Stubborn(store, "home", "step1"))
        session.begin(None, Prescription())
        told = run_to_end(session)
        states = [(state.state, state.detail) for state in told.of(StoreState)]
        assert (states[0], states[-1]) == (("held", "the disk is full"), ("ok", ""))
        assert session.unsaved is None
        assert len(store.reps(told.of(Session)[0].session_id)) == 3


def test_dead_storage_is_told_and_measuring_goes_on(tmp_path: Path) -> None:
    """Without its storage thread the session still measures and ends in order, and nobody is told saved."""
    config = Config(storage=StorageSection(emergency_dir=tmp_path))
    with Store.open(tmp_path / "station.db") as store:
        session = LiveSession(TEXTBOOK, config, writer=Broken(store, "home", "step1"))
        session.begin(None, Prescription())
        told = run_to_end(session)
    (alarm,) = told.of(Alarm)
    assert (alarm.source, alarm.message) == ("storage", "ZeroDivisionError: for the test")
    assert len([rep for rep in told.of(Rep) if not rep.final]) == 3
    assert not [saved for saved in told.of(Saved) if saved.what == "rep"]
    assert session.unsaved is not None
    assert "NOT SAVED: 1 reps" in str(session.unsaved)
    assert told.links()[-1] == "ended"


def test_dead_core_is_told_and_everything_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the signal chain is an alarm and a failed link, not a silent screen."""

    def feed(_self: Pipeline, _raw: bytes, _arrival_us: int) -> list[Event]:
        raise ZeroDivisionError("for the test")

    monkeypatch.setattr(Pipeline, "feed", feed)
    with TerminalDevice(step_that_answers()) as device:
        session = LiveSession(device.url, Config(), time=FastTime())
        told = run_to_end(session)
    assert [alarm.source for alarm in told.of(Alarm)] == ["core"]
    assert told.links()[-1] == "failed"
    assert "ZeroDivisionError" in str(session.error)


def test_dead_reader_is_told_and_everything_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the reader ends the session as failed."""

    def connect(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError("for the test")

    monkeypatch.setattr("station.session.reader.connect", connect)
    session = LiveSession("/dev/ttyUSB0", Config())
    told = run_to_end(session)
    assert [alarm.source for alarm in told.of(Alarm)] == ["reader"]
    assert told.links() == ["opening", "failed"]


def test_broken_subscriber_is_dropped_and_told_to_the_others() -> None:
    """A screen that raises is told no more; measuring and the other subscribers go on."""

    def broken(_events: Sequence[Event]) -> None:
        raise ZeroDivisionError("for the test")

    with TerminalDevice(step_that_answers()) as device:
        session = LiveSession(device.url, Config(), time=FastTime())
        session.subscribe(broken)
        with running(session) as told:
            wait_for_link(told, "connected")
    assert [alarm.message for alarm in told.of(Alarm)] == ["ZeroDivisionError: for the test"]
    assert told.links()[-1] == "ended"


def test_unsubscribed_means_told_no_more() -> None:
    """The function that ``subscribe`` returns ends the subscription."""
    gone = Told()
    with TerminalDevice(step_that_answers()) as device:
        session = LiveSession(device.url, Config(), time=FastTime())
        session.subscribe(gone)()
        with running(session) as told:
            wait_for_link(told, "connected")
    assert told.events
    assert not gone.events


def test_recording_that_cannot_be_made_is_told_and_measuring_goes_on(tmp_path: Path) -> None:
    """A recordings folder that is a file costs the recording, not the session."""
    (tmp_path / "file").touch()
    with TerminalDevice(step_that_answers()) as device:
        session = LiveSession(device.url, Config(), recordings_dir=tmp_path / "file", time=FastTime())
        with running(session) as told:
            wait_until(lambda: bool(told.of(Alarm)))
            assert told.of(Link)[-1].state == "connected"
    (alarm,) = told.of(Alarm)
    assert alarm.source == "recorder"
    assert "cannot be written" in alarm.message

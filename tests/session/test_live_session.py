"""A live session: everything in order from one thread, whatever happens to the port."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.config import Config, StationSection
from station.errors import PortError
from station.events import Fault, Identity, InfluxState, Link, Prescription, Rep, Saved, Session, SetSummary
from station.session import LiveSession
from station.store import Store, StoreWriter
from tests.support.host_time import FastTime
from tests.support.live import run_to_end, running, wait_for_link
from tests.support.terminal_device import TerminalDevice, step_that_answers
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTBOOK = "sim://textbook?seed=7&speed=max&reps=4"
INTERRUPTED = f"{TEXTBOOK}&disconnect_at=25&disconnect_s=2"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Yield an empty store."""
    with Store.open(tmp_path / "station.db") as opened:
        yield opened


def test_finite_source_is_measured_stored_and_ended(store: Store) -> None:
    """Reps are announced, then saved, then their visit is closed, then the link ends: in this order."""
    session = LiveSession(TEXTBOOK, Config(), writer=StoreWriter(store, "home", "step1"))
    session.begin(None, Prescription(target_reps=4))
    told = run_to_end(session)
    assert session.error is None
    assert len(told.threads) == 1
    assert told.links() == ["opening", "connected", "ended"]
    assert told.events[-1] == told.of(Link)[-1]
    opened, closed = told.of(Session)
    assert (opened.state, closed.state, closed.sets_done) == ("opened", "closed", len(told.of(SetSummary)))
    assert closed.reps_done == 4
    assert closed.step_uid == told.of(Identity)[0].uid
    for rep in told.of(Rep):
        receipt = Saved("rep_final" if rep.final else "rep", opened.session_id, rep.set, rep.index)
        assert told.events.index(receipt) > told.events.index(rep)
    assert [rep.index for rep in store.reps(opened.session_id)] == [1, 2, 3, 4]
    assert store.reps(opened.session_id) == [rep for rep in told.of(Rep) if rep.final]


def test_cable_pulled_in_the_middle_of_a_set(store: Store) -> None:
    """The set goes on after the cable is back, and the gap is on record."""
    session = LiveSession(INTERRUPTED, Config(), writer=StoreWriter(store, "home", "step1"))
    session.begin(None, Prescription())
    told = run_to_end(session)
    assert told.links() == ["opening", "connected", "lost", "connected", "ended"]
    gaps = [fault for fault in told.of(Fault) if fault.code == "gap"]
    assert gaps
    assert len({fault.channel for fault in gaps}) == 2
    reps = [rep for rep in told.of(Rep) if rep.final]
    (opened, _closed) = told.of(Session)
    assert {rep.set for rep in reps} == {1}
    assert reps[-1].start_s > 27.0
    stored = store.events(opened.session_id)
    assert [event.state for event in stored if isinstance(event, Link)].count("lost") == 1
    assert any(isinstance(event, Fault) and event.code == "gap" for event in stored)


def test_device_that_vanishes_from_a_real_terminal_is_found_again(tmp_path: Path) -> None:
    """Unplug and replug under the same name: the session reconnects by itself."""
    link = tmp_path / "ttyUSB0"
    with TerminalDevice(step_that_answers()) as before, TerminalDevice(step_that_answers()) as after:
        link.symlink_to(before.url)
        with running(LiveSession(str(link), Config(), time=FastTime())) as told:
            wait_for_link(told, "connected")
            link.unlink()
            before.unplug()
            wait_for_link(told, "lost")
            link.symlink_to(after.url)
            wait_for_link(told, "connected", 2)
        assert told.links()[-1] == "ended"


def test_device_that_comes_back_under_another_name_is_found_by_uid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system may give the step another name: of the new ports, the one with its uid is taken."""
    link = tmp_path / "ttyUSB0"
    ports: list[str] = []
    monkeypatch.setattr("station.session.reader.list_ports", lambda: tuple(ports))
    with (
        TerminalDevice(step_that_answers("0001")) as before,
        TerminalDevice(step_that_answers("0002")) as other,
        TerminalDevice(step_that_answers("0001")) as after,
    ):
        link.symlink_to(before.url)
        with running(LiveSession(str(link), Config(), time=FastTime())) as told:
            wait_for_link(told, "connected")
            ports += [other.url, after.url]
            link.unlink()
            before.unplug()
            wait_for_link(told, "connected", 2)
            assert [link.port for link in told.of(Link) if link.state == "connected"][-1] == after.url


def test_missing_port_ends_the_session_with_its_error(store: Store) -> None:
    """A port that never answered leaves an error, and no empty visit behind."""
    session = LiveSession("/dev/nope", Config(), writer=StoreWriter(store, "home", "step1"))
    session.begin(None, Prescription())
    told = run_to_end(session)
    assert isinstance(session.error, PortError)
    assert told.links() == ["opening", "failed"]
    assert "no port /dev/nope" in told.of(Link)[-1].detail
    assert store.sessions() == []


def test_patient_session_waits_for_the_port_to_appear(tmp_path: Path) -> None:
    """A kiosk started before the step was plugged in connects as soon as it is."""
    link = tmp_path / "ttyUSB0"
    session = LiveSession(str(link), Config(), patient=True, time=FastTime())
    with TerminalDevice(step_that_answers()) as device, running(session) as told:
        wait_until(lambda: any("no port" in link.detail for link in told.of(Link)))
        link.symlink_to(device.url)
        wait_for_link(told, "connected")
    assert told.links().count("opening") == 2  # once, and once with the reason: not at every attempt


def test_configured_uid_refuses_another_step() -> None:
    """With ``station.step_uid`` set, another step is not measured."""
    config = Config(station=StationSection(step_uid="A1B2"))
    with TerminalDevice(step_that_answers("BEEF")) as device:
        session = LiveSession(device.url, config, time=FastTime())
        told = run_to_end(session)
    assert "is BEEF, not A1B2" in str(session.error)
    assert told.links()[-1] == "failed"


def test_stop_while_connecting_is_prompt() -> None:
    """Nobody waits ten seconds for a silent port when the session is stopped."""
    with TerminalDevice(lambda _heard: b"") as device:
        session = LiveSession(device.url, Config())
        with running(session) as told:
            wait_until(lambda: b"?" in device.heard)
        assert told.links() == ["opening", "ended"]


def test_visits_follow_each_other_and_are_closed(store: Store) -> None:
    """A second person closes the first one's visit; ending leaves the stream running."""
    ann, bob = store.add_athlete("Ann"), store.add_athlete("Bob")
    with TerminalDevice(step_that_answers()) as device:
        session = LiveSession(
            device.url, Config(), writer=StoreWriter(store, "home", "step1"), time=FastTime()
        )
        session.begin(ann.id, Prescription())
        with running(session) as told:
            wait_for_link(told, "connected")
            session.begin(bob.id, Prescription(body_mass_kg=70.0))
            session.end()
            wait_until(lambda: len(told.of(Session)) == 4)
    states = [(event.athlete_id, event.state) for event in told.of(Session)]
    assert states == [(ann.id, "opened"), (ann.id, "closed"), (bob.id, "opened"), (bob.id, "closed")]
    assert len({event.session_id for event in told.of(Session)}) == 2
    assert [visit.state for visit in store.sessions()] == ["closed", "closed"]


def test_events_of_others_join_the_one_stream() -> None:
    """What the forwarder tells reaches subscribers in order, from the same thread as everything else."""
    news = InfluxState("waiting", 3, 0)
    with TerminalDevice(step_that_answers()) as device:
        session = LiveSession(device.url, Config(), time=FastTime())
        with running(session) as told:
            wait_for_link(told, "connected")
            session.publish(news)
            wait_until(lambda: news in told.events)
    assert len(told.threads) == 1

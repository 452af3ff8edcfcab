"""Talking to a step while its session goes on: one reader, and nobody loses a line."""

from __future__ import annotations

import pytest

from station.config import Config
from station.errors import PortError
from station.events import Calibration, ForceBlock
from station.session import LiveSession
from station.session.shared_port import SharedPort
from station.wire import LineFault, Sample
from tests.support.live import running, wait_for_link
from tests.support.terminal_device import TerminalDevice, step_that_answers
from tests.support.watch import wait_until

QUIET = "sim://quiet?seed=3&speed=4"


@pytest.fixture
def session() -> LiveSession:
    """Return a session with a simulated step on which somebody stands."""
    return LiveSession(QUIET, Config())


def test_a_conversation_hears_what_the_session_hears(session: LiveSession) -> None:
    """Whole lines only, from the moment it begins; the session's own stream goes on."""
    with running(session) as told:
        wait_for_link(told, "connected")
        with session.conversation() as talk:
            identity = talk.connection.identity
            assert identity is not None
            assert identity.board == "sim"
            heard = talk.listen_for(0.5)
            blocks = len(told.of(ForceBlock))
            wait_until(lambda: len(told.of(ForceBlock)) > blocks)
    assert {message.channel for message in heard if isinstance(message, Sample)} == {0, 1}
    assert not [message for message in heard if isinstance(message, LineFault)]


def test_a_calibration_written_meanwhile_is_used_at_once(session: LiveSession) -> None:
    """Stream off, store, stream on: the step has it, the session measures by it, and the link never falls."""
    with running(session) as told:
        wait_for_link(told, "connected")
        with session.conversation() as talk:
            talk.ask("X")
            talk.ask("K 1 1234.5 0.0007 1760000000 bench")
            talk.ask("G")
            assert talk.calibration()[1].scale_n_per_count == 0.0007
        wait_until(lambda: any(event.scale_n_per_count == 0.0007 for event in told.of(Calibration)))
        assert told.links() == ["opening", "connected"]


def test_one_at_a_time(session: LiveSession) -> None:
    """A second conversation is refused while the first goes on, and taken when it has ended."""
    with running(session) as told:
        wait_for_link(told, "connected")
        with (
            session.conversation(),
            pytest.raises(PortError, match="somebody talks to the step already"),
            session.conversation(),
        ):
            pass
        with session.conversation() as talk:
            assert talk.calibration()


def test_without_a_step_there_is_nobody_to_talk_to() -> None:
    """Before the step answers, and where a recording plays, it is told."""
    session = LiveSession(QUIET, Config())
    with pytest.raises(PortError, match="not connected"), session.conversation():
        pass


def test_a_pulled_cable_ends_the_conversation() -> None:
    """Whoever talks learns it as at a port of his own; the session looks for the step again."""
    with TerminalDevice(step_that_answers()) as device:
        session = LiveSession(device.url, Config(), patient=True)
        with running(session) as told:
            wait_for_link(told, "connected")
            with session.conversation() as talk:
                device.unplug()
                with pytest.raises(PortError, match="the link was lost"):
                    talk.listen_for(30.0)
            wait_for_link(told, "lost")
            with pytest.raises(PortError, match="not connected"), session.conversation():
                pass


def test_what_was_heard_before_the_loss_can_be_read() -> None:
    """The end comes after the last bytes; a line that was cut by the beginning is left out."""
    port = SharedPort(115200)
    port.hear(b"rest of a line\nS 0 1 2 3 0*")
    port.hear(b"ABCD\n")
    port.lose(OSError("the link was lost"))
    assert port.read(100) == b"S 0 1 2 3 0*ABCD\n"
    with pytest.raises(OSError, match="link was lost"):
        port.read(1)
    with pytest.raises(OSError, match="link was lost"):
        port.write(b"X")


def test_who_does_not_listen_fills_no_memory() -> None:
    """What nobody reads for minutes is not kept for ever."""
    port = SharedPort(115200)
    for _ in range(40):
        port.hear(b"x" * 99_999 + b"\n")
    assert port.in_waiting <= 1 << 20

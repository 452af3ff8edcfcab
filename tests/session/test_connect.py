"""Connecting: a step says who it is, and everything else is told for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.errors import NoPermissionError, PortError
from station.sources import connect
from station.sources.handshake import Interrupted
from tests.support.host_time import FastTime
from tests.support.terminal_device import (
    HEALTH,
    SAMPLE,
    TerminalDevice,
    identity,
    step_that_answers,
)
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable


def test_step_on_a_real_terminal_is_recognised() -> None:
    """The step's identity is returned, with what it said meanwhile, from the first good line on."""
    with TerminalDevice(step_that_answers()) as device:
        connection = connect(device.url, time=FastTime())
        connection.close()
    assert connection.identity is not None
    assert connection.identity.uid == "A1B2"
    assert connection.baud == 115200
    assert b"".join(raw for _at, raw in connection.heard).startswith((SAMPLE, identity()))


def test_silent_board_is_asked_again_after_its_restart() -> None:
    """A board that was restarting hears the second question, after two seconds, and is connected."""

    def deaf_at_first(heard: bytes) -> bytes:
        return identity() + HEALTH if heard.count(b"?*") > 1 else b""

    with TerminalDevice(deaf_at_first) as device:
        connection = connect(device.url, time=FastTime())
        wait_until(lambda: b"K?*" in device.heard)
        connection.close()
    assert connection.identity is not None
    assert device.heard.count(b"\n?*") == 1
    assert b"\nG*" in device.heard


def _babble() -> Callable[[bytes], bytes]:
    count = 0

    def says(_heard: bytes) -> bytes:
        nonlocal count
        count += 1
        return bytes((17 * count + 31 * at) % 256 for at in range(40))

    return says


@pytest.mark.parametrize(
    ("says", "verdict"),
    [
        (lambda _heard: b"", "nothing was heard from .* in 10 s"),
        (lambda _heard: b"T=21.5;H=40\r\n", r"speaks another protocol: 'T=21\.5;H=40"),
        (lambda _heard: b"ets Jun  8 2016 rst:0x10 (RTCWDT_RTC_RESET)\r\n", "restarts again and again"),
        (lambda _heard: identity(), r"restarts again and again \(reset=power\)"),
        (lambda _heard: SAMPLE, "never says who it is"),
        (_babble(), r"make no sense at any speed tried \(115200, 500000, 250000"),
    ],
    ids=["nothing", "another protocol", "boot text", "boot loop", "no identity", "noise"],
)
def test_what_is_no_step_is_named(says: Callable[[bytes], bytes], verdict: str) -> None:
    """After ten seconds the error says what was heard instead of a step."""
    with TerminalDevice(says) as device, pytest.raises(PortError, match=verdict):
        connect(device.url, time=FastTime())


def test_excerpt_of_another_protocol_is_harmless() -> None:
    """Bytes of strangers reach the terminal escaped and short."""
    says = b"\x1b[2J hello hello hello hello hello\n" * 2
    with TerminalDevice(lambda _heard: says) as device, pytest.raises(PortError) as refusal:
        connect(device.url, time=FastTime())
    assert "\x1b" not in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "\\x1b[2J hello" in str(refusal.value)


def test_step_with_a_newer_protocol_is_refused() -> None:
    """Protocol 2 is not guessed at."""
    says = identity(protocol=2) + HEALTH
    refused = pytest.raises(PortError, match=r"speaks protocol 2, this station 1\. Update")
    with TerminalDevice(lambda _heard: says) as device, refused:
        connect(device.url, time=FastTime())


def test_another_step_than_the_configured_one_is_refused() -> None:
    """A step is chosen by uid, never by port name alone."""
    refused = pytest.raises(PortError, match="is BEEF, not A1B2")
    with TerminalDevice(step_that_answers("BEEF")) as device, refused:
        connect(device.url, uid="A1B2", time=FastTime())


def test_auto_finds_the_step_of_the_uid_among_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two identical boards and a stranger, the one with the configured uid is connected."""
    with (
        TerminalDevice(lambda _heard: b"$GPGGA,1\r\n") as stranger,
        TerminalDevice(step_that_answers("0001")) as one,
        TerminalDevice(step_that_answers("0002")) as two,
    ):
        urls = (stranger.url, one.url, two.url)
        monkeypatch.setattr("station.sources.handshake.list_ports", lambda: urls)
        connection = connect("auto", uid="0002", time=FastTime())
        connection.close()
        assert connection.url == two.url
        with pytest.raises(PortError, match=r"no step 0003 found: .*GPGGA.*is 0001.*is 0002"):
            connect("auto", uid="0003", time=FastTime())


def test_auto_tells_how_to_be_let_in_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is not in the group has plugged the step in already."""
    usermod = 'Join it with: sudo usermod -aG dialout "$USER", then log in again'

    def refused(url: str, *_: object, **__: object) -> None:
        if url.endswith("0"):
            raise PortError(f"{url} is not a serial device", "Name another")
        raise NoPermissionError(f"no permission to use {url}: it belongs to the group dialout", usermod)

    monkeypatch.setattr("station.sources.handshake.list_ports", lambda: ("/dev/ttyUSB0", "/dev/ttyUSB1"))
    monkeypatch.setattr("station.sources.handshake.open_port", refused)
    with pytest.raises(PortError) as told:
        connect("auto")
    assert "is not a serial device; no permission to use /dev/ttyUSB1" in told.value.problem
    assert told.value.remedy == usermod


def test_auto_says_what_it_did_not_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first step is taken; a port after it may be one as well, a port built into the computer is none."""
    with TerminalDevice(step_that_answers("0001")) as one:
        urls = (one.url, "/dev/ttyACM7", "/dev/ttyS0")
        monkeypatch.setattr("station.sources.handshake.list_ports", lambda: urls)
        found = connect("auto", time=FastTime())
        found.close()
        named = connect("auto", uid="0001", time=FastTime())
        named.close()
    assert found.others == ("/dev/ttyACM7",)
    assert named.others == ()


def test_auto_without_any_port_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing plugged in, `auto` says that."""
    monkeypatch.setattr("station.sources.handshake.list_ports", tuple)
    with pytest.raises(PortError, match="this computer has no serial port"):
        connect("auto")


def test_speed_is_found_by_itself() -> None:
    """A step at 500000 baud is noise at 115200; the station tries on and finds it."""
    connection = connect("sim://textbook?seed=3&baud=500000")
    connection.close()
    assert connection.baud == 500_000
    assert connection.identity is not None


@pytest.mark.parametrize(
    ("speaks", "verdict"),
    [
        ("nothing", "nothing was heard"),
        ("other", "another protocol"),
        ("bootloop", "restarts again and again"),
    ],
)
def test_simulated_troubles_are_named(speaks: str, verdict: str) -> None:
    """The simulator's own strangers are told apart too."""
    with pytest.raises(PortError, match=verdict):
        connect(f"sim://textbook?seed=3&speed=20&speaks={speaks}", time=FastTime())


def test_waiting_ends_when_nobody_wants_the_connection() -> None:
    """Stopping a station that is still connecting does not take ten seconds."""
    with TerminalDevice(lambda _heard: b"") as device, pytest.raises(Interrupted):
        connect(device.url, wanted=lambda: False)


def test_cable_pulled_while_connecting_is_an_error_of_the_port() -> None:
    """A port that vanishes before the step has answered is named."""
    device = TerminalDevice(lambda _heard: b"")

    def wanted() -> bool:
        if device.heard:
            device.unplug()
        return True

    with device, pytest.raises(PortError, match=device.url):
        connect(device.url, wanted=wanted)

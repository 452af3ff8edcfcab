"""Opening ports: what the operating system refuses is said with its remedy."""

from __future__ import annotations

import grp
import os
import pty
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from station.errors import PortError, UsageError
from station.sources import open_port
from station.sources.ports import check_address

ROOT = Path(__file__).parents[2]


def test_missing_port_lists_what_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is not there is named, with the ports that are."""
    monkeypatch.setattr("station.sources.ports.list_ports", lambda: ("/dev/ttyUSB7",))
    with pytest.raises(PortError, match=r"no port /dev/nope\. Ports here now: /dev/ttyUSB7"):
        open_port("/dev/nope")


def test_missing_port_with_nothing_plugged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any port the remedy is to plug the step in."""
    monkeypatch.setattr("station.sources.ports.list_ports", tuple)
    with pytest.raises(PortError, match="plug the step in"):
        open_port("/dev/nope")


@pytest.mark.parametrize("path", ["/dev/null", str(ROOT), __file__])
def test_what_is_no_serial_device_is_refused(path: str) -> None:
    """A file, a folder and another kind of device are told from a serial port."""
    with pytest.raises(PortError, match="is not a serial device"):
        open_port(path)


def test_second_opening_of_a_port_is_refused() -> None:
    """Two programs never read the same step: the second is told so."""
    master, slave = pty.openpty()
    port = open_port(os.ttyname(slave))
    try:
        with pytest.raises(PortError, match="in use by another program"):
            open_port(os.ttyname(slave))
    finally:
        port.close()
        os.close(master)
        os.close(slave)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without permission")
def test_no_permission_names_the_group_to_join(tmp_path: Path) -> None:
    """Without permission the owning group and the command that joins it are named."""
    device = tmp_path / "ttyUSB0"
    device.touch()
    device.chmod(0o660)
    for folder in [tmp_path, *tmp_path.parents][:-1]:
        if folder != Path("/tmp"):  # noqa: S108  everybody may enter that one already
            folder.chmod(folder.stat().st_mode | 0o711)
    os.chown(device, 0, grp.getgrnam("dialout").gr_gid)
    program = f"""
        import fcntl, grp, os
        import serial.tools.list_ports, serial.urlhandler
        from station.sources import open_port
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
        try: open_port({str(device)!r})
        except Exception as error: print(type(error).__name__, error)
    """
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert "NoPermissionError no permission" in ran.stdout, ran
    assert "belongs to the group dialout. Join it with: sudo usermod -aG dialout" in ran.stdout


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "the port is empty"),
        ("foo://bar", "unknown scheme foo://"),
        ("socket://localhost", "names no host and port"),
        ("socket://:99999999", "names no host and port"),
        ("rfc2217://", "names no host and port"),
    ],
)
def test_url_that_means_nothing_is_a_usage_error(url: str, problem: str) -> None:
    """What was typed wrongly is told apart from what is not plugged in."""
    with pytest.raises(UsageError, match=problem):
        open_port(url)


def test_refused_network_port_says_so() -> None:
    """A serial server that is not there is named with the system's own reason."""
    with pytest.raises(PortError, match=r"socket://127\.0\.0\.1:1 cannot be opened: Connection refused"):
        open_port("socket://127.0.0.1:1")


def test_simulated_port_says_what_there_is() -> None:
    """A wrong scenario is refused with the ones that exist, on one line."""
    with pytest.raises(UsageError, match=r"unknown scenario 'nonsense'; there are .*textbook"):
        open_port("sim://nonsense")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sim://textbook?sped=3", "unknown parameter 'sped'"), ("sim://nosuch", "unknown scenario 'nosuch'"),
        ("simm://textbook", "unknown scheme simm://"), ("socket://host", "names no host and port"),
        (" ", "the port is empty"),
    ],
)  # fmt: skip
def test_an_address_that_can_never_be_opened_is_refused_before(url: str, said: str) -> None:
    """A screen that waits for its step need not begin with one that can never come."""
    with pytest.raises(UsageError, match=re.escape(said)):
        check_address(url)


@pytest.mark.parametrize(
    "url",
    ["/dev/no-such-step", "COM999", "auto", "socket://127.0.0.1:1", "rfc2217://127.0.0.1:1", "sim://textbook?seed=7",
     "hwgrep://no-such-step"],
)  # fmt: skip
def test_an_address_whose_step_may_come_is_not(url: str) -> None:
    """Nothing is opened to find out."""
    check_address(url)

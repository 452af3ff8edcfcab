"""The rule for the step's port, judged by udev itself: on made-up boards, in a /sys and a /dev of the test's own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UDEV = Path(__file__).parent / "udev.sh"
UNPACKED = ROOT / ".cache/debian"
RULE = ROOT / "hardware/kiosk/70-heeldrop-station.rules"
STEP = """#!/bin/sh
[ "$*" = "step info --port $(ls /dev/tty*) --json" ] && echo '{"protocol":1,"uid":"5AFE01C3","channels":[]}'
"""


def udev() -> tuple[Path, Path] | None:
    """Return udev's program and the folder of its own rules; ``None`` when it is not here."""
    for root in (UNPACKED, Path("/usr"), Path("/")):
        programs = [root / "bin/udevadm", root / "usr/bin/udevadm", root / "sbin/udevadm"]
        rules = [root / "lib/udev/rules.d", root / "usr/lib/udev/rules.d"]
        program = next((path for path in programs if path.exists()), None)
        folder = next((path for path in rules if (path / "60-serial.rules").exists()), None)
        if program is not None and folder is not None:
            return program, folder
    return None


def why_not() -> str:
    """Return why udev cannot be asked here; empty when it can be tried."""
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return "needs root and unshare, for a /sys of its own"
    found = udev()
    if found is None:
        return "needs udevadm (Debian package udev)"
    ran = subprocess.run([found[0], "--version"], capture_output=True, check=False)
    return "" if ran.returncode == 0 else "needs an udevadm that fits this machine's systemd"


pytestmark = pytest.mark.skipif(why_not() != "", reason=why_not())


def judged(tmp_path: Path, *board: str, named: bool = False) -> str:
    """Return what udev makes of a board: ``kind, vendor, product, serial``."""
    found = udev()
    assert found is not None
    rules = tmp_path / "rules"
    rules.mkdir(exist_ok=True)
    for name in ("50-udev-default.rules", "60-serial.rules"):
        shutil.copy(found[1] / name, rules)
    shutil.copy(RULE, rules)
    station = tmp_path / "station"
    station.write_text(STEP, encoding="ascii")
    station.chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)  # the step is asked as another user
    name_step = ("name-step", str(RULE.parent), str(station)) if named else ()
    ran = subprocess.run(
        ["unshare", "--mount", UDEV, found[0], rules, *board, *name_step],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "heeldrop" not in ran.stderr
    return ran.stdout


@pytest.mark.parametrize(
    ("kind", "vendor", "product", "board"),
    [
        ("acm", "2341", "0043", "Arduino"),
        ("acm", "2a03", "0043", "Arduino"),
        ("acm", "2e8a", "000a", "RP2040"),
        ("usbserial", "1a86", "7523", "CH340"),
        ("acm", "1a86", "55d4", "CH340"),
        ("usbserial", "0403", "6001", "FTDI"),
        ("usbserial", "10c4", "ea60", "CP210x"),
    ],
)
def test_a_boards_port_is_the_groups_and_nobodys_modem(
    tmp_path: Path, kind: str, vendor: str, product: str, board: str
) -> None:
    """The group dialout may use it, modem managers keep off, and its plug never sleeps."""
    told = judged(tmp_path, kind, vendor, product, "A1")
    assert f"HEELDROP_BOARD={board}\n" in told
    assert "ID_MM_DEVICE_IGNORE=1\n" in told
    assert "ID_MM_PORT_IGNORE=1\n" in told
    assert re.search(r"^660 root dialout /dev/tty", told, re.MULTILINE)
    assert "power on" in told


def test_other_devices_are_left_alone(tmp_path: Path) -> None:
    """A real modem stays a modem, and may sleep."""
    told = judged(tmp_path, "acm", "12d1", "1001", "A1")
    assert "HEELDROP" not in told
    assert "ID_MM" not in told
    assert "power on" not in told


def test_a_step_is_named_by_its_uid_wherever_its_plug_goes(tmp_path: Path) -> None:
    """``name-step`` asks once; the rule that it writes goes by the serial number of the plug."""
    told = judged(tmp_path, "acm", "2341", "0043", "95131", named=True)
    assert 'ENV{ID_SERIAL_SHORT}=="95131"' in told
    assert "/dev/heeldrop/5AFE01C3 leads to /dev/ttyACM0" in told
    assert "wherever it is plugged in" in told


def test_a_plug_without_a_number_is_named_by_its_socket(tmp_path: Path) -> None:
    """Most CH340 have no serial number: the name then belongs to the socket, and that is said."""
    told = judged(tmp_path, "usbserial", "1a86", "7523", "", named=True)
    assert "ENV{ID_PATH}==" in told
    assert "/dev/heeldrop/5AFE01C3 leads to /dev/ttyUSB0" in told
    assert "as long as it stays in this socket" in told

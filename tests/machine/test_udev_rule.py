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
USB_NAMES = ROOT / "hardware/firmware/rp2040/usb_descriptors.c"
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


def judged(tmp_path: Path, *board: str, named: bool = False, calls_itself: str = "") -> str:
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
        capture_output=True, text=True, check=False, env=os.environ | {"PRODUCT_NAME": calls_itself},
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


def test_the_projects_own_pico_is_known_by_number_and_name(tmp_path: Path) -> None:
    """Its number is one for trying things out, which others use as well."""
    (name,) = re.findall(
        r'STRING_PRODUCT:\s+return text_string\("([^"]+)"\)', USB_NAMES.read_text(encoding="utf-8")
    )
    told = judged(tmp_path, "acm", "1209", "0001", "E66", calls_itself=name)
    assert "HEELDROP_BOARD=RP2040\n" in told
    assert re.search(r"^660 root dialout /dev/tty", told, re.MULTILINE)
    assert "HEELDROP" not in judged(tmp_path, "acm", "1209", "0001", "E66", calls_itself="Something else")


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


def given(told: str) -> dict[str, str]:
    """Return the rules that were there in the end, by the step's uid."""
    rules = re.findall(r"^given: (.*)$", told, re.MULTILINE)
    return {rule.rpartition("heeldrop/")[2].rstrip('"'): rule for rule in rules}


def rule(serial: str, uid: str, path: str = "") -> str:
    """Return a rule for an adapter as ``name-step`` writes it."""
    socket = f'ENV{{ID_PATH}}=="{path}", ' if path else ""
    return (
        'SUBSYSTEM=="tty", ENV{ID_VENDOR_ID}=="10c4", ENV{ID_MODEL_ID}=="ea60", '
        f'ENV{{ID_SERIAL_SHORT}}=="{serial}", {socket}SYMLINK+="heeldrop/{uid}"'
    )


def test_two_adapters_of_one_number_are_named_by_their_sockets(tmp_path: Path) -> None:
    """Many CP210x are all 0001: the other step's name for its own socket stays, this one gets one for this socket."""
    others = [rule("0001", "0BAD", "pci-0000:00:14.0-usb-0:9:1.0"), rule("7E", "0CAB")]
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/71-heeldrop-steps.rules").write_text("\n".join(others) + "\n", encoding="ascii")
    told = judged(tmp_path, "usbserial", "10c4", "ea60", "0001", named=True)
    names = given(told)
    assert [names["0BAD"], names["0CAB"]] == others
    assert 'ENV{ID_SERIAL_SHORT}=="0001", ENV{ID_PATH}=="' in names["5AFE01C3"]
    assert "another plug has the number 0001 as well" in told
    assert "/dev/heeldrop/5AFE01C3 leads to /dev/ttyUSB0" in told
    assert "/dev/heeldrop/0BAD" not in told.replace("given: ", "")


def test_a_name_by_a_number_that_two_plugs_have_is_taken_back_aloud(tmp_path: Path) -> None:
    """It would be both steps': whoever has it is named again, and is told so."""
    (tmp_path / "rules").mkdir()
    old = tmp_path / "rules/71-heeldrop-steps.rules"
    old.write_text(rule("0001", "0BAD") + "\n", encoding="ascii")
    told = judged(tmp_path, "usbserial", "10c4", "ea60", "0001", named=True)
    assert set(given(told)) == {"5AFE01C3"}
    assert "Step 0BAD was named by the same plug or socket" in told

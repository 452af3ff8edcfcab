"""The parts of a kiosk machine, each judged by the tool that will read it there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

KIOSK = Path(__file__).parents[2] / "hardware" / "kiosk"
UNIT = KIOSK / "heeldrop-kiosk.service"
SCRIPTS = ("install", "update", "rollback", "name-step", "console", "station-at-kiosk", "common.sh")
LARGEST_EXPOSURE = 25
"""Of 100, as systemd counts it; a service without any limit has 96."""

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze (Debian package systemd)"
)


@needs_systemd
def test_systemd_reads_every_line_of_the_service(tmp_path: Path) -> None:
    """No key is unknown, no value is refused; the program's place is the only thing that a test must change."""
    readable = tmp_path / UNIT.name
    text = re.sub(r"/opt/heeldrop-station/\S+", "/bin/true", UNIT.read_text(encoding="utf-8"))
    readable.write_text(text.replace("Documentation=file:/bin/true\n", ""), encoding="utf-8")
    ran = subprocess.run(["systemd-analyze", "verify", readable], capture_output=True, text=True, check=False)
    own = [line for line in ran.stderr.splitlines() if UNIT.name in line]
    assert own == []


@needs_systemd
def test_the_service_may_do_little() -> None:
    """What systemd counts as exposed stays under a limit."""
    ran = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={LARGEST_EXPOSURE}", UNIT],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="needs shellcheck (Debian package shellcheck)")
def test_the_scripts_hold_no_trap_of_the_shell() -> None:
    """Shellcheck has nothing to say about any of them."""
    here = [Path(__file__).parent / name for name in ("boot.sh", "udev.sh")]
    ran = subprocess.run(
        ["shellcheck", "-x", *SCRIPTS, *here], cwd=KIOSK, capture_output=True, text=True, check=False
    )
    assert ran.stdout == ""


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux, which kiosks run")
@pytest.mark.parametrize("script", ["install", "update", "rollback", "name-step"])
def test_every_script_says_what_it_is_for(script: str) -> None:
    """``--help`` names the command and needs nothing."""
    ran = subprocess.run([KIOSK / script, "--help"], capture_output=True, text=True, check=True)
    assert re.search(rf"sudo (\./|heeldrop-){script}", ran.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux, which kiosks run")
@pytest.mark.parametrize(
    ("arguments", "problem", "remedy"),
    [
        ((), "no wheel was named", "make wheel"),
        (("heeldrop_station-1.0-py3-none-any.whl",), "there is no wheel", "make wheel"),
        (("somebody_else-1.0-py3-none-any.whl",), "is no wheel of the station", "It is called"),
        (("--never",), "there is no option --never", "--help"),
    ],
)
def test_what_cannot_be_installed_is_refused_with_a_remedy(
    arguments: tuple[str, ...], problem: str, remedy: str
) -> None:
    """One line on the error's side, exit code 1, and nothing was said to be done."""
    ran = subprocess.run(
        [KIOSK / "install", "--dry-run", *arguments], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    (line,) = ran.stderr.splitlines()
    assert problem in line
    assert remedy in line
    assert "+ " not in ran.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux, which kiosks run")
@pytest.mark.parametrize(
    ("screen", "font"),
    [
        ("1920,1080", "32x16"),
        ("1280,720", "28x14"),
        ("1024,600", "24x12"),
        ("800,480", "20x10"),
        ("0,0", None),
    ],
)
def test_letters_are_as_large_as_the_screen_allows(tmp_path: Path, screen: str, font: str | None) -> None:
    """At least 80 x 24 of the largest letters; a screen of unknown size keeps its own. Blanking is off either way."""
    said = tmp_path / "said"
    for letter in ("32x16", "28x14", "24x12", "22x11", "20x10", "16"):
        (tmp_path / f"Lat15-TerminusBold{letter}.psf.gz").touch()
    setfont = tmp_path / "setfont"
    setfont.write_text(f'#!/bin/sh\necho "$@" >> {said}\n', encoding="ascii")
    setfont.chmod(0o755)
    console = tmp_path / "console"
    variables = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "HEELDROP_FONTS": str(tmp_path),
        "HEELDROP_FB_SIZE": screen,
    }
    subprocess.run([KIOSK / "console", console], env=variables, check=True)
    chosen = said.read_text(encoding="ascii") if said.exists() else ""
    assert chosen.count("TerminusBold") == (font is not None)
    assert font is None or f"TerminusBold{font}." in chosen
    assert console.read_bytes().startswith(b"\x1b[9;0]\x1b[14;0]")

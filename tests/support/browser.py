"""Headless Chromium, where Debian's is installed: what a page looks like on a screen, and on how many sheets."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_QUIET: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium() -> str | None:
    """Return Chromium's name, ``None`` where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def _run(page: Path, profile: Path, *asked: str) -> str:
    program = chromium()
    assert program is not None
    ran = subprocess.run(
        [program, *_QUIET, f"--user-data-dir={profile}", *asked, page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    return ran.stdout


def dom_of(page: Path, profile: Path) -> str:
    """Return the page as the browser understood it."""
    return _run(page, profile, "--dump-dom")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a browser did while it showed a page: what it asked for elsewhere, and what it complained about."""

    asked_for: tuple[str, ...]
    complaints: tuple[str, ...]


_OWN_ERRANDS: Final = re.compile(r"https?://[^/]*\.(google|googleapis)\.com/")
"""Chromium asks its makers for updates and the time, whatever page it shows."""


def heard(page: Path, profile: Path) -> Heard:
    """Show a page where no name can be resolved; return what it asked of others, and the lines of its console."""
    log = profile.with_suffix(".netlog")
    program = chromium()
    assert program is not None
    ran = subprocess.run(
        [program, *_QUIET, f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND",
         "--enable-logging=stderr", f"--log-net-log={log}", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    asked = set(re.findall(r'"url":"(https?:[^"]*)"', log.read_text(encoding="utf-8")))
    return Heard(
        tuple(sorted(url for url in asked if not _OWN_ERRANDS.match(url))),
        tuple(line for line in ran.stderr.splitlines() if "CONSOLE" in line),
    )


def sheets_of(page: Path, profile: Path) -> int:
    """Return how many sheets of A4 the page is printed on."""
    pdf = page.with_suffix(".pdf")
    _run(page, profile, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))

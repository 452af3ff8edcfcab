"""Programs from npm, pinned by ``package-lock.json``, in ``.cache/boards``; nothing of them runs while installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

_OWN: Final = Path(__file__).parent
CACHE: Final = _OWN.parents[1] / ".cache" / "boards"
_FILES: Final = (
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "types.ts",
    "fluxlint.js",
    "grafanalint.js",
)
_STAMP: Final = "installed-package-lock.json"


class NotHereError(Exception):
    """npm or its packages cannot be had; the message is one line that says so."""


def ready() -> Path:
    """Return the folder with the programs, installed where they were not. ``NotHereError`` says what is missing."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise NotHereError(f"no {program} here: install Node.js 20 or newer to check boards")
    CACHE.mkdir(parents=True, exist_ok=True)
    for name in _FILES:
        _renew(_OWN / name, CACHE / name)
    lock = (_OWN / "package-lock.json").read_text()
    stamp = CACHE / _STAMP
    if not stamp.exists() or stamp.read_text() != lock:
        _install()
        stamp.write_text(lock)
    return CACHE


def _renew(source: Path, target: Path) -> None:
    """Copy what differs, so that what was made from an unchanged file stays newer than it."""
    if not target.exists() or target.read_bytes() != source.read_bytes():
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copyfile(source, beside)
        beside.replace(target)


def _install() -> None:
    command = [
        "npm",
        "ci",
        "--ignore-scripts",
        "--legacy-peer-deps",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]
    ran = subprocess.run(command, cwd=CACHE, capture_output=True, text=True, check=False)  # noqa: S603  own command
    if ran.returncode:
        raise NotHereError(f"npm cannot fetch what checks boards: {' '.join(ran.stderr.split())[-200:]}")


def ask(script: str, question: object) -> list[dict[str, Any]]:
    """Give a script a question as JSON and return its answer, the last line. ``RuntimeError`` when it fails."""
    ran = subprocess.run(  # noqa: S603  own command
        ["node", script],  # noqa: S607  found by ready()
        cwd=ready(),
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"{script}: {ran.stderr[-2000:]}")
    answer: list[dict[str, Any]] = json.loads(ran.stdout.rpartition("\n")[2])
    return answer

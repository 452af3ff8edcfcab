"""From which commit something was measured, and on what machine."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]


def git(*arguments: str) -> str:
    """Return what git prints, without the newline at its end; nothing where it fails."""
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()  # noqa: S603  git itself


def commit() -> str:
    """Return the short name of the checked-out commit."""
    return git("rev-parse", "--short", "HEAD") or "unknown"


def is_changed(*folders: str) -> bool:
    """Tell whether these folders hold changes that are in no commit."""
    return bool(git("status", "--porcelain", "--", *folders))


def processor() -> str:
    """Return the model of the processor, as far as the machine tells it."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def cores() -> int:
    """Return how many processors the machine has."""
    return os.cpu_count() or 1

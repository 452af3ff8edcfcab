"""When, from which commit, how and on what machine a bench was run."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.accuracy.page import Run

ROOT = Path(__file__).parents[2]
_MEASURED = ("station", "simulators", "tools/accuracy")


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()  # noqa: S603  git itself


def _commit() -> str:
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = _git("status", "--porcelain", "--", *_MEASURED)
    return f"commit {commit}" + (" with uncommitted changes" if changed else "")


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def provenance(runs: Sequence[Run]) -> str:
    """Return a sentence a reader can repeat the run from."""
    first = runs[0]
    command = f"make bench-accuracy SEEDS={first.seeds} FIRST={first.first_seed}"
    command += "".join(f" SECOND_FIRST={run.first_seed}" for run in runs[1:])
    recordings = sum(score.recordings for run in runs for score in run.scores.values())
    reps = sum(score.reps for run in runs for score in run.scores.values())
    return (
        f"Last run: {datetime.now(UTC):%Y-%m-%d}, {_commit()}, `{command}`; {recordings:,} recordings with "
        f"{reps:,} reps, on {os.cpu_count()} cores of {_processor()}, Python {platform.python_version()}, "
        f"NumPy {version('numpy')}."
    )

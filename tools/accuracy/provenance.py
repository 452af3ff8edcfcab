"""When, from which commit, how and on what machine a bench was run."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from tools.provenance import commit, cores, is_changed, processor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.accuracy.page import Run

_MEASURED = ("station", "simulators", "tools/accuracy")


def _commit() -> str:
    return f"commit {commit()}" + (" with uncommitted changes" if is_changed(*_MEASURED) else "")


def provenance(runs: Sequence[Run]) -> str:
    """Return a sentence a reader can repeat the run from."""
    first = runs[0]
    command = f"make bench-accuracy SEEDS={first.seeds} FIRST={first.first_seed}"
    command += "".join(f" SECOND_FIRST={run.first_seed}" for run in runs[1:])
    recordings = sum(score.recordings for run in runs for score in run.scores.values())
    reps = sum(score.reps for run in runs for score in run.scores.values())
    return (
        f"Last run: {datetime.now(UTC):%Y-%m-%d}, {_commit()}, `{command}`; {recordings:,} recordings with "
        f"{reps:,} reps, on {cores()} cores of {processor()}, Python {platform.python_version()}, "
        f"NumPy {version('numpy')}."
    )

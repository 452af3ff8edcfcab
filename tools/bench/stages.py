"""Where processor time goes, stage by stage: looks at the stack, because counting calls slows small ones most."""

from __future__ import annotations

import signal
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

LOOK_S = 0.002
"""Processor time between two looks; the kernel rounds it up to its own tick."""
TOLD_SHARE = 0.005
STAGES = (
    ("station.recording", "read: the file"),
    ("station.sources.table", "read: the table"),
    ("station.wire", "decode"),
    ("station.clock", "clock"),
    ("station.force.intake", "intake"),
    ("station.pipeline.samples", "intake"),
    ("station.force.grid", "grid"),
    ("station.force", "grid: spikes, dropouts, stuck plates"),
    ("station.stance", "stance"),
    ("station.motion.lowering", "measure: the lowering"),
    ("station.motion.oscillation", "measure"),
    ("station.metrics", "measure"),
    ("station.motion", "motion"),
    ("station.reps", "reps"),
    ("station.sets", "reps"),
    ("station.pipeline", "pipeline: weights, gains, events"),
    ("station.analysis", "the document"),
)
"""What a module belongs to: the first line whose beginning fits."""


@contextmanager
def sampled() -> Iterator[Counter[str]]:
    """Count, while the block runs, in which stage the processor is found."""
    seen: Counter[str] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        seen[_stage(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, LOOK_S, LOOK_S)
    try:
        yield seen
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        signal.signal(signal.SIGPROF, before)


def _stage(frame: FrameType | None) -> str:
    """Return the stage of the innermost function of the station: what it calls elsewhere is its own cost."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        for beginning, stage in STAGES:
            if module.startswith(beginning):
                return stage
        frame = frame.f_back
    return "elsewhere"


def table(seen: Counter[str], total_s: float) -> list[str]:
    """Return one line a stage, the costliest first, in seconds of ``total_s``."""
    looks = max(sum(seen.values()), 1)
    return [
        f"     {stage:<44} {total_s * count / looks:>12,.2f} s    {count / looks:>4.0%}"
        for stage, count in seen.most_common()
        if count / looks >= TOLD_SHARE
    ]

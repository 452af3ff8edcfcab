"""On what a bench ran, and what else that machine did meanwhile."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Final

from tools.provenance import cores, processor

BUSY_LOAD: Final = 0.5
"""Load average for each core, before anything was measured, above which times cannot be trusted."""
BUSY_OTHERS: Final = 0.2
"""Share of all cores that other programs took meanwhile, above which times cannot be trusted."""
_MEMINFO, _STAT = Path("/proc/meminfo"), Path("/proc/stat")
_WORKING: Final = (0, 1, 2, 5, 6, 7)
"""Columns of ``/proc/stat``: user, nice, system, both kinds of interrupt, and what other guests took."""


def machine() -> str:
    """Return the machine in words."""
    return (
        f"{cores()} cores of {processor()}, {_memory_gb():.0f} GB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}"
    )


def _memory_gb() -> float:
    if not _MEMINFO.is_file():
        return 0.0
    (line,) = (one for one in _MEMINFO.read_text("ascii").splitlines() if one.startswith("MemTotal"))
    return int(line.split()[1]) / 1e6


def load() -> float:
    """Return the load average of the last minute."""
    return os.getloadavg()[0]


class Meanwhile:
    """Tells how many cores other programs kept busy since it was made; what this one waited for is its own."""

    def __init__(self) -> None:
        self._since_s, self._begun = time.monotonic(), _used_s()

    def others_cores(self) -> float:
        """Return cores; zero where the machine does not tell."""
        ours, all_of_them = (now - then for now, then in zip(_used_s(), self._begun, strict=True))
        return max(all_of_them - ours, 0.0) / max(time.monotonic() - self._since_s, 0.01)


def _used_s() -> tuple[float, float]:
    """Return processor seconds of this program with its ended children, and of the whole machine."""
    ours_s = sum(os.times()[:4])
    if not _STAT.is_file():
        return ours_s, 0.0
    ticks = [int(word) for word in _STAT.read_text("ascii").splitlines()[0].split()[1:]]
    return ours_s, sum(ticks[column] for column in _WORKING) / os.sysconf("SC_CLK_TCK")

"""What a running process has used, from Linux's ``/proc``."""

from __future__ import annotations

import os
import resource
from pathlib import Path

_TICK_S = 1.0 / os.sysconf("SC_CLK_TCK")


def used_s(pid: int, thread: int | None = None) -> float:
    """Return processor seconds of a process, or of one of its threads, so far."""
    part = "" if thread is None else f"/task/{thread}"
    stat = Path(f"/proc/{pid}{part}/stat").read_text("ascii")
    return _TICK_S * sum(map(int, stat.rpartition(")")[2].split()[11:13]))


def resident_mb(pid: int) -> float:
    """Return the memory a process holds now, MB."""
    status = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    (line,) = (one for one in status if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def children_s() -> float:
    """Return processor seconds of all processes that this one started and that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

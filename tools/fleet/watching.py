"""What is seen of a server and of many stations from outside: Linux's ``/proc``, an access log, the outboxes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Write:
    """One request as the server saw it."""

    at_s: float
    """When it was answered, seconds since the epoch."""
    status: int
    size_bytes: int
    took_s: float


def writes(log: Path, since_s: float = 0.0) -> list[Write]:
    """Read an access log."""
    if not log.exists():
        return []
    fields = (line.split() for line in log.read_text("ascii").splitlines())
    found = [Write(float(at), int(status), int(size), float(took)) for at, status, size, took in fields]
    return [write for write in found if write.at_s >= since_s]


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the value that a share of them does not exceed; ``None`` of none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else None


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that still run."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text("ascii").split())
        except OSError:  # it ended just now
            continue
    return found


def proportional_mb(pid: int) -> float | None:
    """Return a process's memory with its part of what it shares, MB; ``None`` when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), None)


def waiting(databases: Iterable[Path]) -> list[int]:
    """Return how many points wait in each station's outbox."""
    return [_waiting(database) for database in databases]


def _waiting(database: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5.0)) as connection:
            return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0

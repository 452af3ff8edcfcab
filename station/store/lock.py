"""One writer per database: an operating-system lock that dies with its process."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from station.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

_PID_BYTES = 20
_WINDOWS_LOCK_OFFSET = 1 << 20
"""Windows locks are mandatory: the locked byte lies far behind the pid, so that others can read the pid."""


def _lock_fd(fd: int) -> None:
    """Take the lock without waiting; ``OSError`` when another open file has it."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  exists on Windows only

        os.lseek(fd, _WINDOWS_LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  exists on POSIX only

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """Held from construction to ``release``; the file beside the database names the holder's pid.

    The file is never deleted: removing it would let two processes lock two files of one name.
    """

    def __init__(self, database: Path) -> None:
        """Lock ``database``; ``StoreError`` names the process that has it."""
        self.path = database.with_name(database.name + ".lock")
        self._fd: int | None = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock_fd(self._fd)
        except OSError:
            holder = self._holder(self._fd)
            self._close()
            raise StoreError(
                f"another station (process {holder}) is writing to {database}",
                "End that one first, or use another data folder",
            ) from None
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        os.write(self._fd, str(os.getpid()).encode())

    def release(self) -> None:
        """Let the next writer in; harmless when called twice."""
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            self._close()

    @staticmethod
    def _holder(fd: int) -> str:
        os.lseek(fd, 0, os.SEEK_SET)
        return os.read(fd, _PID_BYTES).decode("ascii", "replace") or "unknown"

    def _close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

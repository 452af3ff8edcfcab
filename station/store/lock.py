"""One writer per database: an operating-system lock that dies with its process."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from station.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

_PID_BYTES = 20
_TRIES, _PAUSE_S = 5, 0.05
"""Another process that only asks who writes holds the lock for a moment."""
_WINDOWS_LOCK_OFFSET = 1 << 20
"""Windows locks are mandatory: the locked byte lies far behind the pid, so that others can read the pid."""


def _lock_fd(fd: int, *, shared: bool = False) -> None:
    """Take the lock without waiting; ``OSError`` when another open file has it.

    Several may have it ``shared`` while nobody writes (on Windows one at a time).
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  exists on Windows only

        os.lseek(fd, _WINDOWS_LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl  # noqa: PLC0415  exists on POSIX only

        fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def _locked(fd: int) -> bool:
    for _ in range(_TRIES):
        with suppress(OSError):
            _lock_fd(fd)
            return True
        time.sleep(_PAUSE_S)
    return False


def _holder(fd: int) -> str:
    os.lseek(fd, 0, os.SEEK_SET)
    return os.read(fd, _PID_BYTES).decode("ascii", "replace") or "unknown"


def holder_of(database: Path) -> str | None:
    """Return the pid of the process that writes to ``database``; ``None`` when none does.

    The lock decides, not the pid in the file: a dead station's pid may belong to anybody by now.
    """
    try:
        fd = os.open(database.with_name(database.name + ".lock"), os.O_RDWR)
    except OSError:
        return None  # no lock was ever taken here, or nobody may write here
    try:
        _lock_fd(fd, shared=True)
    except OSError:
        return _holder(fd)
    else:
        return None
    finally:
        os.close(fd)


def keep_writers_out(database: Path) -> BinaryIO | None:
    """Return the shared lock, held until it is closed; ``None`` when somebody writes, or no lock was ever taken.

    The file is not made here: an empty one would tell the next writer that the one before ended in order.
    """
    try:
        file = database.with_name(database.name + ".lock").open("r+b", buffering=0)
    except OSError:
        return None
    try:
        _lock_fd(file.fileno(), shared=True)
    except OSError:
        file.close()
        return None
    return file


class WriterLock:
    """Held from construction to ``release``; the file beside the database names the holder's pid.

    The file is never deleted: removing it would let two processes lock two files of one name.
    """

    def __init__(self, database: Path) -> None:
        """Lock ``database``; ``StoreError`` names the process that has it."""
        self.path = database.with_name(database.name + ".lock")
        known = self.path.exists()
        self._fd: int | None = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _locked(self._fd):
            holder = _holder(self._fd)
            self._close()
            raise StoreError(
                f"another station (process {holder}) is writing to {database}",
                "End that one first, or use another data folder",
            )
        self.ended_in_order = known and os.fstat(self._fd).st_size == 0
        """Whether the writer before took its leave; false after a crash or a power cut, or when nobody knows."""
        try:
            self._sign(self._fd)
        except BaseException:
            self._close()
            raise

    @staticmethod
    def _sign(fd: int) -> None:
        os.ftruncate(fd, 0)
        os.lseek(fd, 0, os.SEEK_SET)
        os.write(fd, str(os.getpid()).encode())
        os.fsync(fd)

    def keep(self) -> None:
        """Take the lock again when its file was deleted; ``StoreError`` when somebody else made one since.

        Without its file any other station begins to write as well, and closes the session it finds open: what
        this one still has to say then belongs into a file of unsaved events.
        """
        if self._fd is None or self._is_there(self._fd):
            return
        try:
            again = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise StoreError(
                f"{self.path} was deleted, and another station has written since",
                "End both, and never delete the lock",
            ) from error
        try:
            _lock_fd(again)  # whoever opened the new file first has it: this one stays without
            self._sign(again)
        except BaseException:
            os.close(again)
            raise
        self._close()
        self._fd = again

    def _is_there(self, fd: int) -> bool:
        try:
            return os.path.samestat(os.fstat(fd), self.path.stat())
        except OSError:
            return False

    def release(self, *, in_order: bool = True) -> None:
        """Let the next writer in; harmless when called twice. Unless ``in_order`` it will take a closer look."""
        if self._fd is not None and not in_order:
            self._close()
        if self._fd is not None:
            with suppress(
                OSError
            ):  # a disk that went read-only: the next writer takes a closer look, that is all
                os.ftruncate(self._fd, 0)
            self._close()

    def _close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

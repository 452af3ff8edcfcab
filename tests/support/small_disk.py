"""A real file system that is small enough to be filled: memory mounted as a disk, where this user may mount."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAY_NOT_MOUNT = "a real full disk needs the right to mount one"


class SmallDisk:
    """A mounted disk that can be filled to the last byte, emptied again, and made read-only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no room at all."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def make_room(self) -> None:
        """Give back everything that ``fill`` took."""
        self._ballast.unlink(missing_ok=True)

    def read_only(self, *, on: bool = True) -> None:
        """Remount it."""
        option = "remount,ro" if on else "remount,rw"
        subprocess.run(["mount", "-o", option, str(self.folder)], check=True, capture_output=True)


@contextmanager
def small_disk(folder: Path, megabytes: int = 2) -> Iterator[SmallDisk]:
    """Yield a disk at ``folder``; the test is skipped where mounting is not allowed."""
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "station-test"]
    try:
        subprocess.run(["mount", *options, str(folder)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip(MAY_NOT_MOUNT)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)

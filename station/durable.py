"""Files and names that survive a power cut."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for this user only; what exists keeps its rights."""
    if not folder.exists():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def sync_file(path: Path) -> None:
    """Bring a file's bytes to the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk, so that a file made or renamed there survives a power cut."""
    if os.name != "posix":  # Windows writes names through, and opens no folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network and FUSE file systems have no such call
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_whole(path: Path, contents: bytes, *, mode: int = 0o600, group_of_folder: bool = False) -> None:
    """Put a file in place at once, whole, over one that is there; ``OSError`` leaves that one as it was.

    ``mode`` are its rights; with ``group_of_folder`` it belongs to the group of its folder, as far as this user may
    give it away.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        if group_of_folder:
            with suppress(PermissionError):  # only root may give files away
                os.chown(beside, -1, path.parent.stat().st_gid)
        beside.chmod(mode)
        beside.replace(path)
        sync_folder(path.parent)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise

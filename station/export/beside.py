"""Files and folders that appear whole or not at all: written under another name beside, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from station.durable import sync_file, sync_folder
from station.errors import StationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PARTIAL: Final = ".partial"
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Yield a path to write to; what is there becomes ``target`` when the block ends well, else it is deleted.

    ``StationError`` in plain words: the name is taken, the folder is not there or not ours, the disk is full.
    """
    with _plain_words(target):
        partial = _start(target)
        partial.touch(exist_ok=False)
        try:
            yield partial
            sync_file(partial)
            _take_place(partial, target)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Yield a new folder to fill; it becomes ``target`` when the block ends well, else it is deleted."""
    with _plain_words(target):
        partial = _start(target)
        partial.mkdir()
        try:
            yield partial
            for file in partial.iterdir():
                sync_file(file)
            sync_folder(partial)
            _take_place(partial, target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def _start(target: Path) -> Path:
    _refuse_taken(target)
    if not target.absolute().parent.is_dir():
        raise StationError(f"there is no folder {target.absolute().parent}", "Make it first")
    return target.with_name(f".{target.name}.{os.getpid()}{_PARTIAL}")


def _refuse_taken(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise StationError(f"{target} exists already", "Choose another name")


def _take_place(partial: Path, target: Path) -> None:
    _refuse_taken(target)
    partial.rename(target)
    sync_folder(target.absolute().parent)


@contextmanager
def _plain_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StationError(
                f"the disk is full, {target} cannot be written", "Free some space; nothing was left behind"
            ) from error
        raise StationError(
            f"{target} cannot be written: {error.strerror or error}", "Choose another place"
        ) from error

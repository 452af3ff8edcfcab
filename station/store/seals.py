"""Digests beside backups (``FILE.sha256``, as ``sha256sum`` writes them): is a copy still what it was when made."""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING

from station.durable import sync_file, sync_folder
from station.errors import StoreError
from station.store.copies import PARTIAL

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".sha256"
_LINE = re.compile(rb"\\?([0-9a-fA-F]{64})(?: [ *][^\n]+)?\n?")
_LONGEST = 8192
"""Bytes; a line with the longest name is shorter."""
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)


def seal_path(file: Path) -> Path:
    """Return where the digest of ``file`` is kept."""
    return file.with_name(file.name + SUFFIX)


def seal(file: Path) -> None:
    """Write the digest of ``file`` beside it (0600), whole and on the disk, or not at all. ``OSError``."""
    target = seal_path(file)
    partial = target.with_name(target.name + PARTIAL)
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, _FLAGS, 0o600), "wb") as stream:
            stream.write(_line(file))
        sync_file(partial)
        partial.rename(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def is_sealed(file: Path) -> bool:
    """Compare ``file`` with the digest beside it; false when there is none.

    ``StoreError`` when they differ, or what is there is no digest; ``OSError`` when one cannot be read.
    """
    beside = seal_path(file)
    try:
        with beside.open("rb") as stream:
            written = _LINE.fullmatch(stream.read(_LONGEST))
    except FileNotFoundError:
        return False
    if written is None:
        raise StoreError(f"{beside} holds no digest of {file}", _remedy(beside))
    if written[1].decode().lower() != _digest(file):
        raise StoreError(f"{file} is not what it was when {beside} was written", _remedy(beside))
    return True


def _remedy(beside: Path) -> str:
    return f"Give another backup; if you changed this one yourself, delete {beside}"


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _line(file: Path) -> bytes:
    """Return the line by which ``sha256sum -c`` checks ``file``; it marks names that had to be escaped."""
    name = os.fsencode(file.name)
    escaped = name.replace(b"\\", b"\\\\").replace(b"\n", b"\\n").replace(b"\r", b"\\r")
    mark = b"\\" if escaped != name else b""
    return mark + _digest(file).encode() + b"  " + escaped + b"\n"

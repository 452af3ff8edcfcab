"""Tokens in files of their own, readable by their owner only."""

from __future__ import annotations

import secrets
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

from station.durable import make_private, put_whole
from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PASSWORD_BYTES: Final = 24


def new_password() -> str:
    """Return a password that a URL, a header and a proxy take as it is."""
    return secrets.token_urlsafe(_PASSWORD_BYTES)


def write_token(path: Path, token: str) -> None:
    """Put a token into a file that only its owner reads. ``UsageError`` when it cannot be written."""
    try:
        make_private(path.parent)
        put_whole(path, f"{token}\n".encode())
    except OSError as error:
        raise UsageError(
            f"the token cannot be written to {path} ({error.strerror or error})",
            "Name a folder you may write to: --tokens DIR",
        ) from error


def kept_token(path: Path) -> Callable[[], None]:
    """Return what brings a token's file back to what it holds now, or away when there is none.

    ``UsageError`` when it holds bytes that are no text: it is something else, and is not written over.
    """
    try:
        before = path.read_text()
    except OSError:
        return partial(_forget, path)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path} holds something that is no token", "Move it away, or name another folder: --tokens DIR"
        ) from error
    return partial(write_token, path, before.rstrip("\n"))


def _forget(path: Path) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        path.unlink()

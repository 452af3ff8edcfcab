"""Pages and other files that a command is asked to write: looked at before the work, written whole after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.errors import StationError
from station.export.beside import whole_file

if TYPE_CHECKING:
    from pathlib import Path


def refuse_unwritable(file: Path | None) -> None:
    """Refuse a name that nothing can be written to, before anybody lifts iron for it."""
    if file is None:
        return
    if file.is_dir():
        raise StationError(f"{file} is a folder", "Name a file in it")
    if file.exists():
        raise StationError(f"{file} exists already", "Choose another name")
    if not file.absolute().parent.is_dir():
        raise StationError(f"there is no folder {file.absolute().parent}", "Make it first, or choose another")


def write_page(file: Path, text: str) -> None:
    """Write a new file, whole or not at all; ``StationError`` when it exists or cannot be written."""
    with whole_file(file) as partial:
        partial.write_text(text, encoding="utf-8")

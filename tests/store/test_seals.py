"""Digests beside backups: what they catch, and that the usual tool reads them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.store import Store, StoreWriter, seals, upkeep
from tests.support.stream import visit

if TYPE_CHECKING:
    from pathlib import Path

NOW_US = 1_790_000_000_000_000


def test_one_flipped_bit_in_a_name_is_refused(database: Path, tmp_path: Path) -> None:
    """SQLite finds nothing wrong with another letter in a name; the digest does, and nothing is replaced."""
    with Store.open(database) as store:
        store.add_athlete("Quetzalcoatl")
        StoreWriter(store, "clinic", "step1").handle(visit())
    copy = upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7).path
    before, raw = database.read_bytes(), copy.read_bytes()
    assert b"Quetzalcoatl" in raw
    copy.write_bytes(raw.replace(b"Quetzalcoatl", b"Quetzalcoatm"))
    with pytest.raises(StoreError, match=r"copy\.db is not what it was when .*copy\.db\.sha256 was written"):
        upkeep.restore(database, copy, now_us=NOW_US)
    assert database.read_bytes() == before
    copy.write_bytes(raw)
    done = upkeep.restore(database, copy, now_us=NOW_US)
    assert (done.sealed, done.sums_off) == (True, 0)


@pytest.mark.parametrize("name", ["a.db", "two words.db", "back\\slash.db", "new\nline.db"])
def test_digest_is_a_line_of_sha256sum(tmp_path: Path, name: str) -> None:
    """The file is its owner's, and the usual tool agrees with it, odd names included."""
    if os.name != "posix" and name.startswith(("back", "new")):
        pytest.skip("no such names here")
    file = tmp_path / name
    file.write_bytes(b"one")
    assert not seals.is_sealed(file)
    seals.seal(file)
    assert seals.is_sealed(file)
    assert os.name != "posix" or stat.S_IMODE(seals.seal_path(file).stat().st_mode) == 0o600
    if tool := shutil.which("sha256sum"):
        command = [tool, "--check", "--status", seals.seal_path(file).name]
        assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0


@pytest.mark.parametrize("text", [b"", b"zz", b"0" * 63, b"0" * 64 + b"  a\nmore"])
def test_what_is_no_digest_is_refused(tmp_path: Path, text: bytes) -> None:
    """A digest that was cut or overwritten does not pass for one that is missing."""
    file = tmp_path / "a.db"
    file.write_bytes(b"one")
    seals.seal_path(file).write_bytes(text)
    with pytest.raises(StoreError, match="holds no digest"):
        seals.is_sealed(file)


def test_backup_without_its_digest_is_none(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the digest cannot be written no file is left; one that is there is never overwritten."""
    with Store.open(database):
        pass
    taken = tmp_path / "taken.db.sha256"
    taken.write_text("precious")
    with pytest.raises(StoreError, match=r"taken\.db\.sha256 exists already"):
        upkeep.backup(database, tmp_path / "taken.db", now_us=NOW_US, keep=7)
    assert taken.read_text() == "precious"

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(seals, "sync_file", full)
    with pytest.raises(StoreError, match="No space left"):
        upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7)
    assert list(tmp_path.glob("copy*")) == []

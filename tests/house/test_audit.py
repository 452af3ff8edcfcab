"""The audit of dependencies finds what it looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools import audit

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_is_installed_is_what_was_locked() -> None:
    """Here and now: versions, hashes in the locks, and files as they were installed."""
    wanted = audit.locked(*audit.LOCKS)
    assert len(wanted) > 30
    assert [audit.without_hash(lock) for lock in audit.LOCKS] == [[], []]
    assert audit.other_versions(wanted) == []
    assert list(audit.changed_files({"msgspec", "platformdirs"})) == []


def test_other_version_missing_hash_and_changed_file_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each kind of trouble is named."""
    lock = tmp_path / "a.lock"
    lock.write_text("msgspec==0.0.1 \\\n    --hash=sha256:00\nnaked==1.0 ; python_version < '4'\n")
    assert audit.without_hash(lock) == ["naked"]
    (found,) = audit.other_versions(audit.locked(lock))
    assert found.startswith("msgspec is ")
    assert found.endswith("locked is 0.0.1")
    package = tmp_path / "thing-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Name: thing\nVersion: 1\n")
    (package / "RECORD").write_text("thing.py,sha256=AAAA,1\nsound.py,,\nthing-1.dist-info/RECORD,,\n")
    (tmp_path / "thing.py").write_text("x")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert list(audit.changed_files({"thing"})) == ["thing.py"]
    (tmp_path / "thing.py").unlink()
    assert list(audit.changed_files({"thing"})) == ["thing.py"]

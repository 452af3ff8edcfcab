"""Backups taken while a station writes, and the way back: verified, never overwriting, never half done."""

from __future__ import annotations

import importlib
import os
import pathlib
import random
import shutil
import sqlite3
import stat
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.instants import file_stamp
from station.store import Store, StoreWriter, audit, schema, upkeep
from tests.support.killing import receipts_until_killed
from tests.support.stream import OPENED_US, one_set, opened, rep, visit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW_US = 1_790_000_000_000_000


def fill(database: Path, *names: str) -> None:
    """Store a visit per name."""
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        for number, name in enumerate(names):
            writer.handle(visit(name, opened_us=OPENED_US + number * 10**9))


def visits_in(database: Path) -> list[str]:
    """Return the visits of a database."""
    with Store.open(database, read_only=True) as store:
        return sorted(each.id for each in store.sessions())


def test_backup_while_writing_is_one_instant(database: Path, store: Store, tmp_path: Path) -> None:
    """A backup of a database in use holds everything committed, in a file of the owner's, and nothing later."""
    writer = StoreWriter(store, "clinic", "step1")
    writer.handle([opened(), *one_set(1)])
    copy = upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7)
    writer.handle(one_set(2))
    assert copy.rows["reps"] == 3
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.db", "copy.db.sha256"]
    assert os.name != "posix" or stat.S_IMODE(copy.path.stat().st_mode) == 0o600
    with Store.open(copy.path, read_only=True) as again:
        assert len(again.reps("visit1")) == 3


def test_backup_of_a_killed_station_is_sound(database: Path, tmp_path: Path) -> None:
    """After a SIGKILL the log is not folded in; the backup has what was called saved all the same."""
    receipts = receipts_until_killed(database, 1, random.Random(5))  # noqa: S311  reproducible
    copy = upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7)
    with Store.open(copy.path) as store:
        there = {(each.set, each.index) for each in store.reps("visit1")}
    assert {(int(s), int(i)) for what, s, i in receipts if what == "rep"} <= there


def test_backup_never_overwrites(database: Path, tmp_path: Path) -> None:
    """A name that is taken is refused, and the file there stays as it is."""
    fill(database, "a")
    taken = tmp_path / "copy.db"
    taken.write_text("precious")
    with pytest.raises(StoreError, match="exists already"):
        upkeep.backup(database, taken, now_us=NOW_US, keep=7)
    assert taken.read_text() == "precious"


def test_unnamed_backups_are_numbered_and_pruned(database: Path) -> None:
    """Without a name each gets one with the time, two in a second included; the newest stay, others' never go."""
    fill(database, "a")
    folder = upkeep.backups_dir(database)
    made = [upkeep.backup(database, None, now_us=NOW_US + 10**6 * (n // 2), keep=3).path for n in range(6)]
    (folder / "station-of-mine.db").touch()
    for name, age_s in (
        ("station-1.db.partial", 7200),
        ("station-1.db.sha256.partial", 7200),
        ("station-2.db.partial", 60),
    ):
        (folder / name).touch()
        os.utime(folder / name, (time.time() - age_s,) * 2)
    upkeep.backup(database, None, now_us=NOW_US + 10**7, keep=3)
    sealed = {path.name.removesuffix(".sha256") for path in folder.glob("*.sha256")}
    left = sorted(path.name for path in folder.iterdir() if path.suffix != ".sha256")
    assert sealed == set(left) - {"station-of-mine.db", "station-2.db.partial"}
    assert len(set(made)) == 6
    assert len(left) == 5
    assert {"station-of-mine.db", "station-2.db.partial"} <= set(left)
    assert any(file_stamp(NOW_US + 10**7) in name for name in left)


def test_damaged_database_makes_no_backup(database: Path, tmp_path: Path) -> None:
    """What cannot be verified is not called a backup, and no file is left that looks like one."""
    fill(database, "a", "b", "c")
    raw = bytearray(database.read_bytes())
    raw[4096 * 3 : 4096 * 5] = os.urandom(8192)
    database.write_bytes(raw)
    with pytest.raises(StoreError):
        upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7)
    assert list(tmp_path.glob("copy*")) == []
    assert {finding.what for finding in audit.check(database, full=True) if finding.state == "stop"} == {
        "pages"
    }


def test_restore_keeps_what_was_there(database: Path, tmp_path: Path) -> None:
    """The backup is the database again; what was measured since is beside it under a dated name, log included."""
    fill(database, "a")
    copy = upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7)
    receipts_until_killed(database, 1, random.Random(5))  # noqa: S311  reproducible
    done = upkeep.restore(database, copy.path, now_us=NOW_US)
    assert visits_in(database) == ["a"]
    assert done.kept is not None
    assert done.kept.name == f"station.before-restore-{file_stamp(NOW_US)}.db"
    assert visits_in(done.kept) == ["a", "visit1"]
    assert not database.with_name("station.db.restoring").exists()
    fill(database, "b")
    assert visits_in(database) == ["a", "b"]


def test_restore_of_a_damaged_database_works(database: Path, tmp_path: Path) -> None:
    """A database that cannot be opened is set aside as it lies there."""
    fill(database, "a")
    copy = upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7)
    spoiled = b"\0" * 5000
    database.write_bytes(spoiled)
    done = upkeep.restore(database, copy.path, now_us=NOW_US)
    assert done.kept is not None
    assert done.kept.read_bytes() == spoiled
    assert visits_in(database) == ["a"]


def test_restore_into_an_empty_folder_works(database: Path, tmp_path: Path) -> None:
    """A new machine begins with the old one's backup."""
    fill(tmp_path / "old" / "station.db", "a")
    copy = upkeep.backup(tmp_path / "old" / "station.db", tmp_path / "copy.db", now_us=NOW_US, keep=7)
    assert upkeep.restore(database, copy.path, now_us=NOW_US).kept is None
    assert visits_in(database) == ["a"]


def test_restore_is_refused_while_a_station_writes(database: Path, store: Store, tmp_path: Path) -> None:
    """The writer is named, and nothing changes."""
    copy = upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7)
    with pytest.raises(StoreError, match=rf"process {os.getpid()}\) is writing"):
        upkeep.restore(database, copy.path, now_us=NOW_US)
    store.add_athlete("Ann")


def test_what_is_no_backup_is_refused(database: Path, tmp_path: Path) -> None:
    """Missing, foreign, newer, cut and spoiled files are five errors, each before anything is touched."""
    fill(database, "a")
    before = database.read_bytes()
    copy = upkeep.backup(database, tmp_path / "copy.db", now_us=NOW_US, keep=7).path
    foreign, newer, cut, spoiled = (tmp_path / f"{n}.db" for n in ("foreign", "newer", "cut", "spoiled"))
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE things (x)")
    for path in (newer, cut, spoiled):
        shutil.copy(copy, path)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
    cut.write_bytes(copy.read_bytes()[:-4096])
    raw = bytearray(copy.read_bytes())
    raw[4096 * 2 : 4096 * 4] = bytes(8192)
    spoiled.write_bytes(raw)
    for path, words in (
        (tmp_path / "none.db", "there is no file"),
        (foreign, "not a station's database"),
        (newer, f"version 99, this one knows {len(schema.MIGRATIONS)}"),
        (cut, "damaged"),
        (spoiled, "damaged"),
        (database, "the database itself"),
    ):
        with pytest.raises(StoreError, match=words):
            upkeep.restore(database, path, now_us=NOW_US)
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.glob("*restor*")] == []


def test_check_finds_what_nobody_owns(database: Path) -> None:
    """A sound database passes; a rep of no set, and one of no session, are found and told apart."""
    fill(database, "a", "b")
    assert {finding.state for finding in audit.check(database, full=True)} == {"ok"}
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM sets WHERE session_id = 'a'")
        connection.commit()
    (found,) = [finding for finding in audit.check(database, full=False) if finding.state == "stop"]
    assert (found.what, found.words[:2]) == ("rows", "3 ")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM sessions WHERE id = 'b'")  # references are not enforced here
        connection.commit()
    (found,) = [finding for finding in audit.check(database, full=False) if finding.state == "stop"]
    assert "belongs to a row of sessions that is not there" in found.words
    assert "station store restore" in found.remedy


def test_check_names_the_writer_and_the_log(database: Path, store: Store) -> None:
    """A database in use can be checked, and says who uses it."""
    StoreWriter(store, "clinic", "step1").handle([opened(), rep(1)])
    words = {finding.what: finding.words for finding in audit.check(database, full=False)}
    assert words["writer"] == f"process {os.getpid()} is writing"
    assert "not folded in" in words["log"]
    store.close()
    words = {finding.what: finding.words for finding in audit.check(database, full=False)}
    assert (words["writer"], words["log"]) == ("none", "folded in")


def test_copies_before_migrations_are_kept_apart(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second migration of the same version overwrites no copy; a failed one leaves the folder as it was."""
    versions = len(schema.MIGRATIONS)
    fill(database, "a")
    for name in ("b", "c", "d", "e"):
        with monkeypatch.context() as later:
            later.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (x)",)))
            Store.open(database).close()
        (first, *_) = sorted(
            database.parent.glob("*.bak"), key=lambda path: path.stat().st_mtime_ns, reverse=True
        )
        upkeep.restore(database, first, now_us=NOW_US)
        fill(database, name)
    copies = sorted(path.name for path in database.parent.glob("*.bak"))
    assert len(copies) == schema.COPIES_KEPT
    before = sorted(path.name for path in database.parent.iterdir())
    with monkeypatch.context() as broken:
        broken.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("CREATE TABLE later (x)", "NOT SQL")))
        with pytest.raises(sqlite3.OperationalError):
            Store.open(database)
    assert sorted(path.name for path in database.parent.iterdir()) == before
    assert visits_in(database) == ["a", "b", "c", "d", "e"]
    assert versions == len(schema.MIGRATIONS)


def test_restore_cut_off_anywhere_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever step of a restore is the last one: the database opens, as it was or as restored, and both remain."""
    steps = ("os.link", "pathlib.Path.replace", "pathlib.Path.rename", "pathlib.Path.unlink", "os.fsync")
    outcomes = set()
    for number in range(30):
        folder = tmp_path / str(number)
        database = folder / "data" / "station.db"
        fill(database, "a")
        copy = upkeep.backup(database, folder / "copy.db", now_us=NOW_US, keep=7)
        receipts_until_killed(database, 1, random.Random(5), most=4)  # noqa: S311  reproducible
        left = [number]
        with monkeypatch.context() as power:
            for name in steps:
                power.setattr(name, _until_cut(name, left))
            try:
                upkeep.restore(database, copy.path, now_us=NOW_US)
            except (PowerCutError, StoreError):
                done = False
            else:
                done = True
        there = visits_in(database)
        kept = [visits_in(path) for path in database.parent.glob("station.before-restore-*.db")]
        assert there in (["a"], ["a", "visit1"])
        assert ["a", "visit1"] in [there, *kept]
        fill(database, "b")
        outcomes.add((done, tuple(there)))
        if done:
            break
    assert outcomes == {(False, ("a", "visit1")), (False, ("a",)), (True, ("a",))}


class PowerCutError(Exception):
    """Nothing happens after this."""


def _until_cut(name: str, left: list[int]) -> Callable[..., object]:
    """Return a call of the system that works until the count has run out; then neither it nor any other does."""
    module, _, attribute = name.rpartition(".")
    original = getattr(importlib.import_module("os") if module == "os" else pathlib.Path, attribute)

    def call(*arguments: object, **options: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise PowerCutError
        return original(*arguments, **options)

    return call

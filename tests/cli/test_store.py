"""``station store`` as an operator uses it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from station.store import Store, StoreWriter
from tests.support.stream import visit

if TYPE_CHECKING:
    from tests.support.command import Command


def database_of(station: Command) -> Path:
    """Return the command's database, with one visit in it."""
    path = station.data / "station.db"
    with Store.open(path) as store:
        StoreWriter(store, "clinic", "step1").handle(visit())
    return path


def test_backup_and_restore_round_trip(station: Command, tmp_path: Path) -> None:
    """A backup is told with what is in it; restoring says where the old database went."""
    database = database_of(station)
    made = station.inside("store", "backup", "--json").document()
    assert (made["rows"]["reps"], made["path"].startswith(str(station.data / "backups"))) == (3, True)
    named = station.inside("store", "backup", str(tmp_path / "copy.db"))
    assert (named.code, "1 sessions, 1 sets, 3 reps, read back and verified" in named.out) == (0, True)
    again = station.inside("store", "backup", str(tmp_path / "copy.db"))
    assert (again.code, again.err.count("\n"), "exists already" in again.err) == (1, 1, True)
    database.write_bytes(b"spoiled" * 1000)
    assert "station store restore" in station.inside("export").err
    back = station.inside("store", "restore", str(tmp_path / "copy.db"))
    assert (back.code, "What was there before is" in back.out) == (0, True)
    assert "digest" not in back.out
    assert station.inside("export").out.count("\n") == 4
    assert station.inside("store", "restore", str(tmp_path / "none.db")).code == 1
    assert station.inside("store", "restore").code == 2


def test_check_says_what_is_missing(station: Command) -> None:
    """Recordings deleted by hand are named; damage is exit code 1; without a database it is one line."""
    assert station.inside("store", "check").err.startswith("station: there is no database")
    assert station("live", "--port", "sim://textbook?seed=7&speed=max").code == 0
    checked = station.inside("store", "check", "--full", "--json")
    assert (checked.code, {finding["state"] for finding in json.loads(checked.out)}) == (0, {"ok"})
    assert "ledger" in {finding["what"] for finding in json.loads(checked.out)}
    (recording,) = (station.data / "recordings").iterdir()
    recording.write_bytes(recording.read_bytes()[:-3])
    spoiled = station.inside("store", "check", "--full")
    assert (spoiled.code, f"! recordings    {recording.name}: " in spoiled.out) == (0, True)
    recording.unlink()
    missing = station.inside("store", "check")
    assert f"1 ({recording.name}) named by the database and not there" in missing.out
    database = station.data / "station.db"
    database.write_bytes(database.read_bytes()[:-5000])
    damaged = station.inside("store", "check")
    assert (damaged.code, "station store restore" in damaged.out + damaged.err) == (1, True)


def test_older_or_nearly_empty_database_is_checked_in_words(station: Command) -> None:
    """One of an older station is told so and not taken for damage; a few bytes are not taken for an empty one."""
    database = database_of(station)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA user_version = 4")
    older = station.inside("store", "check")
    assert (older.code, "! version       version 4 of " in older.out) == (0, True)
    database.write_bytes(database.read_bytes()[:300])
    for command in (("check",), ("backup",)):
        ran = station.inside("store", *command)
        assert (ran.code, "only 300 bytes of it are left" in ran.err) == (1, True)


def test_backup_whose_sums_are_off_is_restored_only_as_it_is(station: Command, tmp_path: Path) -> None:
    """Rows missing from a backup are named with their session; whoever asks for it gets it, and is told."""
    database_of(station)
    copy = tmp_path / "copy.db"
    assert station.inside("store", "backup", str(copy)).code == 0
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("DELETE FROM reps WHERE rep_index = 2")
        connection.commit()
    changed = station.inside("store", "restore", "--as-is", str(copy))
    assert (changed.code, f"{copy} is not what it was when {copy}.sha256 was written" in changed.err) == (
        1,
        True,
    )
    copy.with_name("copy.db.sha256").unlink()
    off = station.inside("store", "restore", str(copy))
    assert (off.code, "session visit1: rep: 3 told, 2 stored" in off.err, "--as-is" in off.err) == (
        1,
        True,
        True,
    )
    assert station.inside("export").out.count("\n") == 4
    done = station.inside("store", "restore", "--as-is", str(copy))
    assert (done.code, "no digest lay beside" in done.out, "sums are off" in done.out) == (0, True, True)
    assert station.inside("export").out.count("\n") == 3


def test_check_reads_the_digests_of_backups(station: Command) -> None:
    """Each backup in its folder is compared with its digest; one that changed is named, one without is counted."""
    database_of(station)
    first, second = (station.inside("store", "backup", "--json").document()["path"] for _ in range(2))
    assert "✓ backups       2 as they were when made\n" in station.inside("store", "check").out
    Path(first + ".sha256").unlink()
    assert "1 as they were when made; 1 without a digest" in station.inside("store", "check").out
    raw = bytearray(Path(second).read_bytes())
    raw[-1] ^= 1
    Path(second).write_bytes(raw)
    checked = station.inside("store", "check")
    assert (checked.code, f"✕ backups       {second} is not what it was" in checked.out) == (1, True)


def test_file_that_is_no_backup_is_not_answered_with_restoring_a_backup(
    station: Command, tmp_path: Path
) -> None:
    """The advice is another file, not the command that was just typed."""
    wrong = tmp_path / "wrong.db"
    wrong.write_bytes(b"neither a database nor anything like one" * 50)
    ran = station.inside("store", "restore", str(wrong))
    assert (ran.code, ran.out) == (1, "")
    assert f"{wrong} is not a database" in ran.err
    assert ran.err.endswith("Give another backup\n")

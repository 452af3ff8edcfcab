"""Reading where nothing can be written, and two stations that want one database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from station.errors import StoreError
from station.store import Store, StoreWriter, audit, upkeep
from station.store.lock import holder_of
from tests.support.small_disk import small_disk
from tests.support.stream import one_set, opened, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.small_disk import SmallDisk

ROOT = Path(__file__).parents[2]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Yield a disk of its own."""
    with small_disk(tmp_path / "disk", megabytes=8) as mounted:
        yield mounted


def read(database: Path) -> int:
    """Return the number of reps, as reports and exports read them."""
    with Store.open(database, read_only=True) as store:
        return len(store.reps("visit1"))


def test_closed_database_is_read_on_a_read_only_disk(disk: SmallDisk, tmp_path: Path) -> None:
    """Without a log: reports read it, backups are made of it, and writing is refused in words."""
    database = disk.folder / "data" / "station.db"
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle(visit())
    disk.read_only()
    assert read(database) == 3
    assert upkeep.backup(database, tmp_path / "copy.db", now_us=0, keep=1).rows["reps"] == 3
    assert all(finding.state == "ok" for finding in audit.check(database, full=True))
    with pytest.raises(StoreError, match=r"ead-only|ermission"):
        Store.open(database)


def test_killed_stations_database_is_read_on_a_read_only_disk(disk: SmallDisk, tmp_path: Path) -> None:
    """With the log of a station that died: what was in it is read; a log without its index is one clear line."""
    with Store.open(tmp_path / "live" / "station.db") as store:
        StoreWriter(store, "clinic", "step1").handle([opened(), *one_set()])
        shutil.copytree(tmp_path / "live", disk.folder / "data")
        shutil.copytree(tmp_path / "live", disk.folder / "bare")
        (disk.folder / "bare" / "station.db-shm").unlink()
    disk.read_only()
    assert read(disk.folder / "data" / "station.db") == 3
    with pytest.raises(StoreError, match="copy the folder and name the copy"):
        read(disk.folder / "bare" / "station.db")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_reader_sees_each_commit_of_another_process(database: Path, tmp_path: Path) -> None:
    """Export while live: every opening sees what was committed by then, and never keeps the writer waiting."""
    with Store.open(database) as store:
        writer = StoreWriter(store, "clinic", "step1")
        writer.handle([opened()])
        for index, event in enumerate(one_set(1, 3)[:3], 1):
            writer.handle([event])
            assert read(database) == index
    assert tmp_path.exists()


def start(database: Path) -> subprocess.Popen[str]:
    """Start a process that opens the database for writing, says so, and holds it until told to end."""
    program = f"""
import sys
from pathlib import Path
from station.errors import StoreError
from station.store import Store
try:
    store = Store.open(Path({str(database)!r}))
except StoreError as error:
    print(error, flush=True)
else:
    print("open", flush=True)
    sys.stdin.readline()
    store.close()
"""
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    """Return the process's line."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_two_stations_on_one_database(database: Path) -> None:
    """The second is told the first one's pid; when the first ends, or is killed, the next one gets in."""
    Store.open(database).close()
    with start(database) as first:
        assert said(first) == "open"
        with start(database) as second:
            assert f"another station (process {first.pid}) is writing to {database}" in said(second)
        first.kill()
    with start(database) as third:
        assert said(third) == "open"
        third.communicate("\n")
    with Store.open(database) as store:
        store.add_athlete("Ann")


def test_two_stations_started_at_once(database: Path) -> None:
    """Of several started at the same instant exactly one writes."""
    with start(database) as a, start(database) as b, start(database) as c:
        answers = [said(process) for process in (a, b, c)]
        for process in (a, b, c):
            process.communicate("\n")
    assert sorted("open" if answer == "open" else answer[:23] for answer in answers) == [
        "another station (proces",
        "another station (proces",
        "open",
    ]


def test_stale_lock_with_a_living_pid_stops_nobody(database: Path) -> None:
    """A dead station's pid may belong to another program by now: only the lock itself counts."""
    Store.open(database).close()
    database.with_name("station.db.lock").write_text(str(os.getpid()))
    with start(database) as station:
        assert said(station) == "open"
        station.communicate("\n")


def test_closed_database_is_read_on_a_full_disk(disk: SmallDisk, tmp_path: Path) -> None:
    """No room for SQLite's own files: it is read all the same, by several at once, and nobody writes meanwhile."""
    database = disk.folder / "data" / "station.db"
    with Store.open(database) as store:
        StoreWriter(store, "clinic", "step1").handle(visit())
    disk.fill()
    assert upkeep.backup(database, tmp_path / "copy.db", now_us=0, keep=1).rows["reps"] == 3
    assert all(finding.state == "ok" for finding in audit.check(database, full=True))
    with Store.open(database, read_only=True) as first, Store.open(database, read_only=True) as second:
        assert len(first.reps("visit1")) == len(second.reps("visit1")) == 3
        assert holder_of(database) is None
        disk.make_room()
        with pytest.raises(StoreError, match="another station"):
            Store.open(database)
    with Store.open(database) as store:
        store.add_athlete("Ann")
    assert read(database) == 3


def test_log_is_not_passed_over_on_a_full_disk(disk: SmallDisk, tmp_path: Path) -> None:
    """What a station that died had saved is in its log: without room one clear line, with room all of it."""
    database = disk.folder / "data" / "station.db"
    with Store.open(tmp_path / "live" / "station.db") as store:
        StoreWriter(store, "clinic", "step1").handle([opened(), *one_set()])
        shutil.copytree(tmp_path / "live", database.parent)
    database.with_name("station.db-shm").unlink()
    disk.fill()
    with pytest.raises(StoreError, match=r"the disk is full.*Free some space"):
        read(database)
    disk.make_room()
    assert read(database) == 3

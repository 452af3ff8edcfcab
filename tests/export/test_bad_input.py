"""What cannot be exported is refused in one clear line, and leaves nothing half-written."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from station.errors import StationError
from station.export.beside import whole_file, whole_folder
from station.store import Store, StoreWriter
from tests.support.command import ROOT
from tests.support.small_disk import small_disk
from tests.support.stream import visit

if TYPE_CHECKING:
    from tests.support.command import Command


def fill(station: Command, visits: int = 1, reps: int = 3) -> None:
    """Store visits of a guest."""
    with Store.open(station.data / "station.db") as store:
        writer = StoreWriter(store, "clinic", "step1")
        for number in range(visits):
            writer.handle(visit(f"v{number}", reps=reps, opened_us=1_760_000_000_000_000 + number * 10**10))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("all",), "Say which: --out FOLDER"),
        (("reps", "a-session"), "belongs to 'station export force'"),
        (("sets", "--set", "1"), "belongs to 'station export force'"),
        (("reps", "--json"), "Say where to"),
        (("reps", "--format", "parquet"), "Say which: --out FILE.parquet"),
        (("reps", "--out", "r.xlsx"), "Name it .csv, .txt or .parquet"),
        (("reps", "--out", "r.csv", "--format", "parquet"), "'r.csv' is no name for parquet"),
        (("dictionary", "--since", "start"), "--since means nothing"),
        (("dictionary", "--out", "x.csv"), "only printed"),
        (("force", "x", "--athlete", "Ann"), "--athlete means nothing"),
        (("reps", "--since", "yesterday"), "neither a cursor"),
        (("reps", "--since", "12.xyz"), "neither a cursor"),
        (("reps", "--since", "7.0123abcd"), "another database"),
        (("reps", "--athlete", "Nobody"), "no athlete 'Nobody'"),
        (("everything",), "invalid choice"),
    ],
)
def test_what_makes_no_sense_is_refused(station: Command, arguments: tuple[str, ...], said: str) -> None:
    """Asked for wrongly: exit code 2, one line that says what to do, no output."""
    fill(station)
    ran = station.inside("export", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_reader_that_has_seen_enough_is_no_error(station: Command) -> None:
    """``station export reps | head -1`` ends without a word, however much was still to come."""
    fill(station, visits=20, reps=20)
    process = station.start("export", "reps")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith("session_id,")
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == ""
    assert process.wait(30) == 0


def test_output_that_cannot_be_written_is_not_blamed_on_the_database(station: Command) -> None:
    """A disk that is full where the output goes is told of the output."""
    fill(station, visits=20, reps=20)
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "station.cli", "export", "reps"],
            env=station.environment(),
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    assert ran.returncode == 1
    assert ran.stderr.startswith("station: the output cannot be written: No space left")


def test_nothing_measured_yet_is_an_empty_table(station: Command, tmp_path: Path) -> None:
    """A station without visits exports headers; one without a database says so."""
    assert "Measure something first" in station.inside("export", "all", "--out", str(tmp_path / "x")).err
    with Store.open(station.data / "station.db") as store:
        store.add_athlete("Ann")
    assert station.inside("export", "sets").out.count("\n") == 1
    assert station.inside("export", "all", "--format", "parquet", "--out", str(tmp_path / "x")).code == 0
    assert station.inside("export", "reps", "--athlete", "Ann").out.count("\n") == 1


def test_names_that_are_taken_stay_as_they_are(station: Command, tmp_path: Path) -> None:
    """Neither a file nor a folder is written over."""
    fill(station)
    taken = tmp_path / "reps.csv"
    taken.write_text("mine")
    (tmp_path / "folder").mkdir()
    for arguments in (("reps", "--out", str(taken)), ("all", "--out", str(tmp_path / "folder"))):
        ran = station.inside("export", *arguments)
        assert ran.code == 1
        assert "exists already" in ran.err
    assert taken.read_text() == "mine"
    assert (
        station.inside("export", "--out", str(tmp_path / "no" / "reps.csv")).err.count("Make it first") == 1
    )


def test_a_folder_that_may_not_be_written_is_said(station: Command, tmp_path: Path) -> None:
    """Not ours to write: the path, the system's word, what to do."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    fill(station)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    ran = station.inside("export", "--out", str(closed / "reps.csv"))
    assert ran.code == 1
    assert "Choose another place" in ran.err


def test_a_disk_that_is_read_only_is_said(station: Command, tmp_path: Path) -> None:
    """Nobody may write there, root neither."""
    fill(station)
    with small_disk(tmp_path / "disk") as disk:
        disk.read_only()
        ran = station.inside("export", "all", "--out", str(disk.folder / "out"))
        assert ran.code == 1
        assert "cannot be written" in ran.err
        assert "Choose another place" in ran.err


@pytest.mark.parametrize("arguments", [("reps", "reps.csv"), ("reps", "reps.parquet"), ("all", "folder")])
def test_a_full_disk_leaves_no_half_file(
    station: Command, tmp_path: Path, arguments: tuple[str, str]
) -> None:
    """The disk fills while the file grows: one line, and the disk as it was."""
    fill(station, visits=40, reps=60)
    what, name = arguments
    with small_disk(tmp_path / "disk", megabytes=1) as disk:
        (disk.folder / "other").write_bytes(bytes((1 << 20) - 16_384))
        ran = station.inside("export", what, "--out", str(disk.folder / name))
        assert ran.code == 1
        assert "the disk is full" in ran.err
        assert [path.name for path in disk.folder.iterdir()] == ["other"]


def test_without_arrow_the_way_to_it_is_said(
    station: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parquet where it is not installed: how to install it, and that CSV works."""
    fill(station)
    usual = builtins.__import__

    def without(name: str, *more: Any, **options: Any) -> Any:  # noqa: ANN401  as Python calls it
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return usual(name, *more, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    ran = station.inside("export", "--out", str(tmp_path / "reps.parquet"))
    assert ran.code == 1
    assert "heeldrop-station[parquet]" in ran.err
    assert not list(tmp_path.glob("*.parquet"))
    assert station.inside("export", "--out", str(tmp_path / "reps.csv")).code == 0


def test_what_fails_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    """Whatever goes wrong while writing: neither the name nor a partial file is there afterwards."""
    for maker in (whole_file, whole_folder):
        with pytest.raises(ZeroDivisionError), maker(tmp_path / "out"):
            raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_taken_meanwhile_wins(tmp_path: Path) -> None:
    """Two exports to one name: the second is refused, the first stays whole."""
    target = tmp_path / "reps.csv"

    def second() -> None:
        with whole_file(target) as partial:
            partial.write_text("second")
            target.write_text("first")

    with pytest.raises(StationError, match="exists already"):
        second()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["first"]

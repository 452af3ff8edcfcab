"""``station report`` as people call it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.report.made import Made, SetMade
from tests.report.reading import Page
from tests.support.command import ROOT, Command
from tests.support.small_disk import small_disk

if TYPE_CHECKING:
    from pathlib import Path


NOW = datetime.now(tz=UTC).date()
FIRST = NOW - timedelta(days=90)
"""The command knows the real time only."""


@pytest.fixture
def station(tmp_path: Path) -> Command:
    """Return the command; its data folder is where ``home`` puts people."""
    return Command(tmp_path)


@pytest.fixture
def home(station: Command) -> Made:
    """Return a store with Ada, who trained for two weeks, in the data folder of the command."""
    station.data.mkdir()
    made = Made(station.data, NOW)
    who = made.person("Ada")
    for day in range(0, 14, 2):
        made.visit(who, FIRST + timedelta(days=day), (SetMade("left"), SetMade("right")))
    made.store.close()
    return made


def test_a_page_is_written_and_told(station: Command, home: Made) -> None:  # noqa: ARG001  fills the folder
    """One line says what is where; the file is a page about her, of all her weeks or of the last ones."""
    file = station.home / "ada.html"
    ran = station.inside("report", "ada", "--out", str(file))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{file}: Ada, ")
    assert ran.out.endswith(" 7 visits\n")
    assert "7 visits on 7 days" in Page(file.read_text(encoding="utf-8")).words
    told = station.inside("report", "ada", "--json", "--out", str(station.home / "second.html")).document()
    assert (told["visits"], told["reps"]) == (7, 168)
    assert FIRST - timedelta(days=7) < date.fromisoformat(told["first_day"]) <= FIRST
    late = station.home / "late.html"
    ran = station.inside("report", "ada", "--weeks", "1", "--out", str(late))
    assert ran.out.startswith(f"{late}: nothing was measured of Ada in these weeks")
    assert "Nothing was measured" in Page(late.read_text(encoding="utf-8")).words


def test_a_pipe_gets_the_page(station: Command, home: Made) -> None:  # noqa: ARG001  fills the folder
    """Without a terminal the page goes to the output, in UTF-8 whatever the locale, and no file appears."""
    before = set(station.home.iterdir())
    ran = station("report", "Ada", LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    assert ran.code == 0
    assert ran.out.startswith("<!DOCTYPE html>")
    assert "±" in ran.out
    assert set(station.home.iterdir()) == before


def test_a_terminal_gets_a_file(station: Command, home: Made, tmp_path: Path) -> None:  # noqa: ARG001  fills the folder
    """On a terminal a page would scroll by: it becomes a file here, whose name tells no name, a new one each time."""
    folder = tmp_path / "here"
    folder.mkdir()
    for number in (1, 2):
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "station.cli", "report", "Ada"],
            env=station.environment(PYTHONPATH=str(ROOT)), cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
        ) as running:  # fmt: skip
            assert running.wait(60) == 0
        os.close(theirs)
        os.close(ours)
        assert len(list(folder.glob("report-*.html"))) == number
    assert not [file for file in folder.iterdir() if "ada" in file.name.casefold()]


def test_who_cannot_be_reported(station: Command, home: Made) -> None:
    """Nobody of that name, two of them, weeks that are none, a name that is taken: one clear line each."""
    made = Made(station.data, home.today)
    made.person("Bob")
    made.person("Bob")
    made.store.close()
    taken = station.home / "taken.html"
    taken.write_text("mine", encoding="utf-8")
    for arguments, words in (
        (["Eve"], "no athlete 'Eve'"),
        (["Bob"], "2 athletes are called 'Bob'"),
        (["Ada", "--weeks", "0"], "'0' is no whole number from 1 to 1000"),
        (["Ada", "--weeks", "many"], "no whole number"),
        (["Ada", "--out", str(taken)], "exists already"),
        (["Ada", "--out", str(station.home)], "is a folder"),
        (["Ada", "--out", str(station.home / "no" / "x.html")], "there is no folder"),
        (["Ada", "--json"], "Say where to: --out FILE"),
    ):
        ran = station.inside("report", *arguments)
        files = "--out" in arguments
        assert (ran.code, ran.out) == (1 if files else 2, ""), arguments
        assert words in ran.err
        assert ran.err.count("\n") == 1
    assert taken.read_text(encoding="utf-8") == "mine"


def test_guests_belong_to_nobody(station: Command) -> None:
    """Before anybody is known, and with guests only, it says what to do."""
    assert "nobody trains here yet" in station.inside("report", "Ada").err
    station.data.mkdir()
    made = Made(station.data, NOW)
    made.visit(None, FIRST)
    made.store.close()
    ran = station.inside("report", "Ada")
    assert ran.code == 2
    assert "nobody trains here by name (visits of guests: 1)" in ran.err


def test_a_full_disk_leaves_nothing_behind(station: Command, home: Made, tmp_path: Path) -> None:  # noqa: ARG001  fills the folder
    """No half page is left where the whole one had no room."""
    with small_disk(tmp_path / "small") as disk:
        disk.fill()
        ran = station.inside("report", "Ada", "--out", str(disk.folder / "ada.html"))
        assert ran.code == 1
        assert "the disk is full" in ran.err
        assert [file.name for file in disk.folder.iterdir()] == ["ballast"]


def test_the_report_reads_while_the_station_measures(station: Command, home: Made) -> None:
    """A writer has the database open, and the report is made all the same; it changes nothing."""
    made = Made(station.data, home.today)
    made.visit(made.store.athletes()[0], NOW - timedelta(days=3), closes=False)
    ran = station.inside("report", "Ada")
    made.store.close()
    assert ran.code == 0
    assert "1 visit had not ended when this report was made" in Page(ran.out).words

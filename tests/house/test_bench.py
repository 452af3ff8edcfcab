"""The bench judges fairly, keeps what was not measured anew, and says when the machine was busy."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tools.bench import __main__ as bench
from tools.bench.machine import Meanwhile, load, machine
from tools.bench.page import busy_parts, page, reason
from tools.bench.parts import PARTS, Part
from tools.bench.quoted import accuracy, campaign, fleet
from tools.bench.runs import Measured, NotMeasuredError, Run, document, read
from tools.bench.targets import TARGETS, Target

if TYPE_CHECKING:
    from pathlib import Path

AT_MOST = Target("a", "a cost", 2.0, "s", "start", "by hand", 1)
AT_LEAST = Target("b", "a speed", 100.0, "/s", "start", "by hand", at_least=True)
NONE = Target("c", "losses", 0.0, "", "start", "by hand")
QUIET = Run(
    "2026-01-02", "0123abc", "make bench PARTS=start", {"help_s": 0.1}, [], 2.0, "2 cores of A", 2, (0.1, 0.9), 0.1
)  # fmt: skip
BUSY_BEFORE, BUSY_MEANWHILE = replace(QUIET, load=(1.2, 1.3)), replace(QUIET, others_cores=0.5)
HELP = next(target for target in TARGETS if target.key == "help_s")


@pytest.mark.parametrize(
    ("target", "value", "met", "by"),
    [
        (AT_MOST, 2.0, True, "0.0 %"),
        (AT_MOST, 2.5, False, "25.0 %"),
        (AT_LEAST, 100.0, True, "0.0 %"),
        (AT_LEAST, 80.0, False, "20.0 %"),
        (NONE, 0.0, True, "0 where there should be none"),
        (NONE, 3.0, False, "3 where there should be none"),
    ],
)
def test_target_is_met_up_to_its_limit(target: Target, value: float, *, met: bool, by: str) -> None:
    """More is better or worse, the limit itself is good, and a miss has a size."""
    assert target.met_by(value) is met
    assert target.missed_by(value) == by


@pytest.mark.parametrize(("run", "busy"), [(QUIET, False), (BUSY_BEFORE, True), (BUSY_MEANWHILE, True)])
def test_page_warns_of_a_busy_machine(run: Run, *, busy: bool) -> None:
    """Load beforehand, or work of others meanwhile, makes times untrustworthy; a reader is told first of all."""
    runs = {"start": run}
    assert busy_parts(runs) == (["start"] if busy else [])
    assert ("Do not trust the times of: start" in page(runs).partition("## ")[0]) is busy
    assert ("busy" in reason(HELP, runs)) is busy


def test_part_that_needs_no_clock_is_never_busy() -> None:
    """Device time and sizes are the same on any machine."""
    assert busy_parts({"verdict": BUSY_BEFORE}) == []


def test_page_says_what_is_not_measured_and_what_falls_short() -> None:
    """Neither is hidden behind the rest."""
    written = page({"start": replace(QUIET, values={"help_s": 0.3})})
    assert f"{len(TARGETS) - 1} are not measured" in written
    assert "**0.300 s ✗** missed by 100.0 %" in written
    assert "- **`station --help`**: 0.300 s, asked at most 0.150 s; by 100.0 %." in written


def test_document_is_read_back(tmp_path: Path) -> None:
    """A part that is not measured anew keeps everything that is known of it."""
    path = tmp_path / "performance.json"
    path.write_text(json.dumps(document({"start": QUIET})), "utf-8")
    assert read(path) == {"start": QUIET}
    assert read(tmp_path / "none.json") == {}
    path.write_text('{"schema": "station.performance/9"}', "utf-8")
    with pytest.raises(ValueError, match="run `make bench`"):
        read(path)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the bench write into a folder of its own; return it."""
    document_path = tmp_path / "performance.json"
    monkeypatch.setattr(bench, "PAGE", tmp_path / "performance.md")
    monkeypatch.setattr(bench, "DOCUMENT", document_path)
    monkeypatch.setattr(bench, "read", lambda: read(document_path))
    return tmp_path


def test_parts_measured_later_stand_beside_earlier_ones(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values of other parts stay, and one of the same part is replaced."""
    for part, values in (
        ("start", {"help_s": 0.1}),
        ("wire", {"wire_port_hz": 1.0}),
        ("start", {"help_s": 0.2}),
    ):
        monkeypatch.setitem(PARTS, part, Part(lambda _share, values=values: Measured(values)))  # type: ignore[misc]
        assert bench.main([part]) == 0
    runs = read(written / "performance.json")
    assert {part: run.values for part, run in runs.items()} == {
        "start": {"help_s": 0.2},
        "wire": {"wire_port_hz": 1.0},
    }
    assert runs["wire"].command == "make bench PARTS=wire"


def test_part_that_cannot_be_measured_is_left_out(
    written: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says why, and takes nothing away."""

    def missing(_share: float) -> Measured:
        raise NotMeasuredError("no influxd here")

    monkeypatch.setitem(PARTS, "drain", Part(missing))
    assert bench.main(["drain"]) == 0
    assert "drain is left out: no influxd here" in capsys.readouterr().err
    assert read(written / "performance.json") == {}


def test_less_than_everything_writes_nothing(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short run is for whoever works on the bench."""
    monkeypatch.setitem(PARTS, "start", Part(lambda _share: Measured({"help_s": 0.1})))
    assert bench.main(["--share", "0.5", "start"]) == 0
    assert list(written.iterdir()) == []


def test_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """By name, with those there are."""
    with pytest.raises(SystemExit) as ended:
        bench.main(["kisok"])
    assert ended.value.code == 2
    assert "no part 'kisok'; there are start, wire" in capsys.readouterr().err


def test_machine_tells_of_itself() -> None:
    """Others' work is counted without our own, and never below nothing."""
    meanwhile = Meanwhile()
    assert sum(range(200_000)) > 0
    assert meanwhile.others_cores() >= 0.0
    assert load() >= 0.0
    assert "Python 3." in machine()


@pytest.mark.parametrize("part", ["start", "wire", "store", "export", "wheel", "hour"])
def test_part_measures_in_short(part: str) -> None:
    """The bench's tools still work, and a part finds a value for each target that names it."""
    measured = PARTS[part].measure(0.001)
    assert set(measured.values) == {target.key for target in TARGETS if target.part == part}
    assert all(value > 0.0 for value in measured.values.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", ["live", "kiosk", "report", pytest.param("latency", marks=pytest.mark.exhaustive)]
)
def test_slow_part_measures_in_short(part: str) -> None:
    """So do those that wait for a step and its athlete."""
    measured = PARTS[part].measure(0.05)
    assert set(measured.values) == {target.key for target in TARGETS if target.part == part}


def test_pages_are_read_as_they_are_written() -> None:
    """Numbers of other pages are found by the words beside them, with their faults."""
    assert accuracy(
        "3 of 4 figures of the first run meet what was asked\n"
        "| scenario | verdict after, p99 |\n| --- | --- |\n| all, even | 0.28 s (0.3 s) |\n"
        "| all, human | **1.50 s ✗** (0.3 s) |\n## Where there is nothing to count\n"
        "| scenario | what | recordings | reps told | asked |\n| quiet | stands | 8 | 0 | 0 |\n"
        "| jump | jumps | 8 | **2 ✗** | 0 |\n"
        "## Faults\n"
    ) == {"accuracy_met": 75.0, "accuracy_invented": 2.0, "verdict_slowest_p99_s": 1.5}
    counted = campaign(
        "<!-- table: written by python -m tools.campaign -->\n"
        "| fault | runs | reps saved | lost | doubled | s | else |\n"
        "| kill -9 of the station | 300 | 1,226 | 1 | 0 | 18.8 | |\n| power cut: log cut off | 9 | 5 | 0 | 2 | | |\n"
        "| wire: random bytes | 2,000 | 1 | 0 | 0 | | |\n| wire: rubbish before and after | 3 | 42 | 0 | 0 | | |\n"
        "| a simulated month | 30 | 70 | 0 | 0 | | WRONG (1): a sum |\n<!-- end of table -->\n"
    )
    assert counted == {
        "kills_runs": 300.0, "kills_lost": 1.0, "cuts_lost": 2.0, "campaign_wrong": 4.0, "fuzz_bytes": 2000.0,
        "fuzz_reps": 1.0, "month_days": 30.0, "month_lost": 0.0,
    }  # fmt: skip
    assert fleet(
        "| stations | 1 | 200 |\n| --- | --- | --- |\n"
        "| points delivered = in InfluxDB; twice | 1 = 1; 0 | 12 = 11; 1 |\n"
        "| points waiting when the server is back | 4 | 1,000 |\n| in InfluxDB; twice | 4; 0 | 1,000; 2 |\n"
    ) == {"fleet_stations": 200.0, "fleet_off": 4.0}

"""``python -m simulators.step``: truth, table, list, and the step on a real pseudo-terminal."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
import serial

from simulators.lines import line
from simulators.maker import WORKSHOP
from simulators.scenarios import SCENARIOS
from simulators.step import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE_S = 30.0
needs_pty = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


def test_truth_is_that_of_the_url(capsys: pytest.CaptureFixture[str]) -> None:
    """--truth prints the JSON truth, with the parameters given as faults."""
    assert main(["--scenario", "alternate", "--seed", "7", "--truth", "--fault", "reps=3"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["scenario"], told["seed"], len(told["reps"])) == ("alternate", 7, 3)


def test_list_names_every_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    """--list has one line a scenario."""
    assert main(["--list"]) == 0
    assert [row.split()[0] for row in capsys.readouterr().out.splitlines()] == [*SCENARIOS, *WORKSHOP]


def test_csv_is_the_ideal_sensor(tmp_path: Path) -> None:
    """--csv writes header, 100 rows a second and the weight of the athlete."""
    path = tmp_path / "forces.csv"
    assert main(["--scenario", "quiet", "--csv", str(path), "--fault", "mass_kg=70"]) == 0
    with path.open(encoding="ascii") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["t_s", "left_n", "right_n"]
    assert rows[101][0] == "1.00"
    assert float(rows[3000][1]) + float(rows[3000][2]) == pytest.approx(70 * 9.80665, rel=0.01)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--truth", "--scenario", "cartwheel"], "cartwheel"),
        (["--truth", "--fault", "reps=none"], "'none' for reps"),
        (["--truth", "--seed", "-1"], "'-1' for seed"),
        (["--pty", "--speed", "max"], "max"),
        ([], "nothing to do"),
    ],
)
def test_wrong_arguments_are_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    """Wrong arguments end with code 2 and one line that names the value."""
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert named in said
    assert said.count("\n") == 1


@needs_pty
def test_link_that_cannot_be_made_is_named_and_nothing_is_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The path given is told, not the terminal's; a file of somebody's is no link to put another in place of."""
    assert main(["--pty", "--scenario", "quiet", "--link", str(tmp_path / "no" / "step")]) == 1
    assert f"simulators.step: {tmp_path / 'no' / 'step'}: No such file" in capsys.readouterr().err
    kept = tmp_path / "kept"
    kept.write_text("mine", encoding="utf-8")
    assert main(["--pty", "--scenario", "quiet", "--link", str(kept)]) == 1
    assert f"{kept}: File exists" in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == "mine"


def test_parameter_given_twice_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Two seeds cannot both be played, so neither is."""
    assert main(["--truth", "--seed", "4", "--fault", "seed=3"]) == 2
    assert "seed is given twice" in capsys.readouterr().err


def _eventually(happened: Callable[[], bool]) -> None:
    """Wait until something has happened, or fail."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < deadline_s, "gave up waiting"
        time.sleep(0.01)


def _start(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "simulators.step", "--pty", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@needs_pty
def test_pseudo_terminal_round_trip(tmp_path: Path) -> None:
    """A host opens the link, reads the stream from its beginning, and gets an answer to a ping."""
    link = tmp_path / "step"
    with _start("--scenario", "quiet", "--seed", "3", "--link", str(link)) as served:
        try:
            _eventually(link.is_symlink)
            with serial.Serial(str(link), 115200, timeout=0.05) as port:
                heard = bytearray()

                def streaming() -> bool:
                    heard.extend(port.read(4096))
                    return heard.count(b"\nS 1 ") > 20

                _eventually(streaming)
                port.write(line("P round"))

                def answered() -> bool:
                    heard.extend(port.read(4096))
                    return b"\nA P round*" in heard

                _eventually(answered)
                assert heard.startswith(b"I 1 fw=")
                assert b"\nS 0 0 " in heard
                assert b"\nN " not in heard
        finally:
            served.send_signal(signal.SIGINT)
        _, wrong = served.communicate(timeout=PATIENCE_S)
    assert served.returncode == 130
    assert wrong == ""
    assert not link.is_symlink()


@needs_pty
def test_pseudo_terminal_plays_faults(tmp_path: Path) -> None:
    """Faults asked for are what a host on the terminal reads: holes, a silent chip, saturation, spikes."""
    link = tmp_path / "step"
    asked = ("reps=2", "mass_kg=80", "holes=1", "dead=R", "dead_at=22", "saturate_n=500", "spikes=0.01")
    faults = [word for fault in asked for word in ("--fault", fault)]
    with _start(
        "--scenario", "textbook", "--seed", "4", "--speed", "20", "--link", str(link), *faults
    ) as served:
        heard = bytearray()
        _eventually(link.is_symlink)
        with serial.Serial(str(link), 115200, timeout=0.05) as port:

            def silent_for_long() -> bool:
                heard.extend(port.read(4096))
                return heard.count(b"\nE TIMEOUT 1 ") >= 2

            _eventually(silent_for_long)
        served.terminate()
        served.communicate(timeout=PATIENCE_S)
    left, right = (
        # What came last may be half a line.
        [row.split() for row in heard.split(b"\n")[:-1] if row.startswith(b"S %d " % n)]
        for n in (0, 1)
    )
    assert float(right[-1][3]) / 1e6 < 22.0 < float(left[-1][3]) / 1e6
    assert b"\nE SATURATED " in heard
    gaps = [int(after[2]) - int(row[2]) for row, after in pairwise(left + right)]
    assert sum(3 < gap < 40 for gap in gaps) >= 2


@needs_pty
def test_pseudo_terminal_goes_away_and_comes_back(tmp_path: Path) -> None:
    """A pulled cable makes the terminal vanish under its host; a new one appears behind the same link."""
    link = tmp_path / "step"
    faults = ("--fault", "disconnect_at=3", "--fault", "disconnect_s=2")
    with _start("--scenario", "walk", "--speed", "5", "--link", str(link), *faults) as served:
        try:
            _eventually(link.is_symlink)
            port = serial.Serial(str(link), 115200, timeout=0.05)

            def gone() -> bool:
                try:
                    port.read(4096)
                except serial.SerialException:
                    return True
                return not link.is_symlink()

            _eventually(gone)
            port.close()
            _eventually(lambda: link.is_symlink() and os.path.exists(link))  # noqa: PTH110  follows the link
            with serial.Serial(str(link), 115200, timeout=0.05) as again:
                heard = bytearray()

                def streaming() -> bool:
                    heard.extend(again.read(4096))
                    return heard.count(b"\nS 0 ") > 5

                _eventually(streaming)
        finally:
            served.terminate()
        served.communicate(timeout=PATIENCE_S)


@needs_pty
def test_pseudo_terminal_ends_with_the_scenario(tmp_path: Path) -> None:
    """Without --loop the server ends by itself with code 0 when the performance is over."""
    link = tmp_path / "step"
    with _start("--scenario", "walk", "--speed", "100", "--fault", "reps=1", "--link", str(link)) as served:
        _eventually(link.is_symlink)
        with serial.Serial(str(link), 115200, timeout=0.05):
            out, wrong = served.communicate(timeout=PATIENCE_S)
    assert served.returncode == 0
    assert out.startswith("/dev/")
    assert wrong == ""

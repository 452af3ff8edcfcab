"""``live``, ``record``, ``replay``, ``analyze`` and ``demo``: the main job without a screen."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from station.recording import read_info
from station.store import Store
from tests.support.command import ROOT
from tests.support.terminal_device import TerminalDevice, step_that_answers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.command import Command

TEXTBOOK = "sim://textbook?seed=7&speed=max"
REP_KEYS = {
    "type", "set", "index", "mode", "side", "start_s", "single_leg_start_s", "single_leg_end_s", "single_leg_time_s",
    "lowering_start_s", "lowering_end_s", "eccentric_tut_s", "eccentric_tut_lo_s", "eccentric_tut_hi_s",
    "near_bottom_s", "rise_left_share", "lowering_left_share", "added_load_kg", "added_load_sd_kg", "hand_share",
    "com_lowering_m", "tremor_rms_n", "faults", "refused",
}  # fmt: skip


def truth_of(scenario: str, seed: int) -> dict[str, Any]:
    """Return what the simulator says it plays."""
    command = [
        sys.executable,
        "-m",
        "simulators.step",
        "--scenario",
        scenario,
        "--seed",
        str(seed),
        "--truth",
    ]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    document: dict[str, Any] = json.loads(ran.stdout)
    return document


def test_json_lines_count_every_rep_of_the_truth(station: Command) -> None:
    """Each rep is told when it happens, again when it is final, with the right side; and it is stored."""
    truth = truth_of("textbook", 7)["reps"]
    ran = station("live", "--port", TEXTBOOK, "--json")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.lines()
    reps = [line for line in lines if line["type"] == "rep"]
    final = [line for line in lines if line["type"] == "rep_final"]
    assert [rep["side"] for rep in reps] == [rep["side"] for rep in truth]
    assert [(rep["set"], rep["index"]) for rep in reps] == [(rep["set"], rep["index"]) for rep in final]
    assert all(set(rep) >= REP_KEYS for rep in reps + final)
    kinds = {line["type"] for line in lines}
    assert kinds >= {
        "identity",
        "health",
        "link",
        "stance",
        "rep",
        "rep_final",
        "set",
        "session",
        "saved",
        "influx",
    }
    assert not kinds & {"force", "weigh_progress"}
    assert all(line.startswith('{"type":"') for line in ran.out.splitlines())
    with Store.open(station.data / "station.db", read_only=True) as store:
        (visit,) = store.sessions()
        stored = store.reps(visit.id)
    assert [(rep.index, rep.side, rep.single_leg_time_s) for rep in stored] == [
        (rep["index"], rep["side"], rep["single_leg_time_s"]) for rep in final
    ]


def test_words_tell_a_dead_plate_now_and_then(station: Command) -> None:
    """A channel without values is told in words, at most every ten seconds of the step's clock."""
    ran = station("live", "--port", TEXTBOOK + "&dead=L", "--no-store")
    told = [line for line in ran.out.splitlines() if line.startswith("FAULT: channel L gives no values")]
    at_s = [float(line.split(" at ")[1].split()[0]) for line in told]
    assert at_s[0] < 3.0
    assert len(at_s) > 3
    assert all(later - earlier >= 9.9 for earlier, later in itertools.pairwise(at_s))


@pytest.mark.parametrize("port", [TEXTBOOK + "&baud=9600", "sim://quiet?drop=1&speed=max"])
@pytest.mark.parametrize("json_lines", [(), ("--json",)], ids=["words", "json"])
def test_source_on_which_no_step_was_heard_is_a_failure(
    station: Command, port: str, json_lines: tuple[str, ...]
) -> None:
    """Nothing understood is not a session without reps: it is said, with what to check."""
    ran = station("live", "--port", port, "--no-store", *json_lines)
    assert (ran.code, ran.err.count("\n")) == (1, 1), ran.err
    assert "no step ever said who it is" in ran.err


def test_words_tell_a_line_per_rep(station: Command) -> None:
    """Without ``--json`` a person reads one sentence a rep, and the set at the end."""
    ran = station("live", "--port", TEXTBOOK + "&reps=3", "--reps", "3", "--no-store")
    assert ran.code == 0
    assert [line[:7] for line in ran.out.splitlines() if line.startswith("rep")] == [
        "rep   1",
        "rep   2",
        "rep   3",
    ]
    assert "set 1: 3 reps" in ran.out
    assert not station.data.exists()


def test_force_samples_are_told_when_asked_for(station: Command) -> None:
    """``--force`` adds blocks of samples without a single value that is not a number."""
    ran = station("live", "--port", TEXTBOOK + "&reps=3", "--json", "--force", "--no-store")
    blocks = [line for line in ran.lines() if line["type"] == "force"]
    assert sum(len(block["t_s"]) for block in blocks) > 1000
    assert "NaN" not in ran.out


def test_reps_of_an_athlete_are_theirs(station: Command) -> None:
    """``--athlete`` by name opens the session for that person; a stranger's name is refused."""
    ann = json.loads(station("athlete", "add", "Ann", "--body-mass-kg", "70", "--json").out)
    assert station("live", "--port", TEXTBOOK + "&reps=3", "--athlete", "ann").code == 0
    shown = json.loads(station("athlete", "show", ann["id"], "--json").out)
    assert [visit["reps_done"] for visit in shown["sessions"]] == [3]
    ran = station("live", "--port", TEXTBOOK, "--athlete", "Bob")
    assert (ran.code, ran.out) == (2, "")
    assert "no athlete 'Bob'" in ran.err


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_signal_ends_in_order_and_quietly(station: Command, number: signal.Signals, code: int) -> None:
    """Ctrl-C, a service manager and a closed terminal close the visit; exit codes are what shells expect."""
    with TerminalDevice(step_that_answers()) as device:
        process = station.start("live", "--port", device.url, "--json")
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["type"] == "health":
                break
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (code, "")
    # The reader and the visit are closed by threads of their own: either may be told last.
    states = [event.get("state") for event in map(json.loads, out.splitlines()) if event["type"] == "link"]
    assert states[-1:] == ["ended"]
    with Store.open(station.data / "station.db", read_only=True) as store:
        assert [visit.state for visit in store.sessions()] == ["closed"]


def test_reader_that_leaves_is_no_error(station: Command) -> None:
    """``station live | head -1`` ends without a complaint."""
    with TerminalDevice(step_that_answers()) as device:
        process = station.start("live", "--port", device.url, "--json")
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        process.stderr.close()
        assert process.wait(30) == 0


def test_recording_replays_and_analyzes_to_the_same_reps(station: Command, tmp_path: Path) -> None:
    """Record once; replay and analysis find what live finds."""
    path = tmp_path / "a.steprec"
    assert station("record", "--port", TEXTBOOK + "&reps=3", "--out", str(path)).code == 0
    assert read_info(path).warning == ""
    replayed = [
        line for line in station("replay", str(path), "--json").lines() if line["type"] == "rep_final"
    ]
    document = json.loads(station("analyze", str(path), "--json").out)
    assert document["schema"] == "station.analysis/1"
    assert len(replayed) == 3
    assert [rep["single_leg_time_s"] for rep in document["reps"]] == [
        rep["single_leg_time_s"] for rep in replayed
    ]
    assert not station.data.exists()


def test_recording_ends_after_the_seconds_asked_for(station: Command, tmp_path: Path) -> None:
    """``record --seconds`` ends by itself, in order."""
    path = tmp_path / "a.steprec"
    with TerminalDevice(step_that_answers()) as device:
        ran = station("record", "--port", device.url, "--out", str(path), "--seconds", "1")
    assert (ran.code, ran.err) == (0, "")
    assert read_info(path).wire_bytes > 100
    assert f"{path}: " in ran.out


def test_cut_recording_is_analyzed_with_a_warning(station: Command, tmp_path: Path) -> None:
    """A power cut costs the last block, and the loss is told."""
    path = tmp_path / "a.steprec"
    assert station("record", "--port", TEXTBOOK + "&reps=3", "--out", str(path)).code == 0
    path.write_bytes(path.read_bytes()[:-100])
    ran = station("replay", str(path))
    assert ran.code == 0
    assert "warning" in ran.err
    assert "could not be used" in ran.err


def test_a_bad_file_does_not_stop_the_others(station: Command, tmp_path: Path) -> None:
    """Every file that can be read is measured; the exit code tells that one could not."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    command = [
        sys.executable,
        "-m",
        "simulators.step",
        "--scenario",
        "textbook",
        "--seed",
        "7",
        "--csv",
        str(good),
    ]
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    bad.write_text("t_s\n1\n")
    ran = station("analyze", str(bad), str(good), str(bad), "--json")
    assert ran.code == 1
    assert ran.err.count("station: ") == ran.err.count("\n") == 2
    (document,) = ran.lines()
    assert document["file"] == str(good)
    assert [rep["side"] for rep in document["reps"]] == [
        rep["side"] for rep in truth_of("textbook", 7)["reps"]
    ]
    spoken = station("analyze", str(good)).out
    assert f"{good}: " in spoken
    assert f"{len(document['reps'])} reps" in spoken


def test_demo_without_a_terminal_prints_the_stored_set(station: Command) -> None:
    """``make demo`` in a pipe measures, stores, prints the set and succeeds."""
    ran = station("demo")
    done = len(truth_of("textbook", 7)["reps"])
    assert (ran.code, ran.err) == (0, "")
    assert f"{done} reps are stored" in ran.out
    assert len([line for line in ran.out.splitlines() if line.lstrip().startswith("1  ")]) == done
    with Store.open(station.data / "station.db", read_only=True) as store:
        assert len(store.reps(store.sessions()[0].id)) == done


def test_demo_leaves_what_the_step_of_this_machine_uses_alone(station: Command) -> None:
    """Simulated reps go neither to the folder nor to the server that the machine's own file names."""
    station.names_data = False
    real = station.home / "real"
    own = station.home / "heeldrop-station" / "station.toml"
    own.parent.mkdir(parents=True)
    own.write_text(f'[station]\ndata_dir = "{real}"\n[influx]\nurl = "http://127.0.0.1:9"\n', "utf-8")
    few = ("demo", "--port", TEXTBOOK + "&reps=3")
    ran = station(*few)
    assert (ran.code, ran.err) == (0, "")
    assert "3 reps were stored in a temporary database and read back" in ran.out
    assert not real.exists()
    asked_for = station("--config", str(_named_for_this_run(own)), *few)
    assert asked_for.code == 0
    assert "3 reps are stored" in asked_for.out
    assert (real / "station.db").exists()


def _named_for_this_run(own: Path) -> Path:
    named = own.with_name("named.toml")
    named.write_text(own.read_text("utf-8"), "utf-8")
    return named


def test_demo_without_a_data_folder_leaves_nothing(station: Command) -> None:
    """A demo of somebody who has configured nothing does not fill their home folder."""
    ran = station("demo", "--port", TEXTBOOK + "&reps=3", STATION_STATION_DATA_DIR="")
    assert ran.code == 0
    assert "3 reps were stored in a temporary database and read back" in ran.out
    assert sorted(path.name for path in station.home.rglob("*")) == []

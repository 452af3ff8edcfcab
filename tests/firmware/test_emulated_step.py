"""The emulated step as hosts meet it: opening resets it, commands, memory, faults, a cable that is pulled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from simulators.build import played
from simulators.firmware import main
from simulators.hardware import factory_calibration
from simulators.hx711.bench import BenchError
from simulators.options import options_of
from station.errors import PortError
from station.events import Fault, Identity, Rep
from station.sources import connect
from station.sources.conversation import Conversation
from station.wire import HealthLine, Pong, Sample, StepFault
from tests.core.playing import final_reps
from tests.firmware.emulating import (
    PATIENCE_S,
    EmulatedTime,
    ScaledTime,
    emulated,
    eventually,
    measured,
    needs_emulation,
)
from tests.support.command import ROOT, Command

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from simulators.emulated import EmulatedStep
    from station.sources import Connection

pytestmark = needs_emulation

SPEED = 4.0
TEXTBOOK = ("textbook", 7)
FOUR_REPS = ("reps", "4")


@pytest.fixture(scope="module")
def step(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatedStep]:
    """Yield a step with empty plates, of which the left converter's RATE pin is low, for as long as is needed."""
    folder = tmp_path_factory.mktemp("emulated")
    with emulated(folder, *TEXTBOOK, ("rate_l", "10"), speed=SPEED, empty_s=600.0) as serving:
        yield serving


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a step on a busy machine longer to answer than one on a cable."""
    monkeypatch.setattr("station.sources.conversation.ANSWER_S", PATIENCE_S)
    monkeypatch.setattr("station.sources.handshake.GIVE_UP_S", PATIENCE_S)


@pytest.fixture
def connection(step: EmulatedStep) -> Iterator[Connection]:
    """Yield a connection, whose opening has reset the step."""
    opened = connect(str(step.emulation.link))
    yield opened
    opened.close()


def test_opening_the_port_resets_the_step(connection: Connection, step: EmulatedStep) -> None:
    """It boots, says who it is and why it started, and has the same identity the next time."""
    assert connection.identity is not None
    assert (connection.identity.board, connection.identity.channels) == ("uno", ("L", "R"))
    connection.close()
    uid = connection.identity.uid

    def reset_by_opening() -> bool:
        again = connect(str(step.emulation.link), uid=uid)
        again.close()
        return again.identity is not None and again.identity.reset_cause == "external"

    eventually(reset_by_opening)  # the bench may miss that the port was closed for less than a millisecond


def test_commands_are_answered_by_the_firmware(connection: Connection) -> None:
    """A ping comes back, a calibration is refused while streaming, nonsense is refused; the stream goes on."""
    talk = Conversation(connection, ScaledTime(1.0))
    pongs = [message for message in talk.ask("P 7f3a") if isinstance(message, Pong)]
    assert [pong.token for pong in pongs] == ["7f3a"]
    with pytest.raises(PortError, match="the step refuses K: BUSY"):
        talk.ask("K 0 0 1 0 never")
    with pytest.raises(PortError, match="the step refuses Z: UNKNOWN"):
        talk.ask("Z")
    assert any(isinstance(message, Sample) for message in talk.listen_for(0.5))


def test_a_silenced_step_streams_again_for_the_next_host(connection: Connection) -> None:
    """``X`` ends the samples, accounts go on; ``G`` brings the samples back."""
    talk = Conversation(connection, ScaledTime(1.0))
    talk.ask("X")
    heard = talk.listen_for(0.6)
    assert any(isinstance(message, HealthLine) for message in heard)
    assert not any(isinstance(message, Sample) for message in heard)
    talk.ask("G")
    assert any(isinstance(message, Sample) for message in talk.listen_for(0.5))


def test_zero_is_kept_in_the_memory_of_the_step(tmp_path: Path) -> None:
    """``station step zero`` writes both plates over the wire; the same board has them at its next power-up."""
    station = Command(tmp_path)
    factory = factory_calibration(played(options_of("textbook", [("seed", "7")]))[0].plates)
    with emulated(tmp_path, *TEXTBOOK, speed=SPEED, empty_s=60.0) as step:
        ran = station.inside("step", "zero", "--port", str(step.emulation.link), "--json")
    assert ran.code == 0, ran.err
    rows = ran.document()
    assert [row["old"] for row in rows] == [record.zero for record in factory]
    with emulated(tmp_path, *TEXTBOOK, speed=SPEED, empty_s=60.0) as step:
        opened = connect(str(step.emulation.link))
        kept = Conversation(opened, ScaledTime(1.0)).calibration()
        opened.close()
    assert [kept[at].zero for at in (0, 1)] == pytest.approx([row["new"] for row in rows], abs=1e-3)
    assert [kept[at].scale_n_per_count for at in (0, 1)] == pytest.approx(
        [record.scale_n_per_count for record in factory], rel=1e-7
    )
    assert {record.note for record in kept.values()} == {"factory"}


def test_a_long_note_loses_its_end_and_not_its_calibration(connection: Connection, tmp_path: Path) -> None:
    """A record whose confirmation would not fit in a line is shortened by ``station step zero``; its date stays."""
    talk = Conversation(connection, ScaledTime(1.0))
    body = "K 1 -95079 7e-4 1760000000 "
    note = "n" * (89 - len(body))
    talk.ask("X")
    talk.ask(body + note)
    connection.close()
    ran = Command(tmp_path).inside("step", "zero", "--port", connection.url)
    assert ran.code == 0, ran.err
    again = connect(connection.url)
    stored = Conversation(again, ScaledTime(1.0)).calibration()[1]
    again.close()
    assert stored.zero == pytest.approx(-95079, abs=30)
    assert stored.taken_unix == 1_760_000_000
    assert 30 < len(stored.note) < len(note)


def test_a_rate_pin_left_low_is_found(connection: Connection, step: EmulatedStep, tmp_path: Path) -> None:
    """The firmware says so, the monitor says so, and the doctor stops there."""
    talk = Conversation(connection, ScaledTime(1.0))
    told = [message for message in talk.listen_for(0.8) if isinstance(message, StepFault)]
    assert {(message.code, message.channel) for message in told} == {("RATE", 0)}
    connection.close()
    station, port = Command(tmp_path), str(step.emulation.link)
    words = station.inside("step", "monitor", "--port", port, "--seconds", "1").out
    assert "! L its RATE pin is low. Lift pin 15" in words
    assert "! R" not in words
    document = station.inside("doctor", "--port", port, "--json").document()
    rates = {row["channel"]: row for row in document["lines"] if row["code"] == "RATE"}
    assert document["verdict"] == rates["L"]["state"] == "SERVICE"
    assert rates["R"]["state"] == "PASS"
    assert "RATE pin is low" in rates["L"]["words"]


def test_dips_and_a_pulled_cable_in_the_middle_of_a_set(tmp_path: Path) -> None:
    """The set goes on after both; each restart is told with its cause, the reps it spoilt are marked."""
    faults = ("25:-:supply_dip:5", "34:-:unplug:2000")
    with emulated(tmp_path, *TEXTBOOK, FOUR_REPS, speed=8.0, faults=faults) as serving:
        told = measured(serving, EmulatedTime(serving))  # silences last as long for it as for the step
    assert [state for state in told.links() if state == "connected"] == ["connected"] * 2
    restarts = [fault.detail for fault in told.of(Fault) if fault.code == "device_restart"]
    assert restarts == ["brownout", "external"]
    assert {"BROWNOUT", "device_restart"} <= {fault.code for fault in told.of(Fault)}
    assert "silent" not in {fault.code for fault in told.of(Fault)}
    assert len({identity.uid for identity in told.of(Identity)}) == 1
    assert not any(identity.step_changed for identity in told.of(Identity))
    reps = final_reps(told.events)
    assert [rep.side for rep in reps] == ["left"] * 4
    assert "interrupted" in reps[2].faults
    assert reps[3].faults == ()


def test_a_converter_that_dies_and_comes_back(tmp_path: Path) -> None:
    """It is told at once and every second; what was done meanwhile is no rep; afterwards everything counts again."""
    faults = ("22:1:dead", "27:1:ok", "31.5:0:stuck_low", "32.2:0:ok")
    with emulated(tmp_path, *TEXTBOOK, FOUR_REPS, faults=faults) as serving:
        told = measured(serving)
    of_right = [fault for fault in told.of(Fault) if fault.channel == "R" and fault.code == "TIMEOUT"]
    assert 4 <= len(of_right) <= 6
    assert of_right[0].start_s == pytest.approx(22.1, abs=0.15)
    assert [fault.channel for fault in told.of(Fault) if fault.code == "silent"] == ["R"]
    assert "STUCK" in {fault.code for fault in told.of(Fault) if fault.channel == "L"}
    assert "device_restart" not in {fault.code for fault in told.of(Fault)}
    settled = [fault.start_s for fault in told.of(Fault) if fault.code == "settling" and fault.channel == "R"]
    assert len([start_s for start_s in settled if start_s and start_s > 27.0]) >= 4
    whole = [rep for rep in final_reps(told.events) if rep.single_leg_time_s is not None]
    assert [round(rep.single_leg_start_s or 0.0) for rep in whole if rep.single_leg_start_s] == [13, 33, 42]
    assert all(isinstance(rep, Rep) for rep in whole)


def test_the_command_serves_a_step_until_it_is_interrupted(tmp_path: Path) -> None:
    """It prints the truth and the path; Ctrl-C ends it, its terminal goes, its memory and logs stay."""
    link, eeprom, logs = tmp_path / "step", tmp_path / "eeprom.bin", tmp_path / "logs"
    command = [
        sys.executable,
        "-m",
        "simulators.firmware",
        "--scenario",
        "alternate",
        "--seed",
        "5",
        "--set",
        "reps=2",
    ]
    places = ["--link", str(link), "--eeprom", str(eeprom), "--bench-log", str(logs)]
    said = tmp_path / "said"
    with (
        said.open("w") as into,
        subprocess.Popen(
            [*command, "--truth", "--pty", "--empty", "60", *places],
            cwd=ROOT, text=True, stdout=into, stderr=subprocess.PIPE,
        ) as served,
    ):  # fmt: skip
        eventually(lambda: said.read_text().endswith(f"{link}\n"))
        opened = connect(str(link))
        opened.close()
        served.send_signal(signal.SIGINT)
        _, wrong = served.communicate()
    out = said.read_text()
    assert (served.returncode, wrong) == (130, "")
    truth, end = json.JSONDecoder().raw_decode(out)
    assert [rep["side"] for rep in truth["reps"]] in (["left", "right"], ["right", "left"])
    assert out[end:].strip() == str(link)
    assert not link.is_symlink()
    assert eeprom.stat().st_size == 1024
    assert {"stats.json", "uart.bin", "conversions.csv"} <= {path.name for path in logs.iterdir()}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_stays_of_a_command_that_is_ended(tmp_path: Path, how: signal.Signals) -> None:
    """However it ends, its bench ends with it, and the link is gone."""
    link, said, temporary = tmp_path / "step", tmp_path / "said", tmp_path / "temporary"
    temporary.mkdir()
    with (
        said.open("w") as into,
        subprocess.Popen(
            [sys.executable, "-m", "simulators.firmware", "--pty", "--link", str(link)],
            cwd=ROOT, stdout=into, env={**os.environ, "TMPDIR": str(temporary)},
        ) as served,
    ):  # fmt: skip
        eventually(lambda: said.read_text() == f"{link}\n")
        served.send_signal(how)
        code = served.wait()
    assert code == (-how if how == signal.SIGKILL else 128 + how)
    eventually(lambda: not link.is_symlink())  # the bench takes it away as the last thing it does
    if how != signal.SIGKILL:
        assert not list(temporary.iterdir())


def test_a_link_in_use_is_left_alone(step: EmulatedStep, capsys: pytest.CaptureFixture[str]) -> None:
    """A second emulator does not take the terminal of the first."""
    link = step.emulation.link
    target = link.readlink()
    assert main(["--pty", "--link", str(link)]) == 2
    assert f"{link} exists" in capsys.readouterr().err
    assert link.readlink() == target


def test_a_bench_that_is_killed_is_told(tmp_path: Path) -> None:
    """The error says what ended it, and its dead link goes."""
    with emulated(tmp_path, *TEXTBOOK, speed=1.0) as serving:
        assert serving.process is not None
        serving.process.kill()
        with pytest.raises(BenchError, match="hxbench was ended by signal 9"):
            serving.wait()
        assert not serving.emulation.link.is_symlink()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--pty", "--set", "holes=1"], "unknown parameter 'holes' for --set"),
        (["--pty", "--set", "reps=many"], "bad value 'many' for reps"),
        (["--pty", "--seed", "x"], "bad value 'x' for seed"),
        (["--pty", "--speed", "fast"], "bad value 'fast' for speed"),
        (["--pty", "--fault", "soon:0:dead"], "bad fault 'soon:0:dead'"),
        (["--pty", "--fault", "5:0:tired"], "--fault 5:0:tired: no fault is called 'tired'"),
        (["--pty", "--empty", "inf"], "bad value 'inf' for --empty; use seconds from 0"),
        (["--pty", "--empty", "nan"], "bad value 'nan' for --empty"),
        (["--pty", "--empty", "-5"], "bad value '-5' for --empty"),
        (["--pty", "--empty", "long"], "bad value 'long' for --empty"),
        ([], "nothing to do; add --pty or --truth"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(
    asked: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong values are named with what would do; no traceback, no terminal."""
    assert main(["--scenario", "quiet", *asked]) == 2
    out, wrong = capsys.readouterr()
    assert out == ""
    assert told in wrong
    assert wrong.count("\n") == 1

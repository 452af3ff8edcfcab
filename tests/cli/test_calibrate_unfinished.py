"""Nothing changes in the step unless it is accepted, and what was written by halves is made good."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from station.calibration.model import Reading
from tests.cli.calibrating import CABLES, MAKER, SHORT, history, kept, untouched, when_told

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulators.device import Step
    from tests.support.command import Command


def test_abort_leaves_the_step_as_it_was(station: Command, steps: list[Step], typing: list[str]) -> None:
    """The word is enough, at any time: nothing is written, and nothing is stored."""
    typing.append("abort")
    ran = station.inside("step", "calibrate", "--port", MAKER, *SHORT)
    assert ran.code == 1
    assert "The calibration in the step is as it was: it was aborted" in ran.err
    assert untouched(steps[0])
    assert history(station) == []


def test_ctrl_c_leaves_the_step_as_it_was(
    station: Command, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted in the middle of a load: told, and nothing is written."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    when_told(monkeypatch, lambda one: isinstance(one, Reading) and one.load_kg == 10.0, interrupt)
    ran = station.inside("step", "calibrate", "--port", MAKER, *SHORT)
    assert ran.code == 130
    assert "✓ L 10 kg" in ran.out
    assert "Aborted. The calibration in the step stays as it was." in ran.out
    assert untouched(steps[0])


def test_a_cable_that_stays_out_leaves_the_step_as_it_was(station: Command, steps: list[Step]) -> None:
    """After a minute without the step it is given up."""
    port = f"{MAKER}&disconnect_at=40&disconnect_s=100"
    ran = station.inside("step", "calibrate", "--port", port, *SHORT)
    assert ran.code == 1
    assert "The step is not heard any more. Plug its cable in" in ran.out
    assert "is as it was: the step was lost" in ran.err
    assert untouched(steps[0])


@pytest.mark.usefixtures("unattended")
def test_without_anybody_to_accept_nothing_changes(station: Command, steps: list[Step]) -> None:
    """It is found, told and kept as not accepted; the step is left alone."""
    asked = [word for word in SHORT if word != "--yes"]
    ran = station.inside("step", "calibrate", "--port", MAKER, *asked, "--plate", "L", "--no-corner")
    assert ran.code == 1
    assert "nobody was there to accept it; say --yes" in ran.err
    assert untouched(steps[0])
    (uid,) = history(station)
    assert [record["outcome"]["accepted"] for record in uid["calibrations"]] == [False]


@pytest.mark.usefixtures("unattended")
def test_a_step_that_does_not_keep_what_it_is_given_is_told(
    station: Command, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads back as something else is an error; what was there is put back, and the work is not lost."""
    from simulators.device import Step  # noqa: PLC0415  the class itself is changed here

    write = Step._write

    def forgetful(step: Step, rest: str) -> str | None:
        return write(step, re.sub(r"^0 \S+", "0 1.5", rest) if "id=" in rest else rest)

    monkeypatch.setattr(Step, "_write", forgetful)
    ran = station.inside("step", "calibrate", "--port", MAKER, *SHORT, "--plate", "L", "--no-corner")
    assert ran.code == 1
    assert "did not keep the calibration of channel 0" in ran.err
    assert untouched(steps[0])
    assert steps[0].streaming
    (uid,) = history(station)
    (record,) = uid["calibrations"]
    assert record["outcome"]["accepted"]
    assert f"station step restore {record['id']}" in ran.err


QUIET = "sim://empty?seed=3&uid="


class _Pulled:
    """Pulls the cable, or kills the command, when the step is given its second new record."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, happens: Callable[[Step], None]) -> None:
        from simulators.device import Step  # noqa: PLC0415  the class itself is changed here

        self.memory: list[Any] = []
        written: list[str] = []
        write = Step._write

        def watched(step: Step, rest: str) -> str | None:
            if "id=" in rest:
                written.append(rest)
                if len(written) == 2:
                    self.memory = list(step._calibration)
                    happens(step)
            return write(step, rest)

        monkeypatch.setattr(Step, "_write", watched)


def _pull(step: Step) -> None:
    """Take the cable out for three seconds."""
    (cable,) = (each for each in CABLES if each.talker is step)
    now_s = cable.clock_s()
    cable._outages.append((now_s, now_s + 3.0))
    raise OSError("the cable is out")


class _Killed(BaseException):
    """The computer dies."""


def _kill(_step: Step) -> None:
    raise _Killed


@pytest.mark.usefixtures("unattended")
def test_a_cable_pulled_between_the_plates_is_made_good(
    station: Command, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes back, and both plates have the new calibration."""
    _Pulled(monkeypatch, _pull)
    ran = station.inside("step", "calibrate", "--port", MAKER, *SHORT, "--no-corner", "--no-sum")
    assert ran.code == 0, ran.err
    (uid,) = history(station)
    (record,) = uid["calibrations"]
    assert [note[:11] for _, _, note in kept(steps[-1])] == [f"id={record['id']}"] * 2


@pytest.mark.usefixtures("unattended")
def test_what_was_written_by_halves_is_told_and_restored(
    station: Command, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the plates: the next look tells, a session's gate as well, and one command mends it."""
    pulled = _Pulled(monkeypatch, _kill)
    with pytest.raises(_Killed):
        station.inside("step", "calibrate", "--port", MAKER, *SHORT, "--no-corner", "--no-sum")
    assert [pulled.memory[at].note[:3] for at in (0, 1)] == ["id=", "fac"]
    monkeypatch.setattr("simulators.device.factory_calibration", lambda *_: list(pulled.memory))
    uid = steps[0].hardware.uid
    assert _mismatched(station, uid) == ["R"]
    (record,) = history(station)[0]["calibrations"]
    restored = station.inside("step", "restore", "--port", f"{QUIET}{uid}", record["id"])
    assert restored.code == 0, restored.err
    assert f"Calibration {record['id']}" in restored.out
    mended = steps[-1]
    monkeypatch.setattr("simulators.device.factory_calibration", lambda *_: list(mended._calibration))
    assert [note[:11] for _, _, note in kept(mended)] == [f"id={record['id']}"] * 2
    assert _mismatched(station, uid) == []


def _mismatched(station: Command, uid: str) -> list[str]:
    """Return which channels the doctor finds not to keep what is on record."""
    told = station.inside("doctor", "--port", f"{QUIET}{uid}&speed=max", "--json").document()["lines"]
    found = [line for line in told if line["code"] == "CALIBRATION_MISMATCH"]
    assert {line["channel"] for line in found} == {"L", "R"}
    assert all("station step restore" in line["remedy"] for line in found if line["state"] == "SERVICE")
    return [line["channel"] for line in found if line["state"] == "SERVICE"]

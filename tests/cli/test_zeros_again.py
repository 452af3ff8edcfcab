"""A zero that turned out wrong: put back in the step, or redone offline from the raw counts of a recording."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from station.events import Calibration, Prescription, Zero
from station.recording import Replay, replay_events
from station.recording.redo import Redo, read_calibrations
from tests.support.live import run_to_end
from tests.support.terminal_device import TerminalDevice, step_that_answers

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.support.command import Command

SESSION = "sim://textbook?seed=5&speed=max&reps=3"


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Record a set."""
    from station.config import Config  # noqa: PLC0415  the session layer is loaded for these tests only
    from station.session import LiveSession  # noqa: PLC0415

    path = tmp_path_factory.mktemp("wire") / "a.steprec"
    session = LiveSession(SESSION, Config(), recording_file=path)
    session.begin("0123456789abcdef", Prescription())
    run_to_end(session)
    return path


def analysed(station: Command, path: Path, *options: str) -> dict[str, Any]:
    """Return the document of a recording."""
    ran = station("analyze", str(path), "--json", *options)
    assert ran.code == 0, ran.err
    document: dict[str, Any] = ran.document()
    return document


def calibrations(path: Path) -> dict[str, Calibration]:
    """Return what the recorded step announced."""
    return {event.channel: event for event in replay_events(path) if isinstance(event, Calibration)}


def test_the_same_zeros_and_calibration_give_the_same_document(
    station: Command, recording: Path, tmp_path: Path
) -> None:
    """Given what the step announced itself, nothing changes."""
    known = calibrations(recording)
    plain = analysed(station, recording)
    zeros = ",".join(f"{name}={each.zero!r}" for name, each in known.items())
    assert analysed(station, recording, "--zero", zeros) == plain
    file = tmp_path / "calibration.json"
    rows = [
        {"channel": name, "zero": each.zero, "scale_n_per_count": each.scale_n_per_count}
        for name, each in known.items()
    ]
    file.write_text(json.dumps({"uid": "x", "channels": rows}))
    again = analysed(station, recording, "--calibration", str(file))
    assert again["reps"] == plain["reps"]


def test_a_zero_that_was_wrong_is_redone(station: Command, recording: Path) -> None:
    """With 20 N of somebody's hand in the zero, masses are off as long as no empty plate corrects them."""
    known = calibrations(recording)
    wrong = known["L"].zero + 20.0 / known["L"].scale_n_per_count
    off = analysed(station, recording, "--zero", f"L={wrong!r}", "--no-auto-zero")
    right = analysed(station, recording, "--zero", f"L={known['L'].zero!r}", "--no-auto-zero")
    followed = analysed(station, recording, "--zero", f"L={wrong!r}")
    assert off["body_mass_kg"] == pytest.approx(right["body_mass_kg"] - 20.0 / 9.80665, abs=0.05)
    assert followed["body_mass_kg"] == pytest.approx(right["body_mass_kg"], abs=0.1)
    assert not [event for event in off["events"] if event["type"] == "zero"]


def test_a_scale_that_was_wrong_is_redone(recording: Path) -> None:
    """All forces of the plate follow the calibration that is given."""
    known = calibrations(recording)
    double = Calibration("L", known["L"].zero, 2.0 * known["L"].scale_n_per_count)
    told = [event for event in Replay(recording, redo=Redo((double,))) if isinstance(event, Zero)]
    plain = [event for event in Replay(recording) if isinstance(event, Zero)]
    assert told[0].plates[0].offset_n == pytest.approx(2.0 * plain[0].plates[0].offset_n, abs=0.02)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--zero", "left"), "nothing like L=8123"),
        (("--zero", "X=5"), "has no channel X"),
        (("--zero", "L=1,L=2"), "two zeros for L"),
        (("--calibration", "/nowhere.json"), "cannot be read"),
    ],
)
def test_zeros_that_make_no_sense_are_refused(
    station: Command, recording: Path, options: tuple[str, ...], words: str
) -> None:
    """In one line that names the value."""
    ran = station("analyze", str(recording), *options)
    assert ran.code != 0
    assert words in ran.err
    assert ran.err.count("\n") == 1


def test_files_that_are_no_calibration_are_refused(station: Command, recording: Path, tmp_path: Path) -> None:
    """Whatever is in them; the form is told."""
    for text in ("", "[]", '{"channels": 5}', '[{"channel": "L", "zero": "5"}]'):
        file = tmp_path / "c.json"
        file.write_text(text)
        ran = station("analyze", str(recording), "--calibration", str(file))
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert "step info --json" in ran.err


def test_the_pedigree_comes_with_a_calibration(station: Command, tmp_path: Path) -> None:
    """What ``step info --json`` tells is read back with day and note."""
    with TerminalDevice(step_that_answers()) as device:
        told = station.inside("step", "info", "--port", device.url, "--json").document()
        told["channels"][0] |= {"taken_unix": 1_700_000_000, "note": "id=aa u=0.03"}
    file = tmp_path / "c.json"
    file.write_text(json.dumps(told))
    left, right = read_calibrations(file)
    assert left == Calibration("L", 8000.0, 0.001, 1_700_000_000, "id=aa u=0.03")
    assert right == Calibration("R", 8000.0, 0.001, 0, "bench")


def test_uncertainty_follows_the_calibration_that_is_given(
    station: Command, recording: Path, tmp_path: Path
) -> None:
    """Analysed again with a calibration that states 3 %, the document states 3 %."""
    rows = [
        {
            "channel": name,
            "zero": each.zero,
            "scale_n_per_count": each.scale_n_per_count,
            "note": "id=aa u=0.03",
        }
        for name, each in calibrations(recording).items()
    ]
    file = tmp_path / "c.json"
    file.write_text(json.dumps(rows))
    told = json.dumps(analysed(station, recording, "--calibration", str(file)))
    assert '"scale_sd_rel": 0.03' in told.replace('":0.03', '": 0.03')


def test_a_zero_by_hand_is_put_back(station: Command) -> None:
    """Told, kept on record, undone once; a second time there is nothing left to put back."""
    with TerminalDevice(step_that_answers()) as device:
        assert station("step", "zero", "--port", device.url, "--undo").err.startswith("station: no zero of")
        taken = station.inside("step", "zero", "--port", device.url)
        assert (taken.code, "--undo" in taken.out) == (0, True)
    undone_from = step_that_answers(zero=8100)
    with TerminalDevice(undone_from) as device:
        undone = station.inside("step", "zero", "--undo", "--port", device.url, "--json")
        written = device.heard
    assert undone.code == 0, undone.err
    assert [(row["channel"], row["old"], row["new"]) for row in undone.document()] == [
        ("L", 8100.0, 8000.0),
        ("R", 8000.0, 8000.0),
    ]
    assert b"K 0 8000 0.001 " in written
    with TerminalDevice(step_that_answers()) as device:
        again = station.inside("step", "zero", "--undo", "--port", device.url)
    assert "left to put back" in again.err


def test_a_zero_is_not_put_back_over_another_one(station: Command) -> None:
    """A step that was calibrated elsewhere since keeps what it has."""
    with TerminalDevice(step_that_answers()) as device:
        assert station("step", "zero", "--port", device.url).code == 0
    with TerminalDevice(step_that_answers(zero=8300)) as device:  # neither the 8000 before nor the 8100 taken
        refused = station.inside("step", "zero", "--undo", "--port", device.url)
        assert b"K 0" not in device.heard
    assert (refused.code, "no longer has the zero" in refused.err) == (2, True)

"""``station step calibrate``, through the real command, on a simulated step with a maker at it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import simulators.converter
import simulators.protocol_sim
from simulators.maker import MISTAKES
from station.calibration.model import Prompt, Refusal
from station.cli.answers import meaning
from station.cli.telling import Teller
from station.errors import UsageError
from station.sources import SystemTime
from tests.cli.calibrating import MAKER, SHORT, history, kept, untouched, when_told

if TYPE_CHECKING:
    from pathlib import Path

    from simulators.device import Step
    from tests.support.command import Command

SENTENCES = {
    "early": "Something was laid on the left plate while its zero was being measured",
    "loaded": "The left plate still carries",
    "removes": "The load was taken off the left plate before it was measured",
    "forgets": "Nothing has changed on the left plate for 25 s",
    "beside": "changed by less than 1 %",
    "wrong_plate": "The load lies on the right plate; the left plate is the one to load",
    "two_plates": "Both plates are loaded; the right plate must be empty now",
    "moved": "it was moved, or something rubs on it",
    "unplugs": "The step was silent or restarted, so this load is measured again",
    "shaky": "The left plate does not come to rest",
    "left_behind": "The left plate still carries",
}


@pytest.mark.usefixtures("unattended")
def test_a_calibration_ends_in_the_step_in_the_store_and_on_paper(
    station: Command, steps: list[Step], tmp_path: Path
) -> None:
    """Scale near the truth, an id in the step's note that the store knows, and a page that tells it."""
    page = tmp_path / "page.html"
    asked = ("--operator", "Ada <b>", "--temperature", "21.5", "--certificate", str(page))
    ran = station.inside("step", "calibrate", "--port", MAKER, *SHORT, *asked)
    assert ran.code == 0, ran.err
    assert "is in the step, was read back, and is stored here" in ran.out
    (uid,) = history(station)
    (record,) = uid["calibrations"]
    assert record["outcome"]["accepted"]
    assert record["outcome"]["plan"]["operator"] == "Ada <b>"
    (step,) = steps
    for found, (zero, scale, note) in zip(record["outcome"]["plates"], kept(step), strict=True):
        assert scale == pytest.approx(found["scale_n_per_count"], rel=1e-7)
        assert zero == pytest.approx(found["zero_count"], rel=1e-9)
        assert note.startswith(f"id={record['id']} u=")
    text = page.read_text(encoding="utf-8")
    assert record["id"] in text
    assert "Ada &lt;b&gt;" in text
    assert "21.5 °C" in text


@pytest.mark.usefixtures("unattended")
def test_a_program_reads_every_step_as_json(station: Command, steps: list[Step]) -> None:
    """Prompts, readings, findings and progress are JSON lines, and nothing else is printed."""
    ran = station.inside(
        "step", "calibrate", "--port", MAKER, *SHORT, "--plate", "L", "--no-corner", "--json"
    )
    assert ran.code == 0, ran.err
    lines = [json.loads(line) for line in ran.out.splitlines()]
    kinds = {line.get("type") for line in lines}
    assert {"Prompt", "Reading", "Outcome", "Feedback", "Said"} <= kinds
    loads = [line["load_kg"] for line in lines if line["type"] == "Reading" and line["phase"] == "series"]
    assert loads[:4] == [0.0, 10.0, 20.0, 10.0]
    progress = [line["progress"] for line in lines if line["type"] == "Feedback"]
    assert progress == sorted(progress)
    (step,) = steps
    assert [note[:3] for _, _, note in kept(step)] == ["id=", "fac"]


@pytest.mark.usefixtures("unattended")
@pytest.mark.parametrize(
    "mistake",
    [
        pytest.param(mistake, marks=() if mistake in ("early", "removes", "unplugs") else pytest.mark.slow)
        for mistake in sorted(SENTENCES)
    ],
)
def test_each_wrong_thing_is_told_and_put_right(station: Command, steps: list[Step], mistake: str) -> None:
    """The sentence for what the maker does wrong comes, and once he has put it right the calibration ends well."""
    port = f"{MAKER}&mistake={mistake}"
    ran = station.inside("step", "calibrate", "--port", port, *SHORT, "--plate", "L", "--no-corner")
    assert SENTENCES[mistake] in ran.out
    assert ran.code == 0, ran.out + ran.err
    (step,) = steps
    assert kept(step)[0][2].startswith("id=")


def test_every_mistake_of_the_maker_is_tried() -> None:
    """What he can do wrong and is not in the table above has a test of its own below."""
    assert set(MISTAKES) - {"none"} == {*SENTENCES, "typed", "order"}


def test_what_was_typed_wrongly_is_corrected_by_a_word(
    station: Command, steps: list[Step], typing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mass typed as 20 that weighs 2 does not fit; 'correct' names its weight, and the load need not be moved."""
    when_told(
        monkeypatch,
        lambda one: isinstance(one, Refusal) and one.code == "DOES_NOT_FIT",
        lambda: typing.append("correct 20 2"),
    )
    port = "sim://calibration?seed=7&series=1&preloads=0&masses=10,20,40&mistake=typed"
    asked = (
        "--masses",
        "10,20,40",
        "--series",
        "1",
        "--preloads",
        "0",
        "--plate",
        "L",
        "--no-corner",
        "--yes",
    )
    ran = station.inside("step", "calibrate", "--port", port, *asked)
    assert "reads 2" in ran.out
    assert "where 20 kg was asked for" in ran.out
    assert ran.code == 0, ran.out + ran.err
    (uid,) = history(station)
    masses = [mass["mass_kg"] for mass in uid["calibrations"][0]["outcome"]["plan"]["masses"]]
    assert masses == [10.0, 2.0, 40.0]
    assert not untouched(steps[0])


@pytest.mark.slow
def test_the_wrong_order_is_told(station: Command, steps: list[Step], typing: list[str]) -> None:
    """The heaviest mass before its turn is refused by name."""
    assert typing == []
    port = "sim://calibration?seed=3&series=1&preloads=0&masses=10,20,40&mistake=order"
    asked = (
        "--masses",
        "10,20,40",
        "--series",
        "1",
        "--preloads",
        "0",
        "--plate",
        "L",
        "--no-corner",
        "--yes",
    )
    ran = station.inside("step", "calibrate", "--port", port, *asked)
    assert re.search(r"reads 40(\.\d+)? kg|reads 39\.\d+ kg", ran.out)
    assert "but it is the turn of 20 kg" in ran.out
    assert ran.code == 0, ran.out + ran.err
    assert not untouched(steps[0])


# --- asked for wrongly -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--masses", "20,10"), "10 kg after 20 kg is the wrong order"),
        (("--masses", "1,2"), "2 kg is too light for a usable scale"),
        (("--masses", "10,abc"), "'abc' is no number"),
        (("--masses", ""), "'' is no number"),
        (("--masses", "10,20:9"), "a tolerance of 9 kg for 20 kg is no knowledge of it"),
        (("--masses", "10", "--series", "0"), "'0' is no whole number from 1 to 10"),
        (("--masses", "10", "--operator", " "), "is no name"),
        (("--masses", "10", "--temperature", "nan"), "'nan' is no number"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anybody_lifts_iron(
    station: Command, asked: tuple[str, ...], told: str
) -> None:
    """One line that names the value, and no port is opened for it."""
    ran = station.inside("step", "calibrate", "--port", "/dev/not-there", *asked)
    assert ran.code == 2
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_a_certificate_without_a_folder_is_refused_before_anybody_lifts_iron(station: Command) -> None:
    """A page that could not be written in the end fails at the beginning, and opens no port."""
    page = ("--certificate", "/nowhere/at/all.html")
    ran = station.inside("step", "calibrate", "--port", "/dev/not-there", "--masses", "10", *page)
    assert (ran.code, ran.out) == (1, "")
    assert "there is no folder /nowhere/at" in ran.err


@pytest.mark.usefixtures("unattended")
def test_a_step_with_four_cells_keeps_a_calibration_of_each(
    station: Command, steps: list[Step], tmp_path: Path
) -> None:
    """Front and back cell of both plates are written with what was found of them, and can be verified at once."""
    page = tmp_path / "page.html"
    ran = station.inside(
        "step", "calibrate", "--port", f"{MAKER}&channels=4", *SHORT, "--certificate", str(page)
    )
    assert ran.code == 0, ran.out + ran.err
    (uid,) = history(station)
    (record,) = uid["calibrations"]
    cells = [cell for plate in record["outcome"]["plates"] for cell in plate["cells"]]
    assert [cell["channel"] for cell in cells] == ["LF", "LB", "RF", "RB"]
    for found, (zero, scale, note) in zip(cells, kept(steps[0]), strict=True):
        assert scale == pytest.approx(found["scale_n_per_count"], rel=1e-7)
        assert zero == pytest.approx(found["zero_count"], rel=1e-9)
        assert note.startswith(f"id={record['id']} u=")
    assert "front cell LF" in page.read_text(encoding="utf-8")
    verified = station.inside(
        "step", "verify", "--port", "sim://verify?seed=3&masses=20&channels=4", "--mass", "20"
    )
    assert verified.code == 0, verified.out + verified.err
    assert len(history(station)[0]["verifications"]) == 2


def test_what_is_asked_for_already_is_not_asked_again(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty plate ends the preload and begins the series: one sentence, until something was told since."""
    teller = Teller(SystemTime(), json=False)
    empty = Prompt("EMPTY", "preload", "Take everything off.", "L", 0.0)
    teller.told([empty])
    teller.told([replace(empty, phase="series")])
    assert capsys.readouterr().out == "▸ Take everything off.\n"
    teller.told([Prompt("LAY", "series", "Lay 10 kg on it.", "L", 10.0), empty])
    assert capsys.readouterr().out.splitlines()[-1] == "▸ Take everything off."


def test_a_step_without_two_plates_is_told(station: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known loads need both plates: said, with the channels that there are."""
    monkeypatch.setitem(simulators.converter.CHANNELS, 4, ("LF", "LB", "RF", "RX"))
    ran = station.inside("step", "calibrate", "--port", "sim://quiet?seed=1&channels=4", *SHORT)
    assert ran.code == 1
    assert "LF,LB,RF,RX" in ran.err


@pytest.mark.parametrize("line", ["what", "correct 20", "correct a b", "temperature warm", "operator"])
def test_words_that_mean_nothing_are_told(line: str) -> None:
    """With what could have been said."""
    with pytest.raises(UsageError, match="Say one of: skip, insist"):
        meaning(line)

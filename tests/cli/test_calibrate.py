"""``station step calibrate`` and ``verify``, through the real command, on a simulated step with a maker at it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import simulators.converter
import simulators.protocol_sim
from simulators.maker import MISTAKES
from station.calibration.model import Reading, Refusal
from station.cli.answers import Typed, meaning
from station.cli.telling import Teller
from station.errors import UsageError
from station.store import Store, calibrations
from tests.support import quick_time
from tests.support.calibrated import calibration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from simulators.device import Step
    from station.calibration.model import Told
    from tests.support.command import Command, Ran

SHORT = ("--masses", "10,20", "--series", "1", "--preloads", "0", "--tolerance", "0.1", "--yes")
MAKER = "sim://calibration?seed=3&series=1&preloads=0&masses=10,20&mass_error=0.001"
CABLES: list[Any] = []
"""Those of the steps that were plugged in."""
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


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """Let simulator and station live on a quick clock; return the steps that were plugged in."""
    quick_time.use(monkeypatch)
    made: list[Any] = []
    plugged = simulators.protocol_sim._plugged

    def remembered(url: str) -> Any:  # noqa: ANN401  a cable of the simulator
        cable = plugged(url)
        CABLES.append(cable)
        if cable.talker not in made:
            made.append(cable.talker)
        return cable

    monkeypatch.setattr(simulators.protocol_sim, "_plugged", remembered)
    return made


@pytest.fixture
def unattended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody type anything: the input has ended."""
    monkeypatch.setattr("station.cli.answers._read_some", lambda: b"")


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return lines that are typed one after the other, each once the command looks for some."""
    waiting: list[str] = []

    def take(typed: Typed) -> list[str]:
        typed.ended = False
        return [waiting.pop(0)] if waiting else []

    monkeypatch.setattr(Typed, "take", take)
    monkeypatch.setattr(Typed, "_read", lambda _typed: None)
    return waiting


def _kept(step: Step) -> list[tuple[float, float, str]]:
    return [(each.zero, each.scale_n_per_count, each.note) for each in step._calibration]


def _untouched(step: Step) -> bool:
    return all(note == "factory" for _, _, note in _kept(step))


def _history(station: Command) -> Any:  # noqa: ANN401  JSON
    ran = station.inside("step", "history", "--json")
    assert ran.code == 0, ran.err
    return ran.document()


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
    (uid,) = _history(station)
    (record,) = uid["calibrations"]
    assert record["outcome"]["accepted"]
    assert record["outcome"]["plan"]["operator"] == "Ada <b>"
    (step,) = steps
    for found, (zero, scale, note) in zip(record["outcome"]["plates"], _kept(step), strict=True):
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
    assert [note[:3] for _, _, note in _kept(step)] == ["id=", "fac"]


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
    assert _kept(step)[0][2].startswith("id=")


def test_every_mistake_of_the_maker_is_tried() -> None:
    """What he can do wrong and is not in the table above has a test of its own below."""
    assert set(MISTAKES) - {"none"} == {*SENTENCES, "typed", "order"}


def _when_told(
    monkeypatch: pytest.MonkeyPatch, happened: Callable[[Told], bool], do: Callable[[], object]
) -> None:
    """Do something once, right after the first thing that ``happened`` picks was told."""
    told = Teller.told
    done: list[bool] = []

    def listening(teller: Teller, news: Iterable[Told]) -> None:
        seen = list(news)
        told(teller, seen)
        if not done and any(happened(one) for one in seen):
            done.append(True)
            do()

    monkeypatch.setattr(Teller, "told", listening)


def test_what_was_typed_wrongly_is_corrected_by_a_word(
    station: Command, steps: list[Step], typing: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mass typed as 20 that weighs 2 does not fit; 'correct' names its weight, and the load need not be moved."""
    _when_told(
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
    (uid,) = _history(station)
    masses = [mass["mass_kg"] for mass in uid["calibrations"][0]["outcome"]["plan"]["masses"]]
    assert masses == [10.0, 2.0, 40.0]
    assert not _untouched(steps[0])


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
    assert not _untouched(steps[0])


# --- nothing changes unless it is accepted ---------------------------------------------------------------


def test_abort_leaves_the_step_as_it_was(station: Command, steps: list[Step], typing: list[str]) -> None:
    """The word is enough, at any time: nothing is written, and nothing is stored."""
    typing.append("abort")
    ran = station.inside("step", "calibrate", "--port", MAKER, *SHORT)
    assert ran.code == 1
    assert "The calibration in the step is as it was: it was aborted" in ran.err
    assert _untouched(steps[0])
    assert _history(station) == []


def test_ctrl_c_leaves_the_step_as_it_was(
    station: Command, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Interrupted in the middle of a load: told, and nothing is written."""

    def interrupt() -> None:
        raise KeyboardInterrupt

    _when_told(monkeypatch, lambda one: isinstance(one, Reading) and one.load_kg == 10.0, interrupt)
    ran = station.inside("step", "calibrate", "--port", MAKER, *SHORT)
    assert ran.code == 130
    assert "✓ L 10 kg" in ran.out
    assert "Aborted. The calibration in the step stays as it was." in ran.out
    assert _untouched(steps[0])


def test_a_cable_that_stays_out_leaves_the_step_as_it_was(station: Command, steps: list[Step]) -> None:
    """After a minute without the step it is given up."""
    port = f"{MAKER}&disconnect_at=40&disconnect_s=100"
    ran = station.inside("step", "calibrate", "--port", port, *SHORT)
    assert ran.code == 1
    assert "The step is not heard any more. Plug its cable in" in ran.out
    assert "is as it was: the step was lost" in ran.err
    assert _untouched(steps[0])


@pytest.mark.usefixtures("unattended")
def test_without_anybody_to_accept_nothing_changes(station: Command, steps: list[Step]) -> None:
    """It is found, told and kept as not accepted; the step is left alone."""
    asked = [word for word in SHORT if word != "--yes"]
    ran = station.inside("step", "calibrate", "--port", MAKER, *asked, "--plate", "L", "--no-corner")
    assert ran.code == 1
    assert "nobody was there to accept it; say --yes" in ran.err
    assert _untouched(steps[0])
    (uid,) = _history(station)
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
    assert _untouched(steps[0])
    assert steps[0].streaming
    (uid,) = _history(station)
    (record,) = uid["calibrations"]
    assert record["outcome"]["accepted"]
    assert f"station step restore {record['id']}" in ran.err


# --- written by halves -----------------------------------------------------------------------------------

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
    (uid,) = _history(station)
    (record,) = uid["calibrations"]
    assert [note[:11] for _, _, note in _kept(steps[-1])] == [f"id={record['id']}"] * 2


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
    (record,) = _history(station)[0]["calibrations"]
    restored = station.inside("step", "restore", "--port", f"{QUIET}{uid}", record["id"])
    assert restored.code == 0, restored.err
    assert f"Calibration {record['id']}" in restored.out
    mended = steps[-1]
    monkeypatch.setattr("simulators.device.factory_calibration", lambda *_: list(mended._calibration))
    assert [note[:11] for _, _, note in _kept(mended)] == [f"id={record['id']}"] * 2
    assert _mismatched(station, uid) == []


def _mismatched(station: Command, uid: str) -> list[str]:
    """Return which channels the doctor finds not to keep what is on record."""
    told = station.inside("doctor", "--port", f"{QUIET}{uid}&speed=max", "--json").document()["lines"]
    found = [line for line in told if line["code"] == "CALIBRATION_MISMATCH"]
    assert {line["channel"] for line in found} == {"L", "R"}
    assert all("station step restore" in line["remedy"] for line in found if line["state"] == "SERVICE")
    return [line["channel"] for line in found if line["state"] == "SERVICE"]


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
        (("--masses", "10", "--certificate", "/nowhere/at/all.html"), "there is no folder /nowhere/at"),
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
    (uid,) = _history(station)
    (record,) = uid["calibrations"]
    cells = [cell for plate in record["outcome"]["plates"] for cell in plate["cells"]]
    assert [cell["channel"] for cell in cells] == ["LF", "LB", "RF", "RB"]
    for found, (zero, scale, note) in zip(cells, _kept(steps[0]), strict=True):
        assert scale == pytest.approx(found["scale_n_per_count"], rel=1e-7)
        assert zero == pytest.approx(found["zero_count"], rel=1e-9)
        assert note.startswith(f"id={record['id']} u=")
    assert "front cell LF" in page.read_text(encoding="utf-8")
    verified = station.inside(
        "step", "verify", "--port", "sim://verify?seed=3&masses=20&channels=4", "--mass", "20"
    )
    assert verified.code == 0, verified.out + verified.err
    assert len(_history(station)[0]["verifications"]) == 2


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


# --- verifying, and what is stored -----------------------------------------------------------------------


@pytest.mark.usefixtures("unattended")
@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_a_load_that_never_fits_is_given_up(
    station: Command, steps: list[Step], json_too: tuple[str, ...]
) -> None:
    """Nobody is there to answer: 20 kg lie where 40 were announced, and after a minute that is said, once."""
    ran = station.inside(
        "step",
        "verify",
        "--port",
        "sim://verify?seed=3&masses=20&hold_s=60",
        "--mass",
        "40",
        "--plate",
        "L",
        *json_too,
    )
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert ran.err.startswith("station: nothing was verified: nobody put this right within 60 s: ")
    assert ".." not in ran.err
    assert steps


def test_verifying_with_iron_is_kept_and_trended(station: Command, steps: list[Step]) -> None:
    """Each plate in turn, in a minute; the step is not written to."""
    ran = station.inside("step", "verify", "--port", "sim://verify?seed=3&masses=20", "--mass", "20")
    assert ran.code == 0, ran.out + ran.err
    assert ran.out.count("Verified: it reads") == 2
    (uid,) = _history(station)
    assert [record["verification"]["plate"] for record in uid["verifications"]] == ["L", "R"]
    assert uid["trends"]["L"]["points"] == 1
    assert _untouched(steps[0])
    told = station.inside("step", "history")
    assert "known kg" in told.out


@pytest.mark.usefixtures("unattended")
def test_a_person_verifies_and_takes_it_along_when_erased(station: Command, steps: list[Step]) -> None:
    """Known by the body mass that is stored; what was found is theirs."""
    ann = station.inside("athlete", "add", "Ann", "--body-mass-kg", "72", "--json").document()["id"]
    port = "sim://verify?seed=3&stands=both&mass_kg=72"
    ran = station.inside("step", "verify", "--port", port, "--athlete", "Ann")
    assert ran.code == 0, ran.out + ran.err
    assert "Lay 72 kg on the plates, or stand there and keep still if that is your weight." in ran.out
    assert "nothing speaks against the calibration" in ran.out
    (uid,) = _history(station)
    assert [record["athlete_id"] for record in uid["verifications"]] == [ann]
    assert steps
    with Store.open(station.data / "station.db") as store:
        store.erase_athlete(ann)
    assert _history(station) == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((), "verify needs one known thing"),
        (("--mass", "20", "--athlete", "Ann"), "verify needs one known thing"),
        (("--mass", "0"), "'0' is no number from 1 to 400"),
        (("--athlete", "Nobody"), "no athlete 'Nobody'"),
    ],
)
def test_a_verification_of_nothing_is_refused(station: Command, asked: tuple[str, ...], told: str) -> None:
    """Said before a port is opened."""
    ran = station.inside("step", "verify", "--port", "/dev/not-there", *asked)
    assert ran.code == 2
    assert told in ran.err


def test_calibrations_go_with_the_step_to_another_station(station: Command, tmp_path: Path) -> None:
    """Exported, imported elsewhere, imported twice: there once. A page can be printed there."""
    record = calibration()
    with Store.open(station.data / "station.db") as store:
        calibrations.keep(store, record)
    file = tmp_path / "step.json"
    assert station.inside("step", "export", str(file)).code == 0
    other = {"STATION_STATION_DATA_DIR": str(tmp_path / "other")}
    assert "New here: 1 of 1 calibration," in station.inside("step", "import", str(file), **other).out
    assert "New here: 0 of 1 calibration," in station.inside("step", "import", str(file), **other).out
    page = tmp_path / "page.html"
    assert station.inside("step", "certificate", record.id, "--out", str(page), **other).code == 0
    assert record.id in page.read_text(encoding="utf-8")
    again = station.inside("step", "certificate", record.id, "--out", str(page), **other)
    assert (again.code, "exists already" in again.err) == (2, True)
    file.write_text("{}")
    refused = station.inside("step", "import", str(file), **other)
    assert (refused.code, refused.err.count("\n")) == (2, 1)


def _disagreement(ran: Ran) -> list[str]:
    return [line for line in ran.out.splitlines() if line.startswith("! plate")]


def test_a_step_that_measures_by_something_else_than_is_stored_is_told(
    station: Command, steps: list[Step], typing: list[str]
) -> None:
    """The step is the authority; where the store knows a newer calibration, it is said before anything is done."""
    uid = "5ED113C19E"
    with Store.open(station.data / "station.db") as store:
        calibrations.keep(store, calibration(step_uid=uid))
    typing.append("abort")
    ran = station.inside("step", "calibrate", "--port", MAKER, *SHORT)
    assert steps
    told = _disagreement(ran)
    assert len(told) == 2
    assert "is calibrated in the step (factory), and that is not stored here" in told[0]
    info = station.inside("step", "info", "--port", "sim://quiet?seed=3", "--json").document()
    assert info["disagreements"] == [line.removeprefix("! ") for line in told]


@pytest.fixture(autouse=True)
def _unplugged_nowhere() -> Iterator[None]:
    """Leave no step behind whose cable is out."""
    yield
    simulators.protocol_sim.UNPLUGGED.clear()
    CABLES.clear()

"""``station step verify``, and what is stored of calibrations, through the real command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.store import Store, calibrations
from tests.cli.calibrating import MAKER, SHORT, history, untouched
from tests.support.calibrated import calibration

if TYPE_CHECKING:
    from pathlib import Path

    from simulators.device import Step
    from tests.support.command import Command, Ran


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
    (uid,) = history(station)
    assert [record["verification"]["plate"] for record in uid["verifications"]] == ["L", "R"]
    assert uid["trends"]["L"]["points"] == 1
    assert untouched(steps[0])
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
    (uid,) = history(station)
    assert [record["athlete_id"] for record in uid["verifications"]] == [ann]
    assert steps
    with Store.open(station.data / "station.db") as store:
        store.erase_athlete(ann)
    assert history(station) == []


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
    assert (again.code, "exists already" in again.err) == (1, True)
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

"""Calibrations of steps in the store: whole, found again, carried elsewhere, and gone with whoever stood there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station.calibration.model import KnownScale
from station.calibration.record import (
    FORMAT,
    Travelling,
    decode_travelling,
    disagreement,
    encode,
)
from station.errors import StoreError, UsageError
from station.session.pedigree import known_here
from station.store import Store, audit, calibrations, upkeep
from tests.support.calibrated import SCALES, TAKEN_US, ZEROS, calibration, outcome, verification

if TYPE_CHECKING:
    from pathlib import Path

MONTH_US = 30 * 86_400_000_000


def test_a_calibration_comes_back_as_it_was_kept(store: Store) -> None:
    """Everything that was found, to the last reading; keeping it twice keeps it once."""
    record = calibration()
    assert calibrations.keep(store, record)
    assert not calibrations.keep(store, record)
    assert calibrations.find(store, record.id) == record
    assert calibrations.of_step(store, record.step_uid) == [record]
    assert calibrations.find(store, "nothing") is None


def test_another_record_of_the_same_id_is_refused(store: Store) -> None:
    """What is stored is never overwritten."""
    calibrations.keep(store, calibration())
    with pytest.raises(StoreError, match="another record is stored as 5eed0001"):
        calibrations.keep(store, calibration(taken_us=TAKEN_US + 1))
    assert calibrations.of_step(store)[0].taken_us == TAKEN_US


def test_the_latest_is_the_newest_accepted_of_that_plate(store: Store) -> None:
    """One that was not accepted, an older one, and one of the other plate or of another step do not count."""
    newest = calibration("5eed0002", taken_us=TAKEN_US + MONTH_US)
    others = (
        calibration(),
        calibration("5eed0003", taken_us=TAKEN_US + 2 * MONTH_US, accepted=False),
        calibration("5eed0004", step_uid="FFFF", taken_us=TAKEN_US + 3 * MONTH_US),
        replace(calibration("5eed0005", taken_us=TAKEN_US + 4 * MONTH_US), outcome=outcome(("R",))),
    )
    for record in (*others, newest):
        calibrations.keep(store, record)
    assert calibrations.latest(store, "A1B2C3D4", "L") == newest
    right = calibrations.latest(store, "A1B2C3D4", "R")
    assert right is not None
    assert right.id == "5eed0005"
    assert calibrations.latest(store, "0000", "L") is None
    assert calibrations.steps(store) == ["A1B2C3D4", "FFFF"]


def test_verifications_are_a_trend(store: Store) -> None:
    """In the order of time, by plate; one by a person stands for both plates."""
    for at in (2, 0, 1):
        record = verification(f"id{at}", error_rel=0.001 * at, taken_us=TAKEN_US + at * MONTH_US)
        assert calibrations.keep_verification(store, record)
    assert calibrations.keep_verification(store, verification("both", plate=None))
    points = calibrations.trend_points(store, "A1B2C3D4", "L")
    assert [point.error_rel for point in points] == [0.0, 0.001, 0.002]
    assert len(calibrations.trend_points(store, "A1B2C3D4", None)) == 1
    assert calibrations.trend_points(store, "A1B2C3D4", "L", since_us=TAKEN_US + MONTH_US) == points[1:]


def test_a_verification_goes_with_the_person(store: Store) -> None:
    """What somebody weighs is theirs: erasing them erases it, and only it."""
    ann = store.add_athlete("Ann")
    calibrations.keep_verification(store, verification("hers", athlete_id=ann.id, plate=None))
    calibrations.keep_verification(store, verification("iron"))
    assert not calibrations.keep_verification(store, verification("nobody", athlete_id="unknown"))
    assert len(calibrations.verifications(store, athlete_id=ann.id)) == 1
    store.erase_athlete(ann.id)
    assert [record.id for record in calibrations.verifications(store)] == ["iron"]


def test_a_backup_brings_calibrations_back(store: Store, tmp_path: Path) -> None:
    """They are in the copy, and the copy is sound."""
    calibrations.keep(store, calibration())
    copy = upkeep.backup(store.path, tmp_path / "copy.db", now_us=TAKEN_US, keep=1)
    assert copy.rows["calibration_records"] == 1
    with Store.open(tmp_path / "copy.db", read_only=True) as opened:
        assert calibrations.of_step(opened) == [calibration()]


def test_damaged_records_are_found(store: Store) -> None:
    """``station store check`` looks at them."""
    calibrations.keep(store, calibration())
    calibrations.keep(store, calibration("5eed0002"))
    assert not [finding for finding in audit.check(store.path, full=False) if "of steps" in finding.words]
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE calibration_records SET document = '{' WHERE id = '5eed0001'")
        connection.execute("DELETE FROM calibration_plates WHERE record_id = '5eed0002' AND channel = 'L'")
        connection.commit()
    told = [finding.words for finding in audit.check(store.path, full=False) if "of steps" in finding.words]
    (words,) = told
    assert words.startswith("1 calibrations or verifications of steps that cannot be read; 1 calibrations")


def test_calibrations_travel() -> None:
    """What a file brings is what was put into it."""
    held = Travelling(FORMAT, (calibration(),), (verification(),))
    assert decode_travelling(encode(held)) == held


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (b"{", "no calibrations of a step"),
        (b"\xff\xfe", "no calibrations of a step"),
        (b"[]", "no calibrations of a step"),
        (b'{"format": 2, "calibrations": [], "verifications": []}', "format 2, this station reads 1"),
        (
            encode(Travelling(FORMAT, (calibration(),), ())).replace(b"0.000491", b"0"),
            "has the scale 0",
        ),
        (encode(Travelling(FORMAT, (calibration(),), ())).replace(b'"L"', b'"X"'), "no calibrations of a step"),
    ],
)  # fmt: skip
def test_other_files_are_refused(document: bytes, told: str) -> None:
    """What was not written by a station is told, and nothing of it is taken."""
    with pytest.raises(UsageError, match=told):
        decode_travelling(document)


def _kept(factor: float = 1.0, note: str = "") -> KnownScale:
    return KnownScale(ZEROS["L"], SCALES["L"] * factor, 1_700_000_000, note)


def test_step_and_store_agree_or_it_is_told() -> None:
    """The step is the authority; where the store knows other things, it is said in one sentence."""
    old, new = calibration(), calibration("5eed0002", taken_us=TAKEN_US + 1)
    known = {old.id: old, new.id: new}
    assert disagreement("L", _kept(), new.id, known, new) is None
    assert disagreement("L", replace(_kept(), zero_count=1.0), new.id, known, new) is None
    assert disagreement("L", None, None, {}, None) is None
    assert disagreement("L", _kept(note="factory"), None, {}, None) is None
    cases = (
        (disagreement("L", None, None, known, new), "lost its calibration 5eed0002"),
        (
            disagreement("L", _kept(note="factory"), None, known, new),
            "in the step (factory), and that is not",
        ),
        (
            disagreement("L", _kept(), "0badcafe", known, new),
            "in the step (0badcafe), and that is not stored",
        ),
        (disagreement("L", _kept(1.001), new.id, known, new), "another scale in the step than calibration"),
        (disagreement("L", _kept(), old.id, known, new), "uses calibration 5eed0001, and 5eed0002 is newer"),
    )
    for told, expected in cases:
        assert told is not None
        assert expected in told


def test_an_older_calibration_is_taken_into_use_again(store: Store) -> None:
    """Newer ones give way and say why; they come back the same way. One that never was accepted is refused."""
    old, new = calibration("01d"), calibration("4e3", taken_us=TAKEN_US + MONTH_US)
    bad = calibration("bad", taken_us=TAKEN_US + 2 * MONTH_US, accepted=False)
    for record in (old, new, bad):
        calibrations.keep(store, record)
    calibrations.put_in_force(store, old)
    assert calibrations.latest(store, old.step_uid, "L") == old
    withdrawn = calibrations.find(store, "4e3")
    assert withdrawn is not None
    assert "calibration 01d was taken into use again" in withdrawn.outcome.notes[-1]
    assert [each.note[:6] for each in known_here(store, old.step_uid)] == ["id=01d"] * 2
    assert calibrations.put_in_force(store, withdrawn) == new
    assert calibrations.latest(store, old.step_uid, "R") == new
    with pytest.raises(UsageError, match="was not accepted"):
        calibrations.put_in_force(store, bad)


def test_an_older_calibration_of_one_plate_does_not_withdraw_the_others(store: Store) -> None:
    """The newer one is also of the right plate, which would be left without."""
    left = replace(outcome(), plates=outcome().plates[:1])
    calibrations.keep(store, old := replace(calibration("01d"), outcome=left))
    calibrations.keep(store, calibration("4e3", taken_us=TAKEN_US + MONTH_US))
    with pytest.raises(UsageError, match="4e3 is newer and also of plate R"):
        calibrations.put_in_force(store, old)

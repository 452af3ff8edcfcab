"""``station step restore``: a calibration that is on record here, written into the step again."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from station.calibration.model import PLATES
from station.cli.common import effective, local_time, port_of, print_json, say
from station.cli.step_calibrate import uninterrupted
from station.cli.step_link import StepLink
from station.config import database_path
from station.errors import UsageError
from station.session.calibrating import lines_of, put_into_step
from station.store import Store, calibrations

if TYPE_CHECKING:
    import argparse

    from station.calibration.record import CalibrationRecord


def restore(options: argparse.Namespace) -> int:
    """Write a stored calibration into the step it was made with; without an id the newest accepted ones."""
    config = effective(options).config
    path = database_path(config)
    if not path.exists():
        raise UsageError("no step was calibrated here yet", "Calibrate one: station step calibrate")
    with (
        Store.open(path) as store,
        closing(StepLink(port_of(options, config), config.station.step_uid)) as link,
    ):
        records = _wanted(store, link.identity.uid, options.id)
        for record in records:
            lines_of(record, link.identity.channels)  # refuses what the step has no channel for
            kept = calibrations.put_in_force(store, record)
            with uninterrupted():
                put_into_step(link, kept)
    if options.json:
        print_json([
            {"id": each.id, "step_uid": each.step_uid, "plates": _plates(each)} for each in records
        ])  # fmt: skip
        return 0
    for record in records:
        plates = " and ".join(_plates(record))
        say(
            f"Calibration {record.id} of {local_time(record.taken_us)}, plate {plates}, is in the step again."
        )
    say("Its zero is as old as it is. With the plates empty, take a new one: station step zero")
    return 0


def _plates(record: CalibrationRecord) -> list[str]:
    return [each.plate for each in record.outcome.plates]


def _wanted(store: Store, uid: str, wanted_id: str | None) -> list[CalibrationRecord]:
    if wanted_id is None:
        newest = {
            record.id: record
            for plate in PLATES
            if (record := calibrations.latest(store, uid, plate)) is not None
        }
        if not newest:
            raise UsageError(
                f"no accepted calibration of step {uid} is stored here", "See 'station step history'"
            )
        return sorted(newest.values(), key=lambda record: record.taken_us)
    record = calibrations.find(store, wanted_id)
    if record is None:
        raise UsageError(f"there is no calibration '{wanted_id}'", "See 'station step history'")
    if record.step_uid != uid:
        raise UsageError(
            f"calibration {record.id} is of step {record.step_uid}, and this is step {uid}",
            "Connect that one: what one step's counts mean says nothing of another's",
        )
    return [record]

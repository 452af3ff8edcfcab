"""``station step history``, ``certificate``, ``export``, ``import``: what is stored about a step's calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.calibration.model import PLATES
from station.calibration.record import FORMAT, Travelling, decode_travelling, encode
from station.cli.common import effective, local_time, print_json, print_table, say
from station.cli.paper import refuse_unwritable, write_page
from station.cli.telling import document
from station.config import database_path
from station.errors import UsageError
from station.pages.certificate import certificate as certificate_page
from station.store import Store, calibrations

if TYPE_CHECKING:
    import argparse

    from station.calibration.record import CalibrationRecord, VerificationRecord

LONGEST_FILE_BYTES: Final = 256 << 20
"""Thousands of calibrations; a larger file is something else."""


def history(options: argparse.Namespace) -> int:
    """Print a step's calibrations and verifications, the oldest first, and where its scale is going."""
    config = effective(options).config
    path = database_path(config)
    if not path.exists():
        raise UsageError("no step was calibrated here yet", "Calibrate one: station step calibrate")
    with Store.open(path, read_only=True) as store:
        uid = options.uid or config.station.step_uid
        uids = [uid] if uid else calibrations.steps(store)
        if options.json:
            print_json([_document(store, uid) for uid in uids])
            return 0
        for uid in uids:
            _print(store, uid)
        if not uids:
            say("no step was calibrated here yet; calibrate one: station step calibrate")
    return 0


def _document(store: Store, uid: str) -> dict[str, object]:
    return {
        "step_uid": uid,
        "calibrations": [document(record) for record in calibrations.of_step(store, uid)],
        "verifications": [document(record) for record in calibrations.verifications(store, uid)],
        "trends": {
            plate or "both": document(calibrations.trend(store, uid, plate)) for plate in (*PLATES, None)
        },
    }


def _print(store: Store, uid: str) -> None:
    kept = calibrations.of_step(store, uid)
    say(f"step {uid}: {_counted(len(kept), 'calibration')}")
    if kept:
        header = ("when", "id", "plate", "N per count", "of scale, k=2", "operator", "state")
        print_table(header, [row for record in kept for row in _calibration_rows(record)])
    verified = calibrations.verifications(store, uid)
    if not verified:
        say("never verified: station step verify --mass KG")
        return
    header = ("when", "plate", "known kg", "reads kg", "error", "k=2", "verdict")
    print_table(header, [_verification_row(record) for record in verified])
    for plate in (*PLATES, None):
        going = calibrations.trend(store, uid, plate)
        if going.points:
            say(f"{plate or 'both plates'}: {going.sentence}")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _calibration_rows(record: CalibrationRecord) -> list[tuple[str, ...]]:
    state = "accepted" if record.outcome.accepted else "not accepted"
    return [
        (
            local_time(record.taken_us),
            record.id,
            found.plate,
            f"{found.scale_n_per_count:.7g}",
            f"±{200 * found.uncertainty.scale_sd_rel:.3f} %",
            record.outcome.plan.operator,
            state,
        )
        for found in record.outcome.plates
    ]


def _verification_row(record: VerificationRecord) -> tuple[str, ...]:
    found = record.verification
    return (
        local_time(record.taken_us),
        found.plate or "both",
        f"{found.known_kg:.2f}",
        f"{found.read_kg:.2f}",
        f"{100 * found.error_rel:+.2f} %",
        f"±{200 * found.sd_rel:.2f} %",
        found.verdict,
    )


def print_certificate(options: argparse.Namespace) -> int:
    """Write the certificate of a stored calibration."""
    refuse_unwritable(options.out)
    path = database_path(effective(options).config)
    if not path.exists():
        raise UsageError("no step was calibrated here yet", "Calibrate one: station step calibrate")
    with Store.open(path, read_only=True) as store:
        record = calibrations.find(store, options.id)
    if record is None:
        raise UsageError(f"there is no calibration '{options.id}'", "See 'station step history'")
    write_page(options.out, certificate_page(record))
    say(f"Certificate: {options.out}")
    return 0


def export_calibrations(options: argparse.Namespace) -> int:
    """Write a step's calibrations to a file that another station can take in.

    Verifications by a person stay here: they hold what somebody weighs.
    """
    refuse_unwritable(options.file)
    config = effective(options).config
    path = database_path(config)
    if not path.exists():
        raise UsageError("no step was calibrated here yet", "Calibrate one: station step calibrate")
    uid = options.uid or config.station.step_uid or None
    with Store.open(path, read_only=True) as store:
        kept = calibrations.of_step(store, uid)
        iron = [record for record in calibrations.verifications(store, uid) if record.athlete_id is None]
    if not kept:
        raise UsageError(
            f"no calibration of {uid or 'any step'} is stored here", "See 'station step history'"
        )
    write_page(options.file, encode(Travelling(FORMAT, tuple(kept), tuple(iron))).decode() + "\n")
    say(f"{_counted(len(kept), 'calibration')} and {_counted(len(iron), 'verification')}: {options.file}")
    return 0


def import_calibrations(options: argparse.Namespace) -> int:
    """Take in what another station wrote; what is stored already is left alone."""
    if not options.file.is_file():
        raise UsageError(f"there is no file {options.file}", "Name one that 'station step export' wrote")
    if options.file.stat().st_size > LONGEST_FILE_BYTES:
        raise UsageError(f"{options.file} is too large", "Name one that 'station step export' wrote")
    held = decode_travelling(options.file.read_bytes())
    with Store.open(database_path(effective(options).config)) as store:
        new = sum(calibrations.keep(store, record) for record in held.calibrations)
        verified = sum(
            calibrations.keep_verification(store, record)
            for record in held.verifications
            if record.athlete_id is None
        )
    new_here = f"{new} of {_counted(len(held.calibrations), 'calibration')}"
    say(f"New here: {new_here}, {_counted(verified, 'verification')}")
    return 0

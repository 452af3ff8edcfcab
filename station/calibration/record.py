"""A calibration or verification as it is kept: who, when, with which step, and everything that was found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import msgspec

from station.calibration.model import Outcome, Verification  # noqa: TC001  msgspec resolves annotations at run time
from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.model import KnownScale, Plate, PlateCalibration

_Record = TypeVar("_Record")

FORMAT = 1
"""Of a file that carries calibrations from one station to another."""
_SAME_SCALE = 1e-6
"""Scales that differ by less are one, written with more or fewer digits."""


@dataclass(frozen=True, slots=True)
class CalibrationRecord:
    """One calibration of a step with its whole pedigree; ``id`` also stands in the step's note."""

    id: str
    step_uid: str
    board: str
    firmware: str
    taken_us: int
    """Wall time of its end, microseconds since 1970."""
    station_version: str
    outcome: Outcome

    def plate(self, name: str) -> PlateCalibration | None:
        """Return what was found about one plate, ``None`` when it was not calibrated then."""
        return next((each for each in self.outcome.plates if each.plate == name), None)


@dataclass(frozen=True, slots=True)
class VerificationRecord:
    """One verification; ``calibration_id`` is that in force, ``None`` when it is not known here."""

    id: str
    step_uid: str
    calibration_id: str | None
    taken_us: int
    operator: str
    athlete_id: str | None
    """Who stood on it, when it was a known person."""
    verification: Verification


@dataclass(frozen=True, slots=True)
class Travelling:
    """What a file holds that brings a step's calibrations to another station."""

    format: int
    calibrations: tuple[CalibrationRecord, ...]
    verifications: tuple[VerificationRecord, ...]


def encode(document: CalibrationRecord | VerificationRecord | Travelling) -> bytes:
    """Return a record as JSON."""
    return msgspec.json.encode(document)


def decode_calibration(document: bytes | str) -> CalibrationRecord:
    """Return the record of its JSON; ``UsageError`` when it is none."""
    return _decoded(document, CalibrationRecord)


def decode_verification(document: bytes | str) -> VerificationRecord:
    """Return the record of its JSON; ``UsageError`` when it is none."""
    return _decoded(document, VerificationRecord)


def decode_travelling(document: bytes | str) -> Travelling:
    """Return what a file holds; ``UsageError`` names what is wrong with it."""
    held = _decoded(document, Travelling)
    if held.format != FORMAT:
        raise UsageError(
            f"calibrations of format {held.format}, this station reads {FORMAT}",
            "Update the older of the two",
        )
    for record in held.calibrations:
        _refuse_nonsense(record)
    return held


def _refuse_nonsense(record: CalibrationRecord) -> None:
    for plate in record.outcome.plates:
        scale = plate.scale_n_per_count
        if not math.isfinite(scale) or scale == 0.0 or not math.isfinite(plate.zero_count):
            raise UsageError(
                f"calibration {record.id} has the scale {scale:g} and the zero {plate.zero_count:g}",
                "Take a file that 'station step export' wrote",
            )


def _decoded(document: bytes | str, kind: type[_Record]) -> _Record:
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"these are no calibrations of a step: {error}", "Take a file that 'station step export' wrote"
        ) from error


def disagreement(
    plate: Plate,
    kept: KnownScale | None,
    kept_id: str | None,
    records: Mapping[str, CalibrationRecord],
    latest: CalibrationRecord | None,
) -> str | None:
    """Return in words how what the step keeps of a plate differs from what is stored, ``None`` if it does not.

    ``kept_id`` is the one in the step's note; ``latest`` the newest accepted record of this plate. The step is
    the authority: it measures by what it keeps. A zero that was taken since is no difference.
    """
    if kept is None:
        return None if latest is None else f"plate {plate} of the step lost its calibration {latest.id}"
    if kept_id is None or kept_id not in records:
        if latest is None and kept_id is None:
            return None
        called = kept_id or kept.note or "without a note"
        return f"plate {plate} is calibrated in the step ({called}), and that is not stored here"
    return _difference(plate, kept, records[kept_id], latest)


def _difference(
    plate: Plate, kept: KnownScale, own: CalibrationRecord, latest: CalibrationRecord | None
) -> str | None:
    found = own.plate(plate)
    if found is None or abs(found.scale_n_per_count / kept.scale_n_per_count - 1.0) > _SAME_SCALE:
        return f"plate {plate} has another scale in the step than calibration {own.id} found"
    if not own.outcome.accepted:
        return f"plate {plate} uses calibration {own.id}, which was not accepted"
    if latest is not None and latest.id != own.id:
        return f"plate {plate} uses calibration {own.id}, and {latest.id} is newer"
    return None

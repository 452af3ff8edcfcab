"""What the step keeps, held against what is stored of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.model import PLATES
from station.calibration.record import disagreement
from station.events import Calibration
from station.force.pedigree import note_of, pedigree_of
from station.store import calibrations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from station.calibration.model import KnownScale, Plate
    from station.calibration.record import CalibrationRecord
    from station.store import Store


def kept_id(kept: KnownScale | None) -> str | None:
    """Return the id in the note of what the step keeps, ``None`` when there is none."""
    pedigree = pedigree_of(kept.note) if kept is not None else None
    return pedigree.id if pedigree is not None else None


def disagreements(store: Store, step_uid: str, kept: Mapping[Plate, KnownScale]) -> list[str]:
    """Return in sentences how a step's calibration differs from what is stored; the step is the authority."""
    records = {record.id: record for record in calibrations.of_step(store, step_uid)}
    told = (
        disagreement(
            plate,
            kept.get(plate),
            kept_id(kept.get(plate)),
            records,
            calibrations.latest(store, step_uid, plate),
        )
        for plate in PLATES
    )
    return [sentence for sentence in told if sentence is not None]


def known_here(store: Store, step_uid: str) -> list[Calibration]:
    """Return for each channel of a step what it should keep by what this computer knows.

    That is the newest accepted calibration on record; or what a session met in the step when that is newer and of
    another origin, for then it was calibrated elsewhere.
    """
    records = calibrations.of_step(store, step_uid)
    ids = {record.id for record in records}
    known = {
        each.channel: each
        for each in store.calibrations(step_uid)
        if (pedigree := pedigree_of(each.note)) is None or pedigree.id not in ids
    }
    for record in records:
        for each in _announced(record) if record.outcome.accepted else ():
            met = known.get(each.channel)
            if met is None or met.taken_unix <= each.taken_unix:
                known[each.channel] = each
    return [known[channel] for channel in sorted(known)]


def _announced(record: CalibrationRecord) -> Iterator[Calibration]:
    """Yield what a step says of its channels that keeps this calibration."""
    for found in record.outcome.plates:
        note = note_of(record.id, found.uncertainty.use_sd_rel, found.uncertainty.zero_sd_n)
        cells = [(each.channel, each.zero_count, each.scale_n_per_count) for each in found.cells]
        for channel, zero, scale in cells or [(found.plate, found.zero_count, found.scale_n_per_count)]:
            yield Calibration(channel, zero, scale, record.taken_us // 1_000_000, note)

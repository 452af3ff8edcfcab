"""What the step keeps, held against what is stored of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.model import PLATES
from station.calibration.record import disagreement
from station.force.pedigree import pedigree_of
from station.store import calibrations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.model import KnownScale, Plate
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

"""What earlier sessions learned of a step's plates, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.channels import known_of
from station.calibration.gain_watch import trend
from station.calibration.model import KnownScale
from station.config import database_path
from station.errors import StoreError
from station.events import Calibration
from station.force.grid import plate_of
from station.metrics.findings import gains_in_words
from station.pipeline.gains import calibration_key
from station.session.pedigree import disagreements
from station.store import Store
from station.store.steps import gain_history

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.calibration.gain_watch import GainTrend
    from station.config import Config
    from station.events import PlateGains
    from station.wire import CalibrationLine, IdentityLine

LARGE = 0.01
"""Plates that differ by this share were not calibrated alike."""


def learned(
    config: Config, identity: IdentityLine, calibration: Mapping[int, CalibrationLine]
) -> tuple[PlateGains, int] | None:
    """Return what is stored of this step's plates as they are calibrated now, and when it was learned, µs.

    Without a usable database nothing is known; what is wrong with one, ``station doctor`` tells.
    """
    path = database_path(config)
    if not path.exists():
        return None
    by_name = {identity.channels[at]: line for at, line in calibration.items() if at < len(identity.channels)}
    key = calibration_key(
        Calibration(name, by_name[name].zero, by_name[name].scale_n_per_count)
        for plate in ("L", "R")
        for name in identity.channels
        if plate_of(name) == plate and name in by_name
    )
    try:
        with Store.open(path, read_only=True) as store:
            known = [row for row in store.plate_gains_of(identity.uid) if row[0].calibration == key]
    except StoreError:
        return None
    return known[-1] if known else None


def trend_of(config: Config, gains: PlateGains) -> GainTrend | None:
    """Return what became of these plates' ratio over the weeks; ``None`` without a usable database."""
    try:
        with Store.open(database_path(config), read_only=True) as store:
            return trend(gain_history(store, gains.step_uid, gains.calibration))
    except StoreError:
        return None


def differences(
    config: Config, identity: IdentityLine, calibration: Mapping[int, CalibrationLine]
) -> list[str]:
    """Return how the step's calibration differs from what is stored of it, in sentences."""
    path = database_path(config)
    if not path.exists():
        return []
    kept = known_of({
        identity.channels[at]: KnownScale(line.zero, line.scale_n_per_count, line.taken_unix, line.note)
        for at, line in calibration.items()
        if at < len(identity.channels)
    })  # fmt: skip
    try:
        with Store.open(path, read_only=True) as store:
            return disagreements(store, identity.uid, kept)
    except StoreError:
        return []


def in_words(gains: PlateGains) -> str:
    """Say how the plates differ."""
    return f"{gains_in_words(gains)}, corrected"

"""What one stream of bytes begins with: a pipeline, and the header of the recording that replays to the same events."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import station
from station.pipeline import Pipeline
from station.session.recorder import PartSize

if TYPE_CHECKING:
    from station.config import Config
    from station.session.idle import Known


def pipeline_of(config: Config, known: Known) -> Pipeline:
    """Return a pipeline that begins with what is known."""
    return Pipeline(
        gravity_m_s2=config.station.gravity_m_s2,
        calibrations=known.calibrations,
        plate_gains=known.plate_gains,
    )


def header_of(port: str, config: Config, known: Known) -> dict[str, Any]:
    """Return what a replay has to begin with."""
    return {
        "station_version": station.__version__,
        "port": port,
        "site": config.station.site,
        "station": config.station.name,
        "gravity_m_s2": config.station.gravity_m_s2,
        "calibrations": [asdict(calibration) for calibration in known.calibrations],
        "plate_gains": [asdict(gains) for gains in known.plate_gains],
    }


def parts_of(config: Config) -> PartSize:
    """Return how large the files of a recording grow."""
    storage = config.storage
    return PartSize(storage.recording_part_mb << 20, round(storage.recording_part_minutes * 60e6))

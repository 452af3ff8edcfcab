"""The station's configuration: one TOML file, typed, every key documented, unknown keys refused by name."""

from station.config.keys import KeyDoc, document_keys
from station.config.load import Effective, Origin, load, token
from station.config.places import config_path, data_dir, database_path, recordings_dir, views_dir
from station.config.sections import (
    Config,
    InfluxSection,
    KioskSection,
    StationSection,
    StorageSection,
    TrainingSection,
)

__all__ = [
    "Config",
    "Effective",
    "InfluxSection",
    "KeyDoc",
    "KioskSection",
    "Origin",
    "StationSection",
    "StorageSection",
    "TrainingSection",
    "config_path",
    "data_dir",
    "database_path",
    "document_keys",
    "load",
    "recordings_dir",
    "token",
    "views_dir",
]

"""Where things live on this system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from station.config.sections import Config

APPLICATION = "heeldrop-station"


def config_path() -> Path:
    """Return the platform's place of the configuration file, whether or not it exists."""
    return Path(platformdirs.user_config_path(APPLICATION, appauthor=False)) / "station.toml"


def data_dir(config: Config) -> Path:
    """Return the folder of database and recordings, whether or not it exists."""
    configured = config.station.data_dir
    return configured.expanduser() if configured else Path(platformdirs.user_data_path(APPLICATION, False))


def database_path(config: Config) -> Path:
    """Return the path of the embedded database."""
    return data_dir(config) / "station.db"


def recordings_dir(config: Config) -> Path:
    """Return the folder of the recordings."""
    return data_dir(config) / "recordings"


def views_dir() -> Path:
    """Return the folder in which running stations of this user say where they can be watched."""
    return Path(platformdirs.user_data_path(APPLICATION, False)) / "views"

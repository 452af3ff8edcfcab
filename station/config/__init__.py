"""The station's configuration: one TOML file, typed, every key documented, unknown keys refused by name."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  msgspec resolves annotations at run time

import msgspec


class StationSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who and where this station is."""

    site: str = "home"
    """InfluxDB tag `site`: the clinic or gym."""
    name: str = "step1"
    """InfluxDB tag `station`: this step."""
    port: str = "auto"
    """Port URL of the step."""
    data_dir: Path | None = None
    """Where database and recordings live; empty: the platform's data folder."""
    gravity_m_s2: float = 9.80665
    """Local gravity, for masses from forces."""
    record: bool = True
    """Keep the wire verbatim for every session."""


class TrainingSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a set is when nobody prescribed one."""

    lowering_target_s: float = 3.0
    lowering_upper_s: float = 5.0
    target_reps: int = 15
    rest_closes_set_s: float = 10.0
    """A pause this long without a rep closes the set."""


class InfluxSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where reps are forwarded. An empty url turns forwarding off."""

    url: str = ""
    """For example `http://localhost:8086`."""
    org: str = ""
    """Organisation (InfluxDB 2); any word for 1.8 and 3."""
    bucket: str = "steps"
    """Bucket, database, or `database/retention-policy`."""
    token_file: Path | None = None
    """0600 file holding the token (1.8: `user:password`). Or environment `STATION_INFLUX_TOKEN`."""
    verify_tls: bool = True
    timeout_s: float = 10.0
    force_curve: bool = False
    """Also send each set's downsampled force curve (measurement `force`)."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set."""

    station: StationSection = StationSection()
    training: TrainingSection = TrainingSection()
    influx: InfluxSection = InfluxSection()

"""Every key that can be set: its type, default, limits and meaning."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  msgspec resolves annotations at run time
from typing import Annotated, Literal

import msgspec

Positive = Annotated[float, msgspec.Meta(gt=0)]
Gravity = Annotated[float, msgspec.Meta(ge=9.7, le=9.9)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Tag = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class StationSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who and where this station is."""

    site: Tag = "home"
    """InfluxDB tag `site`: the clinic or gym. Letters, digits, `_`, `.`, `-`."""
    name: Tag = "step1"
    """InfluxDB tag `station`: this step. Letters, digits, `_`, `.`, `-`."""
    port: str = "auto"
    """Port URL of the step: `/dev/ttyUSB0`, `COM5`, `auto`, `socket://host:port`, `rfc2217://host:port`."""
    step_uid: str = ""
    """The step's `uid` (see `station step info`); another step is refused. Empty: any step."""
    data_dir: Path | None = None
    """Where database and recordings live; empty: the platform's data folder."""
    gravity_m_s2: Gravity = 9.80665
    """Local gravity, m/s2, for masses from forces."""
    record: bool = True
    """Keep the wire verbatim for every session."""


class TrainingSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a set is when nobody prescribed one."""

    lowering_target_s: Positive = 3.0
    """Seconds down; faster is a fault."""
    lowering_upper_s: Positive = 5.0
    """Upper end of the band, seconds; slower is never penalised."""
    target_reps: Count = 15
    """Repetitions of a set."""
    involved_leg: Literal["", "left", "right"] = ""
    """The injured leg, `left` or `right`: then sessions tell a limb symmetry index. Empty: none is named."""


class InfluxSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where reps are forwarded. An empty url turns forwarding off."""

    url: str = ""
    """Address of the server, for example `http://localhost:8086`."""
    org: str = ""
    """Organisation (InfluxDB 2); any word for 1.8 and 3."""
    bucket: str = "steps"
    """Bucket, database, or `database/retention-policy`."""
    token_file: Path | None = None
    """File holding the token (1.8: `user:password`), readable by its owner only. Or environment
    `STATION_INFLUX_TOKEN`."""
    verify_tls: bool = True
    """Check the server's certificate."""
    timeout_s: Positive = 10.0
    """How long one write may take, seconds."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set."""

    station: StationSection = StationSection()
    training: TrainingSection = TrainingSection()
    influx: InfluxSection = InfluxSection()

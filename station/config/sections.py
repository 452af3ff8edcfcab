"""Every key that can be set: its type, default, limits and meaning."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  msgspec resolves annotations at run time
from typing import Annotated, Literal

import msgspec

Positive = Annotated[float, msgspec.Meta(gt=0)]
Gravity = Annotated[float, msgspec.Meta(ge=9.7, le=9.9)]
NotNegative = Annotated[int, msgspec.Meta(ge=0)]
Count = Annotated[int, msgspec.Meta(ge=1)]
Tag = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]

Pin = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{0,12}$")]
NotNegativeSeconds = Annotated[float, msgspec.Meta(ge=0)]
CurveRate = Annotated[float, msgspec.Meta(ge=0, le=50)]
Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]


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
    operator_pin: Pin = ""
    """Digits that the kiosk asks for before it shows the operator's screens (F9). Empty: it asks for none. It keeps
    curious hands out; whoever can read this file can read it."""


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
    """Check the server's certificate. Whoever turns this off sends the token to anybody who answers."""
    ca_file: Path | None = None
    """Certificates to trust instead of the usual ones, PEM: for a clinic with its own authority."""
    timeout_s: Positive = 10.0
    """How long one write may take, seconds."""
    force_hz: CurveRate = 0.0
    """Also send each set's forces, thinned out to so many points a second: 10 shows every repetition, and is some 600
    points a minute of training. 0: none."""


class StorageSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long things are kept, and what happens when the disk is full. Reps and sets are never deleted by age."""

    recordings_keep_days: NotNegative = 0
    """Delete recordings older than this, days; 0: never by age."""
    recordings_max_mb: NotNegative = 8192
    """Delete the oldest recordings when all of them are larger than this, MB; 0: no limit."""
    recording_part_mb: Count = 64
    """A recording goes on in another part when it is this large, MB."""
    recording_part_minutes: Positive = 60.0
    """A recording goes on in another part after this long, minutes."""
    events_keep_days: NotNegative = 730
    """Delete faults, link changes, stances and weighings older than this, days; 0: never."""
    backups_keep: Count = 7
    """How many of the backups that `station store backup` named itself are kept."""
    free_space_warn_mb: NotNegative = 500
    """Warn when the data folder's disk has less room than this, MB."""
    held_events: Count = 20000
    """When the disk is full: keep up to this many events in memory, then in a file of `emergency_dir`."""
    held_minutes: Positive = 30.0
    """When the disk is full: keep events in memory this long, minutes, then in a file of `emergency_dir`."""
    emergency_dir: Path | None = None
    """Where events go that could not be saved; empty: the system's folder for temporary files."""


class KioskSection(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the screen at the step looks and sounds like, and when it goes home by itself."""

    language: Literal["auto", "en", "de"] = "auto"
    """Words and decimal sign: `en`, `de`, or `auto`: German where the system speaks it, else English."""
    units: Literal["auto", "kg", "lb"] = "auto"
    """Masses in `kg` or `lb`, or `auto`: pounds where the system's place measures in them (`LC_MEASUREMENT`). What is
    stored, sent and exported is always kg."""
    theme: Literal["dark", "light"] = "dark"
    """`dark`, or `light` with high contrast for bright rooms. F2 changes it until the kiosk is closed."""
    symbols: Literal["auto", "unicode", "ascii"] = "auto"
    """`unicode`: blocks, marks and arrows; `ascii`: letters instead; `auto`: what locale and terminal can show."""
    reduced_motion: bool = False
    """Nothing glides: the pacer becomes a counting figure, and less is drawn anew."""
    sound: Literal["bell", "none"] = "bell"
    """`bell`: the terminal's bell at the end of a rest, of a set and of a lowering; `none`: silence."""
    flash: bool = False
    """The screen lights up for a moment where the bell sounds: for noisy rooms and for people who hear badly."""
    attract_s: NotNegativeSeconds = 60.0
    """The list of people gives way to the first screen after this long without a key, seconds; 0: never."""
    idle_home_s: NotNegativeSeconds = 300.0
    """A visit that somebody left is closed after this long without a key and with nobody on the step, seconds; 0:
    never. Its reps are kept."""
    goodbye_s: NotNegativeSeconds = 8.0
    """How long the last words of a visit stay, seconds; 0: until a key."""
    dim_s: NotNegativeSeconds = 600.0
    """The first screen goes dark after this long with nobody there, seconds; 0: never."""
    view: bool = True
    """Whether others on this computer may watch with `station kiosk --view`: they see, and touch nothing."""
    view_port: Port = 0
    """Port on which it can be watched, on the loopback address; 0: a free one, which `--view` finds by itself."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set."""

    station: StationSection = StationSection()
    training: TrainingSection = TrainingSection()
    storage: StorageSection = StorageSection()
    influx: InfluxSection = InfluxSection()
    kiosk: KioskSection = KioskSection()

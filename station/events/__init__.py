"""The one stream of events that everything around the core subscribes to.

Every event is a frozen value. ``type`` is its name in JSON lines. ``t_s`` and every other ``*_s`` instant is
in seconds on the *source's own clock* (device microseconds unwrapped, or a file's own time column);
``*_time_us`` is wall time in microseconds since the Unix epoch, from the fitted clock.
"""

from __future__ import annotations

from station.events.asked import Prescription, SessionPlan, SetAsked
from station.events.clock import ClockCorrected, ClockStamp, ClockState, ClockStep
from station.events.keeping import Alarm, Discarded, InfluxState, Recording, Saved, StoreState, Upkeep
from station.events.link import ChannelAccount, Fault, Link, WireAccount
from station.events.plates import ForceBlock, PlateGains, PlateZero, Zero
from station.events.reps import Rep, RepWithdrawn
from station.events.sets import SetCurve, SetSummary
from station.events.stance import Rise, SingleLegStance, Stance, Weigh, WeighProgress
from station.events.step import Calibration, ChannelHealth, Health, HealthCheck, HealthReport, Identity
from station.events.units import STANDARD_GRAVITY_M_S2
from station.events.visit import Session, SessionSummary, SymptomNoted
from station.events.words import PLATES, HealthState, Leg, Mode, Plate, Side, StanceState, Tempo

Event = (
    Identity | Health | Calibration | PlateGains | Zero | Fault | WireAccount | Link | Stance | SingleLegStance | Weigh
    | WeighProgress | Rise | SymptomNoted | Rep | RepWithdrawn | SetSummary | Session | Saved | InfluxState | Alarm
    | Discarded | ForceBlock | StoreState | Recording | Upkeep | ClockStep | ClockState | ClockCorrected | HealthCheck
    | HealthReport | SetCurve
)  # fmt: skip

__all__ = [
    "PLATES",
    "STANDARD_GRAVITY_M_S2",
    "Alarm",
    "Calibration",
    "ChannelAccount",
    "ChannelHealth",
    "ClockCorrected",
    "ClockStamp",
    "ClockState",
    "ClockStep",
    "Discarded",
    "Event",
    "Fault",
    "ForceBlock",
    "Health",
    "HealthCheck",
    "HealthReport",
    "HealthState",
    "Identity",
    "InfluxState",
    "Leg",
    "Link",
    "Mode",
    "Plate",
    "PlateGains",
    "PlateZero",
    "Prescription",
    "Recording",
    "Rep",
    "RepWithdrawn",
    "Rise",
    "Saved",
    "Session",
    "SessionPlan",
    "SessionSummary",
    "SetAsked",
    "SetCurve",
    "SetSummary",
    "Side",
    "SingleLegStance",
    "Stance",
    "StanceState",
    "StoreState",
    "SymptomNoted",
    "Tempo",
    "Upkeep",
    "Weigh",
    "WeighProgress",
    "WireAccount",
    "Zero",
]

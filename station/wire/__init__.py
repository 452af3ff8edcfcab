"""Protocol 1 of the step link: bytes in, typed messages out; and command lines for the way back."""

from station.wire.codec import MAX_LINE_BYTES, crc16, encode_command, encode_line
from station.wire.decoder import Decoded, Decoder
from station.wire.health import HealthAccount, latest_account
from station.wire.messages import (
    Ack,
    CalibrationLine,
    HealthLine,
    IdentityLine,
    LineFault,
    Message,
    Nak,
    NoCalibration,
    Pong,
    Sample,
    SampleFlag,
    StepFault,
)

__all__ = [
    "MAX_LINE_BYTES",
    "Ack",
    "CalibrationLine",
    "Decoded",
    "Decoder",
    "HealthAccount",
    "HealthLine",
    "IdentityLine",
    "LineFault",
    "Message",
    "Nak",
    "NoCalibration",
    "Pong",
    "Sample",
    "SampleFlag",
    "StepFault",
    "crc16",
    "encode_command",
    "encode_line",
    "latest_account",
]

"""Protocol 1 of the step link: bytes in, typed messages out; and command lines for the way back."""

from station.wire.codec import MAX_LINE_BYTES, crc16, encode_command, encode_line
from station.wire.decoder import Decoder
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
    "Decoder",
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
]

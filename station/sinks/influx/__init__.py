"""InfluxDB 1.8, 2 and 3 over ``/api/v2/write``; the client library is loaded only when something is sent."""

from __future__ import annotations

from station.sinks.influx.check import CheckReport, OutboxStatus, check, status
from station.sinks.influx.erasing import Erased, erase
from station.sinks.influx.forwarder import Forwarder
from station.sinks.influx.verifying import Checked, verify

__all__ = [
    "CheckReport",
    "Checked",
    "Erased",
    "Forwarder",
    "OutboxStatus",
    "check",
    "erase",
    "status",
    "verify",
]

"""InfluxDB 1.8, 2 and 3 over ``/api/v2/write``; the client library is loaded only when something is sent."""

from __future__ import annotations

from station.sinks.influx.check import CheckReport, OutboxStatus, check, status
from station.sinks.influx.forwarder import Forwarder

__all__ = ["CheckReport", "Forwarder", "OutboxStatus", "check", "status"]

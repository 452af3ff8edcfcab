"""Errors the station shows to people: one line with the offending value and the remedy."""

from __future__ import annotations


class StationError(Exception):
    """Something a person can put right. ``str(error)`` is the one line they read.

    ``exit_code`` is 1 for "it failed" and 2 for "it was asked for wrongly".
    """

    exit_code = 1

    def __init__(self, problem: str, remedy: str) -> None:
        stop = "" if problem.endswith((".", "?", "!")) else "."
        super().__init__(f"{problem}{stop} {remedy}")
        self.problem = problem
        self.remedy = remedy


class UsageError(StationError):
    """The command, the configuration, or the plan given cannot mean anything to the station.

    A file of data that cannot be read or written is no such error: that is tried, and fails.
    """

    exit_code = 2


class PortError(StationError):
    """A port cannot be opened, or what answers on it is not a step."""


class NoPermissionError(PortError):
    """The port is there, and this user may not open it."""


class RecordingError(StationError):
    """A recording or a table of forces cannot be read."""


class StoreError(StationError):
    """The embedded database cannot be opened, is newer than this program, or has another writer."""


class InfluxError(StationError):
    """InfluxDB cannot be reached or refuses what it is sent."""

"""The tasks that make daily rows, as a template that people can apply by hand."""

from __future__ import annotations

import json

from station.config import InfluxSection
from station.sinks.influx import daily


def as_json() -> str:
    """Return the tasks for the bucket that a station writes to by default."""
    return json.dumps(daily.tasks(InfluxSection().bucket), indent=1) + "\n"

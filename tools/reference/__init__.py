"""The reference pages that follow the code: ``python -m tools.reference`` renews them in ``docs/reference/``."""

from __future__ import annotations

from pathlib import Path

from tools.reference.analysis import analysis_page
from tools.reference.codes import codes_page
from tools.reference.commands import commands_page
from tools.reference.configuration import configuration_page
from tools.reference.events import events_page
from tools.reference.health import health_page
from tools.reference.influxdb import influxdb_page
from tools.reference.numbers import faults_page, metrics_page, thresholds_page
from tools.reference.plans import plans_page
from tools.reference.store import store_page

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"

PAGES = {
    "metrics.md": metrics_page,
    "faults.md": faults_page,
    "thresholds.md": thresholds_page,
    "configuration.md": configuration_page,
    "health.md": health_page,
    "plans.md": plans_page,
    "commands.md": commands_page,
    "codes.md": codes_page,
    "events.md": events_page,
    "analyze.md": analysis_page,
    "store.md": store_page,
    "influxdb.md": influxdb_page,
}

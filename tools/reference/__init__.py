"""The reference pages that follow the code: ``python -m tools.reference`` renews them in ``docs/reference/``."""

from __future__ import annotations

from pathlib import Path

from tools.reference.configuration import configuration_page
from tools.reference.health import health_page
from tools.reference.numbers import faults_page, metrics_page, thresholds_page
from tools.reference.plans import plans_page

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"

PAGES = {
    "metrics.md": metrics_page,
    "faults.md": faults_page,
    "thresholds.md": thresholds_page,
    "configuration.md": configuration_page,
    "health.md": health_page,
    "plans.md": plans_page,
}

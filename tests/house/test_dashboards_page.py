"""What is asked on the page about InfluxDB is there to be asked."""

from __future__ import annotations

import re
from pathlib import Path

from station.metrics.registry import METRICS
from tools.reference.points import points

PAGE = (Path(__file__).parents[2] / "dashboards" / "README.md").read_text(encoding="utf-8")


def test_page_names_every_measurement() -> None:
    """Whoever begins at the page learns what there is."""
    assert {point.measurement for point in points()} <= set(re.findall(r"`([^`]+)`", PAGE))


def test_queries_use_only_what_is_written() -> None:
    """A query copied from the page finds its measurement and its fields."""
    known = {metric.name for metric in METRICS}
    for point in points():
        known |= {point.measurement, *point.tags, *point.fields}
    known |= {name.removesuffix("_l") + "_r" for name in known if name.endswith("_l")}
    used = set(re.findall(r'"(\w+)"', PAGE))
    assert used
    assert used - known == set()

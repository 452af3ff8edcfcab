"""Reference pages say what the code says, and no page points to nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from station.metrics.registry import METRICS
from tools.reference import PAGES, REFERENCE

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WRITTEN = [
    *sorted(ROOT.glob("*.md")),
    *sorted(DOCS.rglob("*.md")),
    *sorted((ROOT / "hardware").glob("*.md")),
    *sorted((ROOT / "dashboards").glob("*.md")),
]


@pytest.mark.parametrize("name", PAGES)
def test_page_is_the_one_the_code_writes(name: str) -> None:
    """A changed metric or key changes its page: run ``python -m tools.reference``."""
    assert (REFERENCE / name).read_text(encoding="utf-8") == PAGES[name]()


def test_metrics_page_names_every_metric_once_a_level() -> None:
    """The table has one row for each entry of the registry."""
    page = (REFERENCE / "metrics.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)
    assert sorted(rows) == sorted(metric.name for metric in METRICS)


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_files_lead_somewhere(page: Path) -> None:
    """Every relative link and picture of a page exists."""
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text) + re.findall(r'src="([^"]+)"', text)
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []


def test_decisions_are_numbered_without_holes() -> None:
    """Decisions are 0001, 0002, ... and each has its three parts."""
    pages = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        parts = re.findall(r"^## (\w+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], page.name

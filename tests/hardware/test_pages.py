"""The hardware pages say what their sources say, lead somewhere, and leave no complaint of a step unexplained."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from station.cli.watching import ChannelSecond, StepWatch
from station.health.channel import rate_trouble
from station.wire import HealthLine, Sample
from tools.hardware.bom import BUILDS, GROUPS, items
from tools.hardware.pages import BLOCKS, blocks_of, renewed
from tools.hardware.paths import ENCLOSURE, HARDWARE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [*sorted(HARDWARE.glob("*.md")), ENCLOSURE / "README.md"]
LARGEST_PICTURE = 200_000


def anchor_of(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HARDWARE)))
def test_tables_are_those_of_their_source(page: Path) -> None:
    """A changed part, pin or load changes its page: run ``python -m tools.hardware``."""
    text = page.read_text(encoding="utf-8")
    assert renewed(text) == text


def test_every_table_has_its_place() -> None:
    """Each generated table stands in some page."""
    assert {name for page in PAGES for name in blocks_of(page.read_text(encoding="utf-8"))} == set(BLOCKS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HARDWARE)))
def test_links_lead_to_files_and_headings(page: Path) -> None:
    """Every relative link exists, and so does the heading it names."""
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#?([^)\s]*)\)", page.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        path = page.parent / target if target else page
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert anchor in {anchor_of(heading) for heading in headings}, f"{target}#{anchor}"


def test_pictures_are_shown_and_small() -> None:
    """Every committed picture stands in a page and is quick to load."""
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in [*HARDWARE.glob("images/*"), *ENCLOSURE.glob("*.png"), *ENCLOSURE.glob("*.svg")]:
        assert picture.name in text
        assert picture.stat().st_size < LARGEST_PICTURE


def first_column(section: str) -> set[str]:
    """Return the codes in the first column of a section's table in the page of troubles."""
    page = (HARDWARE / "troubleshooting.md").read_text(encoding="utf-8")
    table = page.split(f"## {section}")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]+) \|", table, flags=re.MULTILINE)
    return {code for cell in cells for code in re.findall(r"`([^`]+)`", cell)}


def test_every_fault_of_the_protocol_and_the_firmware_is_explained() -> None:
    """Each ``E`` code that the protocol names or the firmware can send has a row, and no row is made up."""
    protocol = (ROOT / "docs" / "reference" / "protocol.md").read_text(encoding="utf-8")
    section = protocol.split("### `E` fault")[1].split("\n### ")[0]
    named = re.findall(r"^\| `([A-Z]+)` \|", section, flags=re.MULTILINE)
    sent = re.findall(r'"E ([A-Z]+) ', (HARDWARE / "firmware/core/fault.c").read_text(encoding="ascii"))
    assert {"TIMEOUT", "RATE"} <= set(named) & set(sent)
    assert first_column("What the step says") - {"E"} == set(named) | set(sent)


def test_every_refusal_of_the_firmware_is_explained() -> None:
    """Each ``N`` code that the firmware can answer has a row."""
    answers = (HARDWARE / "firmware/core/obey.c").read_text(encoding="ascii")
    codes = set(re.findall(r'static const FLASH char \w+\[\] = "([A-Z]+) ', answers))
    assert "BUSY" in codes
    assert codes <= first_column("What the step refuses")


def test_words_of_a_failed_opening_are_the_stations() -> None:
    """What the page says one reads when nobody answers is what the station says."""
    files = ("sources/ear.py", "sources/ports.py", "cli/step_link.py")
    source = "".join((ROOT / "station" / file).read_text(encoding="utf-8") for file in files)
    words = first_column("Nobody answers") - {"station doctor"}
    assert len(words) >= 5
    assert not [word for word in words if word not in source]


def told_of(counts: list[int], flags: int = 0, period_us: int = 11_000, step: int = 1) -> ChannelSecond:
    """Return what the monitor makes of a second of these counts."""
    watch = StepWatch(("L",))
    for at, count in enumerate(counts):
        watch.feed(Sample(0, at * step, at * step * period_us, count, flags))
    second = watch.feed(HealthLine(1000, 0, 0, ()))
    assert second is not None
    return second.channels[0]


@pytest.mark.parametrize(
    "trouble",
    [
        rate_trouble(None),
        rate_trouble(10.0),
        rate_trouble(60.0),
        told_of([1, 2, 3] * 30, flags=2).trouble,
        told_of([1, 2, 3] * 30, flags=1).trouble,
        told_of([1, 2, 3] * 30, flags=4).trouble,
        told_of([1, 2, 3] * 30, step=2).trouble,
        told_of([7] * 90).trouble,
    ],
    ids=lambda trouble: str(trouble[0] if isinstance(trouble, tuple) else trouble)[:30],
)
def test_every_trouble_of_the_monitor_has_a_row(trouble: tuple[str, str] | str | None) -> None:
    """What ``station step monitor`` says of a converter can be looked up word for word, but for its number."""
    assert trouble
    problem = trouble[0] if isinstance(trouble, tuple) else trouble.split(". ")[0]
    words = re.sub(r"^\d+ ", "", problem)
    assert words in first_column("What the monitor says")


@pytest.mark.parametrize("words", ["the step is gone", "not calibrated"])
def test_what_the_monitor_says_of_the_step_has_a_row(words: str) -> None:
    """Its other words can be looked up as well."""
    assert words in first_column("What the monitor says")
    assert words in (ROOT / "station/cli/monitor.py").read_text(encoding="utf-8")


def test_bill_of_materials_is_complete() -> None:
    """Every row has a name of its own, a known group, and some build that takes it; prices rise from low to high."""
    rows = items()
    assert len({item.key for item in rows}) == len(rows)
    assert {item.group for item in rows} == set(GROUPS)
    for item in rows:
        assert len(item.quantities) == len(BUILDS)
        assert max(item.quantities) > 0, item.key
        assert item.part, item.key
        assert item.example, item.key
        assert item.needs or item.group == "screws", item.key
        assert 0 <= item.eur_low <= item.eur_high, item.key


def test_parts_named_in_the_pages_can_be_bought() -> None:
    """Names like ``screw-wood`` in the instructions are rows of the bill of materials."""
    keys = {item.key for item in items()}
    prefixes = {key.split("-")[0] for key in keys if "-" in key}
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES if page.name != "bom.md")
    named = {name for name in re.findall(r"`([a-z]+-[a-z]+)`", text) if name.split("-")[0] in prefixes}
    assert named
    assert named - {"nano-old"} <= keys

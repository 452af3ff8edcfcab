"""The figures of the firmware: measured, put into a table, and written into their page."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from simulators.hx711.building import FIRMWARE, build_firmware
from tests.firmware.emulating import needs_emulation
from tools.bench.firmware import BEGIN, BUILDS, END, ROWS, Figures, main, measure, renew, table

ROOT = Path(__file__).parents[2]
SIZE = 0.01
MADE_UP = Figures(
    "step2_115200", (92.8, 88.1), 300.0, 12_000, 900, 54_000, 1, 2, 3, (3.0, 5.8, 11.0), (0.28, 0.5), 15.4,
    (9.2, 15.6), 0.3125, 0, 41.5,
)  # fmt: skip


@needs_emulation
def test_figures_of_a_run_are_those_of_a_firmware_that_keeps_its_word() -> None:
    """Nothing lost, and each figure in the order of magnitude that it has."""
    figures = measure("step2_500000", 5.0)
    assert (figures.lost, figures.changed, figures.invented, figures.violations) == (0, 0, 0, 0)
    assert 700 < figures.conversions < 920
    assert 0.5 < figures.latency_ms[0] < figures.latency_ms[1] <= figures.latency_ms[2] < 10.0
    assert 0.0 < figures.own_ms[0] < figures.own_ms[1] < figures.latency_ms[1]
    assert 4_000 < figures.flash_bytes < 16_384
    assert 300 < figures.ram_bytes < 1_024


def test_table_has_a_column_for_each_build_and_every_row() -> None:
    """Names and figures stand in the order of their rows."""
    rows = [line.strip("| ").split(" | ") for line in table([MADE_UP, MADE_UP]).splitlines()]
    assert {len(row) for row in rows} == {3}
    assert [row[0] for row in rows[3:]] == list(ROWS)
    said = {row[0]: row[1] for row in rows}
    assert said["lost / changed / invented"] == "1 / 2 / 3"
    assert said["latency p50 / p99 / max, ms"] == "3.00 / 5.80 / 11.00"


def test_page_is_renewed_in_its_place_and_nowhere_else(tmp_path: Path) -> None:
    """Only what stands between the marks is replaced, however often; a page without marks is refused."""
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    for date in ("2026-11-22", "2026-11-23"):
        renew(page, [MADE_UP], date)
    said = page.read_text(encoding="utf-8")
    assert said.startswith(f"before\n{BEGIN}\n")
    assert said.endswith(f"{END}\nafter\n")
    assert "old" not in said
    assert said.count(table([MADE_UP])) == 1
    assert "2026-11-23" in said
    assert "2026-11-22" not in said
    page.write_text("nothing\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no"):
        renew(page, [MADE_UP], "2026-11-24")


def test_committed_page_has_figures_of_every_build() -> None:
    """The page stands as the tool left it: all rows, a column a build, nothing lost in any of them."""
    page = (ROOT / "docs" / "firmware.md").read_text(encoding="utf-8")
    figures = page.partition(BEGIN)[2].partition(END)[0]
    rows = {
        row.split(" | ")[0]: row.split(" | ")[1:]
        for row in re.findall(r"^\| (.*) \|$", figures, re.MULTILINE)
    }
    assert set(rows) >= set(ROWS)
    assert {len(row) for row in rows.values()} == {len(BUILDS)}
    assert rows["lost / changed / invented"] == ["0 / 0 / 0"] * len(BUILDS)


@needs_emulation
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_pages_tell_the_sizes_of_these_sources(channels: int) -> None:
    """Flash on both pages and RAM on one are what the build takes, but for compilers that differ a little."""
    name = f"step{channels}_115200"
    build_firmware(name)
    subprocess.run(["make", "-s", "-C", FIRMWARE, f"build/{name}.size"], check=True)
    said = (FIRMWARE / "build" / f"{name}.size").read_text(encoding="ascii")
    sizes = re.search(r"flash (\d+) .*RAM (\d+) of .*static (\d+), deepest stack (\d+)", said)
    assert sizes is not None
    flash, ram, static, stack = map(int, sizes.groups())
    rows = re.findall(
        r"^\| \w+(?: converter)? \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$",
        (FIRMWARE / "README.md").read_text(encoding="utf-8"), re.MULTILINE,
    )  # fmt: skip
    assert [int(number) for number in rows[channels - 1]] == pytest.approx(
        [flash, static, stack, ram], rel=SIZE
    )
    page = (ROOT / "docs" / "firmware.md").read_text(encoding="utf-8")
    told = re.search(r"^\| flash, B \| (\d+) \| \d+ \| (\d+) \|", page, re.MULTILINE)
    assert told is not None
    if channels in (2, 4):
        assert int(told[channels // 2]) == pytest.approx(measure(name, 1.0).flash_bytes, rel=SIZE)


def test_page_names_every_mistake() -> None:
    """Each broken build of the Makefile stands in the page's list of mistakes."""
    makefile = (ROOT / "hardware" / "firmware" / "Makefile").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "firmware.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^DEFS_(bug_\w+) ", makefile, flags=re.MULTILINE))
    assert len(known) > 5
    assert known == set(re.findall(r"^\| `(bug_\w+)`", page, flags=re.MULTILINE))


def test_page_wants_a_date(capsys: pytest.CaptureFixture[str]) -> None:
    """A table without its day is not written."""
    with pytest.raises(SystemExit):
        main(["--out", "page.md"])
    assert "--date" in capsys.readouterr().err

"""The words of the report: defined from the registry, legible, and without a promise."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from station.metrics.plain import PLAIN
from station.metrics.registry import metric
from station.pages.sheet import STYLE as SHEET
from station.programme.advice import Datum
from station.report.definitions import SHOWN
from station.report.next_steps import datum_words
from station.report.style import STYLE
from station.report.trust import merged
from station.report.words import counted, days_words, listed, load_words, thousands
from tests.report.made import START

PROMISES = re.compile(
    r"\b(cleared|safe|safely|healed|heals|cured|treats|treatment|diagnosed|guarantee\w*)\b", re.IGNORECASE
)


def test_plain_words_are_about_metrics_that_exist() -> None:
    """A metric that is renamed takes its plain words along, or this fails; all that is shown has some."""
    for level, name in PLAIN:
        assert metric(level, name).name == name
    assert set(SHOWN) <= set(PLAIN)


def test_no_promise_is_made() -> None:
    """A training and measuring tool: no file of the report says that anybody is healed, safe or cleared."""
    for file in (Path(__file__).parents[2] / "station" / "report").glob("*.py"):
        assert not PROMISES.search(file.read_text(encoding="utf-8")), file
    assert not any(PROMISES.search(words) for words in PLAIN.values())


def test_numbers_in_words() -> None:
    """Singular, thousands, loads, lists and days as people write them."""
    assert counted(1, "visit") == "1 visit"
    assert counted(0, "visit") == "0 visits"
    assert counted(2, "entry", "entries") == "2 entries"
    assert thousands(12345) == "12,345"
    assert [load_words(kg) for kg in (None, 0.0, 0.2, 7.5)] == [
        "\N{EN DASH}",
        "no load",
        "no load",
        "+7.5 kg",
    ]
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert days_words(START, START) == "5 Jan 2026"
    assert days_words(START, START.replace(year=2027)) == "5 Jan 2026 to 5 Jan 2027"


def test_reasons_that_differ_by_figures_are_one() -> None:
    """The figures of one repetition do not make a reason of its own."""
    reasons = Counter({
        "uncertain by 0.34 s (limit 0.30 s)": 2, "uncertain by 0.41 s (limit 0.30 s)": 3,
        "hands carry 7% of the weight (rail)": 1, "hands carry some of the weight (rail)": 1,
        "the other foot touched": 4, "12": 1,
    })  # fmt: skip
    assert merged(reasons) == {
        "uncertain by 0.41 s (limit 0.30 s) and alike": 5,
        "hands carry 7% of the weight (rail) and alike": 2,
        "the other foot touched": 4,
        "12": 1,
    }


def test_forced_colours_keep_the_figures_on_white() -> None:
    """Where a reader's own colours replace the page's, pictures and legends keep theirs, and the ground they need."""
    for style, what in ((SHEET, "svg"), (STYLE, r"\.keys")):
        rule = re.search(r"forced-colors: active\) { " + what + r" {([^}]*)}", style)
        assert rule is not None
        assert "forced-color-adjust: none" in rule[1]
        assert "background: var(--ground)" in rule[1]


def test_data_behind_a_reason_reads_like_the_reason() -> None:
    """Shares are per cent, and an answer is told in words."""
    assert datum_words(Datum(START, "hand_share", 0.065, "")) == "share on the hands 6 % on 5 Jan"
    assert (
        datum_words(Datum(START, "tempo_share", 0.8, "", "left")) == "share slow enough, left 80 % on 5 Jan"
    )
    assert datum_words(Datum(START, "feels_balanced", 0)) == "legs do not feel alike on 5 Jan"
    assert datum_words(Datum(START, "feels_balanced", 1)) == "legs feel alike on 5 Jan"
    assert datum_words(Datum(START, "stiffness_min", 20.0, "min")) == "morning stiffness 20 min on 5 Jan"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["ink", "quiet", "left", "right", "go", "mind", "stop"])
def test_text_can_be_read(name: str) -> None:
    """Every colour of text has the contrast of WCAG AA, 4.5, on white and on the box of what is said in short."""
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}})", SHEET)
    box = re.search(r"\.brief {[^}]*background: (#[0-9a-f]{6})", STYLE)
    assert found is not None
    assert box is not None
    assert _contrast(found[1], "#ffffff") >= 4.5
    assert _contrast(found[1], box[1]) >= 4.5


def test_marks_can_be_seen() -> None:
    """Colours that only the report has: text 4.5, marks 3 (WCAG 1.4.3 and 1.4.11)."""
    assert _contrast("#7b3fa0", "#ffffff") >= 4.5
    assert "#7b3fa0" in STYLE
    assert _contrast("#8a949e", "#ffffff") >= 3.0
    assert "#8a949e" in STYLE
    phase = re.search(r"\.phase\.odd { fill: (#[0-9a-f]{6})", STYLE)
    assert phase is not None
    assert _contrast("#0c1116", phase[1]) >= 4.5

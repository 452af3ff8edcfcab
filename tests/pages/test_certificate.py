"""The certificate: everything on one sheet, nothing from outside, and text that stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.calibration.model import Check
from station.pages.certificate import certificate
from station.pages.markup import tag, written
from station.pages.plot import Axis, axis_over, round_step
from tests.house.test_harmless_text import COMMANDS, HOSTILE
from tests.support import browser
from tests.support.calibrated import calibration, outcome

if TYPE_CHECKING:
    from pathlib import Path

needs_browser = pytest.mark.skipif(browser.chromium() is None, reason="Chromium is not installed")
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"


class Elements(HTMLParser):
    """Collects a page's elements, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.names.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def _plan(**changes: object) -> object:
    return replace(outcome().plan, **changes)  # type: ignore[arg-type]  # fields by name


def test_everything_is_told() -> None:
    """Identity, operator, date, temperature, limits, verdict, and plainly what it is not."""
    found = Elements(certificate(calibration()))
    for words in (
        "Calibration certificate", "5eed0001", "A1B2C3D4", "uno, 1.0.0", "Ada", "2023-11-14 22:13 UTC", "21.5 °C",
        "Inspired by ISO 376, OIML R 76 and the GUM, and compliant with none of them", "Left plate", "Right plate",
        "Passed and accepted", "hysteresis", "repeatability", "10 ± 0.005", "The warm-up was skipped",
    ):  # fmt: skip
        assert words in found.text, words
    assert found.names.count("h1") == 1
    assert found.names.count("h2") == 5
    assert found.names.count("svg") == 4
    assert found.names.count("table") == 4
    assert found.text.count("▲ 40") == 2


@pytest.mark.parametrize(("preloads", "words"), [(0, "no preloads,"), (1, "1 preload,"), (3, "3 preloads,")])
def test_preloads_are_counted_in_words_that_fit(preloads: int, words: str) -> None:
    """One is no plural."""
    made = calibration()
    told = replace(made, outcome=replace(made.outcome, plan=replace(made.outcome.plan, preloads=preloads)))
    assert words in Elements(certificate(told)).text


def test_small_newtons_are_never_nothing() -> None:
    """What is below the last digit is told as less than that."""
    made = calibration()
    plates = tuple(replace(plate, noise_n=0.003) for plate in made.outcome.plates)
    found = Elements(certificate(replace(made, outcome=replace(made.outcome, plates=plates)))).text
    assert "< 0.01 N" in found
    assert "0.00 N" not in found


def test_nothing_comes_from_outside() -> None:
    """No script, no link, no address to fetch from; the page itself forbids it."""
    page = certificate(calibration())
    found = Elements(page)
    assert not {"script", "link", "img", "iframe", "object", "form", "a"} & set(found.names)
    assert not [name for name, _ in found.attributes if name in ("src", "href") or name.startswith("on")]
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_names_with_markup_stay_names() -> None:
    """Whatever an operator is called, the page shows it and does nothing else."""
    record = replace(calibration(plan=_plan(operator=MARKUP)), board=MARKUP, step_uid=MARKUP)
    found = Elements(certificate(record))
    assert "script" not in found.names
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert MARKUP in found.text


@given(st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=60)))
def test_no_text_commands_a_terminal_or_a_browser(text: str) -> None:
    """As text and as an attribute: what goes in as text is text."""
    raw = written(tag("p", text, title=text))
    assert not COMMANDS.search(raw)
    assert Elements(raw).names == ["p"]


@pytest.mark.parametrize(
    ("passed", "accepted", "told"),
    [
        (True, True, "✓ Passed and accepted"),
        (True, False, "! Passed, but not accepted"),
        (False, False, "✕ Not passed"),
        (False, True, "✕ Accepted in spite of a limit that is not kept"),
    ],
)
def test_the_verdict_is_what_happened(passed: bool, accepted: bool, told: str) -> None:  # noqa: FBT001  parameters
    """A mark and a sentence; what failed stands in the table with its measure."""
    failed = Check("HYSTERESIS", "L", 0.012, 0.003, "share", passed, "Up and down differ by 1.2 %.")
    page = certificate(calibration(passed=passed, accepted=accepted, checks=(failed,)))
    text = Elements(page).text
    assert told in text
    assert ("1.2 % ✓" if passed else "1.2 % ✕") in text


def test_what_was_left_out_is_left_out() -> None:
    """One plate, going up only, no temperature, no sum: the page says so and has no empty pictures."""
    found = outcome(("L",))
    plates = tuple(
        replace(each, residuals=tuple(one for one in each.residuals if one.direction == "up"))
        for each in found.plates
    )
    record = calibration(
        plates=plates, sum_check=None, plan=_plan(plates=("L",), temperature_c=None, down=False)
    )
    page = Elements(certificate(record))
    assert page.names.count("svg") == 1
    assert "not measured" in page.text
    assert "not compared" in page.text
    assert "Right plate" not in page.text


@given(st.floats(1e-9, 1e9))
def test_steps_are_round(width: float) -> None:
    """1, 2, 2.5 or 5 times a power of ten, as small as it may be."""
    step = round_step(width)
    assert width * 0.999 <= step <= 2.5 * width * 1.001
    assert re.match(r"^(1|2|5|2\.5)(e|$)", f"{step:.3e}".replace(".000", "").replace(".500", ".5"))


def test_axes_hold_what_they_show() -> None:
    """Zero and all values, also when all are zero; ticks lie within."""
    axis = axis_over([-3.0, 11.0], "g", even=True)
    assert axis.low == -axis.high
    assert all(axis.low <= tick <= axis.high for tick in axis.ticks)
    assert 0.0 in axis.ticks
    assert axis_over([0.0], "g").high > 0.0
    assert Axis(0.0, 60.0, "kg").ticks == (0.0, 20.0, 40.0, 60.0)


@needs_browser
def test_a_browser_shows_it_and_prints_it_on_one_sheet(tmp_path: Path) -> None:
    """Headless Chromium runs nothing in it, finds its headings, and needs one A4."""
    page = tmp_path / "certificate.html"
    page.write_text(certificate(calibration(plan=_plan(operator=MARKUP))), encoding="utf-8")
    dom = browser.dom_of(page, tmp_path / "profile")
    assert "<h1>Calibration certificate</h1>" in dom
    assert "&lt;script&gt;alert(1)" in dom
    assert browser.sheets_of(page, tmp_path / "profile") == 1

"""What is told in short and in large figures: all kinds of pain, weeks by their name, nearly all and nearly none."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from station.metrics.comparisons import BY_LEG
from station.report.glance import lately, tiles
from station.report.legs import Difference
from station.report.pain import pain_of
from station.report.short import sentences
from station.report.words import percent
from tests.report.made import START, Made, SetMade
from tests.report.reading import Page

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

NOTHING = "Nobody told of pain"


def on(day: int) -> date:
    """Return a day, 0 is the first."""
    return START + timedelta(days=day)


@pytest.mark.parametrize(
    ("values", "said", "tile"),
    [
        ({"after": 9.0}, "Pain right after: mean 9.0 of 10, at most 9", ("Pain right after", "9.0 / 10")),
        ({"daily_life": 8.0}, "Pain in daily life: mean 8.0", ("Pain in daily life", "8.0 / 10")),
        ({"sharp": 1.0}, "Sharp pain was told on 1 day.", ("Sharp pain", "1 day")),
        (
            {"after": 9.0, "daily_life": 8.0, "sharp": 1.0},
            (
                "Sharp pain was told on 1 day. Pain right after: mean 9.0 of 10, at most 9 (1 told). At most, pain in "
                "daily life 8."
            ),
            ("Pain right after", "9.0 / 10"),
        ),
        (
            {"next_morning": 1.0, "after": 7.0},
            "At most, pain right after 7.",
            ("Pain next morning", "1.0 / 10"),
        ),
    ],
)
def test_whatever_pain_was_told_is_said(
    values: dict[str, float], said: str, tile: tuple[str, str], made: Made, tmp_path: Path
) -> None:
    """No kind of pain is passed over, sharp pain comes first, and the pictures say it to those who cannot see them."""
    who = made.person()
    made.say(who, on(80), 20.0, None, **values)
    facts = made.facts(who, tmp_path)
    words = " ".join(sentences(facts))
    assert said in words
    assert NOTHING not in words
    assert tile in [(each.name, each.value) for each in tiles(facts)]
    page = Page(made.report(who, tmp_path))
    assert "nobody told of pain in these weeks" not in page.words
    picture = next(each for each in page.pictures if each.get("title", "").startswith("Added load"))
    assert "pain" in picture["desc"]


def test_nothing_told_is_said_to_be_nothing(made: Made, tmp_path: Path) -> None:
    """Stiffness is no pain."""
    who = made.person()
    made.say(who, on(80), stiffness_min=20.0)
    assert NOTHING in " ".join(sentences(made.facts(who, tmp_path)))


def test_the_last_four_weeks_are_28_days(made: Made, tmp_path: Path) -> None:
    """With seven weeks of visits the figures of the last four are of these alone, and nothing is called first."""
    made.today = on(48)
    who = made.person()
    for day in range(0, 49, 2):
        tempo: tuple[SetMade, ...] = (
            SetMade("left", tempo="fast" if day < 21 else "ok", faults=("fast",) if day < 21 else ()),
        )
        made.visit(who, on(day), tempo)
    facts = made.facts(who, tmp_path)
    assert [visit.day for visit in lately(facts)] == [on(day) for day in range(22, 49, 2)]
    tempo_tile = next(tile for tile in tiles(facts) if tile.name == "Not too fast")
    assert (tempo_tile.value, tempo_tile.note) == ("100 %", "of 168 judged, last 4 weeks")
    assert "judged of 168 repetitions in the last 4 weeks: 100 % were" in " ".join(sentences(facts))
    (row,) = Page(made.report(who, tmp_path)).table("of 100 repetitions", "last 4 weeks")
    assert row[1:4] == ["", "0.0", "132"]


def test_weeks_long_ago_are_told_with_their_day(made: Made, tmp_path: Path) -> None:
    """Whoever stayed away has no last four weeks: their end is named."""
    who = made.person()
    for day in range(0, 30, 2):
        made.visit(who, on(day))
        made.say(who, on(day), next_morning=2.0)
    notes = {tile.name: tile.note for tile in tiles(made.facts(who, tmp_path))}
    assert notes["Not too fast"].endswith("4 weeks to 2 Feb 2026")
    assert notes["Pain next morning"] == "mean of 14 told, 4 weeks to 2 Feb 2026"


def test_the_pain_of_the_last_weeks_is_one_figure(made: Made, tmp_path: Path) -> None:
    """The tile and the sentence mean the same 28 days, whatever lies on the day before them."""
    who = made.person()
    for day in range(83):
        made.say(who, on(day), hour=7, next_morning=9.0 if day == 54 else 1.0)
    facts = made.facts(who, tmp_path)
    found = pain_of(facts)
    assert found is not None
    assert (found.now_nrs, found.count) == (1.0, 28)
    assert "and 1.0 in the last four" in " ".join(sentences(facts))
    tile = next(each for each in tiles(facts) if each.name == "Pain next morning")
    assert (tile.value, tile.note) == ("1.0 / 10", "mean of 28 told, last 4 weeks; first 4 weeks 1.0")


@pytest.mark.parametrize(
    ("size", "band", "told"),
    [
        (5.4, 5.2, ("5.4 % R", "5.2 %")),
        (-5.24, 5.21, ("5.24 % L", "5.21 %")),
        (5.18, 5.22, ("5.2 % R", "5.2 %")),
        (0.02, 1.0, ("0.0 %", "1.0 %")),
        (0.3, 0.01, ("0.3 % R", "0.1 %")),
    ],
)
def test_a_difference_and_its_band_do_not_contradict(size: float, band: float, told: tuple[str, str]) -> None:
    """The larger of both reads as the larger."""
    found = Difference(size, band, 1.0, 1.0, BY_LEG[0], 3)
    assert found.exactly == told


def test_nearly_all_is_not_all() -> None:
    """A share is told as all or nothing only when it is."""
    assert [percent(share) for share in (1.0, 272 / 273, 0.99999, 0.5, 0.001, 1e-9, 0.0)] == [
        "100 %", "99.6 %", "99.9 %", "50 %", "0.1 %", "0.1 %", "0 %",
    ]  # fmt: skip

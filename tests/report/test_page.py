"""The page: right for whoever it is about, readable by everybody, and nothing but itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from station.coach import Coach, Library
from station.programme.model import Override
from station.programme.plans import shipped
from tests.house.test_harmless_text import COMMANDS, HOSTILE
from tests.report.made import START, Made, SetMade
from tests.report.reading import Page
from tests.support import browser

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from station.store.rows import Athlete

needs_browser = pytest.mark.skipif(browser.chromium() is None, reason="Chromium is not installed")
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;</style>"
SECTIONS = (
    "In short", "Progress at a glance", "Load and pain", "What the plan suggests next, and why", "Tempo and form",
    "Left and right compared", "Week by week, beside the plan", "How far these numbers can be trusted",
    "Calibration of the plates", "What the words mean",
)  # fmt: skip


def on(day: int) -> date:
    """Return a day, 0 is the first."""
    return START + timedelta(days=day)


def _trained(made: Made) -> Athlete:
    """Twelve weeks on a plan, with more load and less pain, right stronger than left at first."""
    who = made.person("Ada Lovelace")
    made.plan(who, sore="left", smallest_step_kg=1.0)
    for day in range(0, 80, 2):
        load_kg = 2.5 * (day // 20)
        left = SetMade("left", seconds=3.2 + day / 100, load_kg=load_kg)
        right = SetMade("right", seconds=4.0, load_kg=load_kg, tempo="borderline")
        made.visit(who, on(day), (left, right, left, right))
        made.say(who, on(day), during=max(1.0, 4.0 - day // 20))
        made.say(who, on(day + 1), hour=7, next_morning=float(max(0, 3 - day // 20)), stiffness_min=10.0)
    made.say(who, on(1), visa_a=55.0)
    made.say(who, on(79), visa_a=81.0)
    return who


def _nobody_came(made: Made) -> Athlete:
    return made.person("Nobody Yet")


def _only_a_plan(made: Made) -> Athlete:
    who = made.person("Only a Plan")
    made.plan(who)
    return who


def _only_words(made: Made) -> Athlete:
    who = made.person("Only Words")
    made.say(who, on(3), next_morning=3.0, sharp=1.0)
    return who


def _one_leg(made: Made) -> Athlete:
    who = made.person("One Leg")
    for day in range(0, 80, 2):
        made.visit(who, on(day), (SetMade("left"), SetMade("left")))
    return who


def _both_feet(made: Made) -> Athlete:
    who = made.person("Both Feet")
    for day in range(0, 30, 3):
        made.visit(who, on(day), (SetMade("both", mode="bilateral"),) * 3)
    return who


def _long_away(made: Made) -> Athlete:
    who = made.person("Long Away")
    made.today = on(330)
    for day in (0, 2, 4, 120, 122, 300, 302):
        made.visit(who, on(day))
    return who


def _one_visit(made: Made) -> Athlete:
    who = made.person("One Visit")
    made.visit(who, on(84))
    return who


def _one_rep(made: Made) -> Athlete:
    who = made.person("One Repetition")
    made.visit(who, on(80), (SetMade("right", reps=1, load_kg=None, tempo=None),))
    return who


def _strange_name(made: Made) -> Athlete:
    who = made.person(MARKUP)
    made.plan(who)
    made.visit(who, on(2))
    coach = Coach(made.store, Library(shipped(), {}), site="home", station="step1")
    decided = Override(id="", from_day=on(3), until_day=None, reason=MARKUP, by=MARKUP, made_us=0, sets=1)
    coach.override(who.id, decided)
    return who


PEOPLE: tuple[Callable[[Made], Athlete], ...] = (
    _trained, _nobody_came, _only_a_plan, _only_words, _one_leg, _both_feet, _long_away, _one_visit, _one_rep,
    _strange_name,
)  # fmt: skip


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_whole_and_accessible(
    person: Callable[[Made], Athlete], made: Made, tmp_path: Path
) -> None:
    """Whoever it is about: all sections, headings in order, pictures told, tables with headers, links that lead on."""
    text = made.report(person(made), tmp_path)
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>")
    assert ("html", "lang", "en") in page.attributes
    assert [words for level, words in page.headings if level == 2] == list(SECTIONS)
    assert [level for level, _ in page.headings].count(1) == 1
    levels = [level for level, _ in page.headings]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for picture in page.pictures:
        assert picture.get("aria-hidden") == "true" or (
            picture["role"] == "img" and picture["title"] and picture["desc"]
        )
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = [value for element, name, value in page.attributes if (element, name) == ("a", "href")]
    assert targets
    assert {target.lstrip("#") for target in targets if target} <= set(ids)
    assert all(target is not None and target.startswith("#") for target in targets)
    assert page.names.count("caption") == page.names.count("table")
    boxes = [
        1 for _, name, value in page.attributes if name == "class" and (value or "").startswith("scroll")
    ]
    assert len(boxes) == len([1 for _, name, value in page.attributes if (name, value) == ("role", "region")])
    assert len(boxes) == len([1 for _, name, value in page.attributes if (name, value) == ("tabindex", "0")])
    assert all(row[0] or not row[-1] for rows in page.tables for row in rows)
    assert page.names.count("th") == [name for _, name, _ in page.attributes].count("scope")
    assert "nan" not in page.words.split()
    assert "None" not in page.words.split()


@pytest.mark.parametrize("person", PEOPLE)
def test_nothing_comes_from_outside(person: Callable[[Made], Athlete], made: Made, tmp_path: Path) -> None:
    """No script, nothing to fetch, no handler; the page itself forbids it, and names stay names."""
    who = person(made)
    text = made.report(who, tmp_path)
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "form", "image", "use"} & set(page.names)
    assert not [name for _, name, _ in page.attributes if name == "src" or name.startswith("on")]
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text
    assert who.name in page.words


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_name_commands_a_terminal_or_a_browser(hostile: str, made: Made, tmp_path: Path) -> None:
    """What a name, a reason or a decider says is text, spelled out where it does not print."""
    who = made.person("Ada")
    made.visit(who, on(1))
    text = made.report(replace(who, name=hostile), tmp_path)
    assert not COMMANDS.search(text.replace("\n", ""))
    assert "script" not in Page(text).names


def test_what_is_told_is_what_was_stored(made: Made, tmp_path: Path) -> None:
    """Visits, repetitions, loads, pain, tempo: the figures of the page are those that were put in."""
    page = Page(made.report(_trained(made), tmp_path))
    assert "40 visits on 40 days, 5 Jan to 24 Mar 2026, 1,920 repetitions" in page.words
    assert "left leg: from no load to +7.5 kg" in page.words
    assert (
        "Pain on the morning after averaged 2.7 of 10 in the first four weeks told and 0.3 in the last four"
        in page.words
    )
    assert "100 % were not too fast, 50 % surely slow enough" in page.words
    assert "81" in page.words
    weeks = page.table("from", "plan's week", "reps")
    assert [row[3] for row in weeks[:3]] == ["192", "144", "192"]
    assert [row[0] for row in weeks[:2]] == ["5 Jan 2026", "12 Jan"]


def test_a_load_that_came_and_went_is_told(made: Made, tmp_path: Path) -> None:
    """First, last and most: a load that was given up is not lost between two equal ends."""
    who = made.person()
    for day, load_kg in ((0, 0.0), (20, 5.0), (40, 0.0)):
        made.visit(who, on(day), (SetMade("left", load_kg=load_kg), SetMade("right", load_kg=load_kg / 2)))
    made.visit(who, on(42), (SetMade("right", load_kg=7.5),))
    words = Page(made.report(who, tmp_path)).words
    assert "left leg: no load at first and last, +5.0 kg at most; right leg: from no load to +7.5 kg" in words


def test_legs_are_compared_with_what_cannot_be_told(made: Made, tmp_path: Path) -> None:
    """A difference beyond its band has a side; one within is below detectable change; the raw values stand beside."""
    page = Page(made.report(_trained(made), tmp_path))
    rows = {row[0]: row for row in page.table("left", "right", "difference (± band)")}
    assert rows["time on one leg, s"][1:3] == ["3.85", "4.00"]
    assert rows["time on one leg, s"][3] == "3.7 % R (± 1.2 %)"
    assert "below" not in rows["time on one leg, s"][3]
    assert rows["share of clean reps"][3].endswith("below detectable change")
    assert rows["time on one leg, s"][4].startswith("16.7 % R")
    picture = next(each for each in page.pictures if each.get("title") == "Left and right compared")
    assert "time on one leg: 4 % R" in picture["desc"]
    assert "share of clean reps: 0 %, below detectable change" in picture["desc"]


def test_the_involved_leg_is_named_by_people_only(made: Made, tmp_path: Path) -> None:
    """The symmetry index is told with its uncertainty where somebody named the leg, and nowhere else."""
    assert (
        "The left leg, named as the involved one, reaches 96 % (± 1) of the other's time"
        in Page(made.report(_trained(made), tmp_path)).words
    )
    who = made.person("Unnamed")
    for day in range(0, 40, 2):
        made.visit(who, on(day), (SetMade("left", seconds=3.0), SetMade("right", seconds=4.0)))
    assert "named as the involved one" not in Page(made.report(who, tmp_path)).words


def test_one_leg_is_said_to_be_one(made: Made, tmp_path: Path) -> None:
    """Nothing is compared where only one leg trained."""
    words = Page(made.report(_one_leg(made), tmp_path)).words
    assert "Only the left leg trained in these weeks" in words
    assert "Only the left leg trained, so the legs cannot be compared" in words


def test_weeks_without_a_visit_are_said(made: Made, tmp_path: Path) -> None:
    """A gap of months is one row and a named stretch, not a line across it."""
    page = Page(made.report(_long_away(made), tmp_path))
    happened = [row[-1] for row in page.table("from", "plan's week", "reps")]
    assert sum("no visit for" in words for words in happened) == 2
    assert "no visit for 115 days" in page.words
    assert "no visit for 177 days" in page.words
    assert "The last visit was 28 days ago" in page.words


def test_only_the_weeks_asked_for(made: Made, tmp_path: Path) -> None:
    """``--weeks`` counts this week and those before it; earlier visits are not among the sums."""
    who = _trained(made)
    facts = made.facts(who, tmp_path, weeks=3)
    assert facts.period.first == on(70)
    assert facts.period.weeks == 3
    assert {visit.day for visit in facts.visits} == {on(day) for day in range(70, 80, 2)}
    assert facts.before == 35
    page = Page(made.report(who, tmp_path, weeks=3))
    assert "5 visits on 5 days" in page.words
    assert len(page.table("from", "plan's week", "reps")) == 3


def test_without_anything_it_says_so(made: Made, tmp_path: Path) -> None:
    """Nobody came: no figure, no zero that looks like a result, and what to do."""
    page = Page(made.report(_nobody_came(made), tmp_path))
    assert "Nothing was measured" in page.words
    assert "There is nothing to show yet" in page.words
    assert "No plan is assigned" in page.words
    assert "no load was measured in these weeks" in page.words


def test_the_plan_is_quoted_with_its_reasons(made: Made, tmp_path: Path) -> None:
    """The plan's sentence of the day, why, what comes next, alerts, and what a person decided, as the coach says it."""
    who = _trained(made)
    advice = made.coach(tmp_path).today(who.id, made.today)
    page = Page(made.report(who, tmp_path))
    for sentence in (
        advice.headline,
        advice.why,
        advice.next,
        *(reason.sentence for reason in advice.reasons[:8]),
    ):
        assert sentence.text in page.words
    strange = Page(made.report(_strange_name(made), tmp_path))
    assert any("1 set a leg" in row[2] and MARKUP in row[3] for row in strange.table("from", "until", "what"))


@needs_browser
@pytest.mark.parametrize(("person", "most"), [(_trained, 6), (_nobody_came, 2), (_strange_name, 5)])
def test_a_browser_shows_it_and_prints_it(
    person: Callable[[Made], Athlete], most: int, made: Made, tmp_path: Path
) -> None:
    """Headless Chromium asks for nothing, complains of nothing, and prints a few sheets of A4."""
    file = tmp_path / "report.html"
    file.write_text(made.report(person(made), tmp_path), encoding="utf-8")
    heard = browser.heard(file, tmp_path / "profile")
    assert heard.asked_for == ()
    assert heard.complaints == ()
    assert 1 <= browser.sheets_of(file, tmp_path / "profile") <= most


@needs_browser
def test_a_browser_is_heard(tmp_path: Path) -> None:
    """What the test above listens for is heard when it is there."""
    file = tmp_path / "loud.html"
    file.write_text('<img src="http://elsewhere.example/x.png"><script>nothing()</script>', encoding="utf-8")
    heard = browser.heard(file, tmp_path / "profile")
    assert heard.asked_for == ("http://elsewhere.example/x.png",)
    assert any("nothing is not defined" in line for line in heard.complaints)

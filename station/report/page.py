"""The whole report, in the order in which it is read: what matters to all first, how sure it is last."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import station
from station.instants import utc
from station.pages.markup import tag
from station.pages.sheet import page
from station.report.adherence import adherence
from station.report.calibration import identity
from station.report.chart import drawn_path
from station.report.definitions import definitions
from station.report.form import form
from station.report.glance import tiles
from station.report.next_steps import next_steps
from station.report.short import sentences
from station.report.sides import sides
from station.report.style import STYLE
from station.report.tempo import key, tempo_figure
from station.report.timeline import timeline
from station.report.trust import trust
from station.report.words import counted, day_words, days_words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from station.pages.markup import Part
    from station.report.facts import Facts
    from station.report.glance import Tile

PLAINLY: Final = (
    "This is the record of a training and measuring tool, not a medical document: it tells what two force plates "
    "measured and what the athlete said. It makes no diagnosis and no promise, and it clears nobody for anything."
)
READERS: Final = (
    ("The athlete", (("glance", "progress"), ("load", "load and pain"), ("next", "what comes next"))),
    ("The coach", (("tempo-section", "tempo and form"), ("legs-section", "left and right"), ("weeks", "week by week"))),
    ("The doctor", (("short", "in short"), ("trust", "how far to trust it"), ("calibration", "calibration"),
                    ("words", "what the words mean"))),
)  # fmt: skip
"""Who finds what where: the three readers of one page."""
_UNIT: Final = re.compile(r"(?<=[\d±]) (?=[\d%]|(?:kg|s|N|Hz|min|reps)\b)")
_LONG_NAME: Final = 40
_WAY_WIDTH, _WAY_HEIGHT = 120.0, 26.0


def report(facts: Facts) -> str:
    """Return the page as HTML with everything in it."""
    body: list[Element] = [
        _header(facts),
        tag("nav", [tag("p", _reader(*each)) for each in READERS], class_="readers small", aria_label="Who reads what"),
        tag(
            "main",
            tag("section", tag("h2", "In short", id="short"), [tag("p", each) for each in sentences(facts)],
                class_="brief"),
            _glance(facts),
            _timeline(facts),
            next_steps(facts),
            _tempo(facts),
            sides(facts),
            adherence(facts),
            trust(facts),
            identity(facts),
            definitions(measured=bool(facts.visits)),
        ),
        _footer(facts),
    ]  # fmt: skip
    body = [_unbroken(each) for each in body]
    return page(f"Training report of {facts.athlete.name}, {day_words(facts.period.last)}", body, STYLE)


def _reader(who: str, places: tuple[tuple[str, str], ...]) -> list[Part]:
    parts: list[Part] = [tag("strong", f"{who}: ")]
    for at, (place, words) in enumerate(places):
        parts += [" · " if at else None, tag("a", words, href=f"#{place}")]
    return parts


def _header(facts: Facts) -> Element:
    period = facts.period
    return tag(
        "header",
        tag(
            "div",
            tag("h1", facts.athlete.name, class_="long" if len(facts.athlete.name) > _LONG_NAME else None),
            tag("div", "Heel-drop training report", class_="quiet"),
        ),
        tag(
            "div",
            tag("div", tag("strong", days_words(period.first, period.last))),
            tag("div", [tag("div", words) for words in _who(facts)], class_="quiet small"),
            class_="about",
        ),
    )


def _who(facts: Facts) -> list[str]:
    said = [counted(facts.period.weeks, "week")]
    mass_kg = facts.athlete.body_mass_kg
    weighed = [visit.done.body_mass_kg for visit in facts.visits if visit.done.body_mass_kg is not None]
    if weighed:
        said.append(f"{weighed[-1]:.1f} kg at the last weighing")
    elif mass_kg is not None:
        said.append(f"{mass_kg:g} kg, as stated")
    sore = {"left": "left leg sore", "right": "right leg sore", "both": "both legs sore"}.get(
        facts.profile.sore
    )
    if sore:
        said.append(sore)
    if facts.profile.insertional:
        said.append("pain at the heel bone")
    return [", ".join(said), f"id {facts.athlete.id}"]


def _glance(facts: Facts) -> Element:
    made = tiles(facts) if facts.visits or facts.entries else []
    return tag(
        "section",
        tag("h2", "Progress at a glance", id="glance"),
        tag("ul", [_tile(tile) for tile in made], class_="tiles")
        if made
        else tag("p", "There is nothing to show yet: this fills with the first visit."),
    )


def _tile(tile: Tile) -> Element:
    return tag(
        "li",
        tag("span", tile.name, class_="name"),
        tag("span", tile.value, class_="value"),
        tag("span", tile.note, class_="note"),
        _way(tile),
    )


def _way(tile: Tile) -> Element | None:
    """Return a small line of the weeks; those without a value are passed over."""
    known = [value for value in tile.way if value is not None]
    if len(known) < 2:  # noqa: PLR2004  one point is no way
        return None
    low, high = min(*known, 0.0), max(known) or 1.0
    path, last = "", (0.0, 0.0)
    for at, value in enumerate(tile.way):
        if value is None:
            continue
        x = 3 + at * (_WAY_WIDTH - 6) / (len(tile.way) - 1)
        last = (x, _WAY_HEIGHT - 3 - (value - low) / (high - low) * (_WAY_HEIGHT - 6))
        path += f"{'L' if path else 'M'}{last[0]:.1f} {last[1]:.1f}"
    return tag(
        "svg",
        drawn_path(path, "way"),
        tag("circle", cx=f"{last[0]:.1f}", cy=f"{last[1]:.1f}", r=2.4, class_="end"),
        viewBox=f"0 0 {_WAY_WIDTH:.0f} {_WAY_HEIGHT:.0f}",
        preserveAspectRatio="xMinYMid meet",
        aria_hidden="true",
        xmlns="http://www.w3.org/2000/svg",
    )


def _timeline(facts: Facts) -> Element:
    keys = [("left", "left leg"), ("right", "right leg"), ("planned", "planned load"),
            ("morning", "pain next morning"), ("during", "while training"), ("after", "right after"),
            ("daily", "in daily life")]  # fmt: skip
    if any(visit.doubtful for visit in facts.visits):
        keys.append(("doubtful", "visit whose clock is in doubt"))
    if any(facts.period.holds(run.day) for run in facts.log.runs):
        keys.append(("run", "run"))
    return tag(
        "section",
        tag("h2", "Load and pain", id="load"),
        key(*keys),
        tag(
            "figure",
            timeline(facts),
            tag("figcaption", "A mark a visit and leg; pain is the worst told that day."),
        ),
        class_="whole",
    )


def _tempo(facts: Facts) -> Element:
    drawn = tempo_figure(facts)
    if drawn is None:
        return tag(
            "section",
            tag("h2", "Tempo and form", id="tempo-section"),
            tag("p", "No tempo was measured in these weeks."),
            form(facts),
        )
    both = [("both", "both feet")] if any("both" in visit.legs for visit in facts.visits) else []
    legend = key(("left", "left leg"), ("right", "right leg"), *both, ("whisker", "spread of the repetitions"),
                 ("slow", "slow enough"), ("near", "close"), ("fast", "too fast"))  # fmt: skip
    caption = "Means of a visit or, in long reports, of a week or four. The lowering lies within the time on one leg."
    return tag(
        "section",
        tag("h2", "Tempo and form", id="tempo-section"),
        legend,
        tag("figure", drawn, tag("figcaption", caption)),
        form(facts),
    )


def _footer(facts: Facts) -> Element:
    made = utc(facts.made_us).astimezone(facts.zone)
    when = f"{day_words(made.date())} at {made:%H:%M} (UTC{made:%z})"
    return tag(
        "footer",
        tag("p", PLAINLY),
        tag("p", f"Made on {when} by station {station.__version__}, from the database of this station alone; visits "
            "elsewhere are not in it."),
    )  # fmt: skip


def _unbroken(element: Element) -> Element:
    """Keep numbers on one line with their units: ``97 %`` is one word to whoever reads it."""
    for each in element.iter():
        if each.text:
            each.text = _UNIT.sub("\N{NO-BREAK SPACE}", each.text)
        if each.tail:
            each.tail = _UNIT.sub("\N{NO-BREAK SPACE}", each.tail)
    return element

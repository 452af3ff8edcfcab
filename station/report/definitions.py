"""What the words of the report mean: plain words first, then how the value is made, both from the metric registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.metrics.plain import PLAIN
from station.metrics.registry import metric
from station.pages.markup import tag

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from station.metrics.registry import Level

SHOWN: Final[tuple[tuple[Level, str], ...]] = (
    ("rep", "single_leg_time_s"),
    ("rep", "eccentric_tut_s"),
    ("rep", "tempo"),
    ("rep", "added_load_kg"),
    ("rep", "load_time_kg_s"),
    ("rep", "rise_left_share"),
    ("set", "reps_clean"),
    ("session", "single_leg_asymmetry_pct"),
    ("session", "single_leg_asymmetry_band_pct"),
    ("session", "limb_symmetry_index_pct"),
    ("session", "reps_adherence"),
    ("session", "load_adherence"),
)
_MORE: Final = (
    ("pain, 0 to 10", "What the athlete said: 0 is none, 10 the worst imaginable. No plate measures it."),
    (
        "VISA-A, of 100",
        (
            "A questionnaire about the Achilles tendon that the athlete fills in; 100 is no complaint. The total is "
            "kept as it was entered."
        ),
    ),
    (
        "±",
        (
            "Of loads and differences: about 95 of 100 such intervals hold the true value. Of lowering times: 90 "
            "of 100. Of forces: expanded uncertainty, k = 2. Whiskers in the figure of tempo: the spread of "
            "repetitions."
        ),
    ),
)


def definitions(*, measured: bool) -> Element:
    """Return the section of definitions; without anything ``measured`` those of metrics are left out."""
    return tag(
        "section",
        tag("h2", "What the words mean", id="words"),
        tag(
            "dl",
            [_metric(level, name) for level, name in SHOWN if measured],
            [_word(*each) for each in _MORE],
            class_="words",
        ),
    )


def _metric(level: Level, name: str) -> Element:
    found = metric(level, name)
    unit = f", {found.unit}" if found.unit else ""
    return tag(
        "div",
        tag("dt", f"{found.label}{unit}"),
        tag("dd", PLAIN[level, name], tag("span", f" Made from: {found.formula}.", class_="formula")),
    )


def _word(name: str, words: str) -> Element:
    return tag("div", tag("dt", name), tag("dd", words))

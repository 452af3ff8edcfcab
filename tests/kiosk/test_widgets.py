"""A snapshot in, cells out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from station import events as ev
from station.kiosk.snapshot import RepLine
from station.kiosk.widgets.balance import BalanceBar
from station.kiosk.widgets.boxes import Columns
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.force_trace import ForceTrace
from station.kiosk.widgets.leg import LegPanel
from station.kiosk.widgets.pacer import Pacer
from station.kiosk.widgets.rep_bars import RepBars
from station.kiosk.widgets.reps import RepList
from station.kiosk.widgets.status import Banner, StatusLine
from tests.kiosk.scripted import SESSION, START_US, WEIGHT_N, a_set, force, health, link, rep
from tests.kiosk.stage import Stage, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.pilot import Pilot


def shown(
    events: Sequence[ev.Event],
    look: Callable[[Stage], None],
    *,
    size: tuple[int, int] = (120, 40),
    later_s: float = 0.0,
    keys: str = "",
) -> None:
    """Show events on the live screen, then look at it."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("1")
        stage.app.start_set()
        await stage.draw(pilot)
        stage.live.send([*events])
        await stage.draw(pilot)
        await pilot.press(*keys)
        stage.now_s = later_s
        await stage.draw(pilot)
        look(stage)

    stage.act(steps, size)


def test_the_leg_in_work_is_marked() -> None:
    """A sign, a word and a tint; its count is its own."""

    def look(stage: Stage) -> None:
        left, right = stage.find("#leg-left", LegPanel), stage.find("#leg-right", LegPanel)
        assert (left.count, right.count) == (1, 0)
        assert (left.has_class("-working"), right.has_class("-working")) == (False, True)
        assert right.query_one(".leg-name", Say).text == "RIGHT ▶"

    shown([rep(1, "left"), ev.Stance("right", 20.0), force(21.0, 0.0, WEIGHT_N)], look)


def test_the_clock_counts_on_one_leg() -> None:
    """Huge seconds, in the leg's hue to the end: green is for what was judged, and one can stand long and drop fast."""

    def look(stage: Stage) -> None:
        figure = stage.find("#clock", Figure)
        assert (figure.text, figure.unit) == ("3.5", "s")
        assert stage.find("#clock-name", Say).text == "ON ONE LEG"
        assert stage.find("#verdict", Say).text == "All the way down, then both feet."
        assert figure.has_class("-left")
        assert not figure.has_class("-go")
        drawn = stage.find("#pacer", Pacer).rows(80, 2)
        assert {name for row in drawn for text, name in row if "█" in text} == {"left"}

    shown([ev.Stance("left", 10.0), force(13.5, WEIGHT_N, 0.0, seconds=0.02)], look)


def test_after_the_rep_the_seconds_down_are_shown() -> None:
    """With "about" where the interval is wide."""

    def look(stage: Stage) -> None:
        assert stage.find("#clock", Figure).text == "3.2"
        assert stage.find("#clock-name", Say).text == "DOWN, ABOUT"
        assert stage.find("#verdict", Say).text == "✓  Good. About 3.2 s down."

    shown([force(13.5, 400.0, 400.0), rep(1, half_width_s=0.6)], look)


def test_the_interval_is_one_key_away() -> None:
    """I shows the exact value with both ends."""

    def look(stage: Stage) -> None:
        assert stage.find("#verdict", Say).text == "✓  Good. 3.2 s down (2.6 to 3.8)."

    shown([force(13.5, 400.0, 400.0), rep(1, half_width_s=0.6)], look, keys="i")


def test_a_fault_has_a_sign_and_a_sentence() -> None:
    """Colour never stands alone."""

    def look(stage: Stage) -> None:
        verdict = stage.find("#verdict", Say)
        assert verdict.text.startswith("!  Slower on the way down.")
        assert verdict.has_class("-mind")

    shown([force(13.5, 400.0, 400.0), rep(1, tempo="fast")], look)


def test_the_trace_shows_both_feet() -> None:
    """Left hill above, right hill below, with their kilograms."""

    def look(stage: Stage) -> None:
        lines = text_of(stage.find("#trace", ForceTrace)).split("\n")
        rows = len(lines) // 2
        assert any("L  83 kg" in line for line in lines[:rows])
        assert any("R   0 kg" in line for line in lines[rows:])
        assert lines[rows - 1].rstrip().endswith("█")
        assert "█" not in "".join(lines[rows:])

    shown([force(0.0, WEIGHT_N, 0.0, seconds=10.0)], look)


def test_a_stale_trace_says_so() -> None:
    """After half a second without data the picture is grey and says since when."""

    def look(stage: Stage) -> None:
        trace = stage.find("#trace", ForceTrace)
        assert "No new data for 1.2 s" in text_of(trace)
        assert {name for row in trace.drawn for _, name in row} <= {"quiet", "old", "told"}
        assert stage.find("#balance", BalanceBar).words == "not known now"
        assert "No data from the step" in stage.find("#banner", Banner).text
        assert stage.find("#banner", Banner).display

    shown([link("connected"), force(0.0, WEIGHT_N, 0.0, seconds=10.0)], look, later_s=1.2)


@pytest.mark.parametrize(
    ("left_n", "right_n", "words"),
    [(800.0, 0.0, "all on the left"), (0.0, 800.0, "all on the right"), (410.0, 400.0, "even on both feet"),
     (600.0, 200.0, "75 : 25"), (1.0, 2.0, "nobody on the step")],
)  # fmt: skip
def test_the_balance_in_words(left_n: float, right_n: float, words: str) -> None:
    """The bar is said as well as drawn."""

    def look(stage: Stage) -> None:
        assert stage.find("#balance", BalanceBar).words == words

    shown([force(0.0, left_n, right_n, seconds=1.0)], look)


def test_the_set_is_a_table_where_there_is_room() -> None:
    """Every rep with leg, seconds, load and verdict."""

    def look(stage: Stage) -> None:
        lines = text_of(stage.find("#reps", RepList)).splitlines()
        assert lines[0].split() == ["rep", "leg", "down", "on", "one", "leg", "load", "verdict"]
        assert lines[1].split() == ["1", "left", "3.2", "s", "4.1", "s", "5.1", "kg", "✓", "good"]
        assert lines[2].split() == ["2", "right", "~1.7", "s", "2.6", "s", "5.1", "kg", "!", "fast"]

    shown([rep(1), rep(2, "right", 1.7, tempo="fast", half_width_s=0.5)], look)


def test_the_set_is_a_strip_where_there_is_little() -> None:
    """Leg, number, sign and seconds."""

    def look(stage: Stage) -> None:
        assert text_of(stage.find("#reps", RepList)).split() == ["down", "L1", "✓3.2", "R2", "!1.7"]

    shown([rep(1), rep(2, "right", 1.7, tempo="fast")], look, size=(60, 20))


def test_the_strip_has_one_kind_of_seconds() -> None:
    """Where the seconds down were withheld there is a dash, not the longer time on one leg."""
    withheld = replace(rep(2), eccentric_tut_s=None)
    assert withheld.single_leg_time_s is not None
    strip = RepList()
    strip.lines = tuple(RepLine.of(one, saved=True) for one in (rep(1), withheld))
    assert "".join(text for text, _ in strip.rows(40, 1)[0]).split() == ["down", "L1", "✓3.2", "L2", "✓–"]  # noqa: RUF001  a dash is meant


def test_the_status_line_tells_step_saved_and_influx() -> None:
    """A lamp and a word each."""

    def look(stage: Stage) -> None:
        status = text_of(stage.find("#status", StatusLine))
        assert status.strip().split("    ") == [
            "● step 93/88 Hz",
            "○ 0/1 saved · 12 waiting",
            "✕ InfluxDB 3 refused",
        ]

    events: list[ev.Event] = [
        link("connected"),
        health(1.0),
        force(1.0, 1.0, 1.0),
        rep(1),
        ev.InfluxState("refused", 12, 3),
    ]
    shown(events, look)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ev.InfluxState("ok", 0, 0), ["✓ 1 saved", "● InfluxDB"]),
        (ev.InfluxState("waiting", 3, 0), ["✓ 1 saved · 3 waiting", "○ InfluxDB away"]),
        (ev.InfluxState("off", 3, 0), ["✓ 1 saved", "○ InfluxDB off"]),
    ],
)
def test_the_status_line_tells_the_account_in_short(state: ev.InfluxState, words: list[str]) -> None:
    """What is saved here and what InfluxDB does not have yet; without InfluxDB nothing waits."""

    def look(stage: Stage) -> None:
        assert text_of(stage.find("#status", StatusLine)).strip().split("    ")[1:] == words

    shown(
        [rep(1), ev.Saved("rep", SESSION, 1, 1), state],
        look,
    )


def test_a_dead_worker_is_shown() -> None:
    """What died, in words, across the screen."""

    def look(stage: Stage) -> None:
        banner = stage.find("#banner", Banner)
        assert banner.text.startswith(" ✕ Saving has stopped: new reps are NOT kept.")
        assert banner.text.endswith("start the kiosk again. (disk full)")
        assert banner.has_class("-stop")

    shown([ev.Alarm("storage", "disk full", START_US)], look)


def test_the_rest_shows_the_set_in_facts() -> None:
    """After the set: the rest's clock and what was done."""

    def look(stage: Stage) -> None:
        assert stage.find("#rest-title", Say).text == "Set 1 done"
        facts = stage.find("#rest-lines", Say).text.splitlines()
        assert facts[:3] == ["1 left, 1 right", "2 of 2 good", "36 s under tension, 31 s without a fault"]
        assert stage.find("#rest-clock", Figure).text == "0:19"
        assert not stage.find("#hero", Columns).display

    shown([event for _, event in a_set(2)], look)


def test_the_target_s_line_goes_over_the_bars() -> None:
    """Its row is dashes from edge to edge where bars reach beyond it; a bar that ends below it is not crossed."""
    bars = RepBars()
    bars.target_s = 3.0
    bars.lines = tuple(
        RepLine.of(rep(at, "left", seconds), saved=True) for at, seconds in enumerate((4.0, 1.0, 5.0))
    )
    rows = bars.rows(60, 12)
    (line,) = [row for row in rows if any("3 s" in text for text, _ in row)]
    assert "".join(text for text, _ in line).removesuffix(" 3 s") == "┄" * 56
    assert [style for text, style in line if style != "target"] == ["left-down", "left-down"]


def test_a_rep_of_unknown_time_has_a_dash_never_a_nought() -> None:
    """What was not measured is drawn as unknown: no bar, a dash at its foot, in the strip too."""
    cut = replace(rep(2, faults=("interrupted",)), eccentric_tut_s=None, single_leg_time_s=None)
    bars, strip = RepBars(), RepList()
    bars.lines = strip.lines = tuple(RepLine.of(one, saved=True) for one in (rep(1), cut))
    feet = "".join(text for text, _ in bars.rows(40, 6)[-1])
    assert feet.split() == ["✓", "4.1", "✕", "–"]  # noqa: RUF001  a dash is meant
    assert "".join(text for text, _ in strip.rows(40, 1)[0]).split() == ["down", "L1", "✓3.2", "L2", "✕–"]  # noqa: RUF001  a dash is meant

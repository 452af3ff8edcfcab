"""The standing charts: what they show can be read off them, in every size and theme."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual_hires_canvas import Canvas

import station.kiosk
from station.kiosk.snapshot import RepLine
from station.kiosk.theme import DARK, LIGHT
from station.kiosk.widgets.rep_bars import RepBars
from station.kiosk.widgets.rep_plot import RepPlot
from station.kiosk.widgets.visit_picture import VisitPicture
from station.kiosk.widgets.weeks_chart import worst_pain
from station.kiosk.widgets.weeks_picture import WeeksPicture
from tests.kiosk.coached import weeks
from tests.kiosk.scripted import rep

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.kiosk.widgets.drawing import Drawn
    from station.kiosk.widgets.plot import Chart

LEFT = tuple(RepLine.of(rep(at, "left", 3.0 + at / 2), saved=True) for at in range(1, 5))
BOTH = tuple(
    RepLine.of(rep(at, "left" if at % 2 else "right", 3.0 + at / 4), saved=True) for at in range(1, 9)
)


class Wall(App[None]):
    """A screen with nothing but a picture."""

    CSS_PATH = Path(station.kiosk.__file__).parent / "widgets" / "chart.tcss"
    CSS = """
    VisitPicture, VisitPicture > *, WeeksPicture { width: 100%; height: 100%; }
    WeeksPicture > * { width: 100%; height: 1fr; }
    WeeksPicture > .head, WeeksPicture > .foot { height: 3; }
    """

    def __init__(self, picture: VisitPicture | WeeksPicture) -> None:
        super().__init__()
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name
        self.picture = picture

    def compose(self) -> ComposeResult:
        """Hang it up."""
        yield self.picture


def look(
    lines: tuple[RepLine, ...],
    size: tuple[int, int],
    check: Callable[[Wall, VisitPicture], None],
    theme: str = DARK.name,
) -> None:
    """Show reps in a picture of a size, in a theme, and look."""
    picture = VisitPicture()
    wall = Wall(picture)

    async def main() -> None:
        async with wall.run_test(size=size) as pilot:
            picture.show(lines, 3.0)
            await pilot.pause()
            wall.theme = theme
            for _ in range(4):
                await pilot.pause()
            check(wall, picture)

    asyncio.run(main())


def text_of(chart: Chart, part: str = "plot") -> list[str]:
    """Return what a part of a plot shows, line by line, without its colours."""
    canvas = chart.query_one(f"#{part}", Canvas)
    return [
        "".join(segment.text for segment in canvas.render_line(y)).rstrip() for y in range(canvas.size.height)
    ]


def drawn(widget: Drawn) -> list[str]:
    """Return the rows of a widget that draws rows."""
    return ["".join(text for text, _ in row) for row in widget.drawn]


def colours_of(chart: Chart, letter: str) -> set[str]:
    """Return the colours in which a letter is drawn."""
    canvas = chart.query_one("#plot", Canvas)
    return {
        segment.style.color.name
        for y in range(canvas.size.height)
        for segment in canvas.render_line(y)
        if letter in segment.text and segment.style is not None and segment.style.color is not None
    }


@pytest.mark.parametrize(
    ("lines", "size", "plotted"),
    [(LEFT, (112, 18), True), (BOTH, (112, 18), True), (LEFT, (76, 10), True), (BOTH, (76, 10), False),
     (BOTH, (56, 7), False)],
)  # fmt: skip
def test_the_plot_stands_where_its_axes_have_room(
    lines: tuple[RepLine, ...], size: tuple[int, int], *, plotted: bool
) -> None:
    """Where half rows would say less than the bars' eighths, the bars stand."""

    def check(wall: Wall, picture: VisitPicture) -> None:
        del wall
        assert (picture.query_one(RepPlot).display, picture.query_one(RepBars).display) == (
            plotted,
            not plotted,
        )

    look(lines, size, check)


def test_every_rep_has_its_bar_its_mark_and_its_seconds() -> None:
    """Marks and seconds stand beyond the bars' ends, in the order of the reps; higher is longer."""

    def check(wall: Wall, picture: VisitPicture) -> None:
        del wall
        plot = picture.query_one(RepPlot)
        lines = text_of(plot)
        shown = " ".join(lines).replace("┄", " ").split()
        said = [f"{line.rep.single_leg_time_s:.1f}" for line in LEFT]
        assert [word for word in shown if word in said] == said[::-1]
        assert sum(word == "✓" for word in shown) == len(LEFT)
        rows = {seconds: next(y for y, row in enumerate(lines) if seconds in row) for seconds in said}
        assert sorted(rows.values(), reverse=True) == list(rows.values())
        assert text_of(plot, "margin-bottom")[0].split() == ["1", "2", "3", "4"]
        assert {"0 s", "2 s", "4 s"} <= {line.strip() for line in text_of(plot, "margin-left")}

    look(LEFT, (112, 18), check)


def test_legs_keep_their_hues_and_their_sides() -> None:
    """Left grows up in blue, right grows down in orange, in both themes."""
    seen: list[set[str]] = []

    def check(wall: Wall, picture: VisitPicture) -> None:
        plot = picture.query_one(RepPlot)
        variables = wall.theme_variables
        hues = {variables["left"].lower(), variables["right"].lower()}
        assert colours_of(plot, "█") == hues
        seen.append(hues)
        canvas = plot.query_one("#plot", Canvas)
        first = {
            hue: next(
                y
                for y in range(canvas.size.height)
                for segment in canvas.render_line(y)
                if "█" in segment.text and segment.style and segment.style.color
                and segment.style.color.name == hue
            )
            for hue in hues
        }  # fmt: skip
        assert first[variables["left"].lower()] < first[variables["right"].lower()]

    look(BOTH, (112, 18), check)
    look(BOTH, (112, 18), check, LIGHT.name)
    assert seen[0] != seen[1]


def test_the_target_s_line_goes_over_the_bars() -> None:
    """One row is dashes from edge to edge; on the bars they are in the ground's colour, on the leg's own."""

    def check(wall: Wall, picture: VisitPicture) -> None:
        plot = picture.query_one(RepPlot)
        canvas = plot.query_one("#plot", Canvas)
        (row,) = [y for y, line in enumerate(text_of(plot)) if "┄" in line]
        assert set(text_of(plot)[row].strip("┃┫┣")) == {"┄"}
        grounds = [
            segment.style.bgcolor.name
            for segment in canvas.render_line(row)
            if "┄" in segment.text and segment.style and segment.style.bgcolor
        ]
        hue, ground = wall.theme_variables["left"].lower(), wall.theme_variables["background"].lower()
        assert [name for name in grounds if name == hue] == [hue] * len(LEFT)
        assert set(grounds) == {hue, ground}

    look(LEFT, (112, 18), check)


def test_an_unknown_time_is_a_dash() -> None:
    """A rep whose time is not known has no bar, and says so."""
    unknown = RepLine.of(replace(rep(2), single_leg_time_s=None, eccentric_tut_s=None), saved=True)

    def check(wall: Wall, picture: VisitPicture) -> None:
        del wall
        shown = " ".join(text_of(picture.query_one(RepPlot))).replace("┄", " ").split()
        assert "–" in shown  # noqa: RUF001  a dash is meant
        assert "0.0" not in shown

    look((LEFT[0], unknown), (112, 18), check)


def look_at_weeks(
    count: int, size: tuple[int, int], check: Callable[[Wall, WeeksPicture], None], cursor: int = 5
) -> None:
    """Show weeks in a picture of a size, and look."""
    picture = WeeksPicture()
    wall = Wall(picture)

    async def main() -> None:
        async with wall.run_test(size=size) as pilot:
            picture.show(weeks(count).weeks, cursor)
            for _ in range(6):
                await pilot.pause()
            check(wall, picture)

    asyncio.run(main())


@pytest.mark.parametrize(("rows", "plotted"), [(8, False), (14, False), (25, True)])
def test_the_weeks_are_plotted_where_there_is_room(rows: int, *, plotted: bool) -> None:
    """Load and pain have axes in a large terminal; else the rows say it all."""

    def check(wall: Wall, picture: WeeksPicture) -> None:
        del wall
        assert [part.display for part in (picture.load, picture.pain)] == [plotted] * 2
        assert picture.whole.display is not plotted

    look_at_weeks(12, (116, rows), check)


def test_figures_stand_under_their_weeks() -> None:
    """Load and worst pain in figures, each below the number of its week; a week that says stop is marked."""

    def check(wall: Wall, picture: WeeksPicture) -> None:
        del wall
        header = drawn(picture.head)[1]
        shown = picture.whole.weeks[:6]
        for plot, said in (
            (picture.load, [f"{week.added_load_max_kg:.0f}" for week in shown]),
            (picture.pain, [f"{worst_pain(week):.0f}" for week in shown]),
        ):
            below = text_of(plot, "margin-bottom")[0]
            assert [word.rstrip("✕") for word in below.split()] == said
            for number, figure in enumerate(said, 1):
                assert below[header.index(f" {number} ") + 1] == figure
        assert "6✕" in text_of(picture.pain, "margin-bottom")[0]
        assert text_of(picture.pain, "margin-left")[0].strip() == "pain"

    look_at_weeks(12, (116, 25), check)


def test_the_higher_bar_is_the_heavier_week() -> None:
    """Bars rise with the load, half rows exact; no load has no bar."""

    def check(wall: Wall, picture: WeeksPicture) -> None:
        del wall
        half_rows = {"█": 2, "▄": 1}
        columns = [1 + at * picture.load.pitch + 2 for at in range(6)]
        tops = [sum(half_rows.get(line[at : at + 1], 0) for line in text_of(picture.load)) for at in columns]
        assert tops == sorted(tops)
        assert tops[0] == 0 < tops[1] == tops[2] < tops[3] < tops[4] == tops[5]

    look_at_weeks(12, (116, 25), check)


@pytest.mark.parametrize("size", [(20, 5), (60, 20), (80, 30), (200, 60)])
@pytest.mark.parametrize("count", [1, 12, 40])
def test_any_size_and_any_number_of_weeks(size: tuple[int, int], count: int) -> None:
    """A plan's first week or many months: something sensible, never an error."""

    def check(wall: Wall, picture: WeeksPicture) -> None:
        assert wall.is_running
        assert picture.is_mounted

    look_at_weeks(count, size, check, cursor=count - 1)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (60, 20), (200, 60)])
@pytest.mark.parametrize("count", [0, 1, 60])
def test_any_size_and_any_number(size: tuple[int, int], count: int) -> None:
    """None, one or very many reps, in any terminal: something sensible or nothing, never an error."""
    lines = tuple(
        RepLine.of(rep(at, "left" if at % 2 else "right", 900.0), saved=True) for at in range(count)
    )

    def check(wall: Wall, picture: VisitPicture) -> None:
        assert wall.is_running
        assert picture.is_mounted

    look(lines, size, check)


def test_nobody_waits_for_the_plots_at_the_start() -> None:
    """The library is loaded with the first chart, not with the first screen."""
    loaded = "import sys, station.kiosk.app; sys.exit('textual_plot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0

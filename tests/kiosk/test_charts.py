"""The standing charts: what they show can be read off them, in every size and theme."""

from __future__ import annotations

import asyncio
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
from tests.kiosk.scripted import rep

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from station.kiosk.widgets.plot import Chart

LEFT = tuple(RepLine.of(rep(at, "left", 3.0 + at / 2), saved=True) for at in range(1, 5))
BOTH = tuple(
    RepLine.of(rep(at, "left" if at % 2 else "right", 3.0 + at / 4), saved=True) for at in range(1, 9)
)


class Wall(App[None]):
    """A screen with nothing but a picture."""

    CSS_PATH = Path(station.kiosk.__file__).parent / "widgets" / "chart.tcss"
    CSS = "VisitPicture, VisitPicture > * { width: 100%; height: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = DARK.name
        self.picture = VisitPicture()

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
    wall = Wall()

    async def main() -> None:
        async with wall.run_test(size=size) as pilot:
            wall.picture.show(lines, 3.0)
            await pilot.pause()
            wall.theme = theme
            for _ in range(4):
                await pilot.pause()
            check(wall, wall.picture)

    asyncio.run(main())


def text_of(chart: Chart, part: str = "plot") -> list[str]:
    """Return what a part of a plot shows, line by line, without its colours."""
    canvas = chart.query_one(f"#{part}", Canvas)
    return [
        "".join(segment.text for segment in canvas.render_line(y)).rstrip() for y in range(canvas.size.height)
    ]


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


def test_an_unknown_time_is_a_dash() -> None:
    """A rep whose time is not known has no bar, and says so."""
    unknown = RepLine.of(replace(rep(2), single_leg_time_s=None, eccentric_tut_s=None), saved=True)

    def check(wall: Wall, picture: VisitPicture) -> None:
        del wall
        shown = " ".join(text_of(picture.query_one(RepPlot))).replace("┄", " ").split()
        assert "–" in shown  # noqa: RUF001  a dash is meant
        assert "0.0" not in shown

    look((LEFT[0], unknown), (112, 18), check)


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

"""Block figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.kiosk.figures import best_scale, figure_lines, rows_at, width_at


def test_a_small_figure() -> None:
    """At scale one a digit is three cells by three rows of half blocks."""
    assert figure_lines("4", 3, 3) == ["█ █", "▀▀█", "  ▀"]


@pytest.mark.parametrize(("scale", "rows"), [(1, 3), (2, 5), (3, 8)])
def test_rows_of_a_scale(scale: int, rows: int) -> None:
    """The height of each scale is what it draws."""
    assert rows_at(scale) == rows
    assert len(figure_lines("8", width_at("8", scale), rows)) == rows


@given(st.text("0123456789.:+- ", max_size=8), st.integers(0, 60), st.integers(0, 10))
def test_figures_never_leave_their_box(text: str, width: int, height: int) -> None:
    """Whatever the box, every line fits it."""
    lines = figure_lines(text, width, height)
    assert len(lines) <= height
    assert all(len(line) <= width for line in lines)


def test_the_largest_that_fits_is_taken() -> None:
    """Room decides the scale; without room there is plain text."""
    assert best_scale("12", 21, 8) == 3
    assert best_scale("12", 20, 8) == 2
    assert figure_lines("12", 2, 1) == ["12"]

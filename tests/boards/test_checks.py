"""The checkers of boards: what is installed passes, and each kind of mistake is found."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from tools.boardcheck.looking import flux, grafana, own_boards, own_resources, scripts_of, templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Change = Callable[[dict[str, Any]], object]

GOOD_FLUX = """import "math"
from(bucket: v.heeldrop_bucket)
  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
  |> filter(fn: (r) => r._measurement == "rep")
  |> map(fn: (r) => ({r with _value: math.abs(x: r._value)}))
  |> aggregateWindow(every: v.windowPeriod, fn: mean)
"""


def test_what_is_installed_on_influxdb_2_follows_its_rules() -> None:
    """Boards, variables and tasks: nothing refused, nothing ignored."""
    assert templates(own_resources()) == []


def test_every_flux_script_is_understood_by_flux(programs: Path) -> None:
    """Syntax, identifiers and types of every query, variable and task."""
    assert programs.is_dir()
    scripts = scripts_of(own_resources())
    assert len(scripts) > 50
    assert flux(scripts) == []


def test_every_board_fits_grafanas_types(programs: Path) -> None:
    """All five, with the options of each kind of panel."""
    assert programs.is_dir()
    boards = own_boards()
    assert len(boards) == 5
    assert grafana(boards) == []


def test_good_flux_passes(programs: Path) -> None:
    """A dashboard's variables are known, before and after imports."""
    assert programs.is_dir()
    assert flux({"good": GOOD_FLUX, "without": GOOD_FLUX.replace('import "math"\n', "").replace(
        "math.abs(x: r._value)", "r._value")}) == []  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("fn: mean)", "fn: mean", "expected"),
        ("|> filter(", "|> filtr(", "undefined identifier filtr"),
        ("every: v.windowPeriod, ", "", "missing required argument every"),
        ("every:", "evry:", "evry"),
        ("fn: mean", 'fn: "mean"', "string"),
        ("math.abs", "math.absolute", "absolute"),
        ('import "math"\n', "", "undefined identifier math"),
    ],
)
def test_bad_flux_is_found(programs: Path, old: str, new: str, words: str) -> None:
    """Each mistake is told by the script's name, with Flux's own words."""
    assert programs.is_dir()
    found = flux({"good": GOOD_FLUX, "bad": GOOD_FLUX.replace(old, new)})
    assert found
    assert all(line.startswith("bad:") for line in found)
    assert words in " ".join(found)


def test_the_line_of_a_mistake_is_the_scripts_own(programs: Path) -> None:
    """What is put before a script for its variables is not counted."""
    assert programs.is_dir()
    (found,) = flux({"bad": GOOD_FLUX.replace("|> map(", "|> mapp(")})
    assert found.startswith("bad: line 5: ")


def _board(change: Change) -> dict[str, Any]:
    board = copy.deepcopy(own_boards()["athlete.json"])
    assert isinstance(board, dict)
    change(board)
    return board


def _of(board: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(panel for panel in board["panels"] if panel["type"] == kind)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda b: b.update(titel="x"), "additional properties: titel"),
        (lambda b: b.update(graphTooltip=7), "allowed values"),
        (lambda b: _of(b, "stat")["gridPos"].update(w="12"), "must be number"),
        (lambda b: _of(b, "stat")["options"].update(colourMode="value"), "colourMode"),
        (lambda b: _of(b, "stat")["options"].update(colorMode="rainbow"), "allowed values"),
        (lambda b: _of(b, "timeseries")["fieldConfig"]["defaults"]["custom"].update(lineWith=1), "lineWith"),
        (lambda b: _of(b, "timeseries")["options"]["legend"].update(placement="left"), "allowed values"),
        (lambda b: _of(b, "stat").update(type="sparkle"), "no schema for options_sparkle"),
        (lambda b: b["templating"]["list"][1].update(hide="never"), "allowed values"),
    ],
)
def test_a_board_that_grafana_does_not_know_is_found(programs: Path, change: Change, words: str) -> None:
    """Keys and values it would drop or stumble over, with their place."""
    assert programs.is_dir()
    found = grafana({"bad": _board(change)})
    assert words in " ".join(found)


def _changed(kind: str, change: Change) -> list[str]:
    resources = own_resources()
    change(next(each for each in resources if each["kind"] == kind))
    return templates(resources)


def _chart(resource: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(chart for chart in resource["spec"]["charts"] if chart["kind"].lower() == kind)


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("Dashboard", lambda r: r["metadata"].update(name="Athlete"), "no label of a domain"),
        ("Dashboard", lambda r: r["spec"].update(titel="x"), "unknown key 'titel'"),
        ("Dashboard", lambda r: _chart(r, "xy").update(geom="wave"), "geom 'wave'"),
        ("Dashboard", lambda r: _chart(r, "xy").update(ylabel="s"), "unknown key 'ylabel'"),
        ("Dashboard", lambda r: _chart(r, "xy").update(axes=[{"name": "x"}]), "axes x and y"),
        ("Dashboard", lambda r: _chart(r, "xy").update(queries=[]), "every query"),
        ("Dashboard", lambda r: _chart(r, "xy").update(width=0), "width 0"),
        ("Dashboard", lambda r: _chart(r, "xy").update(xPos=8, width=6), "wider than 12"),
        ("Dashboard", lambda r: _chart(r, "xy").update(xPos=0, yPos=0), "lie on each other"),
        ("Dashboard", lambda r: _chart(r, "single_stat").update(colors=[]), "single stat has a colour"),
        ("Dashboard", lambda r: _chart(r, "single_stat").update(decimalPlaces="1"), "whole number"),
        ("Dashboard", lambda r: _chart(r, "single_stat")["colors"][0].update(hex="red"), "colour 'red'"),
        ("Dashboard", lambda r: r["spec"].update(associations=[{"name": "nobody"}]), "no label 'nobody'"),
        ("Variable", lambda r: r["spec"].update(type="list"), "type 'list'"),
        ("Variable", lambda r: r["spec"].update(selected="x"), "selected is a list"),
        ("Variable", lambda r: r.update(apiVersion="v1"), "apiVersion 'v1'"),
        ("Task", lambda r: r["spec"].update(cron="0 4 * * *"), "either every or cron"),
        ("Task", lambda r: r["spec"].update(offset="soon"), "no duration"),
        ("Task", lambda r: r["spec"].update(query='option task = {name: "x"}\n'), "says option task"),
        ("Task", lambda r: r.update(kind="Taks"), "kind 'Taks'"),
        ("Label", lambda r: r["spec"].update(color="blue"), "color 'blue'"),
    ],
)
def test_a_template_that_influxdb_2_would_refuse_or_ignore_is_found(
    kind: str, change: Change, words: str
) -> None:
    """Each mistake is told with the resource it is in."""
    assert words in " ".join(_changed(kind, change))

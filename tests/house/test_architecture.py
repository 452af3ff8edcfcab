"""The picture of the rooms is that of the imports, and lines that follow from others are not in it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from tools.architecture import PICTURE, picture
from tools.architecture.layout import layout_of
from tools.architecture.rooms import House

IMPORTS = {
    ("cli", "core"): 2,
    ("cli", "errors"): 7,
    ("core", "text"): 1,
    ("core", "errors"): 1,
    ("store", "text"): 4,
}
ROOMS = dict.fromkeys(("cli", "core", "errors", "store", "text", "lone"), "A room")
HOUSE = House(ROOMS, IMPORTS, frozenset({"core"}))


def shapes(drawn: str) -> list[str]:
    """Return what is drawn but for how thick lines are, which each new import changes a little."""
    lines = [line for line in drawn.splitlines() if "arrow" not in line]
    return [re.sub(r' stroke-width="[^"]*"', "", line) for line in lines]


def test_picture_is_that_of_the_imports() -> None:
    """Rooms, their sentences and what they import; ``python -m tools.architecture`` renews it."""
    assert shapes(PICTURE.read_text("utf-8")) == shapes(picture())


def test_picture_names_every_room_once() -> None:
    """The core's rooms are drawn as such."""
    drawn = ET.fromstring(PICTURE.read_text("utf-8"))  # noqa: S314  our own file
    svg = "{http://www.w3.org/2000/svg}"
    boxes = {
        str(group.findtext(f"{svg}text")): str(group.find(f"{svg}rect").get("class"))  # type: ignore[union-attr]
        for group in drawn.iter(f"{svg}g")
    }
    assert len(boxes) == len(list(drawn.iter(f"{svg}g")))
    assert {"wire", "pipeline", "kiosk", "store", "simulators"} <= set(boxes)
    assert (boxes["wire"], boxes["kiosk"], boxes["simulators"]) == ("core", "host", "sim")


def test_what_follows_from_other_imports_is_left_out() -> None:
    """Commands rest on errors through the core."""
    assert set(HOUSE.telling) == set(IMPORTS) - {("cli", "errors")}
    assert HOUSE.telling["cli", "core"] == 2
    assert HOUSE.below["cli"] == {"core", "errors", "text"}


def test_a_room_stands_above_all_that_it_rests_on() -> None:
    """What rests on nothing hangs below the lowest that uses it."""
    floors = HOUSE.floors
    assert all(floors[of] > floors[to] for of, to in IMPORTS)
    assert floors == {"cli": 2, "core": 1, "errors": 0, "store": 1, "text": 0, "lone": 0}


@pytest.mark.parametrize("turned", [False, True])
def test_rooms_have_their_distance_whatever_came_first(turned: bool) -> None:  # noqa: FBT001  pytest gives it
    """The same picture from the same imports, in whatever order they were found."""
    floors = {"a": 2, "b": 2, "c": 1, "d": 0, "e": 0}
    edges = {("a", "d"): 1, ("a", "c"): 2, ("b", "c"): 1, ("b", "e"): 3, ("c", "d"): 1}
    layout = layout_of(floors, dict(reversed(edges.items())) if turned else edges)
    assert layout.x == layout_of(floors, edges).x
    for row in layout.rows:
        for one, other in pairwise(row):
            assert layout.x[other] - layout.x[one] >= (one.width + other.width) / 2 - 1e-6

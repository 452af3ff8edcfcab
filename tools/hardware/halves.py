"""How three-wire half-bridge cells become one bridge, drawn from ``circuit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.hardware.circuit import BLACK, BRIDGE_WIRES, PAIR, RED, RING, WHITE
from tools.hardware.svg import Drawing

if TYPE_CHECKING:
    from tools.hardware.svg import Point

ENDS = {"plus": BLACK, "mid": RED, "minus": WHITE}
"""The colours most sellers use; a meter decides (wiring.md)."""
SIZE = 150.0
_COLOURS = {pin: colour for pin, colour, _ in BRIDGE_WIRES}


def _cell(sheet: Drawing, corner: Point, name: str) -> None:
    """Draw a cell: its two gauges between three posts, the middle one for the middle wire."""
    x, y = corner
    sheet.box(corner, SIZE, 92, fill="#eef3f8")
    sheet.text((x + SIZE / 2, y + 82), name, size=13, anchor="middle", bold=True)
    posts = [(x + 16, y + 34), (x + SIZE / 2, y + 34), (x + SIZE - 16, y + 34)]
    sheet.resistor(posts[0], posts[1], "1 kΩ")
    sheet.resistor(posts[1], posts[2], "1 kΩ")
    for (end, colour), post in zip(ENDS.items(), posts, strict=True):
        sheet.dot(post, radius=6, colour="#444")
        sheet.dot(post, radius=4.5, colour=colour)
        words = {"plus": "end", "mid": "middle", "minus": "end"}[end]
        sheet.text((post[0], post[1] + 22), words, size=11, anchor="middle")


def _post(corner: Point, end: str) -> Point:
    return corner[0] + {"plus": 16, "mid": SIZE / 2, "minus": SIZE - 16}[end], corner[1] + 34


def _converter(sheet: Drawing, corner: Point) -> dict[str, Point]:
    sheet.box(corner, 130, 150, fill="#e7f0e4")
    sheet.text((corner[0] + 65, corner[1] + 22), "HX711", size=15, anchor="middle", bold=True)
    places = {}
    for at, (pin, _, _) in enumerate(BRIDGE_WIRES):
        place = (corner[0], corner[1] + 46 + 27 * at)
        places[pin] = place
        sheet.dot(place)
        sheet.text((place[0] + 12, place[1] + 5), pin, bold=True)
    return places


def ring_diagram() -> Drawing:
    """Draw four cells under one plate as one bridge."""
    sheet = Drawing(1000, 560, "Four half-bridge cells as one bridge")
    sheet.text((40, 44), "One plate on four half-bridge cells: one HX711", size=22, bold=True)
    sheet.text(
        (40, 70), "Like ends of neighbours together, all the way round; the four middles to the converter."
    )
    corners = {0: (120.0, 120.0), 1: (410.0, 120.0), 2: (410.0, 360.0), 3: (120.0, 360.0)}
    names = {0: "0: front left", 1: "1: front right", 2: "2: rear right", 3: "3: rear left"}
    pins = _converter(sheet, (800, 215))
    ways = _ring_ways(corners, pins)
    for start, end in RING:
        key = end if end in pins else end.split(".")[1]
        colour = _COLOURS[end] if end in pins else ENDS[key]
        sheet.wire((start, end), ways[start, end], colour)
    for at, corner in corners.items():
        _cell(sheet, corner, names[at])
    sheet.text(
        (40, 526), "Every cell then counts alike, with a quarter of the whole. One whose corner counts"
    )
    sheet.text((40, 546), "backwards has its two ends swapped. Which wire is which: wiring.md, with a meter.")
    return sheet


def _ring_ways(corners: dict[int, Point], pins: dict[str, Point]) -> dict[tuple[str, str], list[Point]]:
    def post(name: str) -> Point:
        return _post(corners[int(name[1])], name.split(".")[1])

    def arch(start: str, end: str, y: float) -> list[Point]:
        return [post(start), (post(start)[0], y), (post(end)[0], y), post(end)]

    def out(start: str, y: float, x: float, pin: str) -> list[Point]:
        return [post(start), (post(start)[0], y), (x, y), (x, pins[pin][1]), pins[pin]]

    right = 610.0
    c1, c2, c3, c0 = (post(name) for name in ("c1.minus", "c2.minus", "c3.minus", "c0.minus"))
    return {
        ("c0.mid", "E+"): out("c0.mid", 92, 750, "E+"),
        ("c0.plus", "c1.plus"): arch("c0.plus", "c1.plus", 240),
        ("c1.mid", "A-"): out("c1.mid", 262, 690, "A-"),
        ("c1.minus", "c2.minus"): [c1, (right, c1[1]), (right, c2[1]), c2],
        ("c2.mid", "E-"): out("c2.mid", 335, 720, "E-"),
        ("c2.plus", "c3.plus"): arch("c2.plus", "c3.plus", 480),
        ("c3.mid", "A+"): out("c3.mid", 498, 750, "A+"),
        ("c3.minus", "c0.minus"): [c3, (c3[0] + 40, c3[1]), (c3[0] + 40, c0[1]), c0],
    }


def pair_diagram() -> Drawing:
    """Draw two cells, the front or the back of a plate, as one bridge."""
    sheet = Drawing(1000, 400, "Two half-bridge cells as one bridge")
    sheet.text((40, 44), "Front or back of a plate on two half-bridge cells: one HX711", size=22, bold=True)
    sheet.text(
        (40, 70), "The second cell's ends are swapped, so that both add up. For steps with four converters."
    )
    corners = {0: (120.0, 150.0), 1: (410.0, 150.0)}
    pins = _converter(sheet, (800, 120))
    lows = {"c0.minus": 300, "c0.plus": 325, "c1.plus": 300, "c1.minus": 325}
    lanes = {"E+": 640.0, "E-": 670.0}
    for start, end in PAIR:
        place = _post(corners[int(start[1])], start.split(".")[1])
        if start.endswith("mid"):
            y, x = (100.0, 730.0) if start[1] == "0" else (122.0, 700.0)
            way = [place, (place[0], y), (x, y), (x, pins[end][1]), pins[end]]
        else:
            way = [
                place,
                (place[0], lows[start]),
                (lanes[end], lows[start]),
                (lanes[end], pins[end][1]),
                pins[end],
            ]
        sheet.wire((start, end), way, _COLOURS[end])
    for end in ("c1.plus", "c1.minus"):
        sheet.dot((_post(corners[1], end.split(".")[1])[0], lows[end]), radius=5)
    _cell(sheet, corners[0], "left cell")
    _cell(sheet, corners[1], "right cell")
    sheet.text((40, 372), "One whose side counts backwards has its two ends swapped.")
    return sheet

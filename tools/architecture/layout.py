"""Where rooms stand so that few lines cross: Sugiyama's way, with one channel for all lines to the same room.

K. Sugiyama, S. Tagawa, M. Toda: Methods for visual understanding of hierarchical system structures. IEEE Trans. Syst.
Man Cybern. 11 (1981) 109-125. Places within a row: least squares towards the neighbours, order and distance kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.architecture.rooms import Edge

ROOM_WIDTH: Final = 190
CHANNEL_WIDTH: Final = 26
SWEEPS: Final = 60
STRAIGHT: Final = (1.0, 3.0, 30.0)
"""How much a line wants to be upright, by how many of its ends are channels."""


@dataclass(frozen=True, order=True)
class Place:
    """A room on its floor; or, on a floor between, the channel of the lines that lead to it."""

    room: str
    floor: int
    passing: bool = False

    @property
    def width(self) -> int:
        """Room it needs beside others."""
        return CHANNEL_WIDTH if self.passing else ROOM_WIDTH


Line = tuple[Place, Place]


@dataclass
class Layout:
    """Rows of places from the ground up, lines between neighbouring rows with their weight, and where all is."""

    rows: list[list[Place]]
    lines: Mapping[Line, int]
    x: dict[Place, float] = field(default_factory=dict)


def layout_of(floors: Mapping[str, int], edges: Mapping[Edge, int]) -> Layout:
    """Return where rooms stand."""
    lines: dict[Line, int] = defaultdict(int)
    for (of, to), count in sorted(edges.items()):
        way = [
            Place(of, floors[of]),
            *(Place(to, floor, passing=True) for floor in range(floors[of] - 1, floors[to], -1)),
            Place(to, floors[to]),
        ]
        for line in pairwise(way):
            lines[line] += count
    places = {Place(room, floor) for room, floor in floors.items()}.union(*lines)
    rows: list[list[Place]] = [[] for _ in range(max(floors.values()) + 1)]
    for place in sorted(places):
        rows[place.floor].append(place)
    layout = Layout(_untangled(rows, lines), dict(lines))
    _spread(layout)
    return layout


def _untangled(rows: list[list[Place]], lines: Mapping[Line, int]) -> list[list[Place]]:
    """Return the rows in the order with the fewest crossings that was met."""
    best, fewest = [list(row) for row in rows], _crossings(rows, lines)
    near = _neighbours(lines)
    for sweep in range(SWEEPS):
        for floor in range(len(rows)) if sweep % 2 else reversed(range(len(rows))):
            at = {place: (i + 0.5) / len(row) for row in rows for i, place in enumerate(row)}
            side = floor - 1 if sweep % 2 else floor + 1
            # Every third pair of sweeps looks both ways, which leaves the ruts of looking one way.
            wanted = {
                place: _mean(
                    [at[each] for each in near[place] if each.floor == side or sweep % 6 > 3],  # noqa: PLR2004
                    at[place],
                )
                for place in rows[floor]
            }
            rows[floor].sort(key=lambda place: (wanted[place], place))
        crossings = _crossings(rows, lines)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _neighbours(lines: Mapping[Line, int]) -> dict[Place, list[Place]]:
    near: dict[Place, list[Place]] = defaultdict(list)
    for upper, lower in lines:
        near[upper].append(lower)
        near[lower].append(upper)
    return near


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _crossings(rows: Sequence[Sequence[Place]], lines: Mapping[Line, int]) -> int:
    at = {place: i for row in rows for i, place in enumerate(row)}
    of_floor: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for upper, lower in lines:
        of_floor[upper.floor].append((at[upper], at[lower]))
    return sum(
        (one[0] - other[0]) * (one[1] - other[1]) < 0
        for pairs in of_floor.values()
        for one, other in combinations(pairs, 2)
    )


def _spread(layout: Layout) -> None:
    """Move each place towards those that it is joined to, rows up and down in turn."""
    for row in layout.rows:
        layout.x.update(zip(row, _apart([0.0] * len(row), row), strict=True))
    near = _neighbours(layout.lines)
    for sweep in range(SWEEPS):
        for row in layout.rows if sweep % 2 else reversed(layout.rows):
            wanted = [_upright(layout, place, near[place]) for place in row]
            layout.x.update(zip(row, _apart(wanted, row), strict=True))


def _upright(layout: Layout, place: Place, near: Sequence[Place]) -> float:
    """Return where a place wants to be."""
    weights = [STRAIGHT[place.passing + each.passing] for each in near]
    if not near:
        return layout.x[place]
    return sum(weight * layout.x[each] for weight, each in zip(weights, near, strict=True)) / sum(weights)


def _apart(wanted: Sequence[float], row: Sequence[Place]) -> list[float]:
    """Return the centres nearest to ``wanted`` that keep order and distance: pooling of adjacent violators."""
    offsets = [0.0]
    for one, other in pairwise(row):
        offsets.append(offsets[-1] + (one.width + other.width) / 2)
    pools: list[tuple[float, int]] = []
    for value in (want - offset for want, offset in zip(wanted, offsets, strict=True)):
        mean, size = value, 1
        while pools and pools[-1][0] > mean:
            last, held = pools.pop()
            mean, size = (last * held + mean * size) / (held + size), held + size
        pools.append((mean, size))
    pooled = [mean for mean, size in pools for _ in range(size)]
    return [value + offset for value, offset in zip(pooled, offsets, strict=True)]

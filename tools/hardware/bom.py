"""The bill of materials: read from ``bom.csv``, written as tables."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from tools.hardware.paths import HARDWARE

BUILDS = ("single_2", "half_2", "half_4")
"""Two single-point cells; eight half-bridge cells on two converters; the same on four."""
GROUPS = ("electronics", "cells", "cables", "boards", "printed", "screws", "room", "tools", "kiosk")
NOT_OF_THE_STEP = ("room", "tools", "kiosk")
"""Groups that no sum holds."""


@dataclass(frozen=True, slots=True)
class Item:
    """One class of part."""

    key: str
    group: str
    part: str
    needs: str
    quantities: tuple[float, ...]
    """How many each of ``BUILDS`` takes."""
    alternatives: str
    example: str
    """One type, or words to search for."""
    eur_low: float
    eur_high: float


def items() -> list[Item]:
    """Return the rows of ``bom.csv`` in their order."""
    with (HARDWARE / "bom.csv").open(encoding="utf-8", newline="") as file:
        return [_item(row) for row in csv.DictReader(file, strict=True)]


def _item(row: dict[str, str]) -> Item:
    low, high = row["eur_each"].split("-")
    return Item(
        key=row["id"],
        group=row["group"],
        part=row["part"],
        needs=row["needs"],
        quantities=tuple(float(row[build]) for build in BUILDS),
        alternatives=row["alternatives"],
        example=row["example"],
        eur_low=float(low),
        eur_high=float(high),
    )


def cost_eur(build: str) -> tuple[float, float]:
    """Return what a build's parts cost at least and at most, of the step alone: without rail, tools and kiosk."""
    at = BUILDS.index(build)
    bought = [item for item in items() if item.group not in NOT_OF_THE_STEP]
    return (
        sum(item.quantities[at] * item.eur_low for item in bought),
        sum(item.quantities[at] * item.eur_high for item in bought),
    )


def bom_table() -> str:
    """Return the table of all parts."""
    head = "| id | part | needs | single | half, 2 | half, 4 | or else | search for | EUR each |\n"
    head += "|---|---|---|---|---|---|---|---|---|"
    return "\n".join([head, *(_row(item) for item in items())])


def _row(item: Item) -> str:
    counts = " | ".join(f"{count:g}" if count else "" for count in item.quantities)
    price = f"up to {item.eur_high:g}" if item.eur_low == 0 else f"{item.eur_low:g} to {item.eur_high:g}"
    return f"| `{item.key}` | {item.part} | {item.needs} | {counts} | {item.alternatives} | {item.example} | {price} |"


def cost_table() -> str:
    """Return the sums."""
    names = (
        "two single-point cells",
        "eight half-bridge cells, 2 converters",
        "eight half-bridge cells, 4 converters",
    )
    rows = [
        f"| {name} | {round(cost_eur(build)[0], -1):.0f} to {round(cost_eur(build)[1], -1):.0f} |"
        for name, build in zip(names, BUILDS, strict=True)
    ]
    return "\n".join(["| build | EUR, without rail, mat, tools and kiosk |\n|---|---|", *rows])

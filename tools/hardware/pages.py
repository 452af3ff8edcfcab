"""The tables of ``hardware/*.md`` that follow a source, between marks that name them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.hardware.bom import bom_table, cost_table
from tools.hardware.circuit import BRIDGE_WIRES, CHANNELS, WORDS, board_wires
from tools.hardware.hum import hum_table
from tools.hardware.loads import (
    CELL_OPTIONS,
    DEMAND_KG,
    FOREFOOT_MM,
    STUMBLE,
    measures_to_kg,
    members,
    signal,
    stumble_n,
    stumbles_to_kg,
    worst_share,
)
from tools.hardware.paths import HARDWARE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_BLOCK = re.compile(
    r"(<!-- (\w[\w-]*): written by python -m tools\.hardware -->\n).*?(\n<!-- end -->)", re.DOTALL
)


def renewed(page: str) -> str:
    """Return a page with every marked table written anew."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{BLOCKS[found[2]]()}\n{found[3]}", page)


def blocks_of(page: str) -> list[str]:
    """Return the names of a page's marked tables."""
    return [found[2] for found in _BLOCK.finditer(page)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def pin_table() -> str:
    """Return which pin of the board goes to which pin of which converter."""
    head = ("converter", "channel, 2 converters", "channel, 4 converters", "DT (DOUT)", "SCK (PD_SCK)")
    rows = []
    for at in range(4):
        lines = {wire.end: wire.start.split(".")[1] for wire in board_wires(4)}
        two = CHANNELS[2][at] if at < len(CHANNELS[2]) else ""
        rows.append((f"HX{at}", two, CHANNELS[4][at], lines[f"HX{at}.DT"], lines[f"HX{at}.SCK"]))
    return _table(head, rows)


def channel_table() -> str:
    """Return what each channel's name means."""
    return _table(("channel", "is"), [(f"`{name}`", words) for name, words in WORDS.items()])


def bridge_table() -> str:
    """Return the four wires of a full bridge."""
    colours = {"E+": "red", "E-": "black", "A-": "white", "A+": "green"}
    rows = [(f"`{pin}`", colours[pin], words) for pin, _, words in BRIDGE_WIRES]
    return _table(("HX711", "colour, mostly", "is"), rows)


def cells_table() -> str:
    """Return what each way to carry a plate is good for."""
    head = (
        "a plate on",
        "worst cell carries",
        "measures up to, kg",
        "stumbles up to, kg",
        f"signal at {DEMAND_KG:.0f} kg, mV",
        "converter ends at, kg",
        "noise of the chip, N",
    )
    rows = []
    for option in CELL_OPTIONS:
        told = signal(option)
        rows.append(
            (
                option.name,
                f"{100 * worst_share(option.cells):.0f} %",
                f"{measures_to_kg(option):.0f}",
                f"{stumbles_to_kg(option):.0f}",
                f"{told.at_demand_mv:.2f}",
                f"{told.range_kg:.0f}",
                f"{told.noise_n:.3f}",
            )
        )
    return _table(head, rows)


def members_table() -> str:
    """Return what bends, how far and how close to breaking."""
    head = ("part", "of", "moment, N m", "stress, N/mm2", "bears, N/mm2", "times safe", "bends, mm")
    rows = [
        (
            member.name,
            member.material.name,
            f"{member.moment_nmm / 1000:.0f}",
            f"{member.stress:.1f}",
            f"{member.material.strength:.0f}",
            f"{member.safety:.1f}",
            f"{member.deflection_mm:.2f}",
        )
        for member in members()
    ]
    return _table(head, rows)


def demand() -> str:
    """Return in words what everything must bear."""
    return (
        f"{DEMAND_KG:.0f} kg of person and load on one leg, {FOREFOOT_MM:.0f} mm in front of the edge, times "
        f"{STUMBLE:.0f} for a stumble or a hop: {stumble_n():.0f} N."
    )


BLOCKS: dict[str, Callable[[], str]] = {
    "pins": pin_table,
    "channels": channel_table,
    "bridge": bridge_table,
    "bom": bom_table,
    "cost": cost_table,
    "cells": cells_table,
    "members": members_table,
    "demand": demand,
    "hum": hum_table,
}


def renew_pages() -> None:
    """Write the marked tables of every page of ``hardware/`` anew."""
    for path in sorted(HARDWARE.glob("*.md")):
        page = path.read_text(encoding="utf-8")
        if renewed(page) != page:
            path.write_text(renewed(page), encoding="utf-8")

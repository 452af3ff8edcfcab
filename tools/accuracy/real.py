"""Recordings of real people, in whom there is no rep: what is told of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from station.analysis import analyze_table
from station.errors import StationError
from station.sources.table import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_GRAVITY_M_S2 = 9.80665


def reps_in(folder: Path) -> Iterator[tuple[str, int | str]]:
    """Yield every table ``t_s,left_n,right_n`` of a folder with the reps told of it, or why it was refused."""
    index = folder / "index.json"
    entries = json.loads(index.read_text(encoding="utf-8")) if index.is_file() else []
    gravity = {entry["file"]: float(entry["truth"].get("g", _GRAVITY_M_S2)) for entry in entries}
    for path in sorted([*folder.glob("*.csv"), *folder.glob("*.csv.gz")]):
        try:
            table = read_table(path)
        except StationError as refused:
            yield path.name, str(refused)
            continue
        told = analyze_table(
            table.t_s, table.left_n, table.right_n, gravity_m_s2=gravity.get(path.name, _GRAVITY_M_S2)
        )
        yield path.name, len(told["reps"])

"""Solids as triangles: enough to say whether one can be printed and how much room it takes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_VERTEX = re.compile(r"vertex\s+(\S+)\s+(\S+)\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Mesh:
    """A surface of triangles, millimetres, shape ``(n, 3 corners, 3 coordinates)``, corners anticlockwise outside."""

    triangles_mm: NDArray[np.float64]

    @property
    def volume_mm3(self) -> float:
        """Return the enclosed volume: the sum of the tetrahedra from the origin (divergence theorem)."""
        a, b, c = np.moveaxis(self.triangles_mm, 1, 0)
        return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6.0)

    @property
    def low_mm(self) -> NDArray[np.float64]:
        """Return the corner of the bounding box with the smallest coordinates."""
        return np.asarray(self.triangles_mm.reshape(-1, 3).min(axis=0))

    @property
    def high_mm(self) -> NDArray[np.float64]:
        """Return the corner of the bounding box with the largest coordinates."""
        return np.asarray(self.triangles_mm.reshape(-1, 3).max(axis=0))

    def is_closed(self) -> bool:
        """Return whether every edge is walked once in each direction: a solid without holes or loose faces."""
        corners = [[tuple(corner) for corner in triangle] for triangle in self.triangles_mm.tolist()]
        edges = Counter((t[i], t[(i + 1) % 3]) for t in corners for i in range(3))
        return all(count == 1 and edges[(end, start)] == 1 for (start, end), count in edges.items())


def read_stl(path: Path) -> Mesh:
    """Return the solid of a text STL, or one without triangles when the file is not there (an empty part)."""
    text = path.read_text(encoding="ascii") if path.exists() else ""
    numbers = np.array(_VERTEX.findall(text), dtype=np.float64)
    return Mesh(numbers.reshape(-1, 3, 3))

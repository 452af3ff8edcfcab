"""The rooms of the house as a picture: ``python -m tools.architecture`` draws it anew from the imports."""

from __future__ import annotations

from pathlib import Path

from tools.architecture.drawing import drawing
from tools.architecture.rooms import house_of

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "images" / "architecture.svg"


def picture() -> str:
    """Return the picture of the sources as they are."""
    return drawing(house_of(ROOT))

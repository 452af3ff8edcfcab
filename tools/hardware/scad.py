"""Numbers of ``step.scad``, read from its source, so that arithmetic needs no OpenSCAD."""

from __future__ import annotations

import re
from functools import cache

from tools.hardware.paths import ENCLOSURE


@cache
def parameters() -> dict[str, float]:
    """Return every plain number and vector of the parameters, mm; a vector's parts as ``name.x``, ``.y``, ``.z``."""
    source = (ENCLOSURE / "step.scad").read_text(encoding="utf-8")
    found: dict[str, float] = {}
    for name, value in re.findall(r"^(\w+) = ([^;\n]+);", source, flags=re.MULTILINE):
        numbers = re.fullmatch(r"\[?(-?[\d.]+(?:, -?[\d.]+)*)\]?", value)
        if numbers is None:
            continue
        parts = [float(part) for part in numbers[1].split(", ")]
        if value[0] == "[":
            found |= {f"{name}.{axis}": part for axis, part in zip("xyz", parts, strict=False)}
        else:
            found[name] = parts[0]
    return found

"""How forces become masses."""

from __future__ import annotations

from typing import Final

STANDARD_GRAVITY_M_S2: Final = 9.80665
"""Newtons a kilogram weighs by definition (CGPM 1901).

Counts are calibrated in kilograms told as newtons at this gravity: a place's own cancels in masses.
"""

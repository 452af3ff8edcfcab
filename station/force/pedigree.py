"""What the note of a calibration says of its origin: it travels with the step, in its EEPROM and in every recording.

The note is text (``docs/reference/protocol.md``, ``K``). A calibration made by the station writes words of the form
``name=value`` into it: ``id`` for the record in the store, ``u`` for the relative standard uncertainty of a force
measured with it, ``z`` for the standard uncertainty of its zero, newtons. What follows is the operator's.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"(?:^|\s)(id|u|z)=(\S+)")
_ID = re.compile(r"[0-9A-Za-z-]{1,16}")


@dataclass(frozen=True, slots=True)
class PedigreeLimits:
    """How well a scale is known."""

    default_sd_rel: float = 0.0023
    """Relative standard uncertainty of a scale whose calibration says nothing of it: 0.2 % for a mass of a gym, and
    0.1 % for cells that are not linear, lag and feel their neighbour, which one mass cannot show
    (docs/explanation/error-budget.md)."""
    largest_sd_rel: float = 0.05
    """A note that claims more than this was not written by the station."""
    largest_zero_sd_n: float = 50.0
    """... nor was this."""


LIMITS = PedigreeLimits()


@dataclass(frozen=True, slots=True)
class Pedigree:
    """What a note says; ``None`` for what it does not."""

    id: str | None
    scale_sd_rel: float | None
    zero_sd_n: float | None


def note_of(calibration_id: str, use_sd_rel: float, zero_sd_n: float, remark: str = "") -> str:
    """Return the note of a calibration.

    ``use_sd_rel`` is ``Uncertainty.use_sd_rel``: what a force inherits that is measured with this scale.
    """
    return f"id={calibration_id} u={use_sd_rel:.2g} z={zero_sd_n:.2g} {remark}".strip()


def pedigree_of(note: str) -> Pedigree | None:
    """Return what a note says of its calibration, ``None`` when it says nothing that can be read."""
    words = dict(_WORD.findall(note))
    known = words.get("id", "")
    found = Pedigree(
        known if _ID.fullmatch(known) else None,
        _number(words.get("u"), LIMITS.largest_sd_rel),
        _number(words.get("z"), LIMITS.largest_zero_sd_n),
    )
    return None if found == Pedigree(None, None, None) else found


def scale_sd_rel(note: str) -> tuple[float, bool]:
    """Return the relative standard uncertainty of a scale by its note, and whether the note states it."""
    pedigree = pedigree_of(note)
    if pedigree is None or pedigree.scale_sd_rel is None:
        return LIMITS.default_sd_rel, False
    return pedigree.scale_sd_rel, True


def scale_uncertainty(notes: Iterable[str]) -> tuple[float, bool]:
    """Return the relative standard uncertainty of a force on plates with these notes, and whether all state theirs.

    Plates are calibrated with the same masses, so their errors go together: it is the mean, not less.
    """
    found = [scale_sd_rel(note) for note in notes]
    if not found:
        return LIMITS.default_sd_rel, False
    return sum(sd_rel for sd_rel, _ in found) / len(found), all(stated for _, stated in found)


def _number(text: str | None, largest: float) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and 0.0 < value <= largest else None

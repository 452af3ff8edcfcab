"""Between store and programme: makes the log of what a person did, asks the programme, keeps what was decided."""

from __future__ import annotations

from station.coach.asking import asked_of, next_set, prescribed, prescription_for, ticked, turned_to
from station.coach.coach import Coach
from station.coach.guide import Guide
from station.coach.library import Library, Unreadable

__all__ = [
    "Coach", "Guide", "Library", "Unreadable", "asked_of", "next_set", "prescribed", "prescription_for", "ticked",
    "turned_to",
]  # fmt: skip

"""What can go wrong with the bench, in one line with the remedy."""

from __future__ import annotations


class BenchError(Exception):
    """The bench could not be built, could not run, or ended before its time."""

"""What can go wrong with a career."""

from __future__ import annotations


class CannotStoreError(Exception):
    """The data folder does not take it; the text says why and what to do, in one line."""

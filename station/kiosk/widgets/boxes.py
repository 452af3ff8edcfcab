"""Boxes that only hold others: Textual fills their ground without asking them for lines at every frame."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical


class Rows(Vertical):
    """One below the other."""

    BLANK = True


class Columns(Horizontal):
    """One beside the other."""

    BLANK = True

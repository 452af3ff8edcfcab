"""The five boards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.dashboards.boards.athlete import ATHLETE
from tools.dashboards.boards.clinic import CLINIC
from tools.dashboards.boards.legs import LEGS
from tools.dashboards.boards.session import SESSION
from tools.dashboards.boards.steps import STEPS

if TYPE_CHECKING:
    from tools.dashboards.model import Board

BOARDS: Final[tuple[Board, ...]] = (CLINIC, ATHLETE, SESSION, STEPS, LEGS)

__all__ = ["BOARDS"]

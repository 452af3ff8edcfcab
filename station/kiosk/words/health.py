"""What the checks of the step are called and what to do about them: in English as the checks themselves say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.health.table import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    **{f"health.{rule.code.lower()}": rule.title for rule in RULES},
    **{f"remedy.{rule.code.lower()}": rule.remedy for rule in RULES},
}

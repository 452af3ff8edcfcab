"""Reasons for withholding, gathered by kind."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.accuracy.score import Score

_SHOWN = 3


def kind_of(reason: str) -> str:
    """Return a reason without the numbers of the one rep it was told of."""
    return re.split(r"\s*[\d(]", reason, maxsplit=1)[0].removesuffix(" by")


def refusals_of(score: Score) -> str:
    """Return the commonest reasons for withholding the lowering time, with their counts."""
    kinds: Counter[str] = Counter()
    for reason, count in score.refusals.items():
        kinds[kind_of(reason)] += count
    return ", ".join(f"{kind} ({count})" for kind, count in kinds.most_common(_SHOWN))

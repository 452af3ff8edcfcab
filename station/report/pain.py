"""What was told of pain, whatever kind of it, and the weeks between which it is compared."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from station.report import measures
from station.report.period import first_and_last, last_of
from station.report.words import KIND_LABELS, counted, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from station.programme.model import SymptomKind
    from station.report.facts import Facts
    from station.report.period import Stretch

_LEADING: tuple[SymptomKind, ...] = ("next_morning", "during", "after", "daily_life")
"""Which kind is followed where several are told: the morning after says most of how training was borne."""


@dataclass(frozen=True, slots=True)
class Pain:
    """The kind of pain that is followed: its worst of each day, and the means of the compared weeks."""

    kind: SymptomKind
    told: dict[date, float]
    stretch: Stretch
    """The last four weeks in which it was told."""
    now_nrs: float
    first_nrs: float | None
    """Mean of the first four weeks in which it was told; ``None`` when these overlap the last."""

    @property
    def count(self) -> int:
        """Days on which it was told in the last four weeks."""
        return len(measures.within(self.told, self.stretch))


def pain_of(facts: Facts) -> Pain | None:
    """Return the kind of pain to follow; ``None`` when nobody told a figure."""
    for kind in _LEADING:
        told = measures.told(facts, kind)
        if told:
            stretch = last_of(told)
            both = first_and_last(told)
            first = None if both is None else fmean(measures.within(told, both[0]))
            return Pain(kind, told, stretch, fmean(measures.within(told, stretch)), first)
    return None


def sharp_days(facts: Facts) -> int:
    """Return on how many days sharp pain was told."""
    return sum(bool(value) for value in measures.told(facts, "sharp").values())


def pain_said(facts: Facts) -> Iterator[str]:
    """Yield what was told of pain: sharp pain first, then the kind that is followed, then the worst of the others."""
    found, sharp = pain_of(facts), sharp_days(facts)
    if sharp:
        yield f"Sharp pain was told on {counted(sharp, 'day')}."
    if found is not None:
        yield _followed(found)
        others = [
            f"{KIND_LABELS[kind]} {max(told.values()):g}"
            for kind in _LEADING
            if kind != found.kind and (told := measures.told(facts, kind))
        ]
        if others:
            yield f"At most, pain {listed(others)}."
    elif not sharp:
        yield "Nobody told of pain in these weeks, so this report says nothing about it."


def _followed(found: Pain) -> str:
    name, most = KIND_LABELS[found.kind], max(found.told.values())
    name = "on the morning after" if found.kind == "next_morning" else name
    if found.first_nrs is None:
        mean = fmean(found.told.values())
        return f"Pain {name}: mean {mean:.1f} of 10, at most {most:g} ({len(found.told)} told)."
    return (
        f"Pain {name} averaged {found.first_nrs:.1f} of 10 in the first four weeks told and {found.now_nrs:.1f} in the "
        f"last four; at most {most:g}."
    )
